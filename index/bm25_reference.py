"""BM25 by the package rank-bm25: slow, in memory, the oracle that the fast engine is held to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from rank_bm25 import BM25Okapi

from index.bm25 import ALIKE


class _SameIdf(BM25Okapi):  # type: ignore[misc]
    """Okapi with the inverse document frequency that never turns negative."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, documents in nd.items():
            self.idf[term] = log(1 + (self.corpus_size - documents + 0.5) / (documents + 0.5))


class ReferenceBm25:
    """rank-bm25 over chunks given as (chunk id, terms), with tantivy's k1 and b."""

    def __init__(self, chunks: Sequence[tuple[int, Sequence[str]]]) -> None:
        self._ids = [chunk for chunk, _ in chunks]
        corpus = [list(terms) for _, terms in chunks] or [[""]]  # it divides by their number
        self._engine = _SameIdf(corpus, k1=1.2, b=0.75)

    def search(
        self, terms: Sequence[str], limit: int, weights: Mapping[str, float] = ALIKE
    ) -> list[tuple[int, float]]:
        """The `limit` best chunks as (chunk id, score > 0), best first."""
        if not terms or not self._ids or limit < 1:
            return []
        scores = np.zeros(len(self._ids))
        for term, count in Counter(terms).items():
            found = np.asarray(self._engine.get_scores([term]), dtype=np.float64)
            scores += count * weights.get(term, 1.0) * found
        hits = [(self._ids[at], float(scores[at])) for at in np.flatnonzero(scores > 0)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:limit]
