"""Who puts money into whom: what we invest abroad is no investment from there."""

import re
from functools import lru_cache

from figures.types import Figure
from language.fold import fold
from language.names import PlaceMention, find_places, place_name
from retrieval.goods import segment_of
from retrieval.slots import OWN

_WORDS = re.compile(r"[^\W\d_]+")
_INTO = frozenset({"в", "во", "на", "into", "in"})
_FROM = frozenset({"из", "от", "со", "from", "by", "of"})
_BETWEEN = frozenset({"экономику", "экономике", "рынок", "проекты", "развитие", "the", "economy"})
_DATIVE = re.compile("(?:ға|ге|қа|ке|[ндт][ае])$")  # or the locative
_ABLATIVE = re.compile("(?:[дтн][ае]н)$")
_TO_THEIR_ECONOMY = re.compile(r"\s+(?:экономика|жоба|нары)\w*(?:на|не)\b")


@lru_cache(maxsize=4_096)
def goes_abroad(text: str, *, from_us: bool = False) -> bool | None:
    """Whether a text speaks of our money in another country (True), or of theirs in ours (False);
    None where it does not tell. With `from_us` it must say that the money is ours: «на встрече в
    Риме инвесторы пообещали вложить» says no such thing."""
    into: set[bool] = set()
    out_of: set[bool] = set()
    for place in find_places(text):
        if place.level != "group" and place.country is not None:
            ours = place.country == OWN
            (into if _is_into(text, place) else out_of).add(ours)
    if False in into and True not in into and False not in out_of:
        return True if True in out_of or not from_us else None
    if True in into or (False in out_of and True not in out_of):
        return False if False not in into else None
    return None


def is_other_way(text: str, figure: Figure, question: str) -> bool:
    """Whether a figure tells of money that goes the other way than the question's."""
    asked = goes_abroad(question)
    if asked is None:
        return False
    told = goes_abroad(segment_of(text, figure), from_us=not asked)
    if told is None:
        told = goes_abroad(text[figure.quote_start : figure.quote_end], from_us=not asked)
    return told is not asked if asked else told is True


def _is_into(text: str, place: PlaceMention) -> bool:
    """«в Сербию», «в экономику Сербии», "in Serbia", «Сербияға», «Сербия экономикасына»."""
    words = [fold(word) for word in _WORDS.findall(text[max(0, place.start - 40) : place.start])]
    last = len(words)
    while last and words[last - 1] in _BETWEEN:
        last -= 1
    if last and words[last - 1] in _INTO:
        return True
    if last and words[last - 1] in _FROM:
        return last < len(words)  # "the economy of Serbia"
    name = fold(text[place.start : place.end])
    if _TO_THEIR_ECONOMY.match(text, place.end):
        return True
    if name == fold(place_name(place.code, "kk")):
        return False  # «Канада» is no case of anything
    return bool(_DATIVE.search(name)) and not _ABLATIVE.search(name)
