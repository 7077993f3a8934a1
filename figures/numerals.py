"""Tokens → numbers: digits, words, halves, and the scales that multiply them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.lexicon import Lexicon, Mark, number_value
from figures.powers import power_after
from figures.tokens import Token, is_mark

_HALF_A_THOUSAND = 500
_LONGEST = 18  # characters of a number that anything is counted with
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Numeral:
    """A number over `tokens[first:last]`.

    `value` is scaled by every scale word inside; `scale` is the exponent of the last one (0: none).
    `thousands` is the other reading of digits such as "1,234", for things that come whole.
    `suffix` holds a case ending that is glued to the number or its scale ("млн-ды").
    `ordinal` numbers are no amounts, but a period may be made of one.
    """

    value: Decimal
    first: int
    last: int
    scale: int = 0
    thousands: Decimal | None = None
    suffix: str = ""
    ordinal: bool = False
    in_words: bool = False
    bound: str | None = None


def digits(text: str, decimal: str) -> tuple[Decimal, Decimal | None] | None:
    """The value of digits, and the reading by thousands where one separator allows both."""
    plain = text.replace(" ", "").replace("'", "")
    if len(plain) > _LONGEST:
        return None
    separators = [char for char in plain if char in ".,"]
    if not separators:
        return Decimal(plain), None
    if len(separators) == 1:
        whole, fraction = re.split(r"[.,]", plain)
        as_decimal = Decimal(f"{whole}.{fraction}")
        if plain != text or not _GROUPS.match(plain) or whole.startswith("0"):
            return as_decimal, None
        as_thousands = Decimal(whole + fraction)
        if fraction == "000":
            return as_thousands, None  # nobody writes three decimals of nothing
        if separators[0] != decimal and decimal == ".":
            return as_thousands, None
        return as_decimal, as_thousands
    if len(set(separators)) == 1:
        if not _GROUPS.match(plain):
            return None
        return Decimal(re.sub(r"[.,]", "", plain)), None
    head, tail = plain[: plain.rfind(separators[-1])], plain[plain.rfind(separators[-1]) + 1 :]
    if separators.count(separators[-1]) > 1 or not _GROUPS.match(head):
        return None
    return Decimal(re.sub(r"[.,]", "", head) + "." + tail), None


def read_numeral(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, claimed: frozenset[int]
) -> Numeral | None:
    """The number that begins at `at`: all its parts with falling scales ("41 млн 600 тыс."); one
    that ends in an ordinal word is an ordinal ("тридцать пятый")."""
    numeral = _cardinal(tokens, at, lexicon, claimed)
    if numeral is None or not numeral.in_words:
        return numeral
    hyphen = numeral.last < len(tokens) and tokens[numeral.last].text == "-"
    last = numeral.last + hyphen  # thirty-fifth
    last_word = is_mark(tokens, last, "ordinal")
    if last_word is None:
        return numeral
    step = number_value(last_word.value)
    if 10 < numeral.value < 20 <= step < 100:  # the nineteen sixties
        decade = numeral.value * 100 + step
        return replace(numeral, value=decade, last=last + last_word.words, ordinal=True)
    if numeral.value < 20 or step >= 100 or numeral.value % (10 if step < 10 else 100):
        return numeral
    return replace(numeral, value=numeral.value + step, last=last + last_word.words, ordinal=True)


def _cardinal(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, claimed: frozenset[int]
) -> Numeral | None:
    part = _part(tokens, at, lexicon, claimed)
    if part is None or part.ordinal or not part.scale:
        return part
    total, last, scale = part.value, part.last, part.scale
    suffix, bound = part.suffix, part.bound
    while scale > 0 and not suffix:
        following = _skip_abbreviation_dot(tokens, last)
        if following >= len(tokens) or following in claimed:
            break
        joined = part.in_words and _is_and(tokens, following)
        if part.in_words and tokens[following].text == ",":
            joined = _and_within(tokens, following + 1, lexicon, claimed)
        smaller = _part(tokens, following + bool(joined), lexicon, claimed)
        if smaller is None or smaller.ordinal or smaller.value >= 10**scale:
            break
        if joined and not smaller.in_words:
            break
        if not smaller.scale and not _rounds_off(part, smaller, scale):
            break
        if smaller.scale >= scale or smaller.thousands is not None:
            break
        total += smaller.value
        last, scale = smaller.last, smaller.scale
        suffix, bound = smaller.suffix, smaller.bound or bound
    return Numeral(
        value=total,
        first=at,
        last=last,
        scale=part.scale,
        suffix=suffix,
        in_words=part.in_words,
        bound=bound,
    )


def _rounds_off(part: Numeral, smaller: Numeral, scale: int) -> bool:
    """Whether a number without a scale ends the one before: "3 млн 40 тонн", "бір мың бес"."""
    if part.in_words and smaller.in_words:
        return True
    whole = not smaller.value % 1 and smaller.value >= 2
    if scale > 3:
        return whole and part.in_words == smaller.in_words
    return whole or smaller.in_words


def _is_and(tokens: Sequence[Token], at: int) -> bool:
    """Whether an "and" stands at `at` that may be inside a number."""
    if at >= len(tokens):
        return False
    return tokens[at].text == "&" or is_mark(tokens, at, "number_join") is not None


def _and_within(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, claimed: frozenset[int]
) -> bool:
    """Whether the words of a number at `at` hold an "and": the last part behind a comma."""
    part = _part(tokens, at, lexicon, claimed)
    if part is None or not part.in_words or part.scale:
        return False
    return any(_is_and(tokens, inside) for inside in range(part.first, part.last))


def _skip_abbreviation_dot(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if at < len(tokens) and tokens[at].text == "." and tokens[at].glued else at


def _part(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, claimed: frozenset[int]
) -> Numeral | None:
    """One number with at most one scale."""
    if at in claimed or at >= len(tokens):
        return None
    scaled = is_mark(tokens, at, "number_scaled")
    if scaled:
        value = number_value(scaled.value)
        tens = 3 if value >= _HALF_A_THOUSAND else 0  # «полусотня» has no scale
        return Numeral(value=value, first=at, last=at + scaled.words, scale=tens, in_words=True)
    thousands = None
    in_words = True
    suffix = ""
    if tokens[at].kind == "number":
        read = digits(tokens[at].text, lexicon.decimal)
        if read is None:
            return None
        (value, thousands), last, in_words = read, at + 1, False
        # 1 240 500, 75 евро
        if (
            last + 1 < len(tokens)
            and " " in tokens[at].text
            and tokens[last].text == ","
            and tokens[last].glued
            and re.fullmatch(r"\d\d", tokens[last + 1].text)
            and is_mark(tokens, last + 2, "currency")
        ):
            value, last = value + Decimal(tokens[last + 1].text) / 100, last + 2
        power = power_after(tokens, last)
        if power is not None:
            return Numeral(value=value * power[0], first=at, last=power[1])
        ordinal, suffix, last = _glued_suffix(tokens, last, lexicon)
        if ordinal:
            return Numeral(value=value, first=at, last=last, ordinal=True)
        last = _behind_spelling(tokens, last, (value, thousands), lexicon)
    else:
        halved = is_mark(tokens, at, "half_before")
        if halved and _halves(tokens, at + halved.words):
            value, last = number_value(halved.value), at + halved.words
        else:
            spelled = _words(tokens, at)
            if spelled is not None:
                value, last = _with_decimals(tokens, *spelled)
            elif is_mark(tokens, at, "scale_alone") and is_mark(tokens, at, "scale"):
                value, last = Decimal(1), at
            else:
                return None
    if last >= len(tokens) or not (tokens[last].marks or tokens[last].text == "-"):
        # neither a half, a bound nor a scale behind it: the common case
        return Numeral(
            value=value,
            first=at,
            last=last,
            thousands=thousands,
            suffix=suffix,
            in_words=in_words,
        )
    half = is_mark(tokens, last, "half_after")
    if half and last not in claimed:
        value, last = value + number_value(half.value), last + half.words
        thousands = None
        group = is_mark(tokens, last, "group")
        if group and in_words:  # две с половиной сотни
            value, last = value * number_value(group.value), last + group.words
    bound = None
    between = is_mark(tokens, last, "bound_after")
    if between and is_mark(tokens, last + between.words, "scale") and last > at:
        bound, last = str(between.value), last + between.words
    if last + 1 < len(tokens) and tokens[last].text == "-" and tokens[last + 1].glued:
        if tokens[last].glued and is_mark(tokens, last + 1, "scale") and not in_words:
            last += 1  # a 40-million-dollar plant
    scale = is_mark(tokens, last, "scale") or _scale_of_money(tokens, last)
    exponent = 0
    if scale and last not in claimed and not (suffix and not lexicon.before_scale.match(suffix)):
        exponent = int(scale.value)
        # "5 m" is five metres unless money stands before it; "5 b" likewise
        last += scale.words
        larger = is_mark(tokens, last, "scale")
        if larger and exponent == 3 < int(larger.value):
            exponent, last = exponent + int(larger.value), last + larger.words  # 5 thousand million
        value *= 10**exponent
        thousands = None
        stop = _skip_abbreviation_dot(tokens, last)
        if stop + 1 < len(tokens) and tokens[stop].text == "-" and tokens[stop + 1].glued:
            last = stop  # «25,5 млрд.-тан астам»
        _, suffix, last = _glued_suffix(tokens, last, lexicon)
    return Numeral(
        value=value,
        first=at,
        last=last,
        scale=exponent,
        thousands=thousands,
        suffix=suffix,
        in_words=in_words,
        bound=bound,
    )


def _scale_of_money(tokens: Sequence[Token], at: int) -> Mark | None:
    """«9 т. р.», «9 т.тг»: one letter that scales where the name of a currency follows."""
    short = is_mark(tokens, at, "scale_before_currency")
    money = short and is_mark(tokens, _skip_abbreviation_dot(tokens, at + 1), "currency")
    return short if money else None


def _behind_spelling(
    tokens: Sequence[Token], at: int, values: tuple[Decimal, Decimal | None], lexicon: Lexicon
) -> int:
    """Behind the brackets in which a document spells the digits once more: "5 (пять) млн"."""
    if at >= len(tokens) or tokens[at].text != "(" or not is_mark(tokens, at + 1, "number"):
        return at
    spelled = read_numeral(tokens, at + 1, lexicon, frozenset())
    if spelled is None or spelled.ordinal or spelled.value not in values:
        return at
    closes = spelled.last < len(tokens) and tokens[spelled.last].text == ")"
    return spelled.last + 1 if closes else at


def _with_decimals(tokens: Sequence[Token], value: Decimal, last: int) -> tuple[Decimal, int]:
    """«three point five»: the digits behind the point are spelled one by one."""
    whole = is_mark(tokens, last, "decimal_whole")
    if whole:  # "одна целая и пять десятых"
        after = last + whole.words
        fraction = _words(tokens, after + bool(is_mark(tokens, after, "range_join")))
        part = is_mark(tokens, fraction[1], "decimal_part") if fraction else None
        if fraction and part:
            return value + fraction[0] / 10 ** int(part.value), fraction[1] + part.words
    if not is_mark(tokens, last, "decimal_point"):
        return value, last
    spoken = ""
    at = last + 1
    while (mark := is_mark(tokens, at, "number")) and number_value(mark.value) < 10:
        spoken += str(mark.value)
        at += mark.words
    return (value + Decimal(f"0.{spoken}"), at) if spoken else (value, last)


def _halves(tokens: Sequence[Token], at: int) -> bool:
    """Whether "half" stands before what it can halve: a scale, or percent."""
    unit = is_mark(tokens, at, "unit")
    return bool(is_mark(tokens, at, "scale") or (unit and unit.value == "percent"))


def _glued_suffix(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[bool, str, int]:
    """Whether "-й" makes an ordinal, the case ending otherwise, and where the number ends."""
    after = at
    if is_mark(tokens, at, "ending") and not tokens[at].glued:  # «29 ы»
        return False, tokens[at].text, at + 1
    if after < len(tokens) and tokens[after].text == "-" and tokens[after].glued:
        after += 1
    if after < len(tokens) and tokens[after].kind == "word" and tokens[after].glued:
        word = tokens[after].text
        if after == at and lexicon.decimal == "," and not lexicon.suffix.match(word):
            return False, "", at
        if after == at and tokens[after].marks.keys() & {"scale", "unit", "currency"}:
            return False, "", at
        if lexicon.suffix.match(word) and not lexicon.ordinal_suffix.match(word):
            return False, word, after + 1
        if lexicon.ordinal_suffix.match(word):
            return True, word, after + 1
    return False, "", at


def _words(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """A number below a thousand in words: hundreds, tens and units that fall in size."""
    total = Decimal(0)
    ceiling = Decimal(1000)
    last = at
    while True:
        here = last
        if last > at:
            if (here < len(tokens) and tokens[here].text == "-" and tokens[here].glued) or (
                total >= 100 and _is_and(tokens, here)
            ):
                here += 1
        group = is_mark(tokens, here, "group")
        if group and 0 < total < 20 and last > at:
            total *= number_value(group.value)  # two hundred, екі жүз, two dozen
            ceiling, last = Decimal(100), here + group.words
            continue
        mark = is_mark(tokens, here, "number")
        if mark is None:
            break
        value = number_value(mark.value)
        if value < ceiling and (value > 0 or last == at):
            total += value
            ceiling = (
                Decimal(100) if value >= 100 else Decimal(10) if value % 10 == 0 else Decimal(0)
            )
        else:
            break
        last = here + mark.words
    return (total, last) if last > at else None
