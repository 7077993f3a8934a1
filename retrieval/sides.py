"""Whom and where a question is about: places, partners, peoples, and what currencies name."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from figures.amounts import ends_at
from figures.lexicon import Mark
from figures.tokens import Token, is_mark
from language.names import PlaceMention, find_places
from retrieval.slots import FLOWS, OWN, Slots

_QUOTED = re.compile(r"[«“\"][^«»“”\"]+[»”\"]")
_THINGS = frozenset({"counted", "counted_joint", "people", "unit", "indicator"})


def covered(tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> set[int]:
    return {
        at
        for at, token in enumerate(tokens)
        for mention in mentions
        if mention.start <= token.start < mention.end
    }


def mark_peoples(tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> None:
    """«Сколько немцев учится», "How many Germans study", «Қанша неміс оқиды» count people."""
    for at in covered(tokens, mentions):
        token, behind = tokens[at], tokens[at + 1 : at + 2]
        if behind and behind[0].marks.keys() & _THINGS:
            continue
        for mention in mentions:
            alone = mention.form == "adjective" and (_is_plural(token) or _works(behind))
            if mention.end == token.end and (mention.form == "demonym" or alone):
                whose = "people" if mention.country == OWN else "foreign"
                token.marks = token.marks | {"demonym": Mark("demonym", whose, 1)}


def _is_plural(token: Token) -> bool:
    return token.text.isascii() and token.text.endswith("s") and not token.text.endswith("ss")


def _works(behind: Sequence[Token]) -> bool:
    return bool(behind) and "occupied" in behind[0].marks


def included(
    tokens: Sequence[Token], shown: str, is_told: Callable[[str], bool] = lambda word: False
) -> list[PlaceMention]:
    """The places that a question names, but for those that it shuts out ("Kazakhstan (not
    Almaty)"), those of a longer name in quotes, and known words that only look like a name, as does
    a name that `is_told` in the corpus: the post of Temirbaba is no Temirtau."""
    at = {token.start: index for index, token in enumerate(tokens)}
    quoted = [span.span() for span in _QUOTED.finditer(shown)]
    exact = {mention.start for mention in find_places(shown)}
    kept = []
    for mention in find_places(shown, fuzzy=True):
        first = at.get(mention.start)
        if first is not None and ends_at(tokens, "excluded", first):
            continue
        if (
            first is not None
            and mention.start not in exact
            and tokens[first].marks.keys() & _THINGS
        ):
            continue  # «план по туристам»
        if mention.start not in exact and is_told(shown[mention.start : mention.end]):
            continue
        if any(start < mention.start and mention.end < end - 1 for start, end in quoted):
            continue  # «Алтай сақинасы» is a route
        kept.append(mention)
    return kept


def with_places(slots: Slots, tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> Slots:
    places: list[str] = []
    partners: list[str] = []
    regions: list[str] = []
    negated = [
        tokens[at + mark.words - 1].end
        for at, token in enumerate(tokens)
        if (mark := token.marks.get("negation")) is not None
    ]
    currencies = [token.start for token in tokens if "currency" in token.marks]
    hyphens = {token.start for token in tokens if token.text == "-" and token.glued}
    for mention in mentions:
        if mention.level == "group" and mention.form != "noun":
            continue  # "the Central Asian fair"
        if any(0 <= start - mention.end <= 1 for start in currencies):
            continue  # "млн АҚШ доллары"
        if mention.country is None or any(0 <= mention.start - end <= 2 for end in negated):
            continue
        if mention.country == OWN and mention.end in hyphens and not _trades(tokens):
            continue  # «на казахстанско-болгарском форуме»: where it was, nobody says
        if mention.country == OWN:
            if mention.code not in places and (mention.form != "demonym" or mention.code != OWN):
                places.append(mention.code)
            continue
        if mention.country not in partners:
            partners.append(mention.country)
        if mention.level in ("region", "city") and mention.code not in regions:
            regions.append(mention.code)
    for at in range(len(tokens)):
        mark = is_mark(tokens, at, "anaphor")
        timed = any("whole_time" in token.marks for token in tokens[max(at - 1, 0) : at + 1])
        if mark and mark.value == "own_country" and OWN not in places and not timed:
            places.append(OWN)  # "as a whole", and not «for the whole of 2020»
    if len(places) > 1 and OWN in places and not _both(tokens):
        # "Almaty, Kazakhstan": the narrower place is meant
        places = [place for place in places if place != OWN]
    return replace(
        slots,
        town=_names_a_town(tokens, mentions),
        places=tuple(places),
        partners=tuple(partners),
        partner_regions=tuple(regions),
    )


def _names_a_town(tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> bool:
    """«в городе Павлодаре», «Павлодар қаласында», "the city of Pavlodar"."""
    towns = [m for m in mentions if m.country == OWN and m.level == "city"]
    called = [t for t in tokens if "anaphor" in t.marks and t.marks["anaphor"].value == "city"]
    return any(
        max(town.start - word.end, word.start - town.end) <= _BESIDE
        for town in towns
        for word in called
    )


_BESIDE = 4  # characters: a space, or "of" too


def _trades(tokens: Sequence[Token]) -> bool:
    """Whether a flow of trade is asked for, which has two sides."""
    marks = (token.marks.get("indicator") for token in tokens)
    return any(mark is not None and mark.value in FLOWS for mark in marks)


def _both(tokens: Sequence[Token]) -> bool:
    """Whether the whole country is asked for beside a part of it."""
    return any("part" in token.marks for token in tokens) or any(
        (mark := is_mark(tokens, at, "anaphor")) is not None and mark.value == "own_country"
        for at in range(len(tokens))
    )


def issuers_of(tokens: Sequence[Token], shown: str) -> dict[int, str]:
    """The country of each currency that is called by it: "Australian dollars"."""
    ends = {token.end: index + 1 for index, token in enumerate(tokens)}
    named = (place for place in find_places(shown, money=True) if place.form == "money")
    return {
        ends[place.end]: place.country for place in named if place.country and place.end in ends
    }
