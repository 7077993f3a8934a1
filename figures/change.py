"""Quantities → level, change or share: grown by or to, up or down, a part of what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.amounts import Quantity, is_below_zero
from figures.link import GENITIVE
from figures.movers import PERCENT, Moved, Scene, direction_of, nearest
from figures.tokens import Token, is_mark
from figures.types import Direction, Kind

_NEAR = 7  # words between an amount and the verb that moves it
_LISTED = 4  # words from one amount of a list to the next: ", to France"
_TO_FRACTION = 5  # words from "half of it" to the percentage that says how much
_WHOLE = frozenset({"count", "people", "times"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """What a quantity says: its kind and direction, and the rule that told it."""

    quantity: Quantity
    kind: Kind
    direction: Direction | None = None
    computed: str | None = None
    rule: str = "level"


def movement(scene: Scene, quantity: Quantity) -> Movement:
    """The first rule that takes the quantity decides; a plain level is what remains."""
    for rule in _RULES:
        found = rule(scene, quantity)
        if found is not None:
            return replace(found, rule=rule.__name__.lstrip("_"))
    return Movement(quantity=_unbounded(scene, quantity), kind="level")


def _pair(scene: Scene, quantity: Quantity) -> Movement | None:
    if not quantity.role:
        return None
    share = quantity.unit == "percent" and scene.marked("share", last=quantity.first)
    return Movement(quantity=quantity, kind="share" if share else "level")


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


def _is_end_of_share(scene: Scene, quantity: Quantity) -> bool:
    """«доля упала с 31 % в 2018 году до 22 % в 2021-м», «үлесі 2018 жылғы 31 %-дан 2021 жылы
    22 %-ға төмендеді»: where a share came from and has come to, each with its own time."""
    if not scene.marked("share", last=quantity.first):
        return False
    pair = [other for other in scene.others if other.unit == "percent"]
    if len(pair) != 2 or quantity not in pair:
        return False
    tokens, (low, high) = scene.tokens, pair
    if scene.lexicon.verb_final:
        return bool(scene.lexicon.ablative.match(low.suffix)) and high.dative
    return bool(is_mark(tokens, low.first - 1, "from")) and high.to


def _repeats_a_fraction(scene: Scene, quantity: Quantity) -> bool:
    """«Без малого половину вывоза, 46%, обеспечила мука»."""
    if quantity.to or scene.tokens[quantity.first - 1].text not in (",", "("):
        return False
    return any(
        scene.tokens[at].marks.keys() & {"half_before", "fraction_part"}
        for at in range(max(scene.first, quantity.first - _TO_FRACTION), quantity.first - 1)
    )


def _of_a_level(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """«94.2% of its 2019 level»."""
    if not is_mark(tokens, quantity.last, "whole"):
        return False
    ahead = range(quantity.last + 1, min(quantity.last + 5, len(tokens)))
    return any(is_mark(tokens, at, "index_level") for at in ahead)


def _compared_before(scene: Scene, quantity: Quantity) -> bool:
    """«өткен жылға қарағанда 107,6 пайыз болды»: a base before, and nothing that moves."""
    if quantity.value < 90 or nearest(scene, quantity) is not None:
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
    if quantity.unit in PERCENT and quantity.sign == "down" and _is_a_dash(scene, quantity):
        return None
    if quantity.unit in PERCENT or (same and quantity.by_minus):
        return Movement(quantity=quantity, kind="change", direction=direction_of(quantity.sign))
    if (
        quantity.sign == "down"
        and quantity.unit not in _WHOLE
        and is_below_zero(scene.tokens, quantity)
    ):
        below = replace(quantity, value=-quantity.value, first=quantity.first - 1)
        return Movement(quantity=below, kind="level")
    return None


def _is_a_dash(scene: Scene, quantity: Quantity) -> bool:
    """«доля Китая –45 %», «рост –12,5 %», «охват –100 %»: typed without a space behind it."""
    if quantity.by_minus or scene.tokens[quantity.first - 2].text == "(":
        return False
    if quantity.value >= _WHOLLY or scene.marked("share", last=quantity.first):
        return True
    near = range(max(scene.first, quantity.first - _TO_DASH), quantity.first)
    return any(is_mark(scene.tokens, at, "up") for at in near)


_WHOLLY = 100  # percent: nothing shrinks by all of itself, or is a larger part
_TO_DASH = 4  # words from "growth" to the dash behind it, itself counted


def _share(scene: Scene, quantity: Quantity) -> Movement | None:
    """«82% оборота», «соның 12%-ы», «доля … составила 40 %», «доля … выросла до 40 %»."""
    if quantity.unit != "percent" or quantity.by or quantity.value > _WHOLLY:
        return None
    if _is_end_of_share(scene, quantity):
        return Movement(quantity=_unbounded(scene, quantity), kind="share")
    if _repeats_a_fraction(scene, quantity):
        return Movement(quantity=quantity, kind="share")
    said = scene.marked("share", last=quantity.first if quantity.to else None)
    if scene.first and scene.tokens[scene.first - 1].text == ":":
        # «доля России опустилась до трети: 33,7 %»
        said = said or any(at < scene.first for at in scene.positions.get("share", ()))
    if quantity.to and said:
        return Movement(quantity=_unbounded(scene, quantity), kind="share")
    if quantity.to:
        return None
    moved = nearest(scene, quantity)
    if moved is not None and not said:
        return None
    if moved is not None and (moved[1] <= 2 or quantity.dative):
        return None
    if quantity.dative and not said and _shared_verb(scene, quantity):
        return None  # «экспорт 12%-ға, ал импорт 7%-ға азайды»
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
    whole = quantity.possessive or _has_whole(scene, quantity) or _in_brackets(scene, quantity)
    whole = whole or (moved is None and _puts_otherwise(scene, quantity))
    if said or part or dashed or whole:
        return Movement(quantity=_unbounded(scene, quantity), kind="share")
    return None


def _puts_otherwise(scene: Scene, quantity: Quantity) -> bool:
    """«113 млн тенге, или 79 %», «784 млн доллар немесе 20,5 %», where nothing moves: an amount,
    and what part of the whole it is."""
    if scene.positions.keys() & {"up", "down"}:
        return False
    at = quantity.first - 1
    if not is_mark(scene.tokens, at, "or"):
        return False
    at -= scene.tokens[at - 1].text == ","
    return any(other.last == at and other.unit not in _RATES for other in scene.others)


def _in_brackets(scene: Scene, quantity: Quantity) -> bool:
    """«торговые партнёры – Китай (34,5 %) и Италия (21,2 %)», in a sentence where nothing moves."""
    if quantity.last >= len(scene.tokens) or not quantity.first:
        return False
    around = scene.tokens[quantity.first - 1].text, scene.tokens[quantity.last].text
    return around == ("(", ")") and not scene.positions.keys() & {"up", "down"}


def _has_whole(scene: Scene, quantity: Quantity) -> bool:
    """Whether the next word is what the percentage is of: "51% акций", «экспорттың 70 пайызы»."""
    at = quantity.last
    before = scene.tokens[quantity.first - 1].text if quantity.first else ""
    if scene.lexicon.verb_final and before.endswith(GENITIVE):
        return True
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
    moved = nearest(scene, quantity)
    if quantity.rule == "multiple":
        own = is_mark(scene.tokens, quantity.first, "down")
        direction: Direction = "down" if own else moved[0] if moved else "up"
        return Movement(quantity=quantity, kind="change", direction=direction)
    if moved is None:
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _by(scene: Scene, quantity: Quantity) -> Movement | None:
    """«вырос на 2 млн», «2 млн долларға өсті»: led by «by», with a verb that moves."""
    against = is_mark(scene.tokens, quantity.last, "versus")
    if quantity.to or (quantity.dative and against and against.value == "compared"):
        return None  # «87,9 млн долларға қарағанда өсім 28,1 пайыз»
    moved = nearest(scene, quantity)
    if moved is None:
        moved = _shared_verb(scene, quantity)
    if moved is None:
        return None
    if quantity.unit in PERCENT and _leads_to_level(scene, quantity):
        return Movement(quantity=quantity, kind="change", direction=moved[0])
    if quantity.by:
        if moved[2] == "after" and quantity.unit not in PERCENT and _is_worth(scene, quantity):
            return None
        if quantity.unit not in PERCENT and _is_sum_traded(scene, quantity):
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


def _is_sum_traded(scene: Scene, quantity: Quantity) -> bool:
    """«купил вшестеро больше – на 11,4 млн»: behind a dash stands what the purchases came to."""
    dashed = scene.tokens[max(quantity.first - 2, 0)].text == "-"
    return dashed and scene.marked("trades", last=quantity.first)


def _moved(scene: Scene, quantity: Quantity) -> Movement | None:
    """«рост 12 %», «падение оказалось существенным – 29,5%»: percent beside a word that moves."""
    if quantity.unit not in PERCENT or quantity.to:
        return None
    moved = nearest(scene, quantity)
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
    return Movement(quantity=quantity, kind="change", direction=direction_of(str(mark.value)))


def _echo(scene: Scene, quantity: Quantity) -> Movement | None:
    """«rose by $5.1 million, or 12%», «рост составил 15,5% против 9,1% годом ранее», "rose 8%, to
    France 5%"."""
    if quantity.unit not in PERCENT:
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
    moved = nearest(scene, last) if same or against or listed else None
    if moved is None or moved[2] != "before" or (same and not last.by):
        return None
    return Movement(quantity=quantity, kind="change", direction=moved[0])


