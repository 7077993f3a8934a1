"""Encoders: the light loader gives model2vec's vectors, and misuse is said plainly."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from index.encoder import StaticEncoder, is_static, load_encoder
from index.errors import EncoderUnavailable

TEXTS = [
    "Алматы мен Ұлыбритания арасындағы тауар айналымы",
    "товарооборот города с Великобританией",
    "trade turnover with the United Kingdom",
    "الماتى وبلىسى",
    "Şymkentte zauyt",
    "275 млн.",
    "qqqq",
    "",
]


def toy_model(folder: Path, *, dtype: str, weights: bool, mapping: bool, kind: str) -> Path:
    """A model of a few words in model2vec's layout."""
    model, trainer = {
        "words": (models.WordLevel(unk_token="[UNK]"), trainers.WordLevelTrainer),
        "pieces": (models.Unigram(), trainers.UnigramTrainer),
    }[kind]
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    options = {"unk_token": "[UNK]"} if kind == "pieces" else {}
    tokenizer.train_from_iterator(
        TEXTS * 3, trainer(vocab_size=300, special_tokens=["[UNK]"], show_progress=False, **options)
    )
    size = tokenizer.get_vocab_size()
    draw = np.random.default_rng(3)
    rows = draw.normal(size=(size // 2 + 1 if mapping else size, 24)) * 40
    tensors = {"embeddings": rows.astype(dtype)}
    if weights:
        tensors["weights"] = draw.uniform(0.1, 2, size=size).astype(np.float32)
    if mapping:
        tensors["mapping"] = (np.arange(size) // 2).astype(np.int32)
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file(tensors, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({"normalize": True}), encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", ["words", "pieces"])
@pytest.mark.parametrize("dtype", ["int8", "float32", "float16"])
@pytest.mark.parametrize(("weights", "mapping"), [(False, False), (True, False), (True, True)])
def test_vectors_are_those_of_model2vec(
    tmp_path: Path, kind: str, dtype: str, weights: bool, mapping: bool
) -> None:
    folder = toy_model(tmp_path / "m", dtype=dtype, weights=weights, mapping=mapping, kind=kind)
    ours = StaticEncoder(folder)
    theirs = StaticModel.from_pretrained(folder, normalize=True).encode(TEXTS)
    found = ours.encode_document(TEXTS)
    assert found.dtype == np.float32 and found.shape == (len(TEXTS), ours.dimension == 24 and 24)
    np.testing.assert_allclose(found, theirs.astype(np.float32), atol=2e-3)
    np.testing.assert_array_equal(found, ours.encode_query(TEXTS))
    lengths = np.linalg.norm(found, axis=1)
    assert all(length == pytest.approx(1, abs=1e-5) or length == 0 for length in lengths)


def test_the_shipped_model_gives_the_vectors_of_model2vec() -> None:
    ours = load_encoder()
    folder = Path(__file__).parent.parent / "index" / "model"
    theirs = StaticModel.from_pretrained(folder).encode(TEXTS[:-1])
    np.testing.assert_allclose(ours.encode_document(TEXTS[:-1]), theirs, atol=1e-5)
    assert ours.name.startswith("sauda-") and ours.encode_query([]).shape == (0, ours.dimension)


def test_a_name_tells_weights_apart(tmp_path: Path) -> None:
    folder = toy_model(tmp_path / "m", dtype="int8", weights=True, mapping=False, kind="words")
    first = StaticEncoder(folder).name
    assert StaticEncoder(folder).name == first and first.startswith("m-")
    tensors = {"embeddings": np.ones((50, 24), dtype=np.int8)}
    save_file(tensors, folder / "model.safetensors")
    assert StaticEncoder(folder).name != first


def test_long_texts_are_cut_as_model2vec_cuts_them(tmp_path: Path) -> None:
    folder = toy_model(tmp_path / "m", dtype="float32", weights=False, mapping=False, kind="words")
    text = "тауар " * 512 + "trade " * 512
    ours = StaticEncoder(folder).encode_query([text, "тауар"])
    np.testing.assert_allclose(ours[0], ours[1], atol=1e-5)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "config.json"])
def test_a_broken_model_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    folder = toy_model(tmp_path / "m", dtype="int8", weights=True, mapping=False, kind="words")
    (folder / name).write_bytes(b"{")
    with pytest.raises(EncoderUnavailable, match="is no static model") as raised:
        StaticEncoder(folder)
    assert "\n" not in str(raised.value)
    (folder / name).unlink()
    assert not is_static(folder)


def test_misuse_is_said(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="without a model"):
        load_encoder(str(tmp_path))
    with pytest.raises(EncoderUnavailable, match="there is no folder"):
        load_encoder(str(tmp_path / "nowhere"))
    with pytest.raises(EncoderUnavailable, match="is no static model"):
        StaticEncoder(tmp_path)


def test_a_folder_is_an_encoder_by_its_path(tmp_path: Path) -> None:
    folder = toy_model(tmp_path / "m", dtype="int8", weights=True, mapping=False, kind="words")
    moved = shutil.copytree(folder, tmp_path / "copy")
    one, other = load_encoder(str(folder)), load_encoder(str(moved))
    np.testing.assert_array_equal(one.encode_query(TEXTS), other.encode_query(TEXTS))
