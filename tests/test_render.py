"""Answers in words: every row is an amount, a period or an answer, and how it reads."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.describe import comparison, headline, label
from bot.formats import amount, number, numeral, period, plain
from bot.quotes import cut
from bot.render import compose, render
from bot.vocabulary import languages, words
from retrieval.types import Answer
from tests.answers import SENTENCE, answered, figure, growth, question

NBSP = "\u00a0"

AMOUNTS: list[tuple[str, str | None, str, str | None, tuple[str, str, str]]] = [
    # value, upper end, unit, counted indicator: English, Russian, Kazakh
    ("275000000", None, "USD", None,
     ("275 million US dollars", "275 млн долларов США", "275 млн АҚШ доллары")),
    ("9700000000", None, "KZT", None, ("9.7 billion tenge", "9,7 млрд тенге", "9,7 млрд теңге")),
    ("37450800", None, "KZT", None,
     ("37.4508 million tenge", "37,4508 млн тенге", "37,4508 млн теңге")),
    ("37450801", None, "KZT", None, ("37,450,801 tenge", "37 450 801 тенге", "37 450 801 теңге")),
    ("1", None, "USD", None, ("1 US dollar", "1 доллар США", "1 АҚШ доллары")),
    ("1.5", None, "t", None, ("1.5 tonnes", "1,5 тонны", "1,5 тонна")),
    ("186000", None, "t", None, ("186,000 tonnes", "186 000 тонн", "186 000 тонна")),
    ("54.7", None, "percent", None, ("54.7%", "54,7 %", "54,7%")),
    ("5", None, "percentage_point", None,
     ("5 percentage points", "5 процентных пунктов", "5 пайыздық тармақ")),
    ("114", None, "count", "enterprises", ("114 enterprises", "114 предприятий", "114 кәсіпорын")),
    ("21", None, "count", "joint ventures",
     ("21 joint ventures", "21 совместное предприятие", "21 бірлескен кәсіпорын")),
    ("12", None, "count", "contracts", ("12 contracts", "12 контрактов", "12 келісімшарт")),
    ("3", None, "count", "projects", ("3 projects", "3 проекта", "3 жоба")),
    ("3", None, "count", "other", ("3", "3", "3")),
    ("22", None, "people", "other", ("22 people", "22 человека", "22 адам")),
    ("1200000", None, "people", "tourists",
     ("1.2 million tourists", "1,2 млн туристов", "1,2 млн турист")),
    ("8000000", "10500000", "EUR", None,
     ("8–10.5 million euros", "8–10,5 млн евро", "8–10,5 млн еуро")),
    ("800000", "1200000", "KZT", None,
     ("800,000–1,200,000 tenge", "800 000–1 200 000 тенге", "800 000–1 200 000 теңге")),
    ("1.2345678901234567890123456789012345", None, "XAU", None,
     ("1.2345678901234567890123456789012345 XAU", "1,2345678901234567890123456789012345 XAU",
      "1,2345678901234567890123456789012345 XAU")),
]  # fmt: skip

PERIODS = [
    ("2017", None, ("2017", "2017 год", "2017 жыл")),
    ("2016-01/2016-11", "11 месяцев 2016 года",
     ("11 months of 2016", "11 месяцев 2016 года", "2016 жылдың 11 айы")),
    ("2016-01/2016-11", None,
     ("January–November 2016", "январь – ноябрь 2016 года", "2016 жылғы қаңтар–қараша")),
    ("2021-01/2021-05", "январь-май",
     ("January–May 2021", "январь – май 2021 года", "2021 жылғы қаңтар–мамыр")),
    ("2017-H1", None, ("first half of 2017", "первое полугодие 2017 года",
                       "2017 жылдың бірінші жартыжылдығы")),
    ("2019-Q1", None, ("Q1 2019", "I квартал 2019 года", "2019 жылдың бірінші тоқсаны")),
    ("2013/2017", None, ("2013–2017", "2013–2017 годы", "2013–2017 жылдар")),
    ("2005/..", None, ("since 2005", "с 2005 года", "2005 жылдан бері")),
    ("2018-02", None, ("February 2018", "февраль 2018 года", "2018 жылғы ақпан")),
    ("2018-02-14", None, ("14 February 2018", "14 февраля 2018 года", "2018 жылғы 14 ақпан")),
    ("2020-11/2021-02", None,
     ("November 2020 – February 2021", "ноябрь 2020 года – февраль 2021 года",
      "2020 жылғы қараша – 2021 жылғы ақпан")),
    ("201X", None, ("201X", "201X", "201X")),
]  # fmt: skip

HEADLINES: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({}, ("+54.7%", "+54,7 %", "+54,7%")),
    ({"direction": "down"}, ("−54.7%", "−54,7 %", "−54,7%")),
    ({"bound": "about"}, ("about +54.7%", "примерно +54,7 %", "шамамен +54,7%")),
    ({"bound": "at_least"}, ("at least +54.7%", "не менее чем +54,7 %", "кемінде +54,7%")),
    ({"value": Decimal("1.8"), "unit": "times"},
     ("up 1.8 times", "рост в 1,8 раза", "1,8 есе өсті")),
    ({"value": Decimal(2), "unit": "times", "bound": "nearly"},
     ("up nearly twofold", "рост почти вдвое", "екі есе дерлік өсті")),
    ({"value": Decimal(5), "unit": "times", "direction": "down"},
     ("down 5 times", "снижение в 5 раз", "5 есе азайды")),
    ({"value": Decimal(2000000), "unit": "USD"},
     ("+2 million US dollars", "+2 млн долларов США", "+2 млн АҚШ доллары")),
    ({"value": Decimal(82), "kind": "share", "direction": None},
     ("82% of trade turnover", "82 % товарооборота", "тауар айналымының 82%-ы")),
    ({"value": Decimal(82), "kind": "share", "direction": None, "of": None},
     ("82% (share)", "доля 82 %", "үлесі 82%")),
]  # fmt: skip

OPEN = {"period": None, "period_text": "за первое полугодие текущего года"}
LABELS: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({}, ("Almaty – United Kingdom · trade turnover · 2017",
          "Алматы – Великобритания · товарооборот · 2017 год",
          "Алматы – Ұлыбритания · тауар айналымы · 2017 жыл")),
    ({"partner": None, "plan": True},
     ("Almaty · trade turnover · 2017 · target or forecast",
      "Алматы · товарооборот · 2017 год · план или прогноз",
      "Алматы · тауар айналымы · 2017 жыл · жоспар немесе болжам")),
    (OPEN,
     ("Almaty – United Kingdom · trade turnover · «за первое полугодие текущего года» "
      "(the article does not name the year)",
      "Алматы – Великобритания · товарооборот · «за первое полугодие текущего года» "
      "(год в статье не назван)",
      "Алматы – Ұлыбритания · тауар айналымы · «за первое полугодие текущего года» "
      "(мақалада жылы аталмаған)")),
    ({"unit": "count", "indicator": "enterprises", "period": None, "period_text": None},
     ("Almaty – United Kingdom", "Алматы – Великобритания", "Алматы – Ұлыбритания")),
    ({"unit": "count", "indicator": "enterprises", "period": None, "period_text": "сейчас"},
     ("Almaty – United Kingdom · «сейчас»", "Алматы – Великобритания · «сейчас»",
      "Алматы – Ұлыбритания · «сейчас»")),
    ({"unit": "people", "indicator": "other", "counted": "человек", "period": "2021"},
     ("Almaty – United Kingdom · 2021", "Алматы – Великобритания · 2021 год",
      "Алматы – Ұлыбритания · 2021 жыл")),
    ({"unit": "count", "indicator": "other", "counted": "контейнер", "period": "2021"},
     ("Almaty – United Kingdom · «контейнер» · 2021",
      "Алматы – Великобритания · «контейнер» · 2021 год",
      "Алматы – Ұлыбритания · «контейнер» · 2021 жыл")),
    ({"computed": "275 / 1.547", "period": None, "period_text": None},
     ("Almaty – United Kingdom · trade turnover · period not stated · computed: 275 / 1.547",
      "Алматы – Великобритания · товарооборот · период не указан · вычислено: 275 / 1,547",
      "Алматы – Ұлыбритания · тауар айналымы · кезеңі көрсетілмеген · есептелген: 275 / 1,547")),
]  # fmt: skip

THREE = list(zip(("en", "ru", "kk"), range(3), strict=True))


def spaces(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(("language", "column"), THREE)
def test_amounts(language: str, column: int) -> None:
    for value, value_max, unit, noun, wanted in AMOUNTS:
        upper = None if value_max is None else Decimal(value_max)
        written = amount(Decimal(value), upper, unit, words(language), noun=noun)
        assert spaces(written) == wanted[column]


@pytest.mark.parametrize(("language", "column"), THREE)
def test_periods(language: str, column: int) -> None:
    for edtf, said, wanted in PERIODS:
        assert period(edtf, words(language), said=said) == wanted[column]


@pytest.mark.parametrize(("language", "column"), THREE)
def test_headlines(language: str, column: int) -> None:
    for changed, wanted in HEADLINES:
        assert spaces(headline(replace(growth(), **changed), words(language))) == wanted[column]


@pytest.mark.parametrize(("language", "column"), THREE)
def test_labels(language: str, column: int) -> None:
    for changed, wanted in LABELS:
        assert label(replace(figure(), **changed), words(language)) == wanted[column]


@given(st.decimals(min_value=0, max_value=10**18, places=3, allow_nan=False))
def test_no_digit_is_lost(value: Decimal) -> None:
    for language in languages():
        own = words(language)
        written, _ = numeral(value, None, own)
        power = {name: int(power) for power, name in own.numbers["scales"].items()}
        shown, *rest = written.replace(NBSP, " ").rsplit(" ", 1)
        if not rest or rest[0] not in power:
            shown, rest = written, []
        plain_digits = shown.replace(NBSP, "").replace(" ", "").replace(own.numbers["group"], "")
        scaled = Decimal(plain_digits.replace(own.numbers["decimal"], "."))
        assert scaled.scaleb(power[rest[0]] if rest else 0) == value


def test_numbers_and_plurals_are_those_of_the_locale() -> None:
    for language in languages():
        own, locale = words(language), Locale(language)
        assert own.numbers["decimal"] == locale.number_symbols["latn"]["decimal"]
        assert own.numbers["group"] == locale.number_symbols["latn"]["group"]
        forms = {"ru": {"one": 0, "few": 1, "many": 2, "other": 1}}.get(
            language, {"one": 0, "other": 1}
        )
        three = ["0", "1", "2"]
        for value in [*map(Decimal, range(1200)), Decimal("1.8"), Decimal("21.5")]:
            wanted = forms[locale.plural_form(value)]
            nouns = three[: len(set(forms.values()))] if own.plural["rules"] else ["0"]
            assert own.form(plain(value), nouns) == nouns[min(wanted, len(nouns) - 1)], value


def test_every_language_has_the_same_words() -> None:
    spoken = [words(language) for language in languages()]
    for section in ("units", "nouns", "indicators", "phrases", "reasons", "slots", "notices"):
        keys = {frozenset(getattr(each, section)) for each in spoken}
        assert len(keys) == 1, section
    assert number(Decimal("1234567.5"), words("en")) == "1,234,567.5"


COMPARED = [
    "по сравнению с прошлым годом",
    "к предыдущему году",
    "в сравнении с аналогичным периодом 2016 года",
    "годом ранее было меньше, товарооборот",
    "алдыңғы жылға қарағанда",
    "былтырғы көрсеткішпен салыстырғанда",
    "өткен жылдың сәйкес кезеңімен салыстырғанда",
    "былтырғы сәйкес кезеңнен",
    "compared to the previous year",
    "year-on-year",
]
NOT_COMPARED = [
    "по итогам прошлого года",
    "в прошлом году",
    "өткен жылы",
    "былтыр",
    "last year",
    "за пять лет",
]


def test_a_change_says_what_it_is_against_only_where_the_quote_does() -> None:
    english = words("en")
    assert comparison(growth(), english) == "+54.7% on the year before"
    half = growth(period="2017-H1")
    assert comparison(half, english) == "+54.7% on the same period a year before"
    assert comparison(growth(quote="2017 жылы 54,7%-ға өсті."), english) == "+54.7%"
    assert comparison(growth(period=None), english) == "+54.7%"
    assert comparison(growth(period="2013/2017"), english) == "+54.7%"
    for said in COMPARED:
        quote = f"{said} вырос (өсті, grew): 54,7%-ға"
        assert comparison(growth(quote=quote), english).endswith("on the year before"), said
    for said in NOT_COMPARED:
        quote = f"{said} вырос (өсті, grew): 54,7%-ға"
        assert comparison(growth(quote=quote), english) == "+54.7%", said


LONG = "слово " * 60 + "составил 275 млн долларов, " + "и ещё " * 60
QUOTES = [
    # text, marked, how it begins, how it ends
    ("a  275\n\nb", "275", "a ", " b"),
    (SENTENCE, "275 млн. АҚШ долларын", "… 2017 жылы бұрнағы", " құраған."),
    (LONG, "275 млн долларов", "… слово", " и…"),
    ("275 " + "и " * 200, "275", "", " и…"),
    ("и " * 200 + "275", "275", "… и", ""),
]


def test_a_quote_is_cut_between_words_around_the_figure() -> None:
    for text, marked, begins, ends in QUOTES:
        start = text.index(marked)
        quote = cut(text, start, start + len(marked))
        assert quote.marked == " ".join(marked.split())
        assert quote.before.startswith(begins)
        assert quote.after.endswith(ends)
        assert len(quote.before + quote.marked + quote.after) <= 160
        inside = quote.before.removeprefix("… ") + quote.marked + quote.after.removesuffix("…")
        assert inside in " ".join(text.split())


ALMATY_2017 = (
    "275 million US dollars                                 "
    "Almaty – United Kingdom · trade turnover · 2017",
    "+54.7% on the year before",
    "  «… 2017 жылы бұрнағы жылмен салыстырғанда 54,7%-ға өсіп, "
    "【275 млн. АҚШ долларын】 құраған.»",
    "  Kazakhstan Today · 14 February 2018 · seeds/001_bdc9ff59c3b527be.txt",
)


def test_an_answer_reads_as_promised() -> None:
    answer = answered(figure(), change=growth())
    assert render(answer).splitlines() == list(ALMATY_2017)
    assert render(answer, surface="phone").splitlines()[1] == (
        "Almaty – United Kingdom · trade turnover · 2017"
    )
    assert "\x1b[" in render(answer, surface="terminal")


def test_a_quote_within_a_quote_has_marks_of_its_own() -> None:
    said = figure(quote="«Өсіп, 275 млн. АҚШ долларын құрады», – деді ол.")
    assert "  “«Өсіп, 【275 млн. АҚШ долларын】 құрады», – деді ол.”" in render(answered(said))


def test_not_found_names_what_is_missing_and_labels_the_nearest() -> None:
    asked = question("ru", place="Almaty", partner="GB", indicator="trade turnover", period="2018")
    answer = Answer(
        question=asked, status="not_found", reason="no_such_period", nearest=(figure(),)
    )
    written = render(answer).splitlines()
    assert written[:3] == [
        "Не найдено: за этот период данных в статьях нет: 2018 год.",
        "  искали: Алматы – Великобритания · товарооборот · 2018 год",
        "Ближайшее, что известно:",
    ]
    assert written[3].endswith("2017 год")


def test_sources_that_disagree_are_both_quoted() -> None:
    other = figure("270000000", document="002", source="Zakon.kz")
    written = render(answered(figure(), other, conflict=True))
    assert written.startswith("Sources disagree:")
    assert written.count("【") == 2
    assert "Zakon.kz" in written


def test_several_figures_are_listed_and_several_questions_answered_in_turn() -> None:
    several = answered(*[figure(period=str(year)) for year in range(2000, 2020)])
    assert render(several).splitlines()[-1] == "… and 8 more"
    both = Answer(
        question=question(), status="answered", parts=(answered(figure()), answered(growth()))
    )
    assert render(both).count("\n\n") == 1


def test_assumptions_and_notices_are_said() -> None:
    asked = question(inherited=("place", "partner"))
    answer = Answer(
        question=asked,
        status="answered",
        figures=(figure(),),
        assumptions=("part_of_year",),
        notices=("vectors_missing",),
    )
    assert render(answer).splitlines()[-3:] == [
        "from the question before: place, partner",
        "The articles give only the stated part of that year.",
        "The index has no vectors: searched by words and the ledger only.",
    ]


def test_lines_are_segments_that_a_chat_may_style() -> None:
    styles = {segment.style for line in compose(answered(figure())) for segment in line.segments}
    assert styles == {"value", "quote", "mark", "source"}
