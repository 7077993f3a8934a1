"""The JSON form of answers: the schema in docs is the one of the types, and answers fit it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from bot.contract import answer_json, schema
from index.types import Article, Chunk
from retrieval.types import Answer, Passage
from tests.answers import answered, figure, growth, question

SCHEMA = Path(__file__).parents[1] / "docs" / "answer.schema.json"
VALIDATOR = Draft202012Validator(schema())

PASSAGE = Passage(
    chunk=Chunk(id=1, article_id="a", start=0, end=4, text="text"),
    article=Article(id="a", text="text and more"),
    score=0.5,
)
ANSWERS = [
    answered(figure(), change=growth()),
    answered(figure(), figure("270000000"), conflict=True, language="ru"),
    Answer(question=question("kk"), status="not_found", reason="empty_question"),
    Answer(
        question=question(place="Almaty", period="2018"),
        status="not_found",
        reason="no_such_period",
        nearest=(figure(),),
    ),
    Answer(question=question(), status="passages", passages=(PASSAGE,)),
    Answer(question=question(), status="answered", parts=(answered(figure()), answered(growth()))),
]
CONTRACT = {
    "id", "question", "language", "status", "reason", "understood", "figures", "nearest",
    "passages", "text",
}  # fmt: skip
FIGURE = {
    "value", "value_max", "unit", "kind", "bound", "direction", "of", "plan", "computed",
    "indicator", "place", "partner", "period", "period_text", "document", "title", "published",
    "source", "url", "start", "end", "text", "quote_start", "quote_end", "quote",
}  # fmt: skip


def test_the_schema_in_docs_is_that_of_the_types() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == schema(), (
        "run: python -m bot.contract > docs/answer.schema.json"
    )
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.status)
def test_answers_fit_the_schema(answer: Answer) -> None:
    written = json.loads(json.dumps(answer_json(answer, id="s01")))
    VALIDATOR.validate(written)
    assert written.keys() >= CONTRACT
    assert written["text"]
    for shown in written["figures"]:
        assert shown.keys() >= FIGURE


def test_decimals_are_plain_strings() -> None:
    values = {"2.750E+8": "275000000", "54.70": "54.7", "1.8": "1.8", "100": "100", "0": "0"}
    for value, wanted in values.items():
        written = answer_json(answered(figure(value)))
        assert written["figures"][0]["value"] == wanted
    ranged = answer_json(answered(figure("8", value_max=Decimal("1E+1"))))
    assert ranged["figures"][0]["value_max"] == "10"


@pytest.mark.parametrize(
    ("key", "value"),
    [("status", "found"), ("reason", "unknown"), ("figures", [{}]), ("understood", None)],
)
def test_the_schema_refuses_what_the_contract_does_not_know(key: str, value: object) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**answer_json(ANSWERS[0]), key: value})
