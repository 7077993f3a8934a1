"""Parts of a whole in one phrase, «214 из 856 предприятий»: what each of the two is told of."""

from dataclasses import replace

from figures.amounts import Quantity
from figures.link import Carried, Sentence
from figures.tokens import Token, is_mark

_BETWEEN = 6  # words from the part to its whole: "of the country's"
_WHOLES = frozenset({"count", "people"})


def whole_of(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """The counted whole that «из», "of the" behind a number opens."""
    opens = is_mark(sentence.tokens, quantity.last, "part_open")
    if opens is None:
        return None
    first = quantity.last + opens.words
    for whole in sentence.quantities:
        if whole.unit in _WHOLES and first <= whole.first < first + _BETWEEN:
            between = sentence.tokens[first : whole.first]
            if all(map(_is_of_a_phrase, between)) and whole.value > quantity.value:
                return whole
    return None


def _is_of_a_phrase(token: Token) -> bool:
    return token.kind == "word" or token.text == "'"  # "the region's"


def _has_a_portion(sentence: Sentence, quantity: Quantity) -> bool:
    """«половина из 40 предприятий – турецкие», «40 кәсіпорынның жартысы»: what is said further is
    said of some of them."""
    if sentence.verb_final:
        return is_mark(sentence.tokens, quantity.last, "portion") is not None
    for at in range(quantity.first - 1, max(-1, quantity.first - _BETWEEN), -1):
        if not _is_of_a_phrase(sentence.tokens[at]):
            return False
        opens = is_mark(sentence.tokens, at, "part_open")
        if opens is not None:
            return is_mark(sentence.tokens, at - 1, "portion") is not None
    return False


def as_part(
    sentence: Sentence, quantity: Quantity, completed: list[Quantity], carried: Carried
) -> Quantity | None:
    """«34 из 180 компаний»: so many of what is counted behind it."""
    whole = whole_of(sentence, quantity)
    if whole is None or quantity.value % 1:
        return None
    return replace(
        quantity,
        unit=whole.unit,
        indicator=whole.indicator,
        noun=whole.noun,
        rule="part of a count",
    )


def scope(sentence: Sentence, quantity: Quantity) -> Sentence:
    """The sentence as far as it tells of `quantity`: the whole has no place or country but those
    of its own phrase («предприятий с Турцией»), and the part has all others too."""
    if quantity.unit in _WHOLES and _has_a_portion(sentence, quantity):
        mentions = [mention for mention in sentence.mentions if mention.first <= quantity.last]
        return replace(sentence, mentions=mentions)
    for part in sentence.quantities:
        whole = whole_of(sentence, part)
        if whole is None:
            continue
        if whole == quantity:
            joined = is_mark(sentence.tokens, whole.last, "governs") is not None
            within = range(part.last, whole.last + joined + 1)
            mentions = [mention for mention in sentence.mentions if mention.first in within]
            return replace(sentence, mentions=mentions)
        if part == quantity:
            inside = range(part.last, whole.first)
            mentions = [m for m in sentence.mentions if not (m.own and m.first in inside)]
            others = [other for other in sentence.quantities if other != whole]
            return replace(sentence, mentions=mentions, quantities=others)
    return sentence
