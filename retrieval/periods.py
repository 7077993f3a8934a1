"""Whether the time a question pins down is the time of a figure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from figures.lexicon import languages, lexicon
from figures.periods import find_periods
from figures.timespan import Period
from figures.tokens import annotate, tokenize
from figures.types import Figure
from language.fold import fold

_PART = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)))?")
PART_OF_YEAR = "part_of_year"
# Months that may stand for the year asked for, said so in the answer; fewer while the year lasts.
_NEARLY_A_YEAR, _SO_FAR = 9, 7

Months = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """How well the times agree: 1 the same, less where the answer must say what differs, 0 not."""

    score: float
    note: str | None = None


SAME = Fit(score=1.0)
OTHER = Fit(score=0.0)


def months_of(edtf: str | None) -> Months | None:
    """The first and last month of an EDTF period, counted from year 0."""
    if not edtf:
        return None
    first, _, last = edtf.partition("/")
    low = _part(first)
    high = _part(last) if last and last != ".." else low
    return (low[0], high[1]) if low and high else None


def _part(text: str) -> Months | None:
    match = _PART.match(text)
    if match is None:
        return None
    start = int(match["year"]) * 12
    if match["half"]:
        low = start + 6 * (int(match["half"]) - 1)
        return low, low + 5
    if match["quarter"]:
        low = start + 3 * (int(match["quarter"]) - 1)
        return low, low + 2
    if match["month"]:
        low = start + int(match["month"]) - 1
        return low, low
    return start, start + 11


def asked_months(period: Period) -> Months | None:
    """The months that a question's period covers; None where it names no year."""
    if period.year is None:
        return None
    if period.year_end is not None:
        return period.year * 12, period.year_end * 12 + 11
    low, high = period.months or (1, 12)
    return period.year * 12 + low - 1, period.year * 12 + high - 1


def fit(asked: Sequence[Period], figure: Figure, published: date | None, language: str) -> Fit:
    """The best agreement of a figure's time with any of the periods asked for."""
    if not asked:
        return SAME
    return max((_fit(period, figure, published, language) for period in asked), key=_score)


def _score(found: Fit) -> float:
    return found.score


def _fit(period: Period, figure: Figure, published: date | None, language: str) -> Fit:
    have = months_of(figure.period)
    want = asked_months(period)
    if period.offset is not None and any(
        found.offset == period.offset and found.months == period.months
        for found in _words(figure, language)
    ):
        # "this year" in the question and in the article, though the article is older
        return SAME if have == want else Fit(score=0.8, note="as_article_says")
    if period.offset == 0 and _is_of_its_year(period, figure, have, published):
        return Fit(score=0.8, note="as_article_says")  # its "this year" was said before
    if period.back is not None:
        return _over_years(period.back, figure, have, language)
    if want is None:
        return _same_months(period, figure, have, language)
    if period.to_date and period.year is not None:
        begun = have is not None and have[0] == period.year * 12 and have[1] - have[0] < 12
        return Fit(score=0.95) if begun else OTHER
    if period.since:
        starts = have is not None and have[0] // 12 == period.year
        if starts and figure.period and figure.period.endswith("/.."):
            return SAME  # an article without a date leaves the end open
        return SAME if starts and have is not None and have[1] - have[0] > 11 else OTHER
    if have is None:
        return _by_publication(want, figure, published)
    if have == want:
        return SAME
    if figure.kind == "change" and period.year_end is not None and have[1] == want[1]:
        return Fit(score=0.85)  # grown "from 2021 to 2023": the change is told of its end
    if period.year_end is not None:
        return OTHER
    whole_year = want[1] - want[0] == 11
    lasts = published is not None and published.year * 12 <= want[0]
    enough = _SO_FAR if lasts else _NEARLY_A_YEAR
    if whole_year and have[0] == want[0] and enough <= have[1] - have[0] + 1 < 12:
        return Fit(score=0.8, note=PART_OF_YEAR)
    counted = figure.unit in ("count", "people") and figure.kind == "level"
    stock = counted and figure.indicator != "tourists"  # who came in a quarter came not all year
    if stock and want[0] <= have[0] and have[1] <= want[1]:
        return Fit(score=0.85)
    if stock and have[0] <= want[0] and want[1] <= have[1]:
        return Fit(score=0.75)
    return OTHER


def _is_of_its_year(
    period: Period, figure: Figure, have: Months | None, published: date | None
) -> bool:
    """Whether a figure is of the months asked for in the year of its article, which it leaves out:
    «жеті айда»."""
    if have is None or published is None or period.months is None:
        return False
    year = published.year
    low, high = period.months
    told = str(year) in (figure.period_text or "")
    return not told and have == (year * 12 + low - 1, year * 12 + high - 1)


def _by_publication(want: Months, figure: Figure, published: date | None) -> Fit:
    """A stock without a date ("сейчас работают") is as of the day that the article came out, and
    so are the contracts that it tells of («вчера подписали»)."""
    stock = figure.unit in ("count", "people") or figure.indicator == "contracts"
    if not stock or figure.kind != "level" or published is None:
        return OTHER
    told = published.year * 12 + published.month - 1
    return Fit(score=0.8, note="as_of_publication") if want[0] <= told <= want[1] else OTHER


def _words(figure: Figure, language: str) -> list[Period]:
    if not figure.period_text:
        return []
    text = fold(figure.period_text)
    words = lexicon(language if language in languages() else languages()[0])
    tokens = tokenize(text, 0, len(text))
    annotate(tokens, words)
    return find_periods(tokens, words, figure.period_text)


def _same_months(period: Period, figure: Figure, have: Months | None, language: str) -> Fit:
    if period.months is None:
        return SAME if period.earlier or period.same_months else Fit(score=0.9)
    low, high = period.months
    if have is not None:
        same = (have[0] % 12 + 1, have[1] % 12 + 1) == (low, high) and have[1] - have[0] < 12
        return Fit(score=0.9) if same else OTHER
    said = [found.months for found in _words(figure, language) if found.months]
    return Fit(score=0.9, note="year_not_stated") if (low, high) in said else OTHER


def _over_years(back: int, figure: Figure, have: Months | None, language: str) -> Fit:
    if any(found.back == back for found in _words(figure, language)):
        return SAME
    if have is not None and have[1] // 12 - have[0] // 12 == back:
        return Fit(score=0.9)
    return OTHER


_COUNTED = frozenset({"count", "people"})


def is_past(figure: Figure, published: date | None, asked: Sequence[Period]) -> bool:
    """«Пять лет назад было 14 тыс. студентов» is not how many there are."""
    if asked or not figure.period or published is None or figure.unit not in _COUNTED:
        return False
    year = figure.period[-4:]
    return year.isdigit() and int(year) < published.year - 1


def has_been(figure: Figure, published: date | None) -> bool:
    """Whether a figure's time was over when the article came out, or was told of a part of a year:
    no plan, however it is worded."""
    told = months_of(figure.period)
    if told is None or published is None:
        return False
    part = told[1] - told[0] < 11
    return told[1] < published.year * 12 + (published.month if part else 0)


def is_to_come(figure: Figure, published: date | None, asked: Sequence[Period]) -> bool:
    """«2029 жылға қарай 100 мыңға жеткізу көзделген» is not how many there are."""
    if asked or not figure.period or published is None or figure.unit != "people":
        return False
    return figure.period[:4] > str(published.year)