def _restated(scene: Scene, quantity: Quantity) -> Movement | None:
    """«5 млн долларға немесе 12 пайызға өсті», «на 5 млн, или на 12 %, вырос»: one step, told
    twice before the verb."""
    if quantity.to or not (quantity.by or quantity.dative) or quantity.unit in _RATES:
        return None
    behind = next((other for other in scene.others if other.first >= quantity.last), None)
    if behind is None or behind.unit not in _RATES or behind.first - quantity.last > _TO_RATE:
        return None
    between = scene.tokens[quantity.last : behind.first]
    bracketed = between[:1] and between[0].text == "(" and quantity.dative
    if not (bracketed or any("or" in token.marks for token in between)):
        return None
    if any(token.kind == "word" and not token.marks.keys() & _OF_STEPS for token in between):
        return None  # «30 млн долларға жетті, яғни 12 пайызға өсті»
    if quantity.by and scene.marked("trades", last=quantity.first):
        return None  # «продали на 5 млн долларов, или на 12 % больше»
    step = movement(scene, behind)
    if step.kind != "change":
        return None
    return Movement(quantity=quantity, kind="change", direction=step.direction)


_OF_STEPS = frozenset({"or", "by", "bound_before", "bound_after"})
_RATES = frozenset({*PERCENT, "times"})
_TO_RATE = 4  # words and marks from a step to the same in percent: ", или на"


def _gain(scene: Scene, quantity: Quantity) -> Movement | None:
    """«прирост экспорта – 16 млн долларов», «импорт прибавил 3,5 млн»: a gain says by itself."""
    if quantity.to or quantity.unit in PERCENT:
        return None
    for at in range(max(scene.first, quantity.first - 3), quantity.first):
        gain = is_mark(scene.tokens, at, "gain")
        dashed = scene.tokens[quantity.first - 1].text == "-"
        if gain and (gain.value == "verb" or dashed):
            moved = nearest(scene, quantity)
            return Movement(quantity=quantity, kind="change", direction=moved[0] if moved else "up")
    return None


def _exceeds(scene: Scene, quantity: Quantity) -> Movement | None:
    """«превысив прошлогодний уровень на 22,1%»."""
    if quantity.unit not in PERCENT or not quantity.by:
        return None
    for at in range(quantity.first - 1, max(scene.first, quantity.first - _NEAR) - 1, -1):
        mark = is_mark(scene.tokens, at, "exceeding")
        if mark is not None:
            way = direction_of(str(mark.value))
            return Movement(quantity=quantity, kind="change", direction=way)
    return None


_RULES: Sequence[Callable[[Scene, Quantity], Movement | None]] = (
    _pair,
    _index,
    _signed,
    _restated,
    _share,
    _ratio,
    _by,
    _exceeds,
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


def _shared_verb(scene: Scene, quantity: Quantity) -> Moved | None:
    """«экспорт 12%-ға, ал импорт 5%-ға өсті»: the verb of the neighbour clause serves both."""
    if quantity.unit not in PERCENT:
        return None
    if not (quantity.by or quantity.dative or _leads_to_level(scene, quantity)):
        return None
    whole = replace(scene, first=0, last=len(scene.tokens))
    return nearest(whole, quantity)


def _unbounded(scene: Scene, quantity: Quantity) -> Quantity:
    """«вырос до 5 млн» is a level of 5, where «до 5 млн» alone is a ceiling."""
    if quantity.bound != "at_most" or not quantity.to:
        return quantity
    moving = scene.marked("up") or scene.marked("down") or scene.marked("reaching")
    return replace(quantity, bound="exact") if moving else quantity
