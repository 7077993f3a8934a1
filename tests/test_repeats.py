"""A press release printed by several outlets is one passage and one figure with all its sources."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.contract import answer_json
from bot.render import render
from index.build import build_index, remove_articles
from index.encoder import load_encoder
from retrieval import Answerer, open_corpus
from retrieval.types import Answer

NOW = datetime(2026, 11, 22, tzinfo=UTC)
QUESTION = "What was Almaty's trade with Sweden in 2016?"
RELEASE = (
    "Аким города встретился с послом Швеции. Стороны обсудили развитие торговли и экологии. "
    "В 2016 году товарооборот между Алматы и Швецией составил 53,8 млн долларов США. "
    "В городе работают 17 шведских предприятий. Посол поблагодарил за тёплый приём."
)
OUTLETS = {
    "one": f"Посол Швеции посетил Алматы\n\n{RELEASE}\n",
    "two": f"АЛМАТЫ И СТОКГОЛЬМ: НОВЫЕ ПЛАНЫ\n\n{RELEASE.upper()}\n",
    "three": f"Встреча в акимате\n\n{RELEASE}\n\nФото пресс-службы. Подписывайтесь на канал.\n",
    "four": "Новости города\n\n" + RELEASE.replace("тёплый приём", "тёплый и радушный приём"),
    "five": "Партнёры\n\n" + RELEASE.replace("экологии", "экологических проектов"),
}
NEAR_MISSES = {
    "number": ("53,8 млн", "58,3 млн"),
    "word": ("17 шведских", "семьдесят шведских"),
    "year": ("В 2016 году", "В 2015 году"),
    "partner": ("Швецией", "Норвегией"),
    "place": ("между Алматы", "между Шымкентом"),
    "statistic": ("товарооборот между Алматы и Швецией", "экспорт Алматы в Швецию"),
}


def build(folder: Path, texts: Mapping[str, str]) -> Answerer:
    """An index of the texts, each added by a run of its own in the order given."""
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        build_index([path], folder / "index", encoder=load_encoder())
    return open_corpus(folder / "index")


def sources(answer: Answer) -> list[set[str]]:
    """The articles behind each figure of an answer."""
    return [{f.document, *(repeat.document for repeat in f.repeats)} for f in answer.figures]


@pytest.mark.parametrize("backwards", [False, True])
def test_five_outlets_are_one_figure_and_one_passage(tmp_path: Path, backwards: bool) -> None:
    texts = dict(sorted(OUTLETS.items(), reverse=backwards))
    answerer = build(tmp_path, texts)
    answer = answerer.answer(QUESTION, asked_at=NOW)
    assert (answer.status, answer.conflict) == ("answered", False)
    assert [f"{figure.value.normalize():f}" for figure in answer.figures] == ["53800000"]
    assert sources(answer) == [set(OUTLETS)]
    (figure,) = answer.figures
    assert [r.document for r in figure.repeats] == sorted(set(OUTLETS) - {figure.document})
    for repeat in figure.repeats:
        article = answerer.index.article(repeat.document)
        assert repeat.text == article.text[repeat.start : repeat.end]
        assert "53,8" in repeat.text
    holding = [p for p in answer.passages if "53,8" in p.chunk.text]
    assert len(holding) == 1
    assert {holding[0].article.id, *(r.document for r in holding[0].repeats)} == set(OUTLETS)
    for repeat in holding[0].repeats:
        text = answerer.index.article(repeat.document).text
        assert repeat.text == text[repeat.start : repeat.end]


def test_all_sources_are_shown_and_stand_in_the_json(tmp_path: Path) -> None:
    answer = build(tmp_path, OUTLETS).answer(QUESTION, asked_at=NOW)
    written = answer_json(answer)
    (figure,) = written["figures"]
    assert {figure["document"], *(r["document"] for r in figure["repeats"])} == set(OUTLETS)
    assert all(name in render(answer) for name in OUTLETS)
    assert render(answer).count("53.8") == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_an_edited_printing_with_another_number_is_a_conflict(
    tmp_path: Path, backwards: bool
) -> None:
    edited = {
        "six": OUTLETS["one"].replace("53,8", "58,3"),
        "seven": OUTLETS["two"].replace("53,8", "58,3"),
    }
    texts = dict(sorted((OUTLETS | edited).items(), reverse=backwards))
    answer = build(tmp_path, texts).answer(QUESTION, asked_at=NOW)
    assert answer.conflict
    assert sorted(map(len, sources(answer))) == [2, 5]
    assert {f"{figure.value.normalize():f}" for figure in answer.figures} == {
        "53800000",
        "58300000",
    }


@pytest.mark.parametrize("changed", list(NEAR_MISSES))
def test_what_differs_in_a_fact_is_no_repeat(tmp_path: Path, changed: str) -> None:
    texts = {"one": OUTLETS["one"], "other": OUTLETS["three"].replace(*NEAR_MISSES[changed])}
    answer = build(tmp_path, texts).answer(QUESTION, asked_at=NOW)
    assert not any(passage.repeats for passage in answer.passages)
    if changed not in ("word",):
        assert not any("other" in some for some in sources(answer)) or answer.conflict


@pytest.mark.parametrize("gone", ["one", "five"])
def test_the_others_stay_when_a_source_is_taken_out(tmp_path: Path, gone: str) -> None:
    build(tmp_path, OUTLETS)
    remove_articles([gone], tmp_path / "index", encoder=load_encoder())
    answer = open_corpus(tmp_path / "index").answer(QUESTION, asked_at=NOW)
    assert sources(answer) == [set(OUTLETS) - {gone}]
    assert {r.document for p in answer.passages for r in p.repeats} <= set(OUTLETS) - {gone}


def test_of_many_sources_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    texts = {f"n{number:02}": OUTLETS["one"] for number in range(10)}
    answer = build(tmp_path, texts).answer(QUESTION, asked_at=NOW)
    assert len(answer.figures[0].repeats) == 9
    assert "… and 3 more" in render(answer)


def test_a_quote_names_every_outlet_that_prints_it(tmp_path: Path) -> None:
    answer = build(tmp_path, OUTLETS).answer(
        "Кто поблагодарил за тёплый приём в Алматы?", asked_at=NOW
    )
    assert answer.status == "passages"
    assert {answer.passages[0].article.id, *(r.document for r in answer.passages[0].repeats)} >= {
        "one", "two", "three", "five",
    }  # fmt: skip
