"""Answers rest on the articles that hold them: not on others beside them, nor on their order."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.evaluate import every_figure, gold_articles, read_gold
from index.build import build_index
from index.corpus import open_index
from index.encoder import load_encoder
from retrieval.answerer import Answerer
from retrieval.reading import read_slots
from tests.conftest import ROOT
from tests.test_gold import ASKED_AT

DEV = ROOT / "tests" / "gold" / "dev"
QUESTIONS = read_gold(DEV / "questions.jsonl")

# Articles of no interest: what they count is asked for by no question of the set.
UNRELATED = (
    (
        "В {town} открылся музей часов",
        "В коллекции музея в городе {town} {n} часов, старейшие изготовлены мастером {man}. "
        "Экспозиция занимает {k} залов. Хранитель {man} рассказал о маятниках и гирях.",
    ),
    (
        "{town} қаласында шахмат турнирі өтті",
        "{town} қаласындағы турнирге {n} шахматшы қатысты. Бас жүлдені {man} жеңіп алды, ол {k} "
        "ойында ұтты.",
    ),
    (
        "A choir festival in {town}",
        "The festival in {town} heard {n} choirs. The conductor {man} led {k} rehearsals of the "
        "closing song.",
    ),
)
TOWNS = ("Осло", "Ушуайя", "Тромсё", "Рейкьявик", "Валлетта", "Нукуалофа", "Апиа", "Хониара")
MEN = ("Олаф Берг", "Ингвар Дал", "Хуго Ланг", "Петер Сунд", "Эмиль Норд")

Shown = tuple[str, tuple[tuple[Any, ...], ...]]


def _unrelated(count: int) -> list[dict[str, Any]]:
    choose = random.Random(7)
    rows = []
    for number in range(count):
        title, text = UNRELATED[number % len(UNRELATED)]
        names = {
            "town": choose.choice(TOWNS),
            "man": choose.choice(MEN),
            "n": choose.randint(11, 97),
            "k": choose.randint(3, 9),
        }
        rows.append(
            {
                "id": f"unrelated_{number:03}",
                "title": title.format(**names),
                "text": text.format(**names),
                "published": "2015-05-05",
            }
        )
    return rows


def _answers(rows: Sequence[dict[str, Any]], folder: Path) -> dict[str, Shown]:
    """Each question's status and the figures shown, from an index of `rows` in this order."""
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    build_index([source], folder / "index", encoder=load_encoder())
    answerer = Answerer(open_index(folder / "index", encoder=load_encoder()))
    shown = {}
    for gold in QUESTIONS:
        answer = answerer.answer(gold.question, asked_at=ASKED_AT)
        figures = tuple(
            (each.document, each.start, each.end, each.value, each.unit, each.kind, each.period)
            for each in every_figure(answer)
        )
        shown[gold.id] = (answer.status, figures)
    return shown


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """The answers from the set's articles and no others, in the order of their names."""
    return _answers(gold_articles(DEV / "articles"), tmp_path_factory.mktemp("alone"))


def test_a_hundred_unrelated_articles_change_no_answer(
    alone: dict[str, Shown], tmp_path: Path
) -> None:
    rows = _unrelated(100)
    among = _answers([*rows[:50], *gold_articles(DEV / "articles"), *rows[50:]], tmp_path)
    assert {id: among[id] for id in alone if among[id] != alone[id]} == {}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_ingest_changes_no_answer(
    seed: int, alone: dict[str, Shown], tmp_path: Path
) -> None:
    rows = gold_articles(DEV / "articles")
    random.Random(seed).shuffle(rows)
    shuffled = _answers(rows, tmp_path)
    assert {id: shuffled[id] for id in alone if shuffled[id] != alone[id]} == {}


def test_articles_added_later_give_the_same_answers(
    alone: dict[str, Shown], tmp_path: Path
) -> None:
    rows = gold_articles(DEV / "articles")
    half = tmp_path / "first.jsonl"
    half.write_text("".join(json.dumps(row) + "\n" for row in rows[::2]), "utf-8")
    build_index([half], tmp_path / "index", encoder=load_encoder())
    grown = _answers(rows[1::2], tmp_path)
    assert {id: grown[id] for id in alone if grown[id] != alone[id]} == {}


def test_no_mixture_of_questions_fails() -> None:
    """Words of two questions joined, in order or not: whatever people type is read."""
    choose = random.Random(11)
    typed = [gold.question.split() for gold in QUESTIONS]
    for _ in range(600):
        one, other = choose.choice(typed), choose.choice(typed)
        words = one[: choose.randrange(len(one) + 1)] + other[choose.randrange(len(other)) :]
        if choose.random() < 0.4:
            choose.shuffle(words)
        text = " ".join(words)
        slots = read_slots(text, asked_at=ASKED_AT)
        assert slots.text == text
