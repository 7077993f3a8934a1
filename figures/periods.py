"""Tokens → time: which year, months, quarter or half a text speaks of, as written and as EDTF."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from figures.lexicon import Lexicon
from figures.numerals import read_numeral
from figures.timespan import Period as Period
from figures.tokens import Token, is_mark

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_DATING = re.compile(r"(?:(?:19|20)\d\d|0*[12]?\d|0*3[01])\Z")  # a year, a day, a count of months
_ATTRIBUTIVE = ("дың", "ғы", "ж")  # «2014 жылдың сәйкес кезеңі»
_JOINTS = {"-", ",", "/"}
_RELATIVE = {
    "this",
    "last",
    "before",
    "this_year",
    "last_year",
    "year_earlier",
    "same_period",
    "year_ago",
}
_COUNTED_TIME = {"month", "quarter", "nth_quarter", "year", "half"}
_STARTS = frozenset({"month", "roman", "period", "number"})
_BACKWARDS = {"years_ago", "years_earlier"}  # behind a number of years
_MOST_YEARS = 31  # of a number of years back
_VERBS = frozenset({"plan", "up", "down", "reaching"})
_OPENERS = {"since", "until", "rate", "in"}


_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


@dataclass(slots=True)
class _Parts:
    """What a run of time words holds, in no order: the same for every language."""

    years: list[int]
    months: list[int]
    counts: list[int]
    ordinals: list[int]
    words: list[str]
    day: int | None = None


def find_periods(tokens: Sequence[Token], lexicon: Lexicon, original: str) -> list[Period]:
    """The periods of a sentence, in order; they claim their tokens before amounts are read."""
    periods: list[Period] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if not _may_start(token):
            at += 1
            continue
        run = _run(tokens, at, lexicon, original)
        period = _interpret(run[0], at, run[1]) if run else None
        if run and period is None and periods:
            period = _shortened(tokens, run[0], at, run[1], periods[-1])
        if period is None:
            at += 1
            continue
        if period.offset is not None and period.offset < 0 and is_mark(tokens, at - 1, "back_from"):
            period = replace(period, offset=None, earlier=-period.offset)  # «одан екі жыл бұрын»
        periods.append(period)
        at = period.last
    return periods


def _shortened(
    tokens: Sequence[Token], parts: _Parts, first: int, last: int, before: Period
) -> Period | None:
    """The year that "last" alone means behind "this year": «в этом году 5, в прошлом было 4»."""
    this = before.offset == -1 and parts in (
        _Parts([], [], [], [], ["this"]),
        _Parts([], [], [], [], ["in", "this"]),
    )
    if this and last < len(tokens) and tokens[last].marks.keys() & _VERBS:
        return Period(first=first, last=last, offset=0, same_months=True)  # «в этом ждут 150»
    if before.offset != 0 or parts != _Parts([], [], [], [], ["last"]):
        return None
    if last < len(tokens) and tokens[last].kind == "word":
        if not is_mark(tokens, last, "not_counted"):
            return None
    return Period(first=first, last=last, offset=-1, same_months=True)


def _may_start(token: Token) -> bool:
    if token.kind == "number":
        return _DATING.match(token.text) is not None
    return token.text == "h" or (bool(token.marks) and not _STARTS.isdisjoint(token.marks))


def _run(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, original: str
) -> tuple[_Parts, int] | None:
    parts = _Parts([], [], [], [], [])
    last = here = at
    while here < len(tokens):
        taken = _take(tokens, here, lexicon, original, parts, here == at)
        if taken:
            last = here = taken
            continue
        if here == at:
            return None
        if tokens[here].text == "." and tokens[here].glued:
            here += 1
            continue
        joint = is_mark(tokens, here, "period_join")
        if joint and parts.years and original[tokens[here].start].isupper():
            break  # «26 июня 2015 | За январь–май текущего года»: a date line
        if (joint or tokens[here].text in _JOINTS) and here - last < 2:
            # a comma or an "and" joins only months, or years: "в 2015 и 2016 годах"
            pair = tokens[here].text == "," or (joint and joint.value == "and")
            if pair and not (here + 1 < len(tokens) and _joins(tokens, here + 1, parts)):
                break
            here += 1
            continue
        break
    return (parts, last) if last > at else None


def _joins(tokens: Sequence[Token], at: int, parts: _Parts) -> bool:
    if is_mark(tokens, at, "month"):
        return not parts.years or tokens[at - 1].text != ","
    if not _YEAR.match(tokens[at].text):
        return False
    if parts.day is not None and parts.months and not parts.years:
        return True  # "January 6, 2014"
    return bool(parts.years) and not parts.months


def _take(
    tokens: Sequence[Token],
    at: int,
    lexicon: Lexicon,
    original: str,
    parts: _Parts,
    opening: bool,
) -> int | None:
    """Adds the token at `at` to the run and says where it ends; None where it is no time word."""
    token = tokens[at]
    if token.kind == "number":
        return _take_number(tokens, at, lexicon, parts)
    month = is_mark(tokens, at, "month")
    if month and not _is_modal(tokens, at, original):
        parts.months.append(int(month.value))
        return at + month.words
    roman = is_mark(tokens, at, "roman")
    if roman and (
        (
            is_mark(tokens, at + 1, "period")
            and str(tokens[at + 1].marks["period"].value) in ("quarter", "nth_quarter", "half")
        )
        or tokens[at].text.startswith("q")
    ):
        parts.ordinals.append(int(roman.value))
        if tokens[at].text.startswith("q"):
            parts.words.append("quarter")
            return at + 2
        return at + 1
    if token.text == "h" and at + 1 < len(tokens) and tokens[at + 1].text in ("1", "2"):
        parts.ordinals.append(int(tokens[at + 1].text))
        parts.words.append("half")
        return at + 2
    mark = is_mark(tokens, at, "period")
    if mark and not is_mark(tokens, at, "number_scaled"):  # пол миллиона
        word = str(mark.value)
        if opening and word in _OPENERS | {"end", "start"} and not _leads(tokens, at + mark.words):
            if word != "end" or not is_mark(tokens, at - 1, "to"):
                return None  # «до конца года» is a time to come
        if not opening and word in ("in", "until", "since", "now"):
            return None
        if word in _BACKWARDS and not (parts.counts and "year" in parts.words):
            return None
        if opening and word == "this" and _is_last(tokens, at + mark.words):
            return None  # «бұл өткен жылдың сегіз айынан аз»: this is less than last year's
        if not opening and word in ("this", "before") and not _goes_on(tokens, at + mark.words):
            return None  # «өткен жылы | бұл көрсеткіш», «2014 жылы | алдыңғы көлеммен»
        led = is_mark(tokens, at - 1, "period_join")
        attributive = tokens[at - 1 - (tokens[at - 1].text == ".")].text.endswith(_ATTRIBUTIVE)
        same = word == "same_period" and (led or attributive)
        if parts.years and word in _RELATIVE and not same:
            return None  # "2017 жылы | бұрнағы жылмен салыстырғанда"
        if word == "nth_quarter":  # "4 кв.", "4Q": the fourth, not four of them
            word = "quarter"
            parts.ordinals.extend(parts.counts)
            parts.counts.clear()
        if word in _ORDINALS:
            parts.ordinals.append(_ORDINALS[word])
        parts.words.append(word)
        return at + mark.words
    if is_mark(tokens, at, "number"):
        numeral = read_numeral(tokens, at, lexicon, frozenset())
        if numeral is None:
            return None
        if numeral.ordinal:  # "екі мың он жетінші жылы"
            if numeral.value not in range(1900, 2101):
                return None
            parts.years.append(int(numeral.value))
            return numeral.last
        most = _MOST_YEARS if _goes_back(tokens, numeral.last) else 13
        if numeral.value in range(2, most) and _counts_time(tokens, numeral.last):
            parts.counts.append(int(numeral.value))
            return numeral.last
    return None


def _leads(tokens: Sequence[Token], at: int) -> bool:
    """Whether a time word follows soon, so that a preposition belongs to it."""
    for i in range(at, min(at + 2, len(tokens))):
        if _YEAR.match(tokens[i].text) or is_mark(tokens, i, "month"):
            return True
        mark = is_mark(tokens, i, "period")
        if mark and str(mark.value) in ("end", "start", "this", "last", "first"):
            return True
    return False


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether another word of the time follows soon, "this very year", or is left out."""
    soon = tokens[at : at + 2]
    return bool(soon) and (
        soon[0].kind != "word"  # «за те же месяцы нынешнего – уже 214 млн»
        or any(token.marks.keys() & {"period", "month", "number"} for token in soon)
    )


