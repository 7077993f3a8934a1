"""Quantities → level, change or share: grown by or to, up or down, a part of what."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from figures.amounts import Quantity, is_below_zero
from figures.lexicon import Lexicon
from figures.link import GENITIVE
from figures.tokens import Token, is_mark
from figures.types import Direction, Kind

_NEAR = 7  # words between an amount and the verb that moves it
_LISTED = 4  # words from one amount of a list to the next: ", to France"
_PERCENT = frozenset({"percent", "percentage_point"})
_WHOLE = frozenset({"count", "people", "times"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """What a quantity says: its kind and direction, and the rule that told it."""

    quantity: Quantity
    kind: Kind
    direction: Direction | None = None
    computed: str | None = None
    rule: str = "level"


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


def movement(scene: Scene, quantity: Quantity) -> Movement:
    """The first rule that takes the quantity decides; a plain level is what remains."""
    for rule in _RULES:
        found = rule(scene, quantity)
        if found is not None:
            return replace(found, rule=rule.__name__.lstrip("_"))
    return Movement(quantity=_unbounded(scene, quantity), kind="level")


def _pair(scene: Scene, quantity: Quantity) -> Movement | None:
    return Movement(quantity=quantity, kind="level") if quantity.role else None


def _index(scene: Scene, quantity: Quantity) -> Movement | None:
    """«107,6 % к прошлому году»: an index, so growth of 7.6 %, computed from the stated one."""
    if quantity.unit != "percent" or quantity.by or not Decimal(50) < quantity.value < Decimal(300):
        return None
    tokens = scene.tokens
    base = (
        is_mark(tokens, quantity.last, "index_base")
        or _of_a_level(tokens, quantity)
        or is_mark(tokens, quantity.first - 1, "index_base_before")
        or scene.marked("index_name", last=quantity.first)
        or _compared_before(scene, quantity)
    )
    if not base:
        return None
    grown = quantity.value - 100
    return Movement(
        quantity=replace(quantity, value=abs(grown)),
        kind="change",
        direction="up" if grown >= 0 else "down",
        computed=f"{quantity.value} % − 100 %",
    )


def _of_a_level(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """«94.2% of its 2019 level»."""
    if not is_mark(tokens, quantity.last, "whole"):
        return False
    ahead = range(quantity.last + 1, min(quantity.last + 5, len(tokens)))
    return any(is_mark(tokens, at, "index_level") for at in ahead)


def _compared_before(scene: Scene, quantity: Quantity) -> bool:
    """«өткен жылға қарағанда 107,6 пайыз болды»: a base before, and nothing that moves."""
    if quantity.value < 90 or _nearest(scene, quantity) is not None:
        return False
    return any(
        (mark := is_mark(scene.tokens, at, "versus")) is not None and mark.value == "compared"
        for at in range(max(scene.first, quantity.first - 3), quantity.first)
    )


def _signed(scene: Scene, quantity: Quantity) -> Movement | None:
    """«+54,7 %», «2,1 млн тонн, минус 40 тыс. тонн»; a minus before a lone amount makes it one
    below zero."""
    if quantity.sign is None or quantity.value_max is not None:
        return None
    same = any(
        other.unit == quantity.unit and other.last <= quantity.first for other in scene.others
    )
    if quantity.unit in _PERCENT or (same and quantity.by_minus):
        return Movement(quantity=quantity, kind="change", direction=_direction(quantity.sign))
    if (
        quantity.sign == "down"
        and quantity.unit not in _WHOLE
        and is_below_zero(scene.tokens, quantity)
    ):
        below = replace(quantity, value=-quantity.value, first=quantity.first - 1)
        return Movement(quantity=below, kind="level")
    return None


def _share(scene: Scene, quantity: Quantity) -> Movement | None:
    """«82% оборота», «соның 12%-ы», «доля … составила 40 %»."""
    if quantity.unit != "percent" or quantity.by or quantity.to:
        return None
    said = scene.marked("share")
    moved = _nearest(scene, quantity)
    if moved is not None and not said:
        return None
    if moved is not None and (moved[1] <= 2 or quantity.dative):
        return None
    part = (
        scene.marked("part", last=quantity.first)
        or is_mark(scene.tokens, quantity.last, "part")
        or (moved is None and is_mark(scene.tokens, 0, "part_open"))
    )
    dashed = (
        moved is None
        and quantity.last + 1 < scene.last
        and scene.tokens[quantity.last].text == "-"
        and scene.tokens[quantity.last + 1].kind == "word"
    )
    if said or part or dashed or quantity.possessive or _has_whole(scene, quantity):
        return Movement(quantity=_unbounded(scene, quantity), kind="share")
    return None


def _has_whole(scene: Scene, quantity: Quantity) -> bool:
    """Whether the next word is what the percentage is of: "51% акций", «экспорттың 70 пайызы»."""
    at = quantity.last
    if scene.lexicon.verb_final and scene.tokens[quantity.first - 1].text.endswith(GENITIVE):
        return quantity.first > 0
    if is_mark(scene.tokens, at, "indicator") or is_mark(scene.tokens, at, "whole"):
        return True
    if at >= scene.last or scene.tokens[at].kind != "word" or len(scene.tokens[at].text) < 4:
        return False
    return bool(scene.lexicon.genitive.search(scene.tokens[at].text)) and not (
        scene.tokens[at].marks.keys() & {"period", "up", "down", "plan", "versus"}
    )


def _ratio(scene: Scene, quantity: Quantity) -> Movement | None:
    """«вдвое», «1,8 есе артқан», «в 1,8 раза больше»: a change, down where the clause says less."""
    if quantity.unit != "times":
        return None
    moved = _nearest(scene, quantity)
    if quantity.rule == "multiple":
        own = is_mark(scene.tokens, quantity.first, "down")
        direction: Direction = "down" if own else moved[0] if moved else "up"
        return Movement(quantity=quantity, kind="change", direction=direction)
    if moved is None:
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _by(scene: Scene, quantity: Quantity) -> Movement | None:
    """«вырос на 2 млн», «2 млн долларға өсті»: led by «by», with a verb that moves."""
    if quantity.to:
        return None
    moved = _nearest(scene, quantity)
    if moved is None:
        moved = _shared_verb(scene, quantity)
    if moved is None:
        return None
    if quantity.unit in _PERCENT and _leads_to_level(scene, quantity):
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    if quantity.by:
        if moved[2] == "after" and quantity.unit not in _PERCENT and _is_worth(scene, quantity):
            return None
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    if quantity.dative and not _reaches(scene, quantity) and moved[2] == "after":
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    return None


def _is_worth(scene: Scene, quantity: Quantity) -> bool:
    """«наторговали на 163,9 млн долларов, прибавив 29 %»: what was traded stands before it, and
    what moves only behind a comma."""
    traded = any(
        is_mark(scene.tokens, at, "indicator")
        for at in range(max(scene.first, quantity.first - 4), quantity.first)
    )
    return traded and scene.tokens[min(quantity.last, len(scene.tokens) - 1)].text == ","


def _moved(scene: Scene, quantity: Quantity) -> Movement | None:
    """«рост 12 %», «падение оказалось существенным – 29,5%»: percent beside a word that moves."""
    if quantity.unit not in _PERCENT or quantity.to:
        return None
    moved = _nearest(scene, quantity)
    if moved is None or moved[1] > _NEAR or _reaches(scene, quantity):
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _leads_to_level(scene: Scene, quantity: Quantity) -> bool:
    """«exports rose 30.4% to $375.3 million, and imports 95.2% to $86.6 million»."""
    return any(
        is_mark(scene.tokens, at, "to") and any(0 < other.first - at <= 2 for other in scene.others)
        for at in (quantity.last, quantity.last + 1)
    )


def _compared(scene: Scene, quantity: Quantity) -> Movement | None:
    """«9 thousand tonnes below last year's»: a comparative right behind the amount."""
    mark = is_mark(scene.tokens, quantity.last, "comparative")
    if mark is None:
        return None
    ahead = range(quantity.last + 1, min(quantity.last + 3, scene.last))
    if not any(scene.tokens[at].marks.keys() & {"versus", "period"} for at in ahead):
        return None
    return Movement(quantity=quantity, kind="change", direction=_direction(str(mark.value)))


