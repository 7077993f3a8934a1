"""Numbers, amounts and periods in the words of one language; no digit is ever rounded or lost."""

import re
from decimal import Decimal

from bot.vocabulary import Words

LONGEST_FRACTION = 4  # digits that a scaled number may show behind its point
SPELLED_OUT = Decimal(10) ** 6  # below a million all digits are written


def plain(value: Decimal) -> str:
    """The value as a plain decimal string without an exponent or idle zeros: "54.7"."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def number(value: Decimal, words: Words) -> str:
    """All digits of `value`, grouped by three: "1,234.5"."""
    whole, _, fraction = plain(value).partition(".")
    grouped = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", str(words.numbers["group"]), whole)
    return grouped + (words.numbers["decimal"] + fraction if fraction else "")


def scale_of(values: tuple[Decimal, ...], words: Words) -> int:
    """The largest power of ten with a name at which every value stays short and exact, or 0."""
    if min(values) < SPELLED_OUT or any(len(value.as_tuple().digits) > 28 for value in values):
        return 0  # 28: what the decimal context shifts without rounding
    powers = sorted((int(power) for power in words.numbers["scales"]), reverse=True)
    for power in powers:
        scaled = [value.scaleb(-power) for value in values]
        if min(scaled) >= 1 and all(_fraction(value) <= LONGEST_FRACTION for value in scaled):
            return power
    return 0


def _fraction(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])


def numeral(value: Decimal, value_max: Decimal | None, words: Words) -> tuple[str, str]:
    """A number or range with its scale word, and the plain number that its noun agrees with."""
    values = (value,) if value_max is None else (value, value_max)
    power = scale_of(values, words)
    written = str(words.numbers["range"]).join(
        number(each.scaleb(-power) if power else each, words) for each in values
    )
    if not power:
        return written, plain(values[-1])
    scaled = words.numbers["scaled"].format(written, words.numbers["scales"][str(power)])
    return scaled, plain(values[-1])


def amount(
    value: Decimal, value_max: Decimal | None, unit: str, words: Words, *, noun: str | None = None
) -> str:
    """A quantity with its unit: "275 million US dollars", "54.7%", "114 enterprises".

    `noun` names the indicator whose units are counted; a unit without a name here shows its code.
    """
    written, agrees = numeral(value, value_max, words)
    if unit == "percent":
        return str(words.numbers["percent"]).format(written)
    if unit in ("count", "people") and noun in words.nouns:
        return f"{written} {words.form(agrees, words.nouns[noun])}"
    if unit == "count":
        return written
    return f"{written} {words.form(agrees, words.units.get(unit, [unit]))}"


def period(edtf: str, words: Words, *, said: str | None = None) -> str:
    """An EDTF period in words; `said`, the article's own words, tells months counted from named."""
    first, slash, last = edtf.partition("/")
    if not slash:
        return _single(first, words)
    patterns = words.periods
    if last in ("", "..") and re.fullmatch(r"\d{4}", first):
        return str(patterns["since_year"]).format(year=first)
    if re.fullmatch(r"\d{4}/\d{4}", edtf):
        return str(patterns["years"]).format(first=first, last=last)
    months = re.fullmatch(r"(\d{4})-(\d\d)/\1-(\d\d)", edtf)
    if months:
        return _months(months[1], int(months[2]), int(months[3]), words, said)
    return str(patterns["range"]).format(first=_single(first, words), last=_single(last, words))


def _months(year: str, first: int, last: int, words: Words, said: str | None) -> str:
    patterns = words.periods
    count = str(last - first + 1)
    if first == 1 and said and re.search(rf"(?<!\d){count}(?!\d)", said):
        noun = words.form(count, patterns["month_nouns"])
        return str(patterns["count_of_months"]).format(count=count, noun=noun, year=year)
    names = patterns["month_names"]
    return str(patterns["months"]).format(first=names[first - 1], last=names[last - 1], year=year)


def _single(edtf: str, words: Words) -> str:
    patterns = words.periods
    parts = re.fullmatch(r"(\d{4})(?:-([HQ])?(\d{1,2}))?(?:-(\d\d))?", edtf)
    if not parts:
        return edtf
    year, sort, part, day = parts.groups()
    if part is None:
        return str(patterns["year"]).format(year=year)
    index = int(part) - 1
    if sort == "H":
        return str(patterns["half"]).format(half=patterns["halves"][index], year=year)
    if sort == "Q":
        return str(patterns["quarter"]).format(quarter=patterns["quarters"][index], year=year)
    if day is None:
        return str(patterns["month"]).format(month=patterns["month_names"][index], year=year)
    return str(patterns["day"]).format(
        day=int(day), month=patterns["month_in_date"][index], year=year
    )
