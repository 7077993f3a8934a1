"""Quantities → level, change or share: grown by or to, up or down, a part of what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from figures.quantities import Quantity
from figures.tokens import Token, is_mark
from figures.types import Direction, Kind

_NEAR = 7  # words between an amount and the verb that moves it

_DATIVE = ("ға", "ге", "қа", "ке", "на", "не")


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """What a quantity says: its kind and direction, and the rule that told it."""

    quantity: Quantity
    kind: Kind
    direction: Direction | None = None
    computed: str | None = None
    rule: str = "level"


def movement(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement:
    """The first rule that takes the quantity decides; a plain level is what remains."""
    for rule in (_pair, _index, _signed, _share, _ratio, _by, _moved):
        found = rule(tokens, quantity, clause, others)
        if found is not None:
            return replace(found, rule=rule.__name__.lstrip("_"))
    return Movement(quantity=_unbounded(tokens, quantity, clause), kind="level")


def _pair(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    return Movement(quantity=quantity, kind="level") if quantity.role else None


def _index(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    """ "107,6 % к прошлому году": an index, so growth of 7.6 %, computed from the stated one."""
    if quantity.unit != "percent" or quantity.by or not Decimal(50) < quantity.value < Decimal(300):
        return None
    base = (
        is_mark(tokens, quantity.last, "index_base")
        or is_mark(tokens, quantity.first - 1, "index_base_before")
        or any(is_mark(tokens, at, "index_name") for at in range(clause[0], quantity.first))
        or _compared_before(tokens, quantity, clause)
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


def _compared_before(tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int]) -> bool:
    """ "өткен жылға қарағанда 107,6 пайыз болды": a base before, and nothing that moves."""
    if quantity.value < 90 or _nearest(tokens, quantity, clause, others=()) is not None:
        return False
    return any(
        (mark := is_mark(tokens, at, "versus")) and mark.value == "compared"
        for at in range(max(clause[0], quantity.first - 3), quantity.first)
    )


def _signed(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    if quantity.unit not in ("percent", "percentage_point") or quantity.sign is None:
        return None
    return Movement(quantity=quantity, kind="change", direction=_direction(quantity.sign))


def _share(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    """ "82% оборота", "соның 12%-ы", "доля … составила 40 %"."""
    if quantity.unit != "percent" or quantity.by:
        return None
    moved = _nearest(tokens, quantity, clause, others)
    if moved and moved[1] <= 2:
        return None
    whole = is_mark(tokens, quantity.last, "indicator") or is_mark(tokens, quantity.last, "whole")
    possessive = quantity.suffix in ("ы", "і", "ын", "ін", "ына", "іне", "ызы", "йызы", "ы.")
    said = any(is_mark(tokens, at, "share") for at in range(*clause))
    part = any(is_mark(tokens, at, "part") for at in range(clause[0], quantity.first))
    if (said or part or possessive or whole) and (
        moved is None or said and not _verb_led(quantity)
    ):
        return Movement(quantity=_unbounded(tokens, quantity, clause), kind="share")
    return None


def _verb_led(quantity: Quantity) -> bool:
    return quantity.by or quantity.suffix.endswith(_DATIVE)


def _ratio(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    """ "вдвое", "1,8 есе артқан", "в 1,8 раза больше": a change; less where the clause says less."""
    if quantity.unit != "times":
        return None
    moved = _nearest(tokens, quantity, clause, others)
    if quantity.rule == "multiple":
        own = is_mark(tokens, quantity.first, "down")
        direction = "down" if own else moved[0] if moved else "up"
        return Movement(quantity=quantity, kind="change", direction=direction)
    if moved is None:
        return None
    compared = any(is_mark(tokens, at, "compare_ablative") for at in range(*clause))
    if compared:
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _by(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    """ "вырос на 2 млн", "2 млн долларға өсті": led by "by", with a verb that moves."""
    moved = _nearest(tokens, quantity, clause, others)
    if moved is None:
        return None
    if quantity.by and moved[1] <= _NEAR:
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    reached = _reaches(tokens, quantity, clause)
    if quantity.suffix.endswith(_DATIVE) and not reached and moved[1] <= 3 and moved[2] == "after":
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    return None


def _moved(
    tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int], others: Sequence[Quantity]
) -> Movement | None:
    """ "рост 12 %", "падение оказалось существенным – 29,5%": percent beside a word that moves."""
    if quantity.unit not in ("percent", "percentage_point") or quantity.to:
        return None
    moved = _nearest(tokens, quantity, clause, others)
    if moved is None or moved[1] > _NEAR or _reaches(tokens, quantity, clause):
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _reaches(tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Whether the next verb behind the amount is one of reaching: "302 млн долларға жетті"."""
    for at in range(quantity.last, min(quantity.last + 4, clause[1])):
        if is_mark(tokens, at, "by_case"):
            return True
        if is_mark(tokens, at, "up") or is_mark(tokens, at, "down"):
            return False
    return False


Moved = tuple[Direction, int, Literal["before", "after"]]


def _nearest(
    tokens: Sequence[Token],
    quantity: Quantity,
    clause: tuple[int, int],
    others: Sequence[Quantity],
) -> Moved | None:
    """The nearest word that says up or down in the clause, its distance and side.

    A word that belongs to another amount's bound ("более 5 млн") does not count.
    """
    best: Moved | None = None
    for at in range(*clause):
        if quantity.first <= at < quantity.last:
            continue
        mark = is_mark(tokens, at, "up") or is_mark(tokens, at, "down")
        if mark is None or _is_bound(tokens, at, others, quantity):
            continue
        side: Literal["before", "after"] = "before" if at < quantity.first else "after"
        distance = quantity.first - at if side == "before" else at - quantity.last + 1
        crossed = sum(
            1
            for other in others
            if other is not quantity
            and min(at, quantity.first) < other.first < max(at, quantity.first)
        )
        distance += 3 * crossed
        if best is None or distance < best[1]:
            best = (_direction(str(mark.value)), distance, side)
    return best


def _is_bound(
    tokens: Sequence[Token], at: int, others: Sequence[Quantity], quantity: Quantity
) -> bool:
    if is_mark(tokens, at, "bound_before") and at + 1 < len(tokens):
        return any(at < other.first <= at + 2 for other in (*others, quantity))
    return bool(
        is_mark(tokens, at, "bound_after")
        and any(other.last - 2 <= at <= other.last for other in (*others, quantity))
        and not is_mark(tokens, at, "verb")
    )


def _direction(value: str) -> Direction:
    return "down" if value == "down" else "up"


def _unbounded(tokens: Sequence[Token], quantity: Quantity, clause: tuple[int, int]) -> Quantity:
    """ "вырос до 5 млн" is a level of 5, where "до 5 млн" alone is a ceiling."""
    if quantity.bound != "at_most":
        return quantity
    moving = any(
        is_mark(tokens, at, "up") or is_mark(tokens, at, "down") or is_mark(tokens, at, "reaching")
        for at in range(*clause)
        if not quantity.first <= at < quantity.last
    )
    return replace(quantity, bound="exact") if quantity.to and moving else quantity