def _is_last(tokens: Sequence[Token], at: int) -> bool:
    mark = is_mark(tokens, at, "period")
    return mark is not None and str(mark.value) in ("last", "last_year", "before")


def _counts_time(tokens: Sequence[Token], at: int) -> bool:
    mark = is_mark(tokens, at, "period")
    return bool(mark and str(mark.value) in _COUNTED_TIME)


def _goes_back(tokens: Sequence[Token], at: int) -> bool:
    """Whether "ago" follows the word for years at `at`."""
    mark = is_mark(tokens, at + 1, "period")
    return mark is not None and mark.value in _BACKWARDS


def _is_modal(tokens: Sequence[Token], at: int, original: str) -> bool:
    """English "may" and "march" are months only with a capital, as the pack says."""
    if not is_mark(tokens, at, "capital_only") or original[tokens[at].start].isupper():
        return False
    before, behind = tokens[at - 1 : at], tokens[at + 1 : at + 2]  # "jan-may 2021"
    joined = bool(before) and before[0].text == "-" and before[0].glued
    return not (joined and behind and _YEAR.match(behind[0].text))


def _take_number(tokens: Sequence[Token], at: int, lexicon: Lexicon, parts: _Parts) -> int | None:
    text = tokens[at].text
    after = at + 1
    if _YEAR.match(text):
        if after < len(tokens) and (
            tokens[after].marks.keys() & {"scale", "currency"}
            or (
                tokens[after].marks.keys() & {"people", "counted"}
                and not (_led(tokens, at) or parts.months)  # «6 января 2014 предприятиями …»
            )
        ):
            return None
        if tokens[at - 1].text in ("$", "€", "£", "₸", "№") and at:
            return None
        if _is_of_a_name(tokens, at):
            return None
        parts.years.append(int(text))
        # 2016-го, 2018-м, 2025 -жыл; 2021-2022; 2021/22
        if after + 1 < len(tokens) and tokens[after].text == "-":
            follower = tokens[after + 1]
            if follower.kind == "word" and follower.glued:
                if is_mark(tokens, after + 1, "period"):
                    return after + 1
                if lexicon.ordinal_suffix.match(follower.text) or lexicon.suffix.match(
                    follower.text
                ):
                    return after + 2
        return after
    if not text.isdigit() or not 1 <= int(text) <= 31:
        return None
    suffixed = after
    ordinal = False
    if after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after].glued:
        follower = tokens[after + 1]
        if follower.kind == "word" and lexicon.ordinal_suffix.match(follower.text):
            suffixed, ordinal = after + 2, True
        elif is_mark(tokens, after + 1, "period") and follower.glued:
            suffixed, ordinal = after + 1, True  # 3-тоқсан
        elif tokens[after + 1].kind == "number" and is_mark(tokens, after + 2, "month"):
            parts.day = int(text)  # 8-11 июня
            return after + 2
    if is_mark(tokens, suffixed, "month") and not parts.months:
        parts.day = int(text)
        return suffixed
    if _counts_time(tokens, suffixed) and (int(text) <= 12 or _goes_back(tokens, suffixed)):
        (parts.ordinals if ordinal else parts.counts).append(int(text))
        return suffixed
    if lexicon.day_follows_month and is_mark(tokens, at - 1, "month") and parts.day is None:
        parts.day = int(text)  # January 20
        return after
    return None


