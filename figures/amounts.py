"""One number → a quantity: its unit, the noun it counts, the words of bound around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.lexicon import Lexicon
from figures.numerals import Numeral, read_numeral
from figures.tokens import Token, is_mark
from figures.units import Unit, counted_after, unit_after

NO_FIGURE = frozenset({"skip", "duration"})
_WHOLE = frozenset({"count", "people"})
_BEFORE_SIGN = frozenset({"not_counted", "tally", "to", "from", "bound_before", "between"})
_SCALE = 3  # letters of the shortest scale
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
    possessive: bool = False  # so many of them
    dative: bool = False
    collective: bool = False  # so many of them, and it counts by itself
    by: bool = False
    to: bool = False
    sign: str | None = None
    by_minus: bool = False  # the sign is a word
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


def unit_of(tokens: Sequence[Token], at: int, around: Surroundings) -> Unit | None:
    """The unit that begins at `at`, unless a period has claimed its word."""
    if is_mark(tokens, at, "unit_join"):
        at += 1
    if at in around.claimed:
        return None
    return unit_after(tokens, at, around.countries, around.partner)


def unit_start(tokens: Sequence[Token], numeral: Numeral) -> int:
    """Where the unit may begin: behind the stop of "млн." and a quote mark."""
    after = numeral.last
    if after < len(tokens) and tokens[after].text == "." and tokens[after].glued and numeral.scale:
        after += 1
    # 1.8-fold, a 50-megawatt station
    if after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after + 1].glued:
        if tokens[after + 1].marks.keys() & {"unit", "currency"} and tokens[after].glued:
            after += 1
    return after


def is_ablative(tokens: Sequence[Token], after: int, suffix: str, lexicon: Lexicon) -> bool:
    """Kazakh "5-тен", "118 млн еуродан": the case that says "from"."""
    if suffix:
        return bool(lexicon.ablative.search(suffix))
    if after < 1 or tokens[after - 1].kind != "word":
        return False
    return bool(lexicon.ablative.search(tokens[after - 1].text))


def read_single(
    tokens: Sequence[Token],
    numeral: Numeral,
    sign: tuple[str, int] | None,
    percent_first: bool,
    around: Surroundings,
) -> Quantity | None:
    """The quantity of one number; None where its unit says that it is none (a duration, an age)."""
    first, last = numeral.first, numeral.last
    ceiling = False
    bound, start = bound_before(tokens, sign[1] if sign else first, around)
    if numeral.bound:
        bound = numeral.bound
    after = unit_start(tokens, numeral)
    if after < len(tokens) and tokens[after].text == "+" and tokens[after].glued:
        bound, after = "at_least", after + 1  # 70+ projects
    if after + 1 < len(tokens) and tokens[after].text == "-" and tokens[after].glued:
        plus = is_mark(tokens, after + 1, "bound_after")
        after += 1 if plus and tokens[after + 1].glued else 0  # 300-plus companies
    late = is_mark(tokens, after, "bound_after")
    if late and not _starts_a_verb(tokens, after, around.lexicon):
        bound, after = str(late.value), after + late.words
    unit: Unit | None
    large = is_mark(tokens, after, "scale_money") if sign and not numeral.scale else None
    if large:  # $3.05T
        numeral = replace(
            numeral, value=numeral.value * 10 ** int(large.value), scale=int(large.value)
        )
        after, last = after + large.words, after + large.words
    if sign:
        unit = Unit(code=sign[0], first=first, last=last)
        if tokens[first - 1].text == "-" and sign[1] == first - 2:  # $-20
            numeral = replace(numeral, value=-numeral.value, thousands=None)
        first = sign[1]
        named = unit_of(tokens, after, around)
        if named and named.code == sign[0]:
            last = named.last
    elif percent_first:
        unit, first = Unit(code="percent", first=first, last=last), first - 1
    else:
        unit = unit_of(tokens, after, around)
        if unit is None and ends_at(tokens, "times_before", start):
            unit = Unit(code="times", first=first, last=last)  # by a factor of 1.5
        if unit is None and not _stands_alone(tokens, numeral, late is not None, around.lexicon):
            unit = counted_after(
                tokens, after, around.claimed, around.folded, around.lexicon, around.named
            )
        if unit and unit.indicator == "enterprises" and _founded_jointly(tokens, first, unit.last):
            unit = replace(unit, indicator="joint ventures")
        if unit is None or unit.code == "noun":
            noun = unit.noun if unit else None
            end = unit.first if unit else numeral.last
            return _bare(numeral, noun, (bound, start), end, tokens, around.lexicon)
        last = unit.last
    if unit.code in NO_FIGURE or _is_rate(tokens, last):
        return None
    if is_money(unit.code) and not numeral.value % 1:
        hundredths, last = _minor_after(tokens, last, around)
        numeral = replace(numeral, value=numeral.value + hundredths)
    behind = last
    if last < len(tokens) and tokens[last].text == "-" and not is_mark(tokens, last, "bound_after"):
        behind = last + 2
    late = is_mark(tokens, behind, "bound_after")
    if late and bound == "exact" and not _starts_a_verb(tokens, behind, around.lexicon):
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
    suffix = _ending(tokens, last, around.lexicon) or numeral.suffix
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
        possessive=bool(around.lexicon.possessive.match(suffix)),
        dative=bool(around.lexicon.dative.search(suffix)),
        by=is_by(tokens, start, first),
        to=ceiling or _is_to(tokens, start, first),
        sign=_signed(tokens, first),
        by_minus=is_mark(tokens, first - 1, "negative") is not None,
    )


def is_money(code: str) -> bool:
    """Whether a unit is a currency."""
    return len(code) == 3 and code.isupper()


def _is_rate(tokens: Sequence[Token], last: int) -> bool:
    """«12,5 ц/га», "60 km/h": so much of one for each of another."""
    if last + 1 >= len(tokens) or tokens[last].text != "/" or not tokens[last + 1].glued:
        return False
    return tokens[last + 1].kind == "word" and tokens[last].glued


def _minor_after(tokens: Sequence[Token], last: int, around: Surroundings) -> tuple[Decimal, int]:
    """The hundredths that follow an amount of money ("70 рублей 15 копеек"), and where they end."""
    at = last
    if at < len(tokens) and (
        (tokens[at].text == "." and tokens[at].glued) or is_mark(tokens, at, "number_join")
    ):
        at += 1
    small = read_numeral(tokens, at, around.lexicon, around.claimed)
    if small is None or small.ordinal or small.value % 1 or not 0 <= small.value < 100:
        return Decimal(0), last
    minor = is_mark(tokens, small.last, "minor")
    return (small.value / 100, small.last + minor.words) if minor else (Decimal(0), last)


def _founded_jointly(tokens: Sequence[Token], first: int, last: int) -> bool:
    """«бірлесіп құрылған 143 кәсіпорын», «38 предприятий, созданных совместно с немцами»."""
    near = (*range(max(0, first - 3), first), *range(last, last + 4))
    beside = is_mark(tokens, first - 1, "counted_joint")  # «бірлескен 19 кәсіпорын»
    return bool(beside) or any(is_mark(tokens, at, "jointly") for at in near)


def _is_collective(tokens: Sequence[Token], numeral: Numeral, lexicon: Lexicon) -> bool:
    """«алтауы», «6-ауы», «жиырма екісі»: the number itself says that it counts them."""
    if lexicon.collective.match(numeral.suffix):
        return True
    last = is_mark(tokens, numeral.last - 1, "collective")
    return bool(last) and numeral.in_words and not numeral.scale


def _stands_alone(
    tokens: Sequence[Token], numeral: Numeral, bounded: bool, lexicon: Lexicon
) -> bool:
    """«соның 130-ы», «соның алтауы»: a number with a possessive ending counts no noun behind it."""
    if bounded:
        return False
    return is_possessive(tokens, numeral, lexicon) or _is_collective(tokens, numeral, lexicon)


def is_possessive(tokens: Sequence[Token], numeral: Numeral, lexicon: Lexicon) -> bool:
    """«соның 130-ы», «оның 320 мыңы»: the ending that says so many of it."""
    if numeral.suffix:
        return bool(lexicon.possessive.match(numeral.suffix))
    last = tokens[numeral.last - 1]
    if not is_mark(tokens, numeral.last - 1, "scale"):
        return False
    return any(lexicon.possessive.fullmatch(last.text, at) for at in range(_SCALE, len(last.text)))


def _bare(
    numeral: Numeral,
    noun: str | None,
    bounded: tuple[str, int],
    last: int,
    tokens: Sequence[Token],
    lexicon: Lexicon,
) -> Quantity:
    bound, start = bounded
    first = numeral.first
    suffix = numeral.suffix
    spelled = numeral.scale or numeral.in_words
    if not suffix and spelled and lexicon.dative.search(tokens[numeral.last - 1].text):
        suffix = tokens[numeral.last - 1].text  # «3,1 миллионға аз», «жүз сексенге»
    return Quantity(
        value=numeral.value if numeral.thousands is None or noun is None else numeral.thousands,
        unit="",
        bound=bound,
        first=first,
        last=last,
        noun=noun,
        scale=numeral.scale,
        in_words=numeral.in_words,
        suffix=suffix,
        possessive=is_possessive(tokens, numeral, lexicon),
        dative=bool(lexicon.dative.search(suffix)),
        collective=_is_collective(tokens, numeral, lexicon),
        by=is_by(tokens, start, first),
        to=bool(is_mark(tokens, numeral.last, "up_to")) or _is_to(tokens, start, first),
        rule="bare",
    )


def _starts_a_verb(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Kazakh "көп" is a bound after an ablative only ("700-ден көп"), else a comparison."""
    return bool(is_mark(tokens, at, "up") or is_mark(tokens, at, "down")) and not is_ablative(
        tokens, at, "", lexicon
    )


