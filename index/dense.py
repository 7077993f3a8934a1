"""The dense index: FAISS rows for the sentences of a chunk and the whole, searched for chunks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from index.encoder import Vectors
from index.errors import IndexDamaged

_ROWS = 256  # row id = chunk id * _ROWS + the row's number within the chunk
_ROWS_PER_CHUNK = 6  # rows fetched for each chunk wanted, at first
_BATCH = 65_536
_PROBED = 12  # one cell in so many is looked into; benchmarks/engines.py
_MAPPED_BYTES = 64 << 20  # larger files are mapped, not read


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizes:
    """Up to how many rows an engine is used: exact, then a byte a dimension, then cells as well."""

    flat: int = 50_000
    sq8: int = 300_000


SIZES = Sizes()


class DenseIndex:
    """Vectors under the ids of their chunks; a chunk scores as the best of its rows."""

    def __init__(self, engine: Any, sizes: Sizes = SIZES) -> None:
        self._engine = engine
        self._sizes = sizes

    @classmethod
    def empty(cls, dimension: int, sizes: Sizes = SIZES) -> "DenseIndex":
        """An index without rows for vectors of that length."""
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)), sizes)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """The index as saved; large files are mapped into memory.

        Errors: IndexDamaged.
        """
        flags = faiss.IO_FLAG_MMAP_IFC if path.stat().st_size > _MAPPED_BYTES else 0
        try:
            return cls(faiss.read_index(str(path), flags))
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path} cannot be read; run `sauda index --rebuild` on your articles"
            ) from error

    @classmethod
    def load_to_change(cls, path: Path) -> "DenseIndex":
        """The index as saved, in memory of its own, to be added to."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index as one file."""
        faiss.write_index(self._engine, str(path))

    @property
    def dimension(self) -> int:
        """The length of its vectors."""
        return int(self._engine.d)

    @property
    def rows(self) -> int:
        """How many vectors it holds."""
        return int(self._engine.ntotal)

    @property
    def kind(self) -> str:
        """`Flat`, `SQ8` or `IVF-SQ8`."""
        if isinstance(self._engine, faiss.IndexIVF):
            return "IVF-SQ8"
        return "Flat" if isinstance(_inner(self._engine), faiss.IndexFlat) else "SQ8"

    def add(self, chunk_ids: Sequence[int], vectors: Vectors) -> None:
        """Add one row for each of `chunk_ids`, rows of a chunk side by side; (n, dimension)."""
        if not chunk_ids:
            return
        ids = _row_ids(chunk_ids)
        self._engine.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)
        self._grow()

    def remove(self, chunks: Sequence[tuple[int, int]]) -> None:
        """Take out chunks, each given as (chunk id, number of its rows)."""
        ids = [chunk * _ROWS + row for chunk, rows in chunks for row in range(rows)]
        if ids:
            self._engine.remove_ids(np.asarray(ids, dtype=np.int64))

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """The `limit` nearest chunks as (chunk id, cosine), best first; none for a zero vector."""
        if not self.rows or limit < 1 or not vector.any():
            return []
        faiss.omp_set_num_threads(1)  # of this thread: one query is slower on many, 16 ms for 0.8
        query = np.ascontiguousarray(vector.reshape(1, -1), dtype=np.float32)
        wanted = min(self.rows, limit * _ROWS_PER_CHUNK)
        while True:
            scores, ids = self._engine.search(query, wanted)
            best = _best_by_chunk(ids[0], scores[0])
            if len(best) >= limit or wanted == self.rows:
                return best[:limit]
            wanted = min(self.rows, wanted * 4)

    def _grow(self) -> None:
        """Move to the engine that fits the number of rows."""
        if self.kind == "Flat" and self.rows > self._sizes.flat:
            self._move("IDMap2,SQ8", self.rows)
        if self.kind == "SQ8" and self.rows > self._sizes.sq8:
            self._move(f"IVF{int(4 * self.rows**0.5)},SQ8", self.rows)

    def _move(self, factory: str, rows: int) -> None:
        ids = faiss.vector_to_array(self._engine.id_map)
        inner = _inner(self._engine)
        engine = faiss.index_factory(int(self._engine.d), factory, faiss.METRIC_INNER_PRODUCT)
        step = max(1, rows // 100_000)
        sample = np.stack([inner.reconstruct(int(at)) for at in range(0, rows, step)])
        engine.train(sample)
        for start in range(0, rows, _BATCH):
            stop = min(rows, start + _BATCH)
            engine.add_with_ids(inner.reconstruct_n(start, stop - start), ids[start:stop])
        self._engine = probed(engine)


def probed(engine: Any) -> Any:
    """The engine, set to look into as many cells as agree with the exact one nearly always."""
    if isinstance(engine, faiss.IndexIVF):
        engine.nprobe = max(1, engine.nlist // _PROBED)
    return engine


def _inner(engine: Any) -> Any:
    return faiss.downcast_index(engine.index) if hasattr(engine, "id_map") else engine


def _row_ids(chunk_ids: Sequence[int]) -> npt.NDArray[np.int64]:
    ids = np.empty(len(chunk_ids), dtype=np.int64)
    previous, number = None, 0
    for at, chunk in enumerate(chunk_ids):
        number = number + 1 if chunk == previous else 0
        ids[at] = chunk * _ROWS + number
        previous = chunk
    return ids


def _best_by_chunk(
    ids: npt.NDArray[np.int64], scores: npt.NDArray[np.float32]
) -> list[tuple[int, float]]:
    best: dict[int, float] = {}
    for row, score in zip(ids.tolist(), scores.tolist(), strict=True):
        if row >= 0:
            best.setdefault(row // _ROWS, score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))
