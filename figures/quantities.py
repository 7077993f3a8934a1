"""Tokens → quantities: an amount with its unit, bound and range, not yet linked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.lexicon import Lexicon, number_value
from figures.numerals import Numeral, read_numeral
from figures.tokens import Token, is_mark
from figures.units import Unit, counted_after, sign_before, unit_after

NO_FIGURE = frozenset({"skip", "duration"})
_WHOLE = frozenset({"count", "people"})
_BEFORE = 4  # words that a phrase of bound may take


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """An amount over `tokens[first:last]`; `role` is "from" or "to" in a pair of two levels."""

    value: Decimal
    value_max: Decimal | None = None
    unit: str
    bound: str = "exact"
    first: int
    last: int
    indicator: str | None = None
    noun: str | None = None
    scale: int = 0
    in_words: bool = False
    suffix: str = ""
    by: bool = False
    to: bool = False
    sign: str | None = None
    role: str | None = None
    rule: str = "amount"


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What reading the amounts of a sentence needs to know beside its tokens."""

    lexicon: Lexicon
    folded: str
    claimed: frozenset[int]
    countries: Mapping[int, tuple[int, str]]
    named: frozenset[int]  # tokens of place names
    partner: str | None
    moving: bool  # something grows or falls in the sentence


def read_quantities(tokens: Sequence[Token], around: Surroundings) -> list[Quantity]:
    """All quantities of a sentence in order; a bare number has the unit "" till it inherits one."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
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
                bound=_bound_before(tokens, at, around)[0],
                rule="multiple",
            )
        ]
    fraction = is_mark(tokens, at, "fraction")
    if fraction and is_mark(tokens, at - 1, "by") and around.moving:
        return [_fraction(number_value(fraction.value), at, at + fraction.words)]
    low = read_numeral(tokens, at, around.lexicon, around.claimed)
    if low is None or low.ordinal or _is_label(tokens, low):
        return None
    sign = sign_before(tokens, at, around.partner)
    percent_first = at > 0 and tokens[at - 1].text == "%" and tokens[at].glued
    unit = _unit(tokens, _after(tokens, low), around)
    if unit is not None and low.bound is None and unit.code in ("", "skip"):
        return []
    second = _second(tokens, low, unit, around)
    if second is not None:
        return _range(tokens, low, second, unit, sign, around)
    quantity = _single(tokens, low, sign, percent_first, around)
    return [quantity] if quantity else []


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


def _unit(tokens: Sequence[Token], at: int, around: Surroundings) -> Unit | None:
    """The unit that begins at `at`, unless a period has claimed its word."""
    if is_mark(tokens, at, "unit_join"):
        at += 1
    if at in around.claimed:
        return None
    return unit_after(tokens, at, around.countries, around.partner)


def _after(tokens: Sequence[Token], numeral: Numeral) -> int:
    """Where the unit may begin: behind the stop of "млн." and a quote mark."""
    after = numeral.last
    if after < len(tokens) and tokens[after].text == "." and tokens[after].glued and numeral.scale:
        after += 1
    # 1.8-fold, a 50-megawatt station
    if after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after + 1].glued:
        if tokens[after + 1].marks.keys() & {"unit", "currency"} and tokens[after].glued:
            after += 1
    return after


def _is_label(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """A number that is part of a name: "№ 12", "COVID-19", "G20", "5G"."""
    at = numeral.first
    if is_mark(tokens, at - 1, "vague"):
        return True
    anaphor = is_mark(tokens, at, "anaphor")
    if anaphor and anaphor.words > 1 and numeral.in_words:
        return True  # "екі ел компаниялары": the companies of both countries
    if at and (tokens[at - 1].text in ("№", "#") or is_mark(tokens, at - 1, "skip_before")):
        return True
    if at > 1 and tokens[at - 1].text == "." and is_mark(tokens, at - 2, "skip_before"):
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


def _second(
    tokens: Sequence[Token], low: Numeral, unit: Unit | None, around: Surroundings
) -> tuple[Numeral, str] | None:
    """The upper end of a range that begins with `low`, and how the two are joined."""
    for after in [low.last] + ([unit.last] if unit else []):
        if after + 1 >= len(tokens):
            continue
        join = is_mark(tokens, after, "range_join")
        how = None
        if tokens[after].text in ("-", "…"):
            how, at = "dash", after + 1
        elif join and join.value == "to":
            led = _is_from(tokens, low.first)
            how, at = ("from-to" if led else "to"), after + 1
            by = is_mark(tokens, low.first - 1, "by") and unit is None
            if not led and not by and (around.moving or unit is not None):
                continue
        elif join and join.value == "and":
            between = _between(tokens, low.first)
            how, at = ("between" if between else "and"), after + 1
        elif _is_ablative(tokens, after, low.suffix) and not is_mark(tokens, after, "bound_after"):
            how, at = "ablative", after
        if how is None:
            continue
        if tokens[at].text in ("$", "€", "£", "₸") and at + 1 < len(tokens):
            at += 1
        high = read_numeral(tokens, at, around.lexicon, around.claimed)
        if high is None or high.ordinal:
            continue
        if how == "and" and not _closes_between(tokens, high, around):
            continue
        if how == "ablative" and not _reaches(tokens, high, around):
            continue
        return high, how
    return None


def _is_from(tokens: Sequence[Token], first: int) -> bool:
    return any(at >= 0 and is_mark(tokens, at, "from") for at in (first - 1, first - 2))


def _between(tokens: Sequence[Token], first: int) -> bool:
    return any(is_mark(tokens, at, "between") for at in (first - 1, first - 2) if at >= 0)


def _closes_between(tokens: Sequence[Token], high: Numeral, around: Surroundings) -> bool:
    unit = _unit(tokens, _after(tokens, high), around)
    after = unit.last if unit else high.last
    return bool(is_mark(tokens, after, "between_after"))


def _is_ablative(tokens: Sequence[Token], after: int, suffix: str) -> bool:
    """Kazakh "5-тен", "118 млн еуродан": the case that says "from"."""
    if suffix:
        return suffix[-3:] in _ABLATIVE
    return (
        after > 0 and tokens[after - 1].kind == "word" and tokens[after - 1].text[-3:] in _ABLATIVE
    )


_POSSESSIVE = re.compile("(?:с?[ыі])(?:н|на|не|нан|нен|мен|нда|нде|ның|нің)?\\Z")
_ABLATIVE = frozenset({"тан", "тен", "дан", "ден", "нан", "нен"})


def _reaches(tokens: Sequence[Token], high: Numeral, around: Surroundings) -> bool:
    unit = _unit(tokens, _after(tokens, high), around)
    after = unit.last if unit else high.last
    for at in range(after, min(after + 3, len(tokens))):
        if tokens[at].marks.keys() & {"up_to", "by_case", "up", "down"}:
            return True
    return False


def _range(
    tokens: Sequence[Token],
    low: Numeral,
    second: tuple[Numeral, str],
    unit: Unit | None,
    sign: tuple[str, int] | None,
    around: Surroundings,
) -> list[Quantity] | None:
    high, how = second
    whole = _single(
        tokens, high, sign_before(tokens, high.first, around.partner) or sign, False, around
    )
    if whole is None:
        return None
    low_value = low.value
    if not low.scale and high.scale and low_value < 10**high.scale:
        low_value *= 10**high.scale
    low_unit = unit.code if unit else whole.unit
    first = sign[1] if sign else low.first
    pair = how in ("from-to", "ablative") and around.moving
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
    if low_value >= whole.value:
        return None
    bound = "about" if whole.bound in ("exact", "at_most") else whole.bound
    return [
        replace(whole, value=low_value, value_max=whole.value, bound=bound, first=first, rule=how)
    ]


def _single(
    tokens: Sequence[Token],
    numeral: Numeral,
    sign: tuple[str, int] | None,
    percent_first: bool,
    around: Surroundings,
) -> Quantity | None:
    first, last = numeral.first, numeral.last
    ceiling = False
    bound, start = _bound_before(tokens, sign[1] if sign else first, around)
    if numeral.bound:
        bound = numeral.bound
    after = _after(tokens, numeral)
    if after < len(tokens) and tokens[after].text == "+" and tokens[after].glued:
        bound, after = "at_least", after + 1  # 70+ projects
    late = is_mark(tokens, after, "bound_after")
    if late and not _starts_a_verb(tokens, after):
        bound, after = str(late.value), after + late.words
    unit: Unit | None
    if sign:
        unit = Unit(code=sign[0], first=first, last=last)
        first = sign[1]
        named = _unit(tokens, after, around)
        if named and named.code == sign[0]:
            last = named.last
    elif percent_first:
        unit, first = Unit(code="percent", first=first, last=last), first - 1
    else:
        unit = _unit(tokens, after, around)
        if unit is None and not _stands_alone(numeral, late is not None):
            unit = counted_after(
                tokens, after, around.claimed, around.folded, around.lexicon, around.named
            )
        if unit is None or unit.code == "noun":
            noun = unit.noun if unit else None
            return _bare(numeral, noun, bound, start, unit.first if unit else numeral.last, tokens)
        last = unit.last
    if unit.code in NO_FIGURE:
        return None
    late = is_mark(tokens, last, "bound_after")
    if late is None and last < len(tokens) and tokens[last].text == "-":
        late = is_mark(tokens, last + 2, "bound_after")
    if late and bound == "exact" and not _starts_a_verb(tokens, last):
        bound = str(late.value)
        ceiling = bool(is_mark(tokens, last, "up_to") or is_mark(tokens, last + 2, "up_to"))
    if _is_approximate(tokens, first, last, around) and bound == "exact":
        bound = "about"
    value = numeral.value
    if numeral.thousands is not None and unit.code in _WHOLE:
        value = numeral.thousands
    if value % 1 and unit.code in _WHOLE:
        return None
    if value == 1 and numeral.in_words and unit.code in _WHOLE:
        return None
    suffix = _ending(tokens, last) or numeral.suffix
    return Quantity(
        value=value,
        unit=unit.code,
        bound=bound,
        first=first,
        last=last,
        indicator=unit.indicator,
        noun=unit.noun,
        scale=numeral.scale,
        in_words=numeral.in_words,
        suffix=suffix,
        by=_is_by(tokens, start, first),
        to=ceiling or _is_to(tokens, start, first),
        sign=_signed(tokens, first),
    )


def is_possessive(suffix: str) -> bool:
    """Whether a glued ending says "of them": "130-ы", "17-сін"."""
    return bool(_POSSESSIVE.match(suffix))


def _stands_alone(numeral: Numeral, bounded: bool) -> bool:
    """«соның 130-ы», «21-і»: a number with a possessive ending counts no noun behind it."""
    return not bounded and is_possessive(numeral.suffix)


def _bare(
    numeral: Numeral,
    noun: str | None,
    bound: str,
    start: int,
    last: int,
    tokens: Sequence[Token],
) -> Quantity:
    first = numeral.first
    return Quantity(
        value=numeral.value if numeral.thousands is None or noun is None else numeral.thousands,
        unit="",
        bound=bound,
        first=first,
        last=last,
        noun=noun,
        scale=numeral.scale,
        in_words=numeral.in_words,
        suffix=numeral.suffix,
        by=_is_by(tokens, start, first),
        to=_is_to(tokens, start, first),
        rule="bare",
    )


def _starts_a_verb(tokens: Sequence[Token], at: int) -> bool:
    """Kazakh "көп" is a bound after an ablative only ("700-ден көп"), else a comparison."""
    return bool(is_mark(tokens, at, "up") or is_mark(tokens, at, "down")) and not _is_ablative(
        tokens, at, ""
    )


def _ending(tokens: Sequence[Token], last: int) -> str:
    """The case ending behind a sign or abbreviation ("54,7%-ға", "млн-ды"), else the word's own."""
    if last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].glued:
        if tokens[last + 1].glued and tokens[last + 1].kind == "word":
            return tokens[last + 1].text
    percent = tokens[last - 1].text == "%" or (last > 1 and tokens[last - 2].text == "%")
    if last < len(tokens) and percent and len(tokens[last].text) == 2:
        return tokens[last].text  # %12 عا
    word = tokens[last - 1].text
    return word[-3:] if tokens[last - 1].kind == "word" and len(word) > 4 else ""


