"""Names misspelt by a letter or two, for the words of a question that nothing else explains."""

from functools import cache
from importlib.resources import files
from typing import Final

from language.gazetteer import Candidate, Gazetteer
from language.kazakh import is_common_word, skeleton

_SHORTEST: Final = 5
_LONG: Final = 9


def nearest_candidates(names: Gazetteer, word: str) -> tuple[Candidate, ...]:
    """Return the names of the one place that a misspelt word can mean, () where none or several."""
    bare = skeleton(word)
    if not _SHORTEST <= len(bare) <= 24 or is_common_word(word) or is_ordinary(bare):
        return ()
    allowed = 2 if len(bare) > _LONG - 1 else 1
    best = allowed + 1
    found: list[Candidate] = []
    for stem in _stems(names).get(bare[0], ()):
        if len(stem) - allowed > len(bare):
            continue
        for size in range(max(1, len(stem) - allowed), min(len(bare), len(stem) + allowed) + 1):
            distance = edit_distance(bare[:size], stem, min(best, allowed if len(stem) > 7 else 1))
            if distance > best or distance > allowed or distance == 0:
                continue
            fitting = _fitting(names, stem, bare[size:])
            if fitting and distance < best:
                best, found = distance, []
            found += fitting
    if len({candidate.place for candidate in found}) != 1:
        return ()
    return tuple(found)


def _fitting(names: Gazetteer, stem: str, tail: str) -> list[Candidate]:
    """Return the one-word names of this stem that take the tail."""
    return [
        candidate._replace(stem=len(stem), tail=tail)
        for candidate in names.with_stem(stem)
        if not candidate.rest and not candidate.flags and names.accepts(candidate.word_class, tail)
    ]


@cache
def _stems(names: Gazetteer) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for stem in names.index:
        if len(stem) >= _SHORTEST - 1:
            groups.setdefault(stem[0], []).append(stem)
    return {first: tuple(stems) for first, stems in groups.items()}


@cache
def _ordinary() -> frozenset[str]:
    path = files("language").joinpath("data/ordinary_words.txt")
    return frozenset(skeleton(word) for word in path.read_text(encoding="utf-8").split())


def is_ordinary(bare: str) -> bool:
    """Tell a word (its skeleton) that only looks like a name, up to four letters of ending."""
    words = _ordinary()
    return any(bare[:size] in words for size in range(max(3, len(bare) - 4), len(bare) + 1))


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
