"""The JSON form of an answer, and the schema made from the types that it consists of."""

import json
import types
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from typing import (
    Any,
    Literal,
    TypedDict,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from bot.formats import plain
from bot.render import render
from figures.types import Direction
from retrieval.types import (
    Answer,
    AnswerFigure,
    Passage,
    Question,
    QuestionKind,
    Reason,
    Repeat,
    Status,
)

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


class Understood(TypedDict):
    """The slots that were read from the question; null leaves one open."""

    kind: QuestionKind
    indicator: str | None
    place: str | None
    partner: str | None
    partner_region: str | None
    period: str | None
    unit: str | None
    direction: Direction | None
    plan: bool
    inherited: list[str]


class QuotedPassage(TypedDict):
    """A passage that answers a question for no figure."""

    document: str
    start: int
    end: int
    text: str
    score: float
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    repeats: list[Repeat]


class WrittenAnswer(TypedDict):
    """An answer as other programs get it."""

    id: str | int | None
    question: str
    language: str
    status: Status
    reason: Reason | None
    understood: Understood
    figures: list[AnswerFigure]
    change: AnswerFigure | None
    nearest: list[AnswerFigure]
    passages: list[QuotedPassage]
    conflict: bool
    assumptions: list[str]
    notices: list[str]
    context: str | None
    parts: list["WrittenAnswer"]
    text: str


def answer_json(answer: Answer, *, id: str | int | None = None) -> dict[str, Any]:
    """The answer as a value for `json.dumps`, to the letter of docs/answer.schema.json."""
    return {
        "id": id,
        "question": answer.question.text,
        "language": answer.question.language,
        "status": answer.status,
        "reason": answer.reason,
        "understood": _understood(answer.question),
        "figures": [figure_json(figure) for figure in answer.figures],
        "change": figure_json(answer.change) if answer.change else None,
        "nearest": [figure_json(figure) for figure in answer.nearest],
        "passages": [_passage(passage) for passage in answer.passages],
        "conflict": answer.conflict,
        "assumptions": list(answer.assumptions),
        "notices": list(answer.notices),
        "context": answer.context,
        "parts": [answer_json(part) for part in answer.parts],
        "text": render(answer),
    }


def figure_json(figure: AnswerFigure) -> dict[str, Any]:
    """A figure with its decimals as plain strings: "275000000", "54.7"."""
    return {each.name: _scalar(getattr(figure, each.name)) for each in fields(figure)}


def _scalar(value: Any) -> Any:
    if isinstance(value, tuple):
        return [asdict(each) for each in value]
    return plain(value) if isinstance(value, Decimal) else value


def _understood(question: Question) -> Understood:
    return {
        "kind": question.kind,
        "indicator": question.indicator,
        "place": question.place,
        "partner": question.partner,
        "partner_region": question.partner_region,
        "period": question.period,
        "unit": question.unit,
        "direction": question.direction,
        "plan": question.plan,
        "inherited": list(question.inherited),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    """A passage to the letter of `QuotedPassage`."""
    article, chunk = passage.article, passage.chunk
    return {
        "document": article.id,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "score": round(float(passage.score), 6),
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "url": article.url,
        "repeats": [asdict(repeat) for repeat in passage.repeats],
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of an answer, read from the types above."""
    named: dict[str, Any] = {}
    top = _schema_of(WrittenAnswer, named)
    return {"$schema": SCHEMA, "title": "Answer", **top, "$defs": named}


def _schema_of(kind: Any, named: dict[str, Any]) -> dict[str, Any]:
    """The schema of one type; records go to `named` and are referred to."""
    if kind in SCALARS:
        return dict(SCALARS[kind])
    if is_typeddict(kind) or is_dataclass(kind):
        return _record(kind, named)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (types.UnionType, Union):
        return {"anyOf": [_schema_of(each, named) for each in arguments]}
    if origin in (list, tuple):
        return {"type": "array", "items": _schema_of(arguments[0], named)}
    raise TypeError(f"no schema for {kind}")


def _record(kind: Any, named: dict[str, Any]) -> dict[str, Any]:
    name = kind.__name__
    if name not in named:
        named[name] = {}  # a record may hold itself
        hints = get_type_hints(kind)
        named[name] = {
            "description": (kind.__doc__ or "").partition("\n")[0],
            "type": "object",
            "properties": {key: _schema_of(hint, named) for key, hint in hints.items()},
            "required": list(hints),
        }
    return {"$ref": f"#/$defs/{name}"}


SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
}


if __name__ == "__main__":  # python -m bot.contract > docs/answer.schema.json
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
