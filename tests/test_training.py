"""What the model is trained on: our own sentences are whole, and frames are filled in grammar."""

from pathlib import Path

import pytest

from training.compose import compose, read_frames
from training.declension import decline_kazakh
from training.sources import words_source
from training.variants import rewrite

FOLDER = Path(__file__).parents[1] / "training"
WRITTEN = sorted(
    path
    for folder in ("sentences", "heldout_sentences", "words")
    for path in FOLDER.glob(f"{folder}/*.tsv")
)

# noun, then its genitive, accusative, dative, locative, ablative, instrumental
DECLENSIONS = """
Алматы Алматының Алматыны Алматыға Алматыда Алматыдан Алматымен
Шымкент Шымкенттің Шымкентті Шымкентке Шымкентте Шымкенттен Шымкентпен
Қазақстан Қазақстанның Қазақстанды Қазақстанға Қазақстанда Қазақстаннан Қазақстанмен
Тараз Тараздың Таразды Таразға Таразда Тараздан Таразбен
Мәскеу Мәскеудің Мәскеуді Мәскеуге Мәскеуде Мәскеуден Мәскеумен
Атырау Атыраудың Атырауды Атырауға Атырауда Атыраудан Атыраумен
Израиль Израильдің Израильді Израильге Израильде Израильден Израильмен
Беларусь Беларусьтің Беларусьті Беларуське Беларусьте Беларусьтен Беларусьпен
+Арабиясы Арабиясының Арабиясын Арабиясына Арабиясында Арабиясынан Арабиясымен
"""
CASES = ("gen", "acc", "dat", "loc", "abl", "ins")


@pytest.mark.parametrize("row", DECLENSIONS.split("\n")[1:-1])
def test_kazakh_nouns_are_declined(row: str) -> None:
    noun, *forms = row.split()
    assert [decline_kazakh(noun, case) for case in CASES] == forms


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_written_sentences_have_three_languages(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert all(len(row) == 3 and all(cell.strip() for cell in row) for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows)


def test_no_held_out_sentence_is_trained_on() -> None:
    trained, held_out = (
        {
            cell
            for path in WRITTEN
            if path.parent.name == folder
            for line in path.read_text(encoding="utf-8").splitlines()
            for cell in line.split("\t")
        }
        for folder in ("sentences", "heldout_sentences")
    )
    assert held_out
    assert not trained & held_out


def test_a_line_of_words_is_read_whole_and_word_by_word() -> None:
    rows = {row.texts for row in words_source().rows}
    assert ("ит күшік мысық", "собака щенок кошка", "dog puppy cat kitten") in rows
    assert ("күшік", "щенок", "puppy") in rows
    assert ("мысық", "кошка", "kitten") in rows


def test_frames_leave_no_slot_open() -> None:
    assert len(set(read_frames())) >= 300
    rows = compose(each=4, seed=1)
    assert len(rows) > 1000
    assert not [row for row in rows if set("{}|+") & set("".join(row.texts))]
    assert rows == compose(each=4, seed=1)


def test_alphabets_keep_capitals() -> None:
    assert rewrite("Қазақ елі", {"қ": "q", "а": "a", "з": "z"}) == "Qazaq елі"
