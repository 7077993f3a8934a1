"""Kinds of question, follow-ups and refusals over the seed articles, as tables."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import build_index
from index.encoder import load_encoder
from retrieval import Answerer, open_corpus
from retrieval.followup import inherit
from retrieval.reading import read_slots

SEEDS = Path(__file__).parent.parent / "seeds"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    directory = tmp_path_factory.mktemp("answerer")
    build_index(sorted(SEEDS.glob("*.txt")), directory, encoder=load_encoder())
    return open_corpus(directory)


@pytest.mark.parametrize(
    ("question", "status", "values"),
    [
        ("What was Almaty–UK trade in 2017?", "answered", ["275000000"]),
        ("njdfhjj,jhjn fkvfns dtkbrj,hbnfybz 2017", "answered", ["275000000"]),
        ("UK or Sweden, who trades more with Almaty?", "answered", ["275000000", "53800000"]),
        ("largest trade partners of Almaty", "answered", ["275000000", "53800000"]),
        ("товарооборот Алматы и Британии по годам", "answered", ["275000000"]),
        ("На сколько вырос товарооборот Алматы с Великобританией?", "answered", ["54.7"]),
        ("Алматыда қанша британ кәсіпорны бар?", "answered", ["114"]),
        ("How many British and how many French companies are there in Almaty?", "answered",
         ["114", "64"]),
        ("Who represented Sweden at the meeting with the mayor of Almaty?", "passages", []),
        ("What was Almaty–UK trade in 2018?", "not_found", []),
        ("UK or Germany, who trades more with Almaty?", "not_found", []),
        ("Товарооборот Алматинской области с Великобританией в 2017 году", "not_found", []),
        ("экспорт Алматы в Великобританию в 2017 году", "not_found", []),
        ("How many joint ventures with British capital are there in Almaty?", "not_found", []),
        ("Who is the president of Brazil?", "not_found", []),
    ],
)  # fmt: skip
def test_a_question_gets_its_figures_or_none(
    answerer: Answerer, question: str, status: str, values: list[str]
) -> None:
    answer = answerer.answer(question, asked_at=NOW)
    assert answer.status == status, answer.trace
    assert [f"{figure.value.normalize():f}" for figure in answer.figures][: len(values)] == values
    if not values:
        assert not answer.figures


@pytest.mark.parametrize(
    ("talk", "inherited", "partner", "period"),
    [
        (["товарооборот Алматы с Великобританией в 2017", "а со Швецией?"],
         ("indicator", "place", "period"), "SE", "2017"),
        (["товарооборот Алматы с Великобританией в 2017", "а в 2016?"],
         ("indicator", "place", "partner"), "GB", "2016"),
        (["Almaty–UK trade in 2017", "and with Sweden?"],
         ("indicator", "place", "period"), "SE", "2017"),
        (["2017 жылы Алматы мен Ұлыбритания сауда айналымы", "Ал Швециямен ше?"],
         ("indicator", "place", "period"), "SE", "2017"),
        (["Almaty–UK trade in 2017", "How many enterprises with Belgian capital are in Almaty?"],
         (), "BE", None),
    ],
)  # fmt: skip
def test_a_follow_up_inherits_what_it_leaves_open_and_a_full_question_nothing(
    answerer: Answerer,
    talk: list[str],
    inherited: tuple[str, ...],
    partner: str,
    period: str | None,
) -> None:
    context = None
    for text in talk:
        answer = answerer.answer(text, asked_at=NOW, context=context)
        context = answer.context
    assert answer.question.inherited == inherited
    assert (answer.question.partner, answer.question.period) == (partner, period)


@pytest.mark.parametrize("context", ["", "{", "[]", '{"v": 0}', '{"v": 1}', "null", "x" * 10_000])
def test_a_context_that_is_not_ours_is_no_context(context: str) -> None:
    slots = read_slots("а со Швецией?", asked_at=NOW)
    assert inherit(slots, context) == (slots, ())


def test_several_questions_in_a_message_get_an_answer_each(answerer: Answerer) -> None:
    answer = answerer.answer(
        "What was Almaty–UK trade in 2017? How many British companies are there? "
        "And how many Belgian ones?",
        asked_at=NOW,
    )
    assert [[f"{f.value:f}" for f in part.figures[:1]] for part in answer.parts] == [
        ["275000000"],
        ["114"],
        ["28"],
    ]


def test_the_year_before_a_stated_growth_is_offered_as_computed(answerer: Answerer) -> None:
    answer = answerer.answer("What was Almaty–UK trade in 2016?", asked_at=NOW)
    assert (answer.status, answer.reason) == ("not_found", "no_such_period")
    stated, computed = answer.nearest[0], answer.nearest[-1]
    assert (stated.period, stated.computed) == ("2017", None)
    assert (f"{computed.value:f}", computed.period) == ("177800000", "2016")
    assert computed.computed == "275000000 ÷ 1.547"


@pytest.mark.parametrize("text", ["", "   ", "???", "\u202e\u200b"])
def test_what_holds_no_word_is_an_empty_question(answerer: Answerer, text: str) -> None:
    assert answerer.answer(text, asked_at=NOW).reason == "empty_question"


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Almaty trade with the UK and Norway in 2017", ("missing: NO",)),
        ("Торговля Алматы с Великобританией в 2016 и 2017 годах", ("missing: 2016",)),
        ("Алматы мен Ұлыбритания саудасы 2015 және 2017 жылдары", ("missing: 2015",)),
        ("UK–Almaty trade in 2017", ()),
    ],
)
def test_what_is_not_known_of_several_things_is_said(
    answerer: Answerer, question: str, missing: tuple[str, ...]
) -> None:
    answer = answerer.answer(question, asked_at=NOW)
    assert [f"{figure.value:f}" for figure in answer.figures] == ["275000000"]
    assert tuple(note for note in answer.assumptions if note.startswith("missing")) == missing


@pytest.mark.parametrize(
    ("question", "values", "formula"),
    [
        ("How many British and Belgian companies altogether in Almaty?", "114 28 142", "114 + 28"),
        ("Сколько вместе взятых британских и бельгийских предприятий в Алматы?", "114 28 142",
         "114 + 28"),
        ("Торговля Алматы с Великобританией и Швецией в сумме", "275000000 53800000", None),
    ],
)  # fmt: skip
def test_a_sum_is_computed_behind_its_parts_where_they_can_be_added(
    answerer: Answerer, question: str, values: str, formula: str | None
) -> None:
    figures = answerer.answer(question, asked_at=NOW).figures
    assert [int(figure.value) for figure in figures] == [int(value) for value in values.split()]
    assert [figure.computed for figure in figures if figure.computed] == [formula] * bool(formula)
