"""The shipped embedding model: two loaders agree, it is small, and it does what its card says."""

import json
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel

from index.encoder import StaticEncoder
from language.scripts import script_of
from tests.gold_texts import gold_texts

FOLDER = Path(str(files("index").joinpath("model")))
MOST_BYTES = 15_000_000
HELD_OUT = Path(__file__).parents[1] / "training" / "heldout_sentences" / "news.tsv"

TEXTS = [
    "Алматы мен Лондон арасындағы тауар айналымы қанша болды?",
    "Каким был товарооборот между Алматы и Лондоном в 2017 году?",
    "What was the trade between Almaty and London in 2017?",
    "almaty men london arasyndagy tauar ainalymy qansha boldy",
    "Almaty men London arasyndaǵy taýar aınalymy",
    "الماتى مەن لوندون اراسىنداعى تاۋار اينالىمى",
    "5,7 млрд теңге · 12 % · $300 mln",
    "…",
    "",
    "слово " * 700,
]

# A question, the text that answers it, and a text of the same kind that does not.
NEARER = [
    (
        "How many tourists came to Almaty?",
        "Алматыға былтыр екі миллион турист келді.",
        "Алматыда жаңа метро бекеті ашылды.",
    ),
    (
        "Сколько совместных предприятий работает в городе?",
        "Қалада екі жүз бірлескен кәсіпорын жұмыс істейді.",
        "Қалада екі жүз автобус жолға шықты.",
    ),
    (
        "Кандай елдермен сауда келиссоздери жургизилди?",
        "Торговые переговоры провели с тремя странами.",
        "Футбольный матч закончился вничью.",
    ),
]

Encode = Callable[[Sequence[str]], np.ndarray]


@pytest.fixture(scope="module")
def ours() -> Encode:
    return StaticEncoder(FOLDER).encode_document


def test_two_loaders_give_the_same_vectors(ours: Encode) -> None:
    theirs = StaticModel.from_pretrained(FOLDER).encode(TEXTS)
    mine = ours(TEXTS)
    known = np.linalg.norm(theirs, axis=1) > 0
    cosines = (mine * theirs).sum(axis=1)
    assert known.sum() == len(TEXTS) - 2  # dots alone and nothing at all have no vector
    assert (cosines[known] >= 0.9999).all()
    assert not mine[~known].any()
    assert mine.dtype == np.float32


def test_two_loaders_agree_on_every_gold_text(ours: Encode) -> None:
    texts = gold_texts()
    theirs = StaticModel.from_pretrained(FOLDER).encode(texts)
    mine = ours(texts)
    known = np.linalg.norm(mine, axis=1) > 0
    assert {script_of(text) for text in texts} == {"cyrl", "latn", "arab"}
    assert known.mean() > 0.99
    assert (mine * theirs).sum(axis=1)[known].min() >= 0.9999


def test_the_folder_is_small_and_complete() -> None:
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    assert size <= MOST_BYTES
    modules = json.loads((FOLDER / "modules.json").read_text(encoding="utf-8"))
    assert [module["type"].rsplit(".", 1)[-1] for module in modules] == [
        "StaticEmbedding",
        "Normalize",
    ]
    assert all((FOLDER / module["path"]).is_dir() for module in modules)
    assert json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))["normalize"] is True


@pytest.mark.parametrize("word", ["Apertium", "GPL-3.0", "Wiktionary", "CC BY-SA", "CLDR", "seed"])
def test_the_card_names_sources_licences_and_seed(word: str) -> None:
    assert word in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("question", "answer", "other"), NEARER)
def test_an_answer_in_another_language_is_nearer(
    ours: Encode, question: str, answer: str, other: str
) -> None:
    asked, right, wrong = ours([question, answer, other])
    assert asked @ right > asked @ wrong


def test_kazakh_letters_may_be_lacking(ours: Encode) -> None:
    whole, plain = ours(["Өңірдің тауар айналымы қанша?", "Онирдин тауар айналымы канша?"])
    assert whole @ plain > 0.9999


def test_held_out_sentences_find_their_translations(ours: Encode) -> None:
    rows = [line.split("\t") for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    vectors = [ours(list(side)) for side in zip(*rows, strict=True)]
    shares = [
        float(((asked @ found.T).argmax(axis=1) == np.arange(len(rows))).mean())
        for asked in vectors
        for found in vectors
        if asked is not found
    ]
    assert len(shares) == 6
    assert np.mean(shares) >= 0.95