def _echo(scene: Scene, quantity: Quantity) -> Movement | None:
    """«rose by $5.1 million, or 12%», «рост составил 15,5% против 9,1% годом ранее», "rose 8%, to
    France 5%"."""
    if quantity.unit not in _PERCENT:
        return None
    last = next((other for other in reversed(scene.others) if other.last <= quantity.first), None)
    if last is None:
        return None
    between = range(last.last, quantity.first)
    same = len(between) <= 3 and any(is_mark(scene.tokens, at, "or") for at in between)
    against = (
        last.unit == quantity.unit
        and not last.by
        and len(between) <= 3
        and any(is_mark(scene.tokens, at, "versus") for at in between)
    )
    listed = (
        last.unit == quantity.unit
        and len(between) <= _LISTED
        and scene.tokens[last.last].text == ","
        and any(is_mark(scene.tokens, at, "dest") for at in between)
    )
    moved = _nearest(scene, last) if same or against or listed else None
    if moved is None or moved[2] != "before" or (same and not last.by):
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _gain(scene: Scene, quantity: Quantity) -> Movement | None:
    """«прирост экспорта – 16 млн долларов», «импорт прибавил 3,5 млн»: a gain says by itself."""
    if quantity.to or quantity.unit in _PERCENT:
        return None
    for at in range(max(scene.first, quantity.first - 3), quantity.first):
        gain = is_mark(scene.tokens, at, "gain")
        dashed = scene.tokens[quantity.first - 1].text == "-"
        if gain and (gain.value == "verb" or dashed):
            moved = _nearest(scene, quantity)
            return Movement(quantity=quantity, kind="change", direction=moved[0] if moved else "up")
    return None


