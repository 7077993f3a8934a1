"""Tokens → quantities: an amount with its unit, bound and range, not yet linked."""

from collections.abc import Sequence
from decimal import Decimal

from figures.amounts import (
    Quantity,
    Surroundings,
    bound_before,
    ends_at,
    read_single,
    unit_of,
    unit_start,
)
from figures.lexicon import number_value
from figures.numerals import Numeral, read_numeral
from figures.ranges import read_range, second_end
from figures.tokens import Token, is_mark
from figures.units import sign_before

# what an amount in words may begin with
STARTS = frozenset(
    {"number", "number_scaled", "half_before", "multiple", "scale_alone", "fraction", "repeated"}
)


def read_quantities(tokens: Sequence[Token], around: Surroundings) -> list[Quantity]:
    """All quantities of a sentence in order; a bare number has the unit "" till it inherits one."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.kind != "number" and (not token.marks or STARTS.isdisjoint(token.marks)):
            at += 1
            continue
        read = _read(tokens, at, around)
        if read is None:
            at = _skip_label(tokens, at, around)
            continue
        found.extend(read)
        at = max(at + 1, read[-1].last) if read else at + 1
    return found


def _skip_label(tokens: Sequence[Token], at: int, around: Surroundings) -> int:
    numeral = read_numeral(tokens, at, around.lexicon, around.claimed)
    return numeral.last if numeral and numeral.last > at else at + 1


def _read(tokens: Sequence[Token], at: int, around: Surroundings) -> list[Quantity] | None:
    if at in around.claimed:
        return None
    multiple = is_mark(tokens, at, "multiple")
    if multiple and not _opens_compound(tokens, at + multiple.words):
        return [
            Quantity(
                value=number_value(multiple.value),
                unit="times",
                first=at,
                last=at + multiple.words,
                bound=bound_before(tokens, at, around)[0],
                rule="multiple",
            )
        ]
    repeated = is_mark(tokens, at, "repeated")
    if repeated:
        value = number_value(repeated.value)
        return [Quantity(value=value, unit="occasions", first=at, last=at + 1, rule="repeated")]
    fraction = is_mark(tokens, at, "fraction")
    if fraction and around.moving and _is_step(tokens, at, number_value(fraction.value)):
        return [_fraction(number_value(fraction.value), at, at + fraction.words)]
    low = read_numeral(tokens, at, around.lexicon, around.claimed)
    if low is None or low.ordinal or _is_label(tokens, low):
        return None
    sign = sign_before(tokens, at, around.partner)
    percent_first = at > 0 and tokens[at - 1].text == "%" and tokens[at].glued
    unit = unit_of(tokens, unit_start(tokens, low), around)
    if unit is not None and low.bound is None and unit.code in ("", "skip"):
        return []
    second = second_end(tokens, low, unit, around)
    if second is not None:
        return read_range(tokens, low, second, unit, sign, around)
    quantity = read_single(tokens, low, sign, percent_first, around)
    return [quantity] if quantity else []


def _is_step(tokens: Sequence[Token], at: int, percent: Decimal) -> bool:
    """«просел на четверть», «прибавил полпроцента», but not «на четверть миллиона»."""
    if percent < 1:
        return True
    halved = is_mark(tokens, at, "half_before")
    if halved and is_mark(tokens, at + halved.words, "scale"):
        return False
    return is_mark(tokens, at - 1, "by") is not None


def _fraction(percent: Decimal, first: int, last: int) -> Quantity:
    """«просел на четверть»: by so many percent."""
    return Quantity(value=percent, unit="percent", first=first, last=last, by=True, rule="fraction")


def _opens_compound(tokens: Sequence[Token], after: int) -> bool:
    """«double-digit growth» doubles nothing."""
    return (
        after + 1 < len(tokens)
        and tokens[after].text == "-"
        and tokens[after].glued
        and tokens[after + 1].glued
    )


def is_tolerance(tokens: Sequence[Token], at: int) -> bool:
    """«9.8 ± 0.1 m», «9.8 +/- 0.1 m»: how exact the number before is."""
    if at and tokens[at - 1].text == "±":
        return True
    if at < 3 or tokens[at - 1].text != "-":
        return False
    return tokens[at - 2].text == "/" and tokens[at - 3].text == "+"


def _is_torn(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """«71, 1 млрд тенге»: decimals behind a space, or an amount of its own; nobody can say."""
    comma = numeral.last
    if numeral.in_words or comma + 2 >= len(tokens) or tokens[comma].text != ",":
        return False
    tail = tokens[comma + 1]
    short = tail.kind == "number" and tail.text.isdigit() and len(tail.text) <= _DECIMALS
    head = tokens[comma - 1]
    whole = head.kind == "number" and head.text.isdigit() and len(head.text) <= _WHOLES
    return (
        whole
        and short
        and not tail.glued
        and tokens[comma].glued
        and is_mark(tokens, comma + 2, "scale") is not None
    )


_DECIMALS = 2  # digits behind a comma that was torn off
_WHOLES = 3  # digits before it: four are a year


def _is_torn_off(tokens: Sequence[Token], at: int) -> bool:
    """The decimals of such an amount."""
    if at < 2 or tokens[at - 1].text != "," or tokens[at - 2].kind != "number":
        return False
    value = Decimal(0)
    return _is_torn(tokens, Numeral(value=value, first=at - 2, last=at - 1))


def _is_numbered(tokens: Sequence[Token], at: int) -> bool:
    """ "such companies number 812": a verb behind what is counted."""
    counted = any(ends_at(tokens, section, at - 1) for section in ("counted", "people"))
    several = counted and tokens[at - 2].text.endswith(("s", "people"))
    return several and is_mark(tokens, at - 1, "numbering") is not None


def _is_label(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """A number that is part of a name: "№ 12", "COVID-19", "G20", "5G"."""
    at = numeral.first
    if ends_at(tokens, "vague", at) or is_tolerance(tokens, at):
        return True
    if at > 1 and tokens[at - 1].text == "-" and is_mark(tokens, at - 2, "vague"):
        return True  # "a multi-million dollar deal"
    if _is_torn(tokens, numeral) or _is_torn_off(tokens, at):
        return True
    anaphor = is_mark(tokens, at, "anaphor")
    if anaphor and anaphor.words > 1 and numeral.in_words:
        return True  # "екі ел компаниялары": the companies of both countries
    if at and (tokens[at - 1].text in ("№", "#") or is_mark(tokens, at - 1, "skip_before")):
        return not _is_numbered(tokens, at)
    if at > 1 and tokens[at - 1].text == "." and is_mark(tokens, at - 2, "skip_before"):
        return True
    # "aged 18 to 35": the upper end of a range of labels
    if (
        at > 2
        and tokens[at - 2].kind == "number"
        and is_mark(tokens, at - 1, "range_join")
        and is_mark(tokens, at - 3, "skip_before")
    ):
        return True
    if tokens[at].kind == "number":
        if at and tokens[at].glued and tokens[at - 1].kind == "word":
            before = tokens[at - 1]
            return not (before.marks.keys() & {"currency"} or sign_before(tokens, at, None))
        if at > 1 and tokens[at - 1].text in ("-", "/") and tokens[at].glued:
            if tokens[at - 1].glued and tokens[at - 2].kind in ("word", "number", "mark"):
                return tokens[at - 2].kind != "mark"
        if at and tokens[at - 1].text == '"' and tokens[at].glued:
            closing = range(numeral.last + 1, min(numeral.last + 4, len(tokens)))
            if any(tokens[i].text == '"' for i in closing):
                return True
        if (
            at > 1
            and tokens[at - 2].kind == "number"
            and tokens[at - 1].text in (":", "+")
            and tokens[at].glued
            and tokens[at - 1].glued
        ):
            return True
        after = numeral.last
        if after < len(tokens) and tokens[after].glued and tokens[after].kind == "word":
            if len(tokens[after].text) == 1 and tokens[after].text == "g":
                return True
            if after == at + 1 and not tokens[after].marks.keys() & {
                "scale",
                "unit",
                "currency",
                "people",
            }:
                return True
        if (
            (
                after + 1 < len(tokens)
                and tokens[after].text in (":", "/", "+")
                and tokens[after].glued
            )
            and tokens[after + 1].kind == "number"
            and tokens[after + 1].glued
        ):
            return True
    return False