def _ending(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> str:
    """The case ending behind a sign or abbreviation ("54,7%-ға", "млн-ды"), else the word's own."""
    if last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last].glued:
        if tokens[last + 1].glued and tokens[last + 1].kind == "word":
            return tokens[last + 1].text
    percent = tokens[last - 1].text == "%" or (last > 1 and tokens[last - 2].text == "%")
    if last < len(tokens) and percent and len(tokens[last].text) == 2:
        return tokens[last].text  # %12 عا
    word = tokens[last - 1].text
    if lexicon.uninflected.search(word):
        return ""  # the name itself, no dative
    return word[-3:] if tokens[last - 1].kind == "word" and len(word) > 4 else ""


def _is_approximate(tokens: Sequence[Token], first: int, last: int, around: Surroundings) -> bool:
    """Kazakh "100 тоннадай", "9 мыңдай": the ending that says about."""
    return any(
        around.lexicon.approximate.search(tokens[at].text)
        and tokens[at].marks.keys() & {"number", "scale", "unit", "currency", "people", "counted"}
        for at in range(first, last)
    )


def is_by(tokens: Sequence[Token], start: int, first: int) -> bool:
    """Led by "by", before the words of bound or behind them: "на почти 5%", "почти на 5%"."""
    return bool(is_mark(tokens, start - 1, "by") or is_mark(tokens, first - 1, "by"))


