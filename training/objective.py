"""The embedding table and its training step: contrastive loss, Adam on the rows of a batch."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
SCALE = 20.0
FORBIDDEN = np.float32(-1e9)


@dataclass(kw_only=True)
class Table:
    """Rows of pieces with Adam's two moments; only rows that a batch touches are updated."""

    rows: Floats
    mean: Floats = field(init=False)
    spread: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.mean = np.zeros_like(self.rows)
        self.spread = np.zeros_like(self.rows)

    @classmethod
    def random(cls, pieces: int, dimension: int, seed: int) -> "Table":
        """Small normal rows; row 0, the unknown piece, is zero."""
        generator = np.random.default_rng(seed)
        rows = generator.standard_normal((pieces, dimension), dtype=np.float32) * np.float32(0.1)
        rows[0] = 0
        return cls(rows=rows)

    def update(self, touched: Ints, gradient: Floats, *, rate: float, step: int) -> None:
        """One Adam step (0.9, 0.98) on the `touched` rows; `step` counts from 1."""
        first, second = np.float32(0.9), np.float32(0.98)
        mean = first * self.mean[touched] + (1 - first) * gradient
        spread = second * self.spread[touched] + (1 - second) * gradient * gradient
        self.mean[touched], self.spread[touched] = mean, spread
        scale = np.float32(rate * np.sqrt(1 - 0.98**step) / (1 - 0.9**step))
        self.rows[touched] -= scale * mean / (np.sqrt(spread) + np.float32(1e-8))


def bag(lengths: Ints, pieces: Ints) -> tuple[csr_matrix, Ints]:
    """Texts as a sparse matrix over the pieces they use: (texts, used) and the ids of the used."""
    used, columns = np.unique(pieces, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    ones = np.ones(len(pieces), dtype=np.float32)
    return csr_matrix((ones, columns, starts), shape=(len(lengths), len(used))), used


def contrastive(
    vectors: Floats, same: NDArray[np.bool_], prefixes: tuple[int, ...]
) -> tuple[float, Floats]:
    """Loss and gradient for texts of which text i and text i + n/2 say the same.

    Every other text of the batch, of either language, is a negative; `same` (n, n) marks pairs that
    must not be, equal texts and a text itself. The loss is the mean over `prefixes` of dimensions.
    """
    count = len(vectors)
    partner = (np.arange(count) + count // 2) % count
    loss, gradient = 0.0, np.zeros_like(vectors)
    for width in prefixes:
        part = vectors[:, :width]
        norms = np.sqrt((part * part).sum(axis=1, keepdims=True)) + np.float32(1e-6)
        units = part / norms
        scores = units @ units.T
        scores *= np.float32(SCALE)
        scores[same] = FORBIDDEN
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        found = scores[np.arange(count), partner]
        loss -= float(np.log(found + 1e-12).mean()) / len(prefixes)
        scores[np.arange(count), partner] -= 1
        scores += scores.T
        pull = (scores @ units) * np.float32(SCALE / (count * len(prefixes)))
        pull -= units * (pull * units).sum(axis=1, keepdims=True)
        gradient[:, :width] += pull / norms
    return loss, gradient
