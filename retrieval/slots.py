"""What a question pins down: kind, statistic, places, partners, time, unit, and its other words."""

from dataclasses import dataclass

from figures.timespan import Period
from figures.types import Direction, Kind
from retrieval.types import QuestionKind

OWN = "KZ"
MONEY = "money"  # any currency
PHYSICAL = "physical"  # anything but money and percent
FLOWS = frozenset({"trade turnover", "exports", "imports"})


def is_money(unit: str) -> bool:
    """Whether a unit is a currency's code, or any currency."""
    return unit == MONEY or (len(unit) == 3 and unit.isupper())


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """The slots of one question; empty ones are open.

    `kinds` are the kinds of figure that it asks for, `partners` and `places` all that it names.
    `town` says that a town is meant and no region of its name.
    `people` is the word for those whom it counts. `whole` says that a part of the time asked for is
    not enough ("over the full year"), `operating` that those at work are meant, `attends` that
    those who came are, `earned` that what came in is, `invested` that investment is named, `now`
    that no plan is.
    `words` are the content words that no slot took, folded; `names` those among them that are
    written as names, `head` the one that says what is asked for.
    """

    text: str
    language: str
    type: QuestionKind = "level"
    kinds: tuple[Kind, ...] = ("level",)
    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    partner_regions: tuple[str, ...] = ()
    town: bool = False
    periods: tuple[Period, ...] = ()
    units: tuple[str, ...] = ()
    direction: Direction | None = None
    plan: bool = False
    asks_for_figure: bool = True
    leans: bool = False
    asks: int = 1
    measures: bool = False
    whole: bool = False
    operating: bool = False
    attends: bool = False
    earned: bool = False
    invested: bool = False
    now: bool = False
    people: str = ""
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    head: str = ""
    notes: tuple[str, ...] = ()