def _is_approximate(tokens: Sequence[Token], first: int, last: int, around: Surroundings) -> bool:
    """Kazakh "100 тоннадай", "9 мыңдай": the ending that says about."""
    return any(
        around.lexicon.approximate.search(tokens[at].text)
        and tokens[at].marks.keys() & {"number", "scale", "unit", "currency", "people", "counted"}
        for at in range(first, last)
    )


def _is_by(tokens: Sequence[Token], start: int, first: int) -> bool:
    """Led by "by", before the words of bound or behind them: "на почти 5%", "почти на 5%"."""
    return bool(is_mark(tokens, start - 1, "by") or is_mark(tokens, first - 1, "by"))


def _is_to(tokens: Sequence[Token], start: int, first: int) -> bool:
    return bool(
        is_mark(tokens, start - 1, "to") or (start < first and is_mark(tokens, start, "to"))
    )


def _signed(tokens: Sequence[Token], first: int) -> str | None:
    """«+54,7 %» and «−29,5 %»; a dash with a space behind it is punctuation."""
    if first < 1 or tokens[first - 1].text not in ("+", "-"):
        return None
    if tokens[first - 1].text == "+":
        return "up"
    before = tokens[first - 2].text if first > 1 else "("
    free = not tokens[first - 1].glued or before == "("
    return "down" if tokens[first].glued and free else None


def _bound_before(tokens: Sequence[Token], first: int, around: Surroundings) -> tuple[str, int]:
    """The bound that is said before an amount, and where its words begin."""
    end = first
    while end > 0 and tokens[end - 1].text in ("(", "+", "~", "≈"):
        end -= 1
        if tokens[end].text in "~≈":
            return "about", end
    # "более чем в три раза", "почти на 30%": a preposition may stand between
    linked = end > 0 and (is_mark(tokens, end - 1, "by") or is_mark(tokens, end - 1, "bound_link"))
    for stop in (end, end - 1) if linked else (end,):
        for at in range(max(0, stop - _BEFORE), stop):
            mark = is_mark(tokens, at, "bound_before")
            if mark and at + mark.words == stop and at not in around.claimed:
                return str(mark.value), at
    return "exact", end