_RULES: Sequence[Callable[[Scene, Quantity], Movement | None]] = (
    _pair,
    _index,
    _signed,
    _share,
    _ratio,
    _by,
    _gain,
    _compared,
    _moved,
    _echo,
)


def _reaches(scene: Scene, quantity: Quantity) -> bool:
    """Whether the next verb behind the amount is one of reaching: "302 млн долларға жетті"."""
    for at in range(quantity.last, min(quantity.last + 4, scene.last)):
        if is_mark(scene.tokens, at, "by_case"):
            return True
        if is_mark(scene.tokens, at, "up") or is_mark(scene.tokens, at, "down"):
            return False
    return False


Moved = tuple[Direction, int, Literal["before", "after"]]


def _nearest(scene: Scene, quantity: Quantity) -> Moved | None:
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
            best = (cost, (_direction(mark), distance + 3 * crossed, side))
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
            shared = quantity.unit in _PERCENT and any(
                other.unit == quantity.unit for other in later
            )
            if not shared or (ahead and not behind and not scene.lexicon.verb_final):
                continue
        if mark:
            yield at, str(mark.value)


def _shared_verb(scene: Scene, quantity: Quantity) -> Moved | None:
    """«экспорт 12%-ға, ал импорт 5%-ға өсті»: the verb of the neighbour clause serves both."""
    if quantity.unit not in _PERCENT:
        return None
    if not (quantity.by or quantity.dative or _leads_to_level(scene, quantity)):
        return None
    whole = replace(scene, first=0, last=len(scene.tokens))
    return _nearest(whole, quantity)


def _in_phrase(scene: Scene, at: int) -> bool:
    """ "Made up 82%": the word belongs to a phrase of another sense."""
    share = is_mark(scene.tokens, at - 1, "share")
    bound = is_mark(scene.tokens, at - 1, "bound_after")  # и выше
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


def _direction(value: str) -> Direction:
    return "down" if value == "down" else "up"


def _unbounded(scene: Scene, quantity: Quantity) -> Quantity:
    """«вырос до 5 млн» is a level of 5, where «до 5 млн» alone is a ceiling."""
    if quantity.bound != "at_most" or not quantity.to:
        return quantity
    moving = scene.marked("up") or scene.marked("down") or scene.marked("reaching")
    return replace(quantity, bound="exact") if moving else quantity
