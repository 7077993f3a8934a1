"""Two numbers that belong together: a range, or the two ends of a movement."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from figures.amounts import (
    Quantity,
    Surroundings,
    is_ablative,
    is_by,
    read_single,
    unit_of,
    unit_start,
)
from figures.numerals import Numeral, read_numeral
from figures.tokens import Token, is_mark
from figures.units import Unit, sign_before

_BELOW_ZERO = frozenset({"°C", "°F"})


def second_end(
    tokens: Sequence[Token], low: Numeral, unit: Unit | None, around: Surroundings
) -> tuple[Numeral, str] | None:
    """The upper end of a range that begins with `low`, and how the two are joined."""
    ends = [low.last] + ([unit.last] if unit else [])
    if unit is None and low.scale and low.last < len(tokens) and tokens[low.last].text == ".":
        ends = [low.last + 1]  # от 300 тыс. до 2 млн
    for after in ends:
        if after + 1 >= len(tokens):
            continue
        join = is_mark(tokens, after, "range_join")
        how = None
        hanging = is_mark(tokens, after + 1, "range_join")
        if tokens[after].text == "-" and hanging and hanging.value == "to":
            if unit is not None:
                continue  # grew by 4 per cent – to 640
            how, at = "dash", after + 2  # 6- to 9-metre
        elif tokens[after].text in ("-", "…"):
            how, at = "dash", after + 1
        elif join and join.value == "to":
            led = _is_from(tokens, low.first)
            how, at = ("from-to" if led else "to"), after + 1
            by = is_mark(tokens, low.first - 1, "by") and unit is None
            if not led and not by and (around.moving or not _same_unit(tokens, at, unit, around)):
                continue
        elif join and join.value == "and":
            between = _between(tokens, low.first)
            how, at = ("between" if between else "and"), after + 1
        elif is_ablative(tokens, after, low.suffix, around.lexicon) and not is_mark(
            tokens, after, "bound_after"
        ):
            how, at = "ablative", after
        if how is None:
            continue
        if tokens[at].text in ("$", "€", "£", "₸") and at + 1 < len(tokens):
            at += 1
        negative = how != "dash" and _is_minus(tokens, at)
        high = read_numeral(tokens, at + negative, around.lexicon, around.claimed)
        if high is None or high.ordinal:
            continue
        if negative:
            high = replace(high, value=-high.value)
        if how == "and" and not _closes_between(tokens, high, around):
            continue
        if how == "ablative" and not _reaches(tokens, high, around):
            continue
        return high, how
    return None


def _same_unit(tokens: Sequence[Token], at: int, unit: Unit | None, around: Surroundings) -> bool:
    """Whether the number at `at` has the unit of the one before, "20 kg to 30 kg", or that none."""
    if unit is None:
        return True
    high = read_numeral(tokens, at, around.lexicon, around.claimed)
    other = unit_of(tokens, unit_start(tokens, high), around) if high else None
    return other is not None and other.code == unit.code


def turned_pairs(tokens: Sequence[Token], quantities: Sequence[Quantity]) -> list[Quantity]:
    """«вырос до 4,7 млрд с 3,5 млрд», "rose to 4.7 million from 3.5": the end comes first."""
    found = list(quantities)
    for at, (end, start) in enumerate(pairwise(found)):
        if (
            end.to
            and end.role is start.role is None
            and start.first == end.last + 1
            and end.unit == start.unit
            and is_mark(tokens, end.last, "from")
        ):
            found[at] = replace(end, role="to", rule="pair")
            found[at + 1] = replace(start, role="from", rule="pair")
    return found


def _is_minus(tokens: Sequence[Token], at: int) -> bool:
    """Whether a minus sign stands at `at`, glued to the number behind it alone."""
    if at + 1 >= len(tokens) or tokens[at].text != "-" or tokens[at].glued:
        return False
    return tokens[at + 1].kind == "number" and tokens[at + 1].glued


def _is_from(tokens: Sequence[Token], first: int) -> bool:
    return any(at >= 0 and is_mark(tokens, at, "from") for at in (first - 1, first - 2))


def _between(tokens: Sequence[Token], first: int) -> bool:
    return any(is_mark(tokens, at, "between") for at in (first - 1, first - 2) if at >= 0)


def _closes_between(tokens: Sequence[Token], high: Numeral, around: Surroundings) -> bool:
    unit = unit_of(tokens, unit_start(tokens, high), around)
    after = unit.last if unit else high.last
    return bool(is_mark(tokens, after, "between_after"))


def _reaches(tokens: Sequence[Token], high: Numeral, around: Surroundings) -> bool:
    unit = unit_of(tokens, unit_start(tokens, high), around)
    after = unit.last if unit else high.last
    for at in range(after, min(after + 3, len(tokens))):
        if tokens[at].marks.keys() & {"up_to", "by_case", "up", "down"}:
            return True
    return False


def read_range(
    tokens: Sequence[Token],
    low: Numeral,
    second: tuple[Numeral, str],
    unit: Unit | None,
    sign: tuple[str, int] | None,
    around: Surroundings,
) -> list[Quantity] | None:
    """One quantity with two ends, or two of the roles "from" and "to"; None where none is meant."""
    high, how = second
    whole = read_single(
        tokens, high, sign_before(tokens, high.first, around.partner) or sign, False, around
    )
    if whole is None:
        return None
    low_value = low.value
    if not low.scale and high.scale and low_value < 10**high.scale:
        low_value *= 10**high.scale
    elif low.in_words and high.in_words and low_value < 10 and not high.value % 100:
        low_value *= 100  # three to four hundred
    low_unit = unit.code if unit else whole.unit
    first = sign[1] if sign else low.first
    if (high.value < 0 or whole.unit in _BELOW_ZERO) and _is_minus(tokens, low.first - 1):
        low_value, first = -low_value, first - 1
    pair = how in ("from-to", "ablative") and around.moving
    if unit and whole.unit and whole.unit != unit.code:
        # «3,9 млрд еуродан 7,7 процентке артық»: no two ends of one thing
        alone = read_single(tokens, low, sign, False, around)
        return [alone] if alone else None
    if pair or low_unit != whole.unit:
        if how == "dash":
            return None
        start = replace(
            whole,
            value=low_value,
            unit=low_unit,
            bound="exact",
            first=first,
            last=unit.last if unit else low.last,
            role="from",
            rule="pair",
        )
        return [start, replace(whole, role="to", to=True, bound="exact", rule="pair")]
    if high.value < 0 and low_value > whole.value:
        low_value, whole = whole.value, replace(whole, value=low_value)  # from -3 °C to -9 °C
    if low_value >= whole.value:
        return None
    bound = "about" if whole.bound in ("exact", "at_most") else whole.bound
    by = whole.by or is_by(tokens, low.first, low.first)
    return [
        replace(
            whole,
            value=low_value,
            value_max=whole.value,
            bound=bound,
            first=first,
            by=by,
            to=whole.to and how != "to",
            rule=how,
        )
    ]
