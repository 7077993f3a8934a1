"""Gold questions: every answer fits the contract and is traced, most are right, few are wrong."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.contract import answer_json, schema
from bot.evaluate import Result, evaluate, gold_articles, read_gold
from index.build import build_index
from index.corpus import open_index
from index.encoder import load_encoder
from retrieval.answerer import Answerer
from tests.conftest import ROOT

GOLD = ROOT / "tests" / "gold"
ASKED_AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
VALIDATOR = Draft202012Validator(schema())


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """Of the answerable questions at least so many right; of all at most so many wrong."""

    right: float
    wrong: float


# The bars of the held-out sets stand a little below what was measured.
BARS = {
    "seeds": Bar(right=1.0, wrong=0.0),
    "dev": Bar(right=0.95, wrong=0.01),
    "held/ru": Bar(right=0.80, wrong=0.0),
    "held/kk": Bar(right=0.93, wrong=0.0),
    "held/mix": Bar(right=0.98, wrong=0.0),
    "held/last": Bar(right=0.95, wrong=0.0),
    "held/new": Bar(right=0.93, wrong=0.0),
    "held/small": Bar(right=0.93, wrong=0.0),
    "held/clean": Bar(right=0.84, wrong=0.0),
    "held/close_ru": Bar(right=0.97, wrong=0.0),
    "held/close_kk": Bar(right=0.97, wrong=0.0),
    "held/fresh_kk": Bar(right=0.93, wrong=0.0),
    "held/fresh_ru": Bar(right=0.85, wrong=0.0),
    "held/next": Bar(right=0.97, wrong=0.0),
    "held/trade_ru": Bar(right=0.94, wrong=0.0),
    "held/towns_kk": Bar(right=0.97, wrong=0.0),
    "held/towns_ru": Bar(right=0.96, wrong=0.0),
    "held/routes_ru": Bar(right=0.97, wrong=0.0),
    "held/routes_kk": Bar(right=0.93, wrong=0.0),
    "held/guests_ru": Bar(right=0.91, wrong=0.0),
    "held/news_kk": Bar(right=0.94, wrong=0.0),
    "held/news_ru": Bar(right=0.99, wrong=0.0),
    "held/visits_kk": Bar(right=0.99, wrong=0.0),
    "held/visits_ru": Bar(right=0.99, wrong=0.0),
    "held/care_kk": Bar(right=0.94, wrong=0.0),
    "held/money_kk": Bar(right=0.96, wrong=0.0),
    "held/branches_mix": Bar(right=0.91, wrong=0.025),  # one undated year is taken for another
    "held/guests_mix": Bar(right=0.94, wrong=0.025),  # of two spendings the nearer one is given
    "held/deals_mix": Bar(right=0.97, wrong=0.0),
    "held/journeys_mix": Bar(right=0.97, wrong=0.0),
    "held/firms_mix": Bar(right=0.97, wrong=0.0),
    "held/themes_ru": Bar(right=0.96, wrong=0.0),
    "held/themes_kk": Bar(right=0.80, wrong=0.0),
}

Asked = tuple[Answerer, list[Result]]


@pytest.fixture(scope="module", params=list(BARS))
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """An index of one set's articles and the answers to its questions."""
    return _ask(request.param, tmp_path_factory.mktemp("gold"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """The same for the seed articles alone."""
    return _ask("seeds", tmp_path_factory.mktemp("gold"))


def _ask(name: str, folder: Path) -> Asked:
    questions, sources = _set(name, folder)
    build_index(sources, folder / "index", encoder=load_encoder())
    answerer = Answerer(open_index(folder / "index", encoder=load_encoder()))
    gold = read_gold(questions)
    return answerer, evaluate(gold, lambda text: answerer.answer(text, asked_at=ASKED_AT))


def _set(name: str, folder: Path) -> tuple[Path, list[Path]]:
    """The questions of a set and what to index for them."""
    if name == "seeds":
        return ROOT / "seeds" / "questions.jsonl", sorted((ROOT / "seeds").glob("*.txt"))
    rows = gold_articles(GOLD / name / "articles")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return GOLD / name / "questions.jsonl", [source]


def test_every_answer_fits_the_contract_and_can_be_traced(asked: Asked) -> None:
    answerer, results = asked
    traced = 0
    for result in results:
        id = result.gold.id
        written = json.loads(json.dumps(answer_json(result.answer, id=id)))
        VALIDATOR.validate(written)
        if not written["parts"]:
            assert (written["status"] == "answered") == bool(written["figures"]), id
        for shown in _figures(written):
            text = answerer.index.article(shown["document"]).text
            assert text[shown["start"] : shown["end"]] == shown["text"], id
            assert text[shown["quote_start"] : shown["quote_end"]] == shown["quote"], id
            assert shown["quote_start"] <= shown["start"] < shown["end"] <= shown["quote_end"], id
            traced += 1
        for passage in written["passages"]:
            text = answerer.index.article(passage["document"]).text
            assert text[passage["start"] : passage["end"]] == passage["text"], id
        nearest = {_span(shown) for shown in written["nearest"]}
        assert not nearest & {_span(shown) for shown in written["figures"]}, id
    assert traced > len(results) / 2


def _figures(written: dict[str, Any]) -> list[dict[str, Any]]:
    change = [written["change"]] if written["change"] else []
    inside = [figure for part in written["parts"] for figure in _figures(part)]
    return [*written["figures"], *change, *written["nearest"], *inside]


def _span(shown: dict[str, Any]) -> tuple[str, int, int]:
    return shown["document"], shown["start"], shown["end"]


def test_answers_are_right_and_seldom_wrong(asked: Asked, request: pytest.FixtureRequest) -> None:
    bar = BARS[request.node.callspec.params["asked"]]
    results = asked[1]
    answerable = [result for result in results if result.gold.answerable]
    right = [result for result in answerable if result.outcome == "right"]
    wrong = [result.gold.id for result in results if result.outcome == "wrong"]
    assert len(wrong) <= bar.wrong * len(results), wrong
    missed = [result.gold.id for result in answerable if result.outcome != "right"]
    assert len(right) >= bar.right * len(answerable), missed


@pytest.mark.parametrize("asked", ["seeds", "dev"], indirect=True)
def test_each_pair_of_languages_does_well(asked: Asked) -> None:
    answerer, results = asked
    pairs: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for result in results:
        for document in result.gold.documents[:1]:
            written = answerer.index.article(document).language
            pairs[result.gold.language, written].append(result.outcome == "right")
    assert {pair for pair, right in pairs.items() if sum(right) < 0.9 * len(right)} == set()


def test_an_open_period_is_said_and_no_year_made_up(seeds: Asked) -> None:
    texts = {result.gold.id: answer_json(result.answer)["text"] for result in seeds[1]}
    assert "11 months of 2016" in texts["s06"]
    assert "за первое полугодие текущего года" in texts["s11"]
    assert "год в статье не назван" in texts["s11"]
