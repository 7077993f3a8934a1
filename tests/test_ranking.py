"""Fusion, the ledger's ranking, and what retrieval returns from a small index."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from figures.types import Figure
from index.build import build_index
from index.corpus import Index, open_index
from index.encoder import load_encoder
from retrieval.fitting import alike_nouns
from retrieval.ranking import Ranking, fuse, ledger_ranking, retrieve
from retrieval.reading import read_slots

ASKED_AT = datetime(2026, 11, 22, tzinfo=UTC)
ARTICLES = {
    "right": "В 2017 году товарооборот Алматы с Великобританией составил 275 млн долларов США.",
    "partner": "В 2017 году товарооборот Алматы с Китаем составил 411 млн долларов США.",
    "year": "В 2014 году товарооборот Алматы с Великобританией составил 301 млн долларов США.",
    "other": "На стадионе прошёл футбольный матч, победили гости.",
}
QUESTIONS = (
    "what was Almaty–UK trade turnover in 2017?",
    "товарооборот Алматы и Великобритании в 2017 году",
    "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша?",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Four articles of one sentence."""
    folder: Path = tmp_path_factory.mktemp("ranking")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", encoder=load_encoder())
    return open_index(folder / "index", encoder=load_encoder())


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_passage_that_shares_every_slot_comes_first(index: Index, question: str) -> None:
    assert retrieve(index, question, limit=3)[0].article.id == "right"


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_ledger_ranks_by_shared_slots(index: Index, question: str) -> None:
    ranking = ledger_ranking(index, read_slots(question, asked_at=ASKED_AT), 10)
    articles = [index.chunk(chunk).article_id for chunk, _ in ranking]
    assert articles[0] == "right"
    assert set(articles) == {"right", "partner", "year"}
    assert ranking[0][1] > ranking[1][1]


def test_what_other_rankings_found_is_held_against_the_slots_too(index: Index) -> None:
    slots = read_slots(QUESTIONS[0], asked_at=ASKED_AT)
    football = index.chunks_of("other")[0].id
    alone, beside = (
        dict(ledger_ranking(index, slots, 1, beside=found)) for found in ([], [[(football, 1.0)]])
    )
    assert len(alone) == len(beside) == 1  # it holds no figure
    year = index.chunks_of("year")[0].id
    assert year not in alone
    assert ledger_ranking(index, slots, 1, beside=[[(year, 1.0)]])[-1][0] == year


@pytest.mark.parametrize(
    ("question", "nearer", "farther"),
    [
        ("how many companies?", "компаний", "завода"),
        ("сколько предприятий?", "enterprises", "two plants"),
        ("қанша кәсіпорын бар?", "предприятия", "студентов"),
    ],
)
def test_the_noun_counted_is_the_noun_asked_for(
    index: Index, question: str, nearer: str, farther: str
) -> None:
    text = "12 x"
    figure = Figure(
        value=Decimal(12),
        unit="count",
        start=0,
        end=4,
        text=text,
        quote_start=0,
        quote_end=4,
        rule="",
    )
    figures = [replace(figure, counted=noun) for noun in (nearer, farther)]
    alike = alike_nouns(question, figures, index.encoder)
    assert alike[nearer] > alike[farther]
    assert alike_nouns(question, figures, None) == {}


def test_a_question_without_slots_has_no_ledger_ranking(index: Index) -> None:
    assert not ledger_ranking(index, read_slots("кто победил?", asked_at=ASKED_AT), 10)


@pytest.mark.parametrize("limit", [1, 2])
def test_no_more_passages_than_the_limit(index: Index, limit: int) -> None:
    assert len(retrieve(index, QUESTIONS[0], limit=limit)) == limit


@pytest.mark.parametrize(
    ("words", "vectors", "fits", "order"),
    [
        ([(1, 3.0), (2, 1.0)], [], [], [1, 2]),
        ([(1, 3.0), (2, 1.0)], [(2, 0.9), (1, 0.1), (3, 0.1)], [], [1, 2, 3]),
        ([(2, 1.0), (1, 1.0)], [], [], [1, 2]),
        # what fits comes before what is worded alike
        ([(1, 3.0), (2, 2.9)], [(1, 0.9), (2, 0.8)], [(2, 0.0), (1, -2.0)], [2, 1]),
        # what the ledger does not know fits in nothing
        ([(1, 3.0), (2, 2.9)], [], [(2, -4.0)], [2, 1]),
        # and what only the ledger knows is found
        ([(1, 3.0)], [], [(2, 0.0)], [2, 1]),
        ([], [], [], []),
    ],
)
def test_fusion_ranks_what_was_found_and_nothing_else(
    words: Ranking, vectors: Ranking, fits: Ranking, order: list[int]
) -> None:
    assert [chunk for chunk, _ in fuse(words, vectors, fits)] == order


def test_weights_turn_the_order() -> None:
    first, second = [(1, 2.0), (2, 1.0)], [(2, 2.0), (1, 1.0)]
    assert fuse(first, second, [], [2, 1, 0])[0][0] == 1
    assert fuse(first, second, [], [1, 2, 0])[0][0] == 2
