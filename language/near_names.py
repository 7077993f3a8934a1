"""Names misspelt by a letter or two, for the words of a question that nothing else explains."""

import re
from functools import cache
from importlib.resources import files
from typing import Final

from language.gazetteer import PLAIN_LETTERS, Candidate, Gazetteer
from language.kazakh import is_common_word, is_ending, skeleton

_SHORTEST: Final = 6
_SHORTEST_CUT: Final = 5
_CUT: Final = frozenset({"ru_iya", "ru_a", "ru_ya"})
_SHORTEST_FAR: Final = 7
_LONG: Final = 8
_FARTHEST: Final = 2
_DOUBLED = re.compile(r"([^\W\d_])\1")


def nearest_candidates(names: Gazetteer, word: str) -> tuple[Candidate, ...]:
    """Return the names of the one place that a misspelt word can mean, () where none or several."""
    bare = skeleton(word)
    if not _SHORTEST_CUT <= len(bare) <= 24 or is_common_word(word) or is_ordinary(bare):
        return ()
    if len(bare) < _SHORTEST:
        return _cut_short(names, bare)
    best = _FARTHEST + 1
    found: list[Candidate] = []
    letters = set(bare)
    for stem in _stems(names).get(bare[0], ()):
        limit = min(best, _FARTHEST if len(stem) >= _LONG else 1)
        if len(stem) - limit > len(bare) or len(set(stem) - letters) > limit:
            continue
        for size in range(len(stem) - limit, min(len(bare), len(stem) + limit) + 1):
            distance = edit_distance(bare[:size], stem, limit)
            if distance > min(limit, best):
                continue
            fitting = _fitting(names, stem, bare[size:])
            if fitting and distance < best:
                best, found = distance, []
            found += fitting
    if len({candidate.place for candidate in found}) != 1:
        return ()
    return tuple(found)


def _cut_short(names: Gazetteer, bare: str) -> tuple[Candidate, ...]:
    """A country without its last letter, «Итали»: too short for any other slip."""
    if bare not in names.index:
        return ()
    found = [
        candidate._replace(stem=len(bare), tail="")
        for candidate in names.with_stem(bare)
        if candidate.word_class in _CUT and names.places[candidate.place].level == "country"
    ]
    return tuple(found) if len({candidate.place for candidate in found}) == 1 else ()


def respelled(word: str) -> str:
    """A word without what is most often misspelt in it: «Каннада», «Турцыя», "Cheliabi"; "" where
    that leaves it as it was, or short."""
    single = _DOUBLED.sub(r"\1", word).replace("цы", "ци").replace("иа", "я").replace("иу", "ю")
    return single if single != word and len(single) >= _SHORTEST else ""


def _fitting(names: Gazetteer, stem: str, tail: str) -> list[Candidate]:
    """Return the one-word names of this stem that take the tail."""
    return [
        candidate._replace(stem=len(stem), tail=tail)
        for candidate in names.with_stem(stem)
        if not candidate.rest
        and not candidate.flags & ~PLAIN_LETTERS
        and len(stem) >= _shortest_stem(names, candidate)
        and names.accepts(candidate.word_class, stem, tail)
    ]


def _shortest_stem(names: Gazetteer, candidate: Candidate) -> int:
    """Return how long a stem must be: what is asked about most may be the shortest."""
    place = names.places[candidate.place]
    near = place.level == "country" or place.country == "KZ"
    return _SHORTEST if near else _SHORTEST_FAR


@cache
def _stems(names: Gazetteer) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for stem in names.index:
        if len(stem) >= _SHORTEST:
            groups.setdefault(stem[0], []).append(stem)
    return {first: tuple(stems) for first, stems in groups.items()}


@cache
def _ordinary() -> frozenset[str]:
    path = files("language").joinpath("data/ordinary_words.txt")
    return frozenset(skeleton(word) for word in path.read_text(encoding="utf-8").split())


def is_ordinary(bare: str) -> bool:
    """Tell a word (its skeleton) that only looks like a name, whatever its Kazakh ending."""
    words = _ordinary()
    return any(
        bare[:size] in words and (len(bare) - size < 3 or is_ending(bare[size:], third_person=True))
        for size in range(len(bare), 3, -1)
    )


def edit_distance(first: str, second: str, limit: int) -> int:
    """Return how many letters differ, swaps of neighbours as one; `limit` + 1 where more do."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for at, char in enumerate(first, start=1):
        older, before, row = before, row, [at] + [0] * len(second)
        for other_at, other in enumerate(second, start=1):
            cost = before[other_at - 1] + (char != other)
            row[other_at] = min(before[other_at] + 1, row[other_at - 1] + 1, cost)
            swapped = at > 1 and other_at > 1 and char == second[other_at - 2]
            if swapped and first[at - 2] == other:
                row[other_at] = min(row[other_at], older[other_at - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return row[-1]
