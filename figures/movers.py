"""The word that says up or down for an amount: the nearest one in its clause."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from figures.amounts import Quantity
from figures.lexicon import Lexicon
from figures.tokens import Token, is_mark
from figures.types import Direction

PERCENT = frozenset({"percent", "percentage_point"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """The clause `tokens[first:last]` that a quantity stands in, with the sentence's others."""

    tokens: Sequence[Token]
    first: int
    last: int
    others: Sequence[Quantity]
    lexicon: Lexicon
    positions: Mapping[str, Sequence[int]]

    def marked(self, section: str, first: int | None = None, last: int | None = None) -> bool:
        """Whether a word of the section stands in the clause, or in a part of it."""
        low = self.first if first is None else max(first, self.first)
        high = self.last if last is None else min(last, self.last)
        positions = self.positions.get(section)
        if not positions:
            return False
        at = bisect_left(positions, low)
        return at < len(positions) and positions[at] < high


Moved = tuple[Direction, int, Literal["before", "after"]]


def nearest(scene: Scene, quantity: Quantity) -> Moved | None:
    """The nearest word that says up or down in the clause, its distance and side.

    The side on which the language puts its verb counts as nearer, one across another amount or a
    comma as farther; a word that belongs to an amount's bound ("более 5 млн") does not count.
    """
    best: tuple[int, Moved] | None = None
    for at, mark in _movers(scene, quantity):
        side: Literal["before", "after"] = "before" if at < quantity.first else "after"
        distance = quantity.first - at if side == "before" else at - quantity.last + 1
        if (
            best is not None
            and abs(at - quantity.first) - (quantity.last - quantity.first) > best[0]
        ):
            break  # they come by distance, and no cost is below it
        low, high = sorted((at, quantity.first))
        crossed = sum(
            1 for other in scene.others if other is not quantity and low < other.first < high
        )
        commas = sum(1 for i in range(low, high) if scene.tokens[i].text == ",")
        cost = distance + 3 * crossed + 2 * commas
        if (side == "after") != scene.lexicon.verb_final:
            cost += 3
        if best is None or cost < best[0]:
            best = (cost, (direction_of(mark), distance + 3 * crossed, side))
    return best[1] if best else None


def _movers(scene: Scene, quantity: Quantity) -> Iterator[tuple[int, str]]:
    places = (*scene.positions.get("up", ()), *scene.positions.get("down", ()))
    if not places:
        return
    later = [other for other in scene.others if other.first > quantity.first]
    for at in sorted(set(places), key=lambda at: abs(at - quantity.first)):
        if not scene.first <= at < scene.last or quantity.first <= at < quantity.last:
            continue
        mark = is_mark(scene.tokens, at, "up") or is_mark(scene.tokens, at, "down")
        if mark is None or _is_bound(scene, at) or _in_phrase(scene, at):
            continue
        # "наторговал на 512 млн, это плюс 34,8%": a word right before a later amount is that one's
        ahead = any(0 < other.first - at <= 2 for other in later)
        # "на 21,4 млн, что на 3,2 млн больше": one right behind a later amount is that one's too
        behind = any(0 <= at - other.last <= 1 for other in later)
        if at >= quantity.last and (behind or (ahead and not scene.lexicon.verb_final)):
            shared = quantity.unit in PERCENT and any(
                other.unit == quantity.unit for other in later
            )
            if not shared or (ahead and not behind and not scene.lexicon.verb_final):
                continue
        if mark:
            yield at, str(mark.value)


def _in_phrase(scene: Scene, at: int) -> bool:
    """ "Made up 82%": the word belongs to a phrase of another sense."""
    share = is_mark(scene.tokens, at - 1, "share")
    bound = is_mark(scene.tokens, at - 1, "bound_after")  # и выше
    if is_mark(scene.tokens, at - 1, "idiom") or is_mark(scene.tokens, at, "idiom"):
        return True  # "companies set up in 2023", «жоғары оқу орны»
    return bool((share and share.words > 1) or (bound and bound.words > 1))


def _is_bound(scene: Scene, at: int) -> bool:
    tokens = scene.tokens
    if is_mark(tokens, at, "bound_before"):
        return any(at < other.first <= at + 3 and other.bound != "exact" for other in scene.others)
    if not is_mark(tokens, at, "bound_after") or is_mark(tokens, at, "verb"):
        return False
    return any(
        other.last - 2 <= at <= other.last and other.bound != "exact" and not other.dative
        for other in scene.others
    )


def direction_of(value: str) -> Direction:
    return "down" if value == "down" else "up"