def ends_at(tokens: Sequence[Token], section: str, end: int) -> bool:
    """Whether a phrase of the section ends right before the token `end`."""
    for at in range(max(0, end - _BEFORE), end):
        mark = tokens[at].marks.get(section)
        if mark and at + mark.words == end:
            return True
    return False


def _is_to(tokens: Sequence[Token], start: int, first: int) -> bool:
    if is_mark(tokens, start - 2, "amounting"):
        return False
    return bool(
        is_mark(tokens, start - 1, "to") or (start < first and is_mark(tokens, start, "to"))
    )


def _signed(tokens: Sequence[Token], first: int) -> str | None:
    """«+54,7 %» and «−29,5 %»; a dash with a space behind it is punctuation."""
    if is_mark(tokens, first - 1, "negative"):
        return "down"
    if first < 1 or tokens[first - 1].text not in ("+", "-"):
        return None
    if tokens[first - 1].text == "+":
        return "up"
    before = tokens[first - 2].text if first > 1 else "("
    free = not tokens[first - 1].glued or before == "("
    return "down" if tokens[first].glued and free else None


def bound_before(tokens: Sequence[Token], first: int, around: Surroundings) -> tuple[str, int]:
    """The bound that is said before an amount, and where its words begin."""
    end = first
    while end > 0 and tokens[end - 1].text in ("(", "+", "~", "≈"):
        end -= 1
        if tokens[end].text in "~≈":
            return "about", end
    # "более чем в три раза", "почти на 30%": a preposition may stand between
    by = end > 0 and is_mark(tokens, end - 1, "by") is not None
    linked = end > 0 and (by or is_mark(tokens, end - 1, "bound_link"))
    for stop in (end, end - 1) if linked else (end,):
        for at in range(max(0, stop - _BEFORE), stop):
            mark = tokens[at].marks.get("bound_before")
            if mark and stop < end and tokens[at].marks.keys() & {"up", "down"} and by:
                continue  # «стало больше на 58» says by how many
            if mark and at + mark.words == stop and at not in around.claimed:
                return str(mark.value), at
    return "exact", end


def is_below_zero(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """Whether the sign before a quantity is no bullet and no dash that lost its space."""
    if quantity.by_minus:
        return True
    before = quantity.first - 2
    if before < 0:
        return False
    return tokens[before].text == "(" or bool(tokens[before].marks.keys() & _BEFORE_SIGN)
