"""Chunks for a question: BM25 and dense scores summed as z-scores, hits only."""

from collections.abc import Sequence

from index.corpus import Index
from retrieval.types import Passage

_DEEP = 50  # chunks that each ranking contributes

Ranking = Sequence[tuple[int, float]]


def retrieve(index: Index, text: str, *, limit: int) -> list[Passage]:
    """The best passages for a text, best first; a chunk that no ranking found is none of them."""
    rankings = [index.search_bm25(text, _DEEP), index.search_dense(text, _DEEP)]
    fused = fuse([ranking for ranking in rankings if ranking])[:limit]
    chunks = index.chunks([chunk_id for chunk_id, _ in fused])
    return [
        Passage(chunk=chunk, article=index.article(chunk.article_id), score=score)
        for chunk, (_, score) in zip(chunks, fused, strict=True)
    ]


def fuse(rankings: Sequence[Ranking]) -> list[tuple[int, float]]:
    """The sum of each ranking's z-scores; what a ranking did not find gets its lowest one."""
    totals: dict[int, float] = {}
    ids = {chunk_id for ranking in rankings for chunk_id, _ in ranking}
    for ranking in rankings:
        scores = dict(ranking)
        mean = sum(scores.values()) / len(scores)
        spread = (sum((s - mean) ** 2 for s in scores.values()) / len(scores)) ** 0.5 or 1.0
        lowest = min(scores.values())
        for chunk_id in ids:
            value = (scores.get(chunk_id, lowest) - mean) / spread
            totals[chunk_id] = totals.get(chunk_id, 0.0) + value
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))
