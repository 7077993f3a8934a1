"""What goes in and comes out of an answer; the JSON form is docs/answer.schema.json."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal

from figures.types import Bound, Direction, Kind
from index.types import Article, Chunk

Status = Literal["answered", "passages", "not_found"]
Reason = Literal[
    "empty_question",
    "not_in_corpus",
    "no_such_place",
    "no_such_partner",
    "no_such_indicator",
    "no_such_period",
]
QuestionKind = Literal[
    "level", "change", "share", "compare", "rank", "list", "series", "sum", "quote"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A question with the slots that were read from it; None leaves a slot open."""

    text: str
    language: str
    asked_at: datetime
    kind: QuestionKind = "level"
    indicator: str | None = None
    place: str | None = None
    partner: str | None = None
    partner_region: str | None = None
    period: str | None = None
    unit: str | None = None
    direction: Direction | None = None
    plan: bool = False
    inherited: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """Another article that says the same: `text` is what stands at its span."""

    document: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    language: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A chunk retrieved for a question, with its fused score and where else it was printed."""

    chunk: Chunk
    article: Article
    score: float
    repeats: tuple[Repeat, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnswerFigure:
    """A figure as an answer shows it: the figure, its article and the quote that holds it.

    `repeats` are the other articles that state the same.
    """

    value: Decimal
    value_max: Decimal | None
    unit: str
    kind: Kind
    bound: Bound
    direction: Direction | None
    of: str | None
    plan: bool
    computed: str | None
    indicator: str
    place: str | None
    partner: str | None
    partner_region: str | None
    period: str | None
    period_text: str | None
    counted: str | None
    document: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    language: str
    start: int
    end: int
    text: str
    quote_start: int
    quote_end: int
    quote: str
    repeats: tuple[Repeat, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The answer to one question.

    `figures` match everything the question pins down, best first; `nearest` are labelled
    neighbours for "not found"; `change` is the stated change that goes with `figures[0]`, shown
    beneath it; `conflict` says that sources disagree; `notices` name what ran degraded and the
    assumptions that were made; `context` goes back in with a follow-up question.
    """

    question: Question
    status: Status
    reason: Reason | None = None
    figures: tuple[AnswerFigure, ...] = ()
    change: AnswerFigure | None = None
    nearest: tuple[AnswerFigure, ...] = ()
    passages: tuple[Passage, ...] = ()
    conflict: bool = False
    assumptions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    context: str | None = None
    parts: tuple["Answer", ...] = ()
    trace: tuple[str, ...] = field(default=(), repr=False)
