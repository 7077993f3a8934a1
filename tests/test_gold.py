"""Every answer to every gold question fits the contract, and each figure stands in its article."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.contract import answer_json, schema
from bot.evaluate import Gold, gold_articles, judge, read_gold
from index.build import build_index
from index.corpus import open_index
from index.encoder import load_encoder
from retrieval.answerer import Answerer
from retrieval.types import Answer
from tests.conftest import ROOT

ASKED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VALIDATOR = Draft202012Validator(schema())
SEEDS = read_gold(ROOT / "seeds" / "questions.jsonl")
DEV = read_gold(ROOT / "tests" / "gold" / "dev" / "questions.jsonl")

Answers = list[tuple[Gold, Answer]]


@pytest.fixture(scope="module")
def seeds(seed_index: str) -> tuple[Answerer, Answers]:
    """The answers to the questions about the seed articles."""
    return _answers(Path(seed_index), SEEDS)


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answerer, Answers]:
    """The answers to the questions about the articles written for testing."""
    folder = tmp_path_factory.mktemp("dev")
    rows = gold_articles(ROOT / "tests" / "gold" / "dev" / "articles")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build_index([source], folder / "index", encoder=load_encoder())
    return _answers(folder / "index", DEV)


def _answers(directory: Path, gold: list[Gold]) -> tuple[Answerer, Answers]:
    answerer = Answerer(open_index(directory, encoder=load_encoder()))
    return answerer, [(each, answerer.answer(each.question, asked_at=ASKED_AT)) for each in gold]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_every_answer_fits_the_contract_and_can_be_traced(
    name: str, request: pytest.FixtureRequest
) -> None:
    answerer, answers = request.getfixturevalue(name)
    traced = 0
    for gold, answer in answers:
        written = json.loads(json.dumps(answer_json(answer, id=gold.id)))
        VALIDATOR.validate(written)
        assert (written["status"] == "answered") == bool(written["figures"]), gold.id
        for shown in _figures(written):
            text = answerer.index.article(shown["document"]).text
            assert text[shown["start"] : shown["end"]] == shown["text"], gold.id
            assert text[shown["quote_start"] : shown["quote_end"]] == shown["quote"], gold.id
            assert shown["quote_start"] <= shown["start"] < shown["end"] <= shown["quote_end"]
            traced += 1
        for passage in written["passages"]:
            text = answerer.index.article(passage["document"]).text
            assert text[passage["start"] : passage["end"]] == passage["text"], gold.id
        nearest = [_span(shown) for shown in written["nearest"]]
        assert not set(nearest) & {_span(shown) for shown in written["figures"]}, gold.id
    assert traced > len(answers) / 2


def _figures(written: dict[str, Any]) -> list[dict[str, Any]]:
    change = [written["change"]] if written["change"] else []
    inside = [figure for part in written["parts"] for figure in _figures(part)]
    return [*written["figures"], *change, *written["nearest"], *inside]


def _span(shown: dict[str, Any]) -> tuple[str, int, int]:
    return shown["document"], shown["start"], shown["end"]


def test_all_questions_about_the_seeds_go_right(seeds: tuple[Answerer, Answers]) -> None:
    outcomes = {gold.id: judge(gold, answer).outcome for gold, answer in seeds[1]}
    assert {id for id, outcome in outcomes.items() if outcome != "right"} == set()


def test_an_open_period_is_said_and_no_year_made_up(seeds: tuple[Answerer, Answers]) -> None:
    texts = {gold.id: answer_json(answer)["text"] for gold, answer in seeds[1]}
    assert "11 months of 2016" in texts["s06"]
    assert "за первое полугодие текущего года" in texts["s11"]
    assert "год в статье не назван" in texts["s11"]


def test_few_answers_about_unseen_articles_are_wrong(dev: tuple[Answerer, Answers]) -> None:
    outcomes = [judge(gold, answer).outcome for gold, answer in dev[1]]
    assert outcomes.count("right") >= 0.85 * len(outcomes)
    assert outcomes.count("wrong") <= 0.05 * len(outcomes)
