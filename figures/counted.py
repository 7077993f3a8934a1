"""The noun that a number counts, where it does not stand right behind it."""

from collections.abc import Sequence
from dataclasses import replace

from figures.amounts import Quantity
from figures.link import Sentence
from figures.tokens import Token, is_mark

_SHORTEST_NOUN = 3
_NOT_NOUNS = frozenset(
    {"up", "down", "by", "to", "from", "period", "plan", "versus", "clause", "part", "share"}
    | {"bound_before", "bound_after", "by_case", "anaphor", "not_counted", "reaching"}
    | {"period_join", "range_join", "tally", "indicator_weak"}
)


def ends_here(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the word behind the number is no noun of its own: a verb, a place, a preposition."""
    tokens = sentence.tokens
    if quantity.last >= len(tokens):
        return True
    token = tokens[quantity.last]
    return token.kind != "word" or not is_noun(tokens, quantity.last, sentence)


def is_noun(tokens: Sequence[Token], at: int, sentence: Sentence) -> bool:
    """Whether the word at `at` may be what is counted: no verb, time, place or name."""
    token = tokens[at]
    if len(token.text) < _SHORTEST_NOUN or token.kind != "word":
        return False
    if token.marks.keys() & _NOT_NOUNS:
        return False
    if sentence.text[token.start].isupper():
        return False  # "52 Abay Avenue"
    return not any(mention.first <= at < mention.last for mention in sentence.mentions)


def counts_places(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """«7 елдің басшысы», «5 областей»: in digits the word names no place known before."""
    mark = is_mark(tokens, quantity.last, "anaphor")
    if mark is None or mark.words > 1 or quantity.in_words:
        return False
    return mark.value in ("city", "region", "country") and quantity.value > 2


def is_year_like(quantity: Quantity) -> bool:
    """Whether a bare number may be a year."""
    return not quantity.scale and 1900 <= quantity.value <= 2100


def _joint_at(tokens: Sequence[Token], at: int) -> str | None:
    """«Бірлескен кәсіпорындар саны – 23»: the noun is the end of a longer name."""
    mark = is_mark(tokens, at - 1, "counted")
    return str(mark.value) if mark and mark.words > 1 else None


def counted_before(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«Литовских фирм в городе 24», «человек двести»: the noun stands before its number."""
    if not ends_here(sentence, quantity) and not (quantity.possessive or quantity.collective):
        return None
    tokens = sentence.tokens
    first, _ = sentence.clause(quantity.first)
    for at in range(quantity.first - 1, max(first, quantity.first - 7) - 1, -1):
        if tokens[at].text in (",", ";"):
            return None
        for section in ("people", "counted"):
            mark = is_mark(tokens, at, section)
            if mark is None:
                continue
            people = section == "people"
            # "вагонов тридцать": a noun right before its number in words makes it approximate
            turned = at + mark.words == quantity.first and quantity.in_words
            known = not people or mark.value in ("tourists", "population")
            return replace(
                quantity,
                unit="people" if people else "count",
                indicator=_joint_at(tokens, at) or (str(mark.value) if known else "other"),
                noun=tokens[at].text,
                bound="about" if turned and quantity.bound == "exact" else quantity.bound,
            )
    return None


def counted_behind(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«С 64 до 87 выросло число французских компаний»: the pair stands before its noun."""
    if quantity.role is None:
        return None
    _, last = sentence.clause(quantity.first)
    for at in range(quantity.last, min(quantity.last + 8, last)):
        for section in ("people", "counted"):
            mark = is_mark(sentence.tokens, at, section)
            if mark is not None:
                unit = "people" if section == "people" else "count"
                known = unit == "count" or mark.value in ("tourists", "population")
                return replace(
                    quantity,
                    unit=unit,
                    indicator=str(mark.value) if known else "other",
                    noun=sentence.tokens[at].text,
                )
    return None
