"""The ledger: figures go in and come out the same, by every slot."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from figures.types import Figure
from index.ledger import Ledger, years
from index.types import Article

TRADE = Figure(
    value=Decimal("275000000.10"),
    unit="USD",
    indicator="trade turnover",
    place="Almaty",
    partner="GB",
    period="2017",
    period_text="2017 жылы",
    start=4,
    end=10,
    text="275 млн",
    quote_start=0,
    quote_end=20,
    rule="money",
)
RANGE = replace(
    TRADE,
    value=Decimal(5),
    value_max=Decimal("7.5"),
    unit="count",
    kind="change",
    bound="about",
    direction="up",
    of="exports",
    plan=True,
    indicator="enterprises",
    place=None,
    partner="SE",
    partner_region="Stockholm",
    period="2013/2017",
    counted="кәсіпорын",
    start=30,
    end=33,
)
UNDATED = replace(TRADE, partner="BE", period=None, period_text="өткен жылы", start=40, end=44)


def article(name: str, published: date | None) -> Article:
    return Article(id=name, text="…", published=published)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    path = tmp_path / "ledger.sqlite"
    filled = Ledger(path, create=True)
    filled.put(article("old", date(2016, 1, 1)), [TRADE])
    filled.put(article("new", date(2018, 2, 14)), [RANGE, TRADE])
    filled.put(article("undated", None), [UNDATED])
    filled.close()
    return Ledger(path)


def test_figures_come_out_as_they_went_in(ledger: Ledger) -> None:
    assert [entry.figure for entry in ledger.figures(article="new")] == [TRADE, RANGE]
    value = ledger.figures(article="old")[0].figure.value
    assert str(value) == "275000000.10"
    assert ledger.count() == 4


@pytest.mark.parametrize(
    ("slots", "found"),
    [
        ({}, ["new", "new", "old", "undated"]),
        ({"indicator": "trade turnover"}, ["new", "old", "undated"]),
        ({"indicator": ["trade turnover", "enterprises"], "partner": "SE"}, ["new"]),
        ({"place": "Almaty", "partner": "GB"}, ["new", "old"]),
        ({"partner": ["GB", "BE"]}, ["new", "old", "undated"]),
        ({"partner": []}, []),
        ({"partner_region": "Stockholm"}, ["new"]),
        ({"year": 2017}, ["new", "new", "old"]),
        ({"year": 2015}, ["new"]),
        ({"year": 2018}, []),
        ({"period": "2017"}, ["new", "old"]),
        ({"kind": "change"}, ["new"]),
        ({"unit": "count", "article": "new"}, ["new"]),
        ({"article": ["old", "undated"]}, ["old", "undated"]),
        ({"limit": 2}, ["new", "new"]),
        ({"partner": "GB'; DROP TABLE figures; --"}, []),
    ],
)
def test_slots(ledger: Ledger, slots: dict[str, object], found: list[str]) -> None:
    entries = ledger.figures(**slots)  # type: ignore[arg-type]
    assert [entry.article_id for entry in entries] == found


def test_distinct_values(ledger: Ledger) -> None:
    assert ledger.distinct("partner") == [("GB", 2), ("BE", 1), ("SE", 1)]
    assert ledger.distinct("place") == [("Almaty", 3)]
    assert ledger.years() == (2013, 2017)
    with pytest.raises(ValueError, match="rule"):
        ledger.distinct("rule")


@pytest.mark.parametrize(
    ("period", "touched"),
    [
        ("2017", (2017, 2017)),
        ("2016-01/2016-11", (2016, 2016)),
        ("2018-H1", (2018, 2018)),
        ("2013/2017", (2013, 2017)),
        ("../2030", (2030, 2030)),
        (None, (None, None)),
    ],
)
def test_years_of_a_period(period: str | None, touched: tuple[int | None, int | None]) -> None:
    assert years(period) == touched


def test_a_ledger_in_memory(ledger: Ledger) -> None:
    held = Ledger(None)
    held.put(article("a", None), [TRADE, RANGE])
    held.remove("b")
    assert held.count() == 2
    held.remove("a")
    assert held.count() == 0 and held.years() is None
