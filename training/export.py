"""The trained table as a folder that model2vec and sentence-transformers both load."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from training.objective import Floats

MODULES = [
    {"idx": index, "name": str(index), "path": path, "type": f"sentence_transformers.models.{kind}"}
    for index, (path, kind) in enumerate([(".", "StaticEmbedding"), ("1_Normalize", "Normalize")])
]
LONGEST = 512  # pieces of a text that are read; what model2vec assumes when a folder is silent


def export(folder: Path, tokenizer: Tokenizer, rows: Floats, card: str) -> None:
    """Write `folder`: int8 rows, their float32 scales as `weights`, tokenizer, settings, card."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "1_Normalize").mkdir(exist_ok=True)
    embeddings, weights = quantise(rows)
    save_file({"embeddings": embeddings, "weights": weights}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": rows.shape[1],
        "normalize": True,
        "embedding_dtype": "int8",
        "max_length": LONGEST,
    }
    _write(folder / "config.json", json.dumps(config, indent=2))
    _write(folder / "modules.json", json.dumps(MODULES, indent=2))
    _write(folder / "1_Normalize" / "config.json", "{}")
    _write(folder / "README.md", card)


def quantise(rows: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Rows as int8 and the scale of each; the unknown piece's row is zero."""
    largest = np.abs(rows).max(axis=1)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales


def size_of(folder: Path) -> int:
    """Bytes of all files under `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip() + "\n", encoding="utf-8")