def _is_of_a_name(tokens: Sequence[Token], at: int) -> bool:
    """«Дорожная карта бизнеса-2020»: a hyphen joins the year to a word; «ЭКСПО-2017» is of 2017."""
    if at < 2 or tokens[at - 1].text != "-" or not tokens[at].glued:
        return False
    word = tokens[at - 2]
    return word.kind == "word" and not word.marks.keys() & {"month", "period", "roman", "event"}


def _led(tokens: Sequence[Token], at: int) -> bool:
    if at > 2 and tokens[at - 1].text == "," and is_mark(tokens, at - 3, "month"):
        return True  # "On January 6, 2014 companies …"
    return at > 0 and bool(is_mark(tokens, at - 1, "period"))


def _interpret(parts: _Parts, first: int, last: int) -> Period | None:
    """The period that the parts of a run make; None where they make none."""
    words = set(parts.words)
    months = _months(parts, words)
    period = Period(first=first, last=last, months=months, day=parts.day)
    if "year_to_date" in words and not parts.years:
        return replace(period, to_date=True, back=0)
    if "now" in words and not parts.years:
        return replace(period, now=True)
    if parts.years:
        period = replace(period, year=parts.years[0], years=tuple(parts.years))
        if len(parts.years) == 2 and parts.years[1] > parts.years[0]:
            period = replace(period, year_end=parts.years[1])
        elif len(parts.years) > 1:
            return replace(period, year_end=max(parts.years), year=min(parts.years))
        start = "since_start" in words or (words & {"since"} and "start" in words)
        if "year_to_date" in words or start:
            return replace(period, to_date=True)
        since = words & {"since", "since_after"}
        target = words & {"until", "until_after"}
        if since and period.year_end is None and not months:
            period = replace(period, since=True)
        return replace(
            period, same_months="same_period" in words and not months, target=bool(target)
        )
    if "last_quarter" in words:
        return replace(period, ended=3)
    if words & {"since_then", "that_time"}:
        return replace(period, since=True, same_months="that_time" in words)
    if "same_year" in words:
        return replace(period, same_months=True, months=months or (1, 12))
    if "year_earlier" in words:
        return replace(period, earlier=1)
    if "year_ago" in words:
        return replace(period, earlier=1, ago=True)
    if "year_later" in words:
        return replace(period, earlier=-1)
    if "two_years_ago" in words:
        return replace(period, offset=-2)
    if parts.counts and "years_earlier" in words:
        return replace(period, earlier=parts.counts[0])
    if parts.counts and "years_ago" in words:
        return replace(period, offset=-parts.counts[0])
    if parts.counts and "year" in words and words & {"past", "last"} and not months:
        return replace(period, back=parts.counts[0])
    if "past" in words and "last" not in words:
        return None
    if "last" in words and not parts.counts and not parts.ordinals and months is None:
        if "quarter" in words:
            return replace(period, ended=3)
        if "month" in words:
            return replace(period, ended=1)
    yearly = "year" in words or months is not None or "same_period" in words or "season" in words
    same = "same_period" in words and months is None
    if "this_year" in words or ("this" in words and yearly):
        return replace(period, offset=0, same_months=same)
    if "last_year" in words or ("last" in words and yearly):
        if "same_period" in words:
            return replace(period, earlier=1, same_months=months is None)
        return replace(period, offset=-1, same_months=same)
    if "before" in words and yearly:
        return replace(period, earlier=1)
    if "next" in words and yearly:
        return replace(period, offset=1, target=True)
    if "same_period" in words:
        return replace(period, same_months=True)
    if "end" in words and "year" in words:
        return replace(period, offset=0, target=True)
    if months is not None:
        return period
    return None


