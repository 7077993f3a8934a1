"""Encoders from sentence-transformers: any hub name or folder, an extra of the install."""

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sentence_transformers import SentenceTransformer

from index.encoder import Vectors
from index.errors import EncoderUnavailable

_WEIGHTS = ("*.safetensors", "*.bin")
_AT_ONCE = 1 << 20  # bytes


class TransformerEncoder:
    """A sentence-transformers model; its own prompts for queries and documents are honoured.

    e5 models, whose cards ask for prompts that the model's folder may not carry, get them here.
    """

    def __init__(self, name: str) -> None:
        try:
            self._model = SentenceTransformer(name, device=None)
        except Exception as error:  # hubs, loaders and back ends each raise their own
            raise EncoderUnavailable(
                f"the encoder {name} cannot be loaded "
                f"({type(error).__name__}: {_one_line(error)}); "
                "check the name, the connection, or give a folder"
            ) from error
        self.name = _named(name)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise EncoderUnavailable(f"the encoder {name} does not say how long its vectors are")
        self.dimension = int(dimension)
        prompts = {key: text for key, text in self._model.prompts.items() if text}
        e5 = "e5" in name.lower().replace("-", "/").replace("_", "/").split("/")
        self._query_prompt = prompts.get("query", "query: " if e5 and not prompts else None)
        self._document_prompt = prompts.get("document") or prompts.get(
            "passage", "passage: " if e5 and not prompts else None
        )

    def encode_query(self, texts: Sequence[str]) -> Vectors:
        """Questions as float32 (len(texts), dimension), of unit length."""
        return self._encode(texts, self._query_prompt)

    def encode_document(self, texts: Sequence[str]) -> Vectors:
        """Passages as float32 (len(texts), dimension), of unit length."""
        return self._encode(texts, self._document_prompt)

    def _encode(self, texts: Sequence[str], prompt: str | None) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(
            list(texts),
            prompt=prompt,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _named(name: str) -> str:
    """A hub's name as it is; a folder by its own name and its weights, wherever it lies."""
    folder = Path(name).expanduser()
    if not folder.is_dir():
        return name
    fingerprint = 0
    for path in sorted(path for pattern in _WEIGHTS for path in folder.rglob(pattern)):
        with path.open("rb") as file:
            while part := file.read(_AT_ONCE):
                fingerprint = zlib.crc32(part, fingerprint)
    return f"{folder.resolve().name}-{fingerprint:08x}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
