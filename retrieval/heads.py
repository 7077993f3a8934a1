"""The noun that a question asks about: the load of a plant, the wage, the mills."""

import re
from collections.abc import Sequence

from figures.tokens import Token
from language.names import find_places
from retrieval.slots import Slots, is_money
from retrieval.statistic import asks_last

_NO_NOUN = {
    "ru": re.compile(
        "(?:[иы]й|[ая]я|[ое]е|[иы][емх]|[ое]го|[ое]му|[ую]ю|ой|[аеиоуыя]ть|[еиаяую]т|л[аои]?|н[аоы]?|с[яь])$"
    ),
    "en": re.compile("(?:ed|ing|ly|will|did|does|have|has)$"),
    "kk": re.compile("(?:[алрй]ды|[елрй]ді|[ст]т[ыі]|атын|етін|ған|ген|қан|кен|[дт]ағы|[дт]егі)$"),
}
_ADJECTIVE = {
    "ru": re.compile(".{2,}[ыи]х"),
    "en": re.compile("new|other|large|big|major|modern"),
    "kk": re.compile("жаңа|жаңадан|басқа|ірі|үлкен|заманауи"),
}
_JOINTS = frozenset({"of", "at", "in", "for", "per", "on", "by", "to", "from"})
_SLOTS = frozenset({"indicator", "counted", "people"})
_VERB_AND_MARK = 3  # tokens from the question word to the end: «қуаты қанша болады?»
_CASES = re.compile("(?:[ғқгк][ае]|[дт][ае]|[дтн][ае]н)$")  # Kazakh: to, in and from it
_ASKED = frozenset({"how_many", "how_much"})


def head_of(slots: Slots, tokens: Sequence[Token], words: Sequence[str], folded: str) -> str:
    """The word of `words` that says what is asked for; "" where a slot says it or none is plain."""
    at = _head(slots, tokens, words, folded)
    return "" if at is None else folded[tokens[at].start : tokens[at].end]


def _head(slots: Slots, tokens: Sequence[Token], words: Sequence[str], folded: str) -> int | None:
    told = slots.units == ("people",) or slots.kinds in (("change",), ("share",))
    if set(slots.indicators) - {"other"} or told or _asks_what_it_costs(slots, tokens):
        return None
    asks = [at for at, token in enumerate(tokens) if "ask" in token.marks]
    values = {str(tokens[at].marks["ask"].value) for at in asks}
    plain = [
        at
        for at, token in enumerate(tokens)
        if _is_plain(token, folded[token.start : token.end], words, slots.language)
    ]
    if values & _ASKED:
        if asks_last(tokens):
            return plain[0] if plain else None
        first = asks[0] + tokens[asks[0]].marks["ask"].words
        if slots.language == "kk" and first + 1 in plain and "demonym" in tokens[first].marks:
            first += 1  # «қанша шетелдік бағытқа»
        if first + 1 in plain and first not in plain and _describes(tokens[first], slots.language):
            first += 1  # «сколько новых гостиниц»
        before = [at for at in plain if at < asks[0]]
        last = asks[0] >= len(tokens) - _VERB_AND_MARK
        if slots.language == "kk" and last and first not in plain and before:
            return before[-1]  # «зауыттың қуаты қанша»
        last_of_run = first
        while slots.language != "ru" and last_of_run + 1 in plain:
            if _CASES.search(tokens[last_of_run].text):
                break  # «қанша бағытқа ұшақ ұшады»
            last_of_run += 1  # «жүк көлігі»
        return last_of_run if first in plain else None
    if values - {"what"} or not plain:
        return None
    if slots.language == "kk":
        behind = tokens[plain[-1] + 1 :]
        return None if any(token.marks.keys() & _SLOTS for token in behind) else plain[-1]
    if slots.language == "en":
        joint = next((at for at, token in enumerate(tokens) if token.text in _JOINTS), len(tokens))
        before = [at for at in plain if at < joint]
        return before[-1] if before else None
    return None if "governs" in tokens[plain[0] - 1].marks and plain[0] else plain[0]


def _describes(token: Token, language: str) -> bool:
    """Whether a word only tells of what kind something is: «новых», "new", «жаңа»."""
    return bool(_ADJECTIVE[language].fullmatch(token.text))


def _asks_what_it_costs(slots: Slots, tokens: Sequence[Token]) -> bool:
    money = any(map(is_money, slots.units))
    return money and not any("priced" in token.marks for token in tokens)


def _is_plain(token: Token, word: str, words: Sequence[str], language: str) -> bool:
    return (
        token.kind == "word"
        and word in words
        and token.marks.keys() <= {"dimension", "indicator", "priced", "skip_before"}
        and not _NO_NOUN[language].search(word)
        and not find_places(word)
    )
