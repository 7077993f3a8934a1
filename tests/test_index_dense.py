"""The dense index: chunks by their best sentence, in every engine that its size may choose."""

from pathlib import Path

import numpy as np
import pytest

from index.dense import DenseIndex, Sizes
from index.encoder import Vectors
from index.errors import IndexDamaged

SMALL = Sizes(flat=300, sq8=900)


def vectors(count: int, dimension: int = 16, seed: int = 7) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


def filled(chunks: int) -> tuple[DenseIndex, Vectors]:
    """An index of chunks with three sentences each."""
    rows = vectors(chunks * 3)
    index = DenseIndex.empty(16, SMALL)
    for first in range(0, chunks, 50):
        ids = [chunk for chunk in range(first, min(first + 50, chunks)) for _ in range(3)]
        index.add(ids, rows[first * 3 : first * 3 + len(ids)])
    return index, rows


@pytest.mark.parametrize(("chunks", "kind"), [(90, "Flat"), (200, "SQ8"), (400, "IVF-SQ8")])
def test_engines_by_size_find_the_same_chunks(tmp_path: Path, chunks: int, kind: str) -> None:
    index, rows = filled(chunks)
    assert (index.kind, index.rows, index.dimension) == (kind, chunks * 3, 16)
    index.save(tmp_path / "dense.faiss")
    for one in (index, DenseIndex.load(tmp_path / "dense.faiss")):
        asked = range(0, chunks * 3, 7)
        found = {row: one.search(rows[row], 5) for row in asked}
        assert sum(hits[0][0] == row // 3 for row, hits in found.items()) >= 0.99 * len(asked)
        assert all(len(dict(hits)) == len(hits) == 5 for hits in found.values())


@pytest.mark.parametrize("chunks", [90, 200, 400])
def test_removed_chunks_are_not_found(tmp_path: Path, chunks: int) -> None:
    index, rows = filled(chunks)
    index.remove([(4, 3), (5, 3)])
    index.save(tmp_path / "dense.faiss")
    index = DenseIndex.load_to_change(tmp_path / "dense.faiss")
    assert index.rows == (chunks - 2) * 3
    assert all(hit not in (4, 5) for hit, _ in index.search(rows[12], chunks))
    index.add([4, 4, 4], rows[12:15])
    assert index.search(rows[13], 1)[0][0] == 4


def test_a_chunk_scores_as_its_best_sentence() -> None:
    rows = np.eye(4, dtype=np.float32)
    index = DenseIndex.empty(4)
    index.add([1, 1, 2, 2], rows[[0, 1, 2, 3]])
    hits = index.search(rows[1] * 0.8 + rows[2] * 0.6, 5)
    assert [chunk for chunk, _ in hits] == [1, 2]
    assert [score for _, score in hits] == pytest.approx([0.8, 0.6], abs=1e-6)


def test_many_sentences_of_one_chunk_do_not_crowd_out_others() -> None:
    index = DenseIndex.empty(16)
    index.add([1] * 60, np.repeat(vectors(1), 60, axis=0))
    index.add([2], vectors(1, seed=8))
    assert [chunk for chunk, _ in index.search(vectors(1)[0], 2)] == [1, 2]


def test_a_zero_vector_and_an_empty_index_find_nothing() -> None:
    index = DenseIndex.empty(16)
    assert index.search(vectors(1)[0], 5) == []
    index.add([], vectors(0))
    index.add([1], vectors(1))
    assert index.search(np.zeros(16, dtype=np.float32), 5) == []
    assert index.search(vectors(1)[0], 0) == []


def test_a_file_that_is_no_index_is_damage(tmp_path: Path) -> None:
    (tmp_path / "dense.faiss").write_bytes(b"no index at all")
    with pytest.raises(IndexDamaged, match=r"dense\.faiss"):
        DenseIndex.load(tmp_path / "dense.faiss")
