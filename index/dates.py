"""Dates as pages print them, and lines that hold nothing but a date and a page's counters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from index.noise import alternatives, comparable, noise_words

_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # a web page is not older

_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?:"
    r"(?P<y>\d{4})(?P<s1>[-./])(?P<m>\d{1,2})(?P=s1)(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?P<s2>[-./])(?P<m2>\d{1,2})(?P=s2)(?P<y2>\d{4}|\d{2})"
    r")(?!\d|[.,/-]\d)(?:t(?=\d\d:))?"
)
_TIME = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?(?!\d)"
)
_NUMBER = re.compile(r"\d+(?:[ .,]\d{3})*(?:[.,]\d+)?(?:к|k|тыс\.?|мың)?(?![^\W_])")
_WORD = re.compile(r"[^\W\d_](?:[\w'.-]*\w)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A date in a line: its span, and what of it is known."""

    start: int
    end: int
    day: date | None
    month_day: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DateLine:
    """A line of the page that gives a date, a time or counters, and says what they are."""

    day: date | None
    label: Literal["published", "updated", "none"]


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{alternatives(noise_words().month_of)})[^\W\d_]*\.?"
    year = r"(?P<year>(?:19|20)\d\d)"
    after = r"(?:\s*-?(?:г\.?|года?|ж\.?|жыл[^\W\d_]*|йил)(?![^\W_]))?"
    day = r"(?P<day>\d{1,2})"
    ordinal = r"(?:st|nd|rd|th)?"
    return (
        re.compile(rf"(?<![\d.,]){day}{ordinal}[\s.-]+(?:of )?{month},?[\s-]+{year}(?!\d){after}"),
        re.compile(rf"(?<![\d.,]){year}{after},?\s+{day}(?:-?[^\W\d_]{{2}})?\s+{month}"),
        re.compile(rf"(?<![^\W_]){month}\s+{day}{ordinal},?\s+{year}(?!\d)"),
        re.compile(rf"(?<![\d.,]){day}{ordinal}[\s-]+{month}(?![^\W_])"),
        re.compile(rf"(?<![^\W_]){month}\s+{day}{ordinal}(?!\d)(?![.,:]\d)"),
    )


def find_dates(line: str) -> list[Found]:
    """The dates of a line in order; `line` is folded (`noise.comparable`)."""
    found: list[Found] = []
    for candidate in (*_numeric(line), *_named(line)):
        if all(candidate.end <= held.start or candidate.start >= held.end for held in found):
            found.append(candidate)
    return sorted(found, key=lambda date_found: date_found.start)


def _numeric(line: str) -> Iterator[Found]:
    for match in _NUMERIC.finditer(line):
        if match["y"]:
            day = _date(int(match["y"]), int(match["m"]), int(match["d"]))
        else:
            year = int(match["y2"])
            day = _day_first(
                int(match["d2"]), int(match["m2"]), year + 2000 * (year < 100), match["s2"]
            )
        if day is not None or match["s1"] == "-" or match["s2"] in ("/", "."):
            yield Found(start=match.start(), end=match.end(), day=day)


def _day_first(first: int, second: int, year: int, separator: str) -> date | None:
    """Day and month as they are told apart; 03/04/2018 may be either, and is neither."""
    if separator == "/" and first <= 12 and second <= 12 and first != second:
        return None
    if separator == "/" and second > 12:
        first, second = second, first
    return _date(year, second, first)


def _named(line: str) -> Iterator[Found]:
    months = noise_words().month_of
    for pattern in _patterns():
        for match in pattern.finditer(line):
            month, day = months[match["month"]], int(match["day"])
            year = match.groupdict().get("year")
            full = _date(int(year), month, day) if year else None
            if full is None and (year or _date(2000, month, day) is None):
                continue
            yield Found(start=match.start(), end=match.end(), day=full, month_day=(month, day))


def read_date(text: str) -> date | None:
    """The date that a piece of metadata gives, None where it gives none."""
    return next(
        (found.day for found in find_dates(" ".join(text.casefold().split())) if found.day), None
    )


def date_line(line: str, original: str) -> DateLine | None:
    """What a line gives if it is nothing but dates, times, counters and their labels, else None.

    `line` is folded; `original` shows capital letters, which a place or an author has.
    """
    dates = find_dates(line)
    rest = _without(line, [(found.start, found.end) for found in dates])
    rest, times = _TIME.subn(" ", rest)
    words = noise_words()
    rest, published = _labels("published").subn(" ", rest)
    rest, updated = _labels("updated").subn(" ", rest)
    rest, counters = _labels("counter").subn(" ", rest)
    rest, numbers = _NUMBER.subn(" ", rest)
    left = [word for word in _WORD.findall(rest) if word.strip(".") not in words.date_words]
    full = any(found.day for found in dates)
    labelled = bool(published or updated or (counters and numbers))
    if not (dates or times or labelled) or numbers > 4 or "©" in line:
        return None
    dated = full or (times and dates) or published or updated
    if left and not (dated and _names_only(left, original)):
        return None
    if not left and not dates and not labelled and numbers > 1:
        return None
    return _read(line, dates, bool(published), bool(updated))


def _read(line: str, dates: list[Found], published: bool, updated: bool) -> DateLine:
    days = [found for found in dates if found.day]
    if published and updated:
        label = _labels("published").search(line)
        at = label.start() if label else 0
        days = sorted(days, key=lambda found: (found.start < at, found.start))
    day = days[0].day if days else None
    return DateLine(day=day, label="published" if published else "updated" if updated else "none")


def _names_only(left: list[str], original: str) -> bool:
    """Whether the words left are few and written as names: a place or an author."""
    names = {comparable(word) for word in _WORD.findall(original) if not word[0].islower()}
    return len(left) <= 3 and names.issuperset(left)


@cache
def _labels(which: Literal["published", "updated", "counter"]) -> re.Pattern[str]:
    words = noise_words()
    phrases = {
        "published": words.published_labels,
        "updated": words.updated_labels,
        "counter": words.counter_labels,
    }[which]
    return re.compile(rf"(?<![^\W_])(?:{alternatives(phrases)})(?![^\W_])\s*:?")


def _without(line: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        line = line[:start] + " " * (end - start) + line[end:]
    return line


def _date(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:  # 31.02.2018
        return None
