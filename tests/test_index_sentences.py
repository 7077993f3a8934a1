"""Sentences: what ends one, and what only looks as if it did."""

from pathlib import Path

import pytest

from language.sentences import sentences

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))

# A bar stands where a sentence ends.
CASES = [
    "2017 жылы 54,7%-ға өсіп, 275 млн. АҚШ долларын құраған.| Ол айтты.",
    "10 июня т.г. делегация побывала в г. Лондон.| Там прошла встреча.",
    "За 6 месяцев т.г. Швеция ввезла 5 тонн.",
    "Цена 5 руб. за кг.| Затем ушёл.",
    "Он работал в Алматы.|Қазір ол Астанада тұрады.",
    "The U.S. Embassy said so.| Mr. Smith, of St. Ives, left on Feb. 14, 2018.",
    "Сказал Б.Байбек.| Б. Байбек сказал ещё.",
    "«Да?» — спросил он.| Затем он ушёл.",
    "Товарооборот составил 41 млн. 600 тыс. долл. США.| Он вырос.",
    "1. Тауар айналымы.| 2. Экспорт.",
    "Адрес: ул. Достык, 5, сообщает Zakon.kz.| Делегация уехала.",
    "Он ушёл!| Ура...| Так?| Нет.",
    "Сауда 5 млрд. теңге болды.| Бұл көп.",
    "первая строка\n|Вторая строка\n|\n|третья",
    "Товарооборот города с Великобританией по итогам прошлого года\nсоставил 5 млн долларов.| Да.",
    "بىلتىر 40 پايىزعا كوپ كەلدى.| بيىل جازدا وندا تىنىقتى.",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_marked(marked: str) -> None:
    text = marked.replace("|", "")
    expected = [piece.strip() for piece in marked.split("|") if piece.strip()]
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_visible_character_lies_in_one_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    covered = [0] * len(text)
    for start, end in sentences(text):
        assert text[start:end].strip() == text[start:end] != ""
        for at in range(start, end):
            covered[at] += 1
    assert all(n == 1 for n, letter in zip(covered, text, strict=True) if not letter.isspace())


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == []
