"""Encoders of sentence-transformers through the real library, on a small one that is built here.

These run in an environment of their own, by `make test-transformers`.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizerFast

from bot.cli import run
from index.build import build_index
from index.corpus import open_index
from index.encoder import Encoder, load_encoder
from index.errors import EncoderUnavailable, IndexOutdated
from tests.gold_texts import gold_texts

SHIPPED = Path(str(files("index").joinpath("model")))
TEXTS = ["тауар айналымы", "trade of the city", "товарооборот города", ""]
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі:0123456789"
E5 = {"query": "query: ", "document": "passage: "}

Make = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """Builds a random BERT of letters in a folder: name, prompts and dimension can be chosen."""

    def build(name: str, *, prompts: Mapping[str, str] | None = None, dimension: int = 32) -> Path:
        folder = tmp_path_factory.mktemp("models") / name
        bert = folder.parent / f"{name}-bert"
        bert.mkdir()
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        vocabulary = [*special, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
        (bert / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
        torch.manual_seed(0)
        config = BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=dimension,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=2 * dimension,
            max_position_embeddings=128,
        )
        BertModel(config).eval().save_pretrained(bert)
        BertTokenizerFast(str(bert / "vocab.txt")).save_pretrained(bert)
        transformer = Transformer(str(bert), max_seq_length=128)
        model = SentenceTransformer(
            modules=[transformer, Pooling(dimension)], prompts=dict(prompts or {}), device="cpu"
        )
        model.save(str(folder))
        return folder

    yield build


def test_questions_and_documents_have_the_library_s_vectors(make: Make) -> None:
    folder = make("plain")
    ours = load_encoder(str(folder))
    theirs = SentenceTransformer(str(folder), device="cpu")
    expected = theirs.encode(TEXTS, normalize_embeddings=True)
    for found in (ours.encode_query(TEXTS), ours.encode_document(TEXTS)):
        assert (found.dtype, found.shape) == (np.float32, (4, ours.dimension))
        np.testing.assert_allclose(found, expected, atol=1e-5)
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert ours.dimension == 32
    assert ours.encode_query([]).shape == ours.encode_document([]).shape == (0, 32)


@pytest.mark.parametrize(
    ("name", "prompts", "query", "document"),
    [
        ("prompted", E5, "query: ", "passage: "),
        ("passages", {"query": "ask: ", "passage": "read: "}, "ask: ", "read: "),
        ("one-sided", {"query": "find: "}, "find: ", ""),
        ("multilingual-e5-toy", {}, "query: ", "passage: "),
        ("multilingual-e5-own", {"query": "q: ", "document": "d: "}, "q: ", "d: "),
        ("toe5s", {}, "", ""),
    ],
)
def test_prompts_are_honoured(
    make: Make, name: str, prompts: dict[str, str], query: str, document: str
) -> None:
    folder = make(name, prompts=prompts)
    ours = load_encoder(str(folder))
    theirs = SentenceTransformer(str(folder), device="cpu")

    def expected(prompt: str) -> np.ndarray:
        return theirs.encode(
            [prompt + text for text in TEXTS], prompt="", normalize_embeddings=True
        )

    np.testing.assert_allclose(ours.encode_query(TEXTS), expected(query), atol=1e-5)
    np.testing.assert_allclose(ours.encode_document(TEXTS), expected(document), atol=1e-5)


def test_an_index_answers_with_it_and_not_with_another(make: Make, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Trade with Sweden was $5 mln in 2016.", encoding="utf-8")
    encoder = load_encoder(str(make("small")))
    build_index([tmp_path / "a.txt"], tmp_path / "index", encoder=encoder)
    index = open_index(tmp_path / "index", encoder=encoder, strict=True)
    assert (index.notices, len(index.search_dense("trade", 5))) == ((), 1)
    for other in (load_encoder(str(make("large", dimension=64))), load_encoder()):
        opened = open_index(tmp_path / "index", encoder=other)
        assert opened.notices == ("encoder_changed",)
        assert opened.search_dense("trade", 5) == []
        assert opened.search_bm25("trade", 5)
        with pytest.raises(IndexOutdated, match="--rebuild"):
            open_index(tmp_path / "index", encoder=other, strict=True)


def test_the_same_folder_name_with_other_weights_is_another_encoder(
    make: Make,
) -> None:
    one, two = load_encoder(str(make("same"))), load_encoder(str(make("same", dimension=64)))
    assert one.name != two.name


@pytest.mark.parametrize("broken", ["config.json", "model.safetensors"])
def test_a_folder_that_is_no_model_is_said_in_one_line(make: Make, broken: str) -> None:
    folder = make(f"broken-{broken}")
    (folder / broken).write_text(json.dumps({"no": "model"}), encoding="utf-8")
    with pytest.raises(EncoderUnavailable, match=r"cannot be loaded|is no static model") as raised:
        load_encoder(str(folder))
    assert "\n" not in str(raised.value)


def test_a_hub_that_cannot_be_reached_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Trade with Sweden was $5 mln in 2016.", encoding="utf-8")
    monkeypatch.setenv("ENCODER", "nobody/has-this-model")
    assert run(["index", str(tmp_path / "a.txt"), "--index", str(tmp_path / "index")]) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("sauda: the encoder nobody/has-this-model cannot be loaded")
    assert "check the name, the connection, or give a folder" in said


def test_the_shipped_model_has_the_same_vectors_in_both_loaders() -> None:
    texts = gold_texts()
    ours: Encoder = load_encoder()
    mine = ours.encode_document(texts)
    theirs = SentenceTransformer(str(SHIPPED), device="cpu").encode(
        texts, normalize_embeddings=True
    )
    known = np.linalg.norm(mine, axis=1) > 0
    cosines = (mine * theirs).sum(axis=1)[known]
    assert known.sum() > 0.99 * len(texts)
    assert cosines.min() >= 0.9999