def _months(parts: _Parts, words: set[str]) -> tuple[int, int] | None:
    if parts.months:
        if parts.day is not None:
            return (parts.months[0], parts.months[0])
        return (parts.months[0], max(parts.months[-1], parts.months[0]))
    if "quarter" in words:
        if parts.ordinals:
            quarter = parts.ordinals[-1]
            if parts.counts and 1 in parts.ordinals:  # first three quarters
                return (1, 3 * parts.counts[0])
            return (3 * quarter - 2, 3 * quarter) if 1 <= quarter <= 4 else None
        if parts.counts:
            return (1, 3 * parts.counts[0]) if parts.counts[0] <= 4 else None
        return None
    if "half" in words or "half_word" in words:
        if parts.ordinals and parts.ordinals[0] in (1, 2):
            return (1, 6) if parts.ordinals[0] == 1 else (7, 12)
        return (1, 6) if "half" in words and not parts.ordinals else None
    if "month" in words and parts.counts and "past" not in words and "duration" not in words:
        return (1, parts.counts[0])
    return None


def period_text(text: str, tokens: Sequence[Token], period: Period) -> str:
    """The words of the period as the article writes them."""
    return text[tokens[period.first].start : tokens[period.last - 1].end]


def last_day(year: int, month: int) -> int:
    """The number of days of the month."""
    return calendar.monthrange(year, month)[1]
