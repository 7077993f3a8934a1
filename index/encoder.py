"""Texts as vectors: the seam for encoders, and the light loader of static models."""

import json
import re
import zlib
from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from index.errors import EncoderUnavailable

Vectors = npt.NDArray[np.float32]

DEFAULT = "sauda"  # the model that ships in index/model/
_LONGEST = 512  # tokens of a text that count, as in model2vec
_STATIC_FILES = ("tokenizer.json", "model.safetensors", "config.json")
_UNKNOWN_ID = re.compile(rb'"type"\s*:\s*"Unigram"\s*,\s*"unk_id"\s*:\s*(\d+)')
_EMBEDDINGS = ("embeddings", "embedding.weight")


class Encoder(Protocol):
    """What turns texts into vectors of unit length (or zero, for a text without known tokens).

    `name` tells models apart, weights included: an index built with one is not read with another.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions as float32 (len(texts), dimension)."""
        ...

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Passages as float32 (len(texts), dimension)."""
        ...


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder called `name`: the shipped one by default, a folder, or a name on a model hub.

    Errors: EncoderUnavailable, with what to do about it.
    """
    if name is None or name in ("", DEFAULT):
        return StaticEncoder(Path(str(files("index").joinpath("model"))), name=DEFAULT)
    folder = Path(name).expanduser()
    if folder.is_dir():
        if is_static(folder):
            return StaticEncoder(folder)
        if not (folder / "config.json").is_file() and not (folder / "modules.json").is_file():
            raise EncoderUnavailable(
                f"{name} is a folder without a model; give one with {', '.join(_STATIC_FILES)}"
            )
    elif name.startswith((".", "/", "~")):
        raise EncoderUnavailable(
            f"there is no folder {name}; set ENCODER to a model's folder or name"
        )
    return _transformer(name)


def _transformer(name: str) -> Encoder:
    try:
        module = import_module("index.transformers_encoder")
    except ModuleNotFoundError as error:
        raise EncoderUnavailable(
            f"the encoder {name} needs {error.name}; run: pip install 'sauda[transformers]'"
        ) from error
    encoder: Encoder = module.TransformerEncoder(name)
    return encoder


def is_static(folder: Path) -> bool:
    """Whether the folder holds a static model in model2vec's layout."""
    if not all((folder / name).is_file() for name in _STATIC_FILES):
        return False
    try:
        with safe_open(str(folder / "model.safetensors"), framework="numpy") as tensors:
            return any(key in tensors.keys() for key in _EMBEDDINGS)  # noqa: SIM118
    except (SafetensorError, OSError):
        return True  # the loader says what is wrong with it


class StaticEncoder:
    """A tokenizer and a matrix: a text's vector is the weighted mean of its tokens' rows.

    `folder` has model2vec's layout: `tokenizer.json`; `model.safetensors` with `embeddings`
    (rows, dimension) as int8 or float, and optionally `weights` (tokens,) and `mapping` (tokens,);
    `config.json`. Only vectors of unit length are given out.
    """

    def __init__(self, folder: Path, *, name: str | None = None) -> None:
        missing = [file for file in _STATIC_FILES if not (folder / file).is_file()]
        if missing:
            raise EncoderUnavailable(f"{folder} is no static model: {', '.join(missing)} missing")
        try:
            config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            described = (folder / "tokenizer.json").read_bytes()
            self._tokenizer = Tokenizer.from_buffer(described)
            tensors = _tensors(folder / "model.safetensors")
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderUnavailable(f"{folder} is no static model: {error}") from error
        self._rows, self._weights, self._mapping = tensors
        self._tokenizer.no_padding()
        longest = config.get("max_length", _LONGEST)
        if longest is None:
            self._tokenizer.no_truncation()
        else:
            self._tokenizer.enable_truncation(longest)
        self._unknown = _unknown_token(described)
        fingerprint = zlib.crc32(described)
        for part in tensors:
            fingerprint = fingerprint if part is None else zlib.crc32(part.data, fingerprint)
        self.name = f"{name or folder.resolve().name}-{fingerprint:08x}"
        self.dimension = int(self._rows.shape[1])

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions as float32 (len(texts), dimension)."""
        return self._encode(texts)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Passages as float32 (len(texts), dimension)."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        for at, encoding in enumerate(encodings):
            ids = np.asarray([i for i in encoding.ids if i != self._unknown], dtype=np.int64)
            if len(ids):
                vectors[at] = self._mean(ids)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / np.maximum(norms, np.float32(1e-32))
        return unit

    def _mean(self, ids: npt.NDArray[np.int64]) -> Vectors:
        rows = self._rows[ids if self._mapping is None else self._mapping[ids]]
        if self._weights is None:
            mean: Vectors = rows.mean(axis=0, dtype=np.float32)
        else:
            mean = self._weights[ids] @ rows.astype(np.float32) / np.float32(len(ids))
        return mean


def _tensors(path: Path) -> tuple[npt.NDArray[Any], Vectors | None, npt.NDArray[np.int64] | None]:
    with safe_open(str(path), framework="numpy") as tensors:
        keys = set(tensors.keys())
        rows = tensors.get_tensor(next(key for key in _EMBEDDINGS if key in keys))
        weights = tensors.get_tensor("weights").astype(np.float32) if "weights" in keys else None
        mapping = tensors.get_tensor("mapping").astype(np.int64) if "mapping" in keys else None
    return rows, weights, mapping


def _unknown_token(described: bytes) -> int | None:
    """The id of the tokenizer's unknown token, whose row says nothing about a text."""
    if (found := _UNKNOWN_ID.search(described)) is not None:
        return int(found[1])  # parsing a megabyte of JSON would take longer than all else here
    model = json.loads(described)["model"]
    vocabulary = model.get("vocab")
    if isinstance(vocabulary, dict) and model.get("unk_token") is not None:
        number = vocabulary.get(model["unk_token"])
        return None if number is None else int(number)
    return None
