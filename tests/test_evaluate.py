"""What counts as right: a table of gold questions and answers to them."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.evaluate import gold_articles, judge, read_gold, report
from index.errors import BadInput
from index.types import Article, Chunk
from retrieval.types import Answer, AnswerFigure, Passage
from tests.answers import answered, figure, growth, question

WANTED = {
    "value": "275000000", "value_max": None, "unit": "USD", "kind": "level", "bound": "exact",
    "place": "Almaty", "partner": "GB", "period": "2017",
}  # fmt: skip
DOCUMENT = "001_bdc9ff59c3b527be"
OTHER = figure("270000000")
RANGE = figure("270000000", value_max=Decimal("275000000"))
NOT_FOUND = Answer(question=question(), status="not_found", reason="not_in_corpus")
PASSAGES = Answer(
    question=question(),
    status="passages",
    passages=(
        Passage(
            chunk=Chunk(id=1, article_id=DOCUMENT, start=0, end=12, text="met Ms Smith"),
            article=Article(id=DOCUMENT, text="met Ms Smith"),
            score=1.0,
        ),
    ),
)


def gold(tmp_path: Path, **changed: Any) -> Any:
    row = {
        "id": "q1", "lang": "en", "question": "?", "answerable": True, "docs": [DOCUMENT],
        "figures": [WANTED], **changed,
    }  # fmt: skip
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n", "utf-8")
    (read,) = read_gold(path)
    return read


def other_document(shown: AnswerFigure) -> AnswerFigure:
    return replace(shown, document="elsewhere")


ROWS: list[tuple[dict[str, Any], Answer, str, bool]] = [
    # what is changed in the gold question, the answer, the outcome, the figure stood lower
    ({}, answered(figure()), "right", False),
    ({}, answered(OTHER, figure()), "wrong", True),
    ({}, answered(other_document(figure())), "wrong", False),
    ({}, answered(replace(figure(), unit="EUR")), "wrong", False),
    ({}, answered(RANGE), "right", False),
    ({}, NOT_FOUND, "abstained", False),
    ({}, PASSAGES, "wrong", False),
    ({}, Answer(question=question(), status="answered", parts=(answered(figure()),)),
     "right", False),
    ({"answerable": False, "figures": []}, NOT_FOUND, "right", False),
    ({"answerable": False, "figures": []}, PASSAGES, "right", False),
    ({"answerable": False, "figures": []}, answered(figure()), "wrong", False),
    ({"conflict": True, "figures": [WANTED, {**WANTED, "value": "270000000"}]},
     answered(OTHER, figure()), "right", False),
    ({"conflict": True, "figures": [WANTED, {**WANTED, "value": "270000000"}]},
     answered(figure()), "wrong", True),
    ({"figures": [], "evidence": "Ms Smith"}, PASSAGES, "right", False),
    ({"figures": [], "evidence": "Mr Smith"}, PASSAGES, "wrong", False),
    ({"figures": []}, answered(figure()), "right", False),
    ({"figures": [], "docs": [DOCUMENT, "another"]}, answered(figure()), "wrong", False),
]  # fmt: skip


def test_answers_are_judged_by_the_first_figure(tmp_path: Path) -> None:
    for changed, answer, outcome, lower in ROWS:
        result = judge(gold(tmp_path, **changed), answer)
        assert (result.outcome, result.lower) == (outcome, lower), (changed, answer)


def test_what_else_agreed_is_counted_for_right_figures(tmp_path: Path) -> None:
    result = judge(gold(tmp_path), answered(replace(figure(), period="2018")))
    assert result.agreed == {
        "period": False, "place": True, "partner": True, "kind": True, "bound": True,
    }  # fmt: skip
    assert judge(gold(tmp_path), answered(growth())).agreed == {}
    table = report([result], lambda document: "kk").splitlines()
    assert table[1].split() == ["en", "→", "kk", "1", "1", "0", "0"]
    assert table[2].split() == ["all", "1", "1", "0", "0"]
    assert "period 0/1, place 1/1" in "\n".join(table)


def test_a_line_that_is_no_gold_question_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    for line in ("{", "[]", "{}", '"text"'):
        path.write_text(f"\n{line}\n", "utf-8")
        with pytest.raises(BadInput, match=r"gold\.jsonl:2: "):
            read_gold(path)


def test_articles_of_a_gold_folder_get_their_titles_and_dates(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("text", "utf-8")
    row = {"doc": "a", "title": "Title", "published": "2018-02-14"}
    (tmp_path / "articles.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (article,) = gold_articles(tmp_path / "articles")
    assert article == {"id": "a", "text": "text", "title": "Title", "published": "2018-02-14"}
