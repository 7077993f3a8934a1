"""Every number of a text with its unit, also the ones that are no figure: "three days", "in 1979".

`figures.extract` gives what a text states as statistics and leaves out durations, years, bare
numbers and fractions. Who wants to see each number that is written (to check a translation, or to
look for digits that nobody read) takes `read_numbers`, which gives those of the figures and the
rest. No answer rests on it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.amounts import Surroundings, unit_of, unit_start
from figures.extract import extract
from figures.lexicon import Lexicon, lexicon, number_value
from figures.numerals import Numeral, read_numeral
from figures.quantities import is_tolerance
from figures.reading import in_cyrillic, language_of
from figures.tokens import Token, annotate, is_mark, tokenize
from language.fold import fold
from language.sentences import sentences

_STARTS = frozenset({"number", "number_scaled", "half_before", "scale_alone", "vulgar"})
_UNREAD = frozenset({"", "skip"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number of a text; `text[start:end]` holds it with its unit.

    `value` is fully scaled and negative behind a minus; `value_max` is the upper end of a range.
    `unit` is that of a figure, `duration`, or "" where none is known.
    """

    value: Decimal
    value_max: Decimal | None = None
    unit: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A number over `tokens[first:last]`, with `last` behind its unit."""

    value: Decimal
    unit: str
    first: int
    last: int
    numeral: Numeral


def read_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of `text` in order: the figures, and each number that is part of none."""
    figures = extract(text)
    found = [
        Number(
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            start=figure.start,
            end=figure.end,
        )
        for figure in figures
    ]
    covered = bytearray(len(text))
    for figure in figures:
        covered[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
    view = in_cyrillic(text)
    words = lexicon(language_of(view.text))
    folded = fold(view.text)
    for start, end in sentences(view.text):
        tokens = tokenize(folded, start, end)
        annotate(tokens, words)
        for number in _plain_numbers(tokens, _surroundings(words, folded)):
            first, last = view.span(number.start, number.end)
            if not any(covered[first:last]):
                found.append(replace(number, start=first, end=last))
    return tuple(sorted(found, key=lambda number: number.start))


def _surroundings(words: Lexicon, folded: str) -> Surroundings:
    return Surroundings(
        lexicon=words,
        folded=folded,
        claimed=frozenset(),
        named=frozenset(),
        countries={},
        partner=None,
        moving=False,
    )


def _plain_numbers(tokens: Sequence[Token], around: Surroundings) -> Iterator[Number]:
    at = 0
    while at < len(tokens):
        low = _part(tokens, at, around)
        if low is None:
            at = _behind(tokens, at, around)
            continue
        high = _upper_end(tokens, low, around)
        last = high.last if high else low.last
        yield Number(
            value=low.value,
            value_max=high.value if high else None,
            unit=(high or low).unit,
            start=tokens[low.first].start,
            end=tokens[last - 1].end,
        )
        at = max(at + 1, last)


def _behind(tokens: Sequence[Token], at: int, around: Surroundings) -> int:
    """Behind what is no number: an ordinal is skipped as a whole."""
    if tokens[at].kind != "number" and "number" not in tokens[at].marks:
        return at + 1
    numeral = read_numeral(tokens, at, around.lexicon, around.claimed)
    return numeral.last if numeral and numeral.last > at else at + 1


def _part(tokens: Sequence[Token], at: int, around: Surroundings) -> _Part | None:
    """The number that begins at `at` with its sign and unit."""
    if is_mark(tokens, at, "article") and not is_mark(tokens, at + 1, "ordinal"):
        unit = unit_of(tokens, at + 1, around)
        if unit is None or unit.code in _UNREAD or unit.last - unit.first > 2:
            return None
        one = Numeral(value=Decimal(1), first=at, last=at + 1, in_words=True)
        return _Part(one.value, unit.code, at, unit.last, one)
    if tokens[at].kind != "number" and not tokens[at].marks.keys() & _STARTS:
        return None
    if _in_name(tokens, at) or is_mark(tokens, at - 1, "vague"):
        return None
    numeral = _fraction(tokens, at, around) or read_numeral(
        tokens, at, around.lexicon, around.claimed
    )
    if numeral is None or numeral.ordinal:
        return None
    value = numeral.value
    first = at
    if _is_negative(tokens, at):
        value, first = -value, at - 1
    unit = unit_of(tokens, unit_start(tokens, numeral), around)
    if unit is None or unit.code in _UNREAD:
        return _Part(value, "", first, numeral.last, numeral)
    if numeral.thousands is not None and unit.code == "duration":
        value = numeral.thousands
    return _Part(value, unit.code, first, unit.last, numeral)


def _in_name(tokens: Sequence[Token], at: int) -> bool:
    """Whether digits belong to a name ("A4", "MIG-29", "3B7") or say how exact a number is."""
    token = tokens[at]
    if is_tolerance(tokens, at):
        return True
    if token.kind != "number":
        return False
    if at and token.glued and tokens[at - 1].kind == "word":
        return True
    if at > 1 and token.glued and tokens[at - 1].glued and tokens[at - 1].kind == "mark":
        if tokens[at - 2].kind in ("word", "number", "time"):
            return True
    if at + 2 < len(tokens) and tokens[at + 1].kind == "word" and tokens[at + 1].glued:
        power = tokens[at + 1].text in ("e", "x", "х")
        return tokens[at + 2].kind == "number" and tokens[at + 2].glued and not power
    return False


def _is_negative(tokens: Sequence[Token], at: int) -> bool:
    if is_mark(tokens, at - 1, "negative"):
        return True
    if at < 1 or tokens[at - 1].text != "-" or not tokens[at].glued:
        return False
    return at == 1 or not tokens[at - 1].glued or tokens[at - 2].text == "("


def _fraction(tokens: Sequence[Token], at: int, around: Surroundings) -> Numeral | None:
    """«2 1/2», «1/40», «⅓», «two thirds», «үштен екі»."""
    vulgar = is_mark(tokens, at, "vulgar")
    if vulgar:
        return Numeral(value=number_value(vulgar.value), first=at, last=at + vulgar.words)
    if tokens[at].kind == "number":
        whole = _ratio(tokens, at + 1) if tokens[at].text.isdecimal() else None
        ratio = _ratio(tokens, at)
        if ratio is not None:
            return Numeral(value=ratio, first=at, last=at + 3)
        if whole is not None:
            return Numeral(value=Decimal(tokens[at].text) + whole, first=at, last=at + 4)
        return None
    numeral = read_numeral(tokens, at, around.lexicon, around.claimed)
    if numeral is None or numeral.scale or numeral.value % 1 or numeral.value >= 100:
        return None
    part = numeral.last
    if part < len(tokens) and tokens[part].text == "-" and tokens[part].glued:
        part += 1
    mark = is_mark(tokens, part, "fraction_part")
    if mark is None:
        return None
    value = numeral.value / number_value(mark.value)
    return Numeral(value=value, first=at, last=part + mark.words, in_words=True)


def _ratio(tokens: Sequence[Token], at: int) -> Decimal | None:
    """The value of "1/40", below one."""
    if at + 2 >= len(tokens) or tokens[at + 1].text != "/":
        return None
    upper, lower = tokens[at], tokens[at + 2]
    if not (tokens[at + 1].glued and lower.glued and upper.text.isdecimal()):
        return None
    if not lower.text.isdecimal() or not 0 < int(upper.text) < int(lower.text) < 1000:
        return None
    return Decimal(upper.text) / Decimal(lower.text)


def _upper_end(tokens: Sequence[Token], low: _Part, around: Surroundings) -> _Part | None:
    """The upper end of a range that begins with `low`: "7 to 10", "8- to 16-metre", "-18…-4 °C"."""
    at = low.last
    if at + 1 < len(tokens) and tokens[at].text == "-" and is_mark(tokens, at + 1, "range_join"):
        at += 1  # the hanging hyphen
    if at + 1 >= len(tokens):
        return None
    join = is_mark(tokens, at, "range_join")
    if tokens[at].text not in ("-", "…") and not (join and join.value == "to"):
        return None
    at += 1
    if tokens[at].text == "-" and at + 1 < len(tokens):
        at += 1
    high = _part(tokens, at, around) if not is_mark(tokens, at, "article") else None
    if high is None or (low.unit and high.unit != low.unit):
        return None
    return high
