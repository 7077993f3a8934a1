"""Flat, SQ8 and IVF-SQ8 by the number of rows: size, time of a query, agreement with the exact one.

    python -m benchmarks.engines [--rows 20000 50000 100000 300000 600000]

Rows are sentences of composed articles, queries are the gold questions of the repository; times are
of one thread, medians over the questions. Agreement is the part of the exact ten nearest rows that
an engine finds as well. It prints the table of docs/retrieval.md.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from benchmarks.distractors import compose
from index.dense import probed
from index.encoder import Encoder, Vectors, load_encoder
from language.sentences import sentences

_NEAREST = 10
_GOLD = Path(__file__).parents[1] / "tests" / "gold"
_BATCH = 20_000


def main() -> None:
    """Print a line for each number of rows and each engine."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[20_000, 50_000, 100_000, 300_000, 600_000]
    )
    sizes = sorted(parser.parse_args().rows)
    faiss.omp_set_num_threads(1)
    encoder = load_encoder()
    asked = encoder.encode_query(list(_questions()))
    rows = _rows(encoder, sizes[-1])
    print("| rows | engine | MB | ms to load | ms a query | of the exact ten |")
    print("|--:|---|--:|--:|--:|--:|")
    for size in sizes:
        exact: list[set[int]] = []
        for name in ("Flat", "SQ8", f"IVF{int(4 * size**0.5)},SQ8"):
            engine = _built(name, rows[:size])
            found, each = _searched(engine, asked)
            exact = exact or found
            shared = sum(len(a & b) for a, b in zip(found, exact, strict=True))
            megabytes, load = _stored(engine)
            print(
                f"| {size:,} | {name} | {megabytes:.0f} | {load * 1e3:.0f} | {each * 1e3:.2f}"
                f" | {100 * shared / (len(exact) * _NEAREST):.1f} % |",
                flush=True,
            )


def _questions() -> Iterator[str]:
    for path in sorted(_GOLD.rglob("questions.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield str(json.loads(line)["question"])


def _rows(encoder: Encoder, count: int) -> Vectors:
    """So many different sentences of composed articles as vectors, shape (count, dimension)."""
    parts: list[Vectors] = []
    seen: set[str] = set()
    waiting: list[str] = []
    have = 0
    for article in compose(count, seed=1):
        text = article["text"]
        fresh = [s for s in (text[a:b] for a, b in sentences(text)) if s not in seen]
        seen.update(fresh)
        waiting += fresh
        if len(waiting) >= _BATCH or have + len(waiting) >= count:
            parts.append(encoder.encode_document(waiting))
            have, waiting = have + len(waiting), []
        if have >= count:
            break
    return np.concatenate(parts)[:count]


def _built(name: str, rows: Vectors) -> Any:
    engine = faiss.index_factory(rows.shape[1], name, faiss.METRIC_INNER_PRODUCT)
    faiss.omp_set_num_threads(2)
    engine.train(rows[:: max(1, len(rows) // 100_000)])
    engine.add(rows)
    faiss.omp_set_num_threads(1)
    return probed(engine)


def _searched(engine: Any, asked: Vectors) -> tuple[list[set[int]], float]:
    found: list[set[int]] = []
    times = []
    for question in asked:
        began = time.perf_counter()
        _, ids = engine.search(question.reshape(1, -1), _NEAREST)
        times.append(time.perf_counter() - began)
        found.append(set(ids[0].tolist()))
    return found, statistics.median(times)


def _stored(engine: Any) -> tuple[float, float]:
    """Megabytes on disk and seconds to read them back."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "engine"
        faiss.write_index(engine, str(path))
        began = time.perf_counter()
        faiss.read_index(str(path))
        return path.stat().st_size / 1e6, time.perf_counter() - began


if __name__ == "__main__":
    main()
