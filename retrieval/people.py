"""Which people a figure counts, and whether they are those that a question asks for."""

import re
from functools import lru_cache

from figures.types import Figure
from language.analyzer import concepts
from language.fold import fold
from language.kazakh import skeleton
from language.names import PlaceMention, find_places
from retrieval.context import Asked, Surroundings
from retrieval.slots import OWN, Slots

_THINGS = frozenset({"jobs", "flights", "contracts"})


def of_some_kind(figure: Figure) -> str | None:
    """The noun of people that no statistic of its own counts: students, workers, patients."""
    return figure.counted if (figure.unit, figure.indicator) == ("people", "other") else None


def are_others(figure: Figure, slots: Slots, asked: Asked, around: Surroundings) -> bool:
    """Whether a figure counts other people than asked for, or other things."""
    noun, kind = figure.counted or "", of_some_kind(figure)
    things = bool(slots.indicators) and slots.indicators[0] in _THINGS
    if things and (figure.unit, figure.indicator) == ("count", "other"):
        return True  # «1 200 машин» where jobs are asked for
    if things and kind and (slots.indicators[0] != "jobs" or figure.kind == "change"):
        return True
    if kind and asked.counts_others(kind, around):
        return True
    abroad = figure.unit == "people" or figure.indicator == "tourists"
    told = "partner:clause" in figure.rule
    if abroad and not told and asked.wants_foreigners(around, noun):
        return True
    if abroad and told and figure.partner and not slots.partners and asked.about_foreigners:
        return not asked.are_foreigners(noun)  # of one country, not all foreigners
    ours = are_ours(slots.text)
    if kind and ours and asked.are_foreigners(noun):
        return True
    return bool(kind and asked.about_foreigners and not ours and are_ours(kind))


def gives_work(text: str, figure: Figure) -> bool:
    """«даст работу 130 медикам», «420 адам жұмыс істейді»: so many jobs."""
    before = _JOINT.split(text[figure.quote_start : figure.start])[-1]
    after = _JOINT.split(text[figure.end : figure.quote_end])[0]
    return bool(concepts(before + " " + after) & _WORK)


_JOINT = re.compile(r"[,;:()–—]|\s(?:и|а|және|мен|and)\s")
_WORK = frozenset({"@employment", "@jobs", "@operate_work", "@work_job"})


def come_from_elsewhere(figure: Figure, slots: Slots) -> bool:
    """«Сколько студентов из Малайзии» asks for none of ours who study in Malaysia, "how many
    Kazakhstani tourists went to Vietnam" for no Vietnamese ones."""
    if figure.unit != "people":
        return False
    if _are_from_here(slots.text):
        return _are_foreign(figure.text)
    ours_named = OWN in slots.places and not _asks_for_foreigners(slots.text)
    theirs = not ours_named and _asks_for_theirs(slots.text, slots.people)
    return bool(figure.counted and slots.partners and theirs and _are_from_here(figure.counted))


def are_ours_abroad(figure: Figure, slots: Slots) -> bool:
    """Whether a figure counts people of ours with a partner, and the question asks for ours."""
    counted = figure.counted if of_some_kind(figure) and figure.partner else None
    return bool(counted and _are_from_here(slots.text) and _are_from_here(counted))


@lru_cache(maxsize=4096)
def are_ours(text: str) -> bool:
    """Whether a text names people of our country: «казахстанские студенты», «отандастар»."""
    return any(place.code == OWN and _is_of_people(place) for place in find_places(text))


@lru_cache(maxsize=4096)
def _are_from_here(text: str) -> bool:
    """«казахстанских студентов», «шымкентцев»."""
    towns = (place.country == OWN and place.form == "demonym" for place in find_places(text))
    return are_ours(text) or any(towns)


@lru_cache(maxsize=4096)
def _are_foreign(text: str) -> bool:
    return any(place.country != OWN and _is_of_people(place) for place in find_places(text))


@lru_cache(maxsize=256)
def _asks_for_foreigners(text: str) -> bool:
    """«Сколько болгар приехало в Казахстан»."""
    return any(place.country != OWN and place.form == "demonym" for place in find_places(text))


_SOURCE = re.compile(r"\b(?:из|from)(?: the)?\W+$", re.IGNORECASE)
_LEFT = re.compile(r"(?:[ндт][ае]н)(?<!стан)$")  # a Kazakh ablative
_STEM = 4  # letters


@lru_cache(maxsize=256)
def _asks_for_theirs(text: str, people: str) -> bool:
    """«Сколько болгар приехало», «малайзийских студентов», «студентов из Малайзии»."""
    return any(
        place.country != OWN
        and (
            place.form == "demonym"
            or _SOURCE.search(text[: place.start])
            or (place.form == "noun" and _LEFT.search(text[: place.end]))
            or (place.form == "adjective" and _are_behind(people, text[place.end :]))
        )
        for place in find_places(text)
    )


def _are_behind(people: str, text: str) -> bool:
    """Whether the word for people stands right behind an adjective: «индийских студентов»."""
    behind = skeleton(fold(text)).split()[:1]
    return bool(people and behind) and behind[0].startswith(skeleton(fold(people))[:_STEM])


def _is_of_people(place: PlaceMention) -> bool:
    return place.form in ("demonym", "adjective")
