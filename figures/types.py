"""What a text says in numbers: the figure and the closed vocabularies of its fields."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["level", "change", "share"]
Bound = Literal["exact", "about", "at_least", "at_most", "nearly"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One figure of one text; `text[start:end] == figure.text` in the text it was read from.

    `value` is fully scaled ("53,8 млн" is 53800000), negative only for a level below zero;
    `value_max` is the upper end of a range.
    `unit` is an ISO 4217 code, `percent`, `percentage_point`, `times`, `count`, `people` or a
    unit code (`t`, `kg`, `km`, `MW`, `ha` …). `period` is EDTF, None where the text ties the
    figure to no date; `period_text` keeps the words. Offsets are code points, half-open.
    """

    value: Decimal
    value_max: Decimal | None = None
    unit: str
    kind: Kind = "level"
    bound: Bound = "exact"
    direction: Direction | None = None
    of: str | None = None
    plan: bool = False
    computed: str | None = None
    indicator: str = "other"
    place: str | None = None
    partner: str | None = None
    partner_region: str | None = None
    period: str | None = None
    period_text: str | None = None
    counted: str | None = None
    start: int
    end: int
    text: str
    quote_start: int
    quote_end: int
    rule: str
