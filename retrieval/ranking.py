"""Chunks for a question: BM25, dense and ledger scores summed as z-scores, hits only."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from index.corpus import Index
from retrieval.reading import read_slots
from retrieval.slots import Slots
from retrieval.types import Passage

_DEEP = 50  # chunks that each ranking contributes
WEIGHTS = (1.0, 0.5, 2.0)  # BM25, dense, ledger: docs/retrieval.md
_LINES = 200  # ledger lines that one set of slots contributes

_KIND = 0.25  # what the kind of figure counts beside a slot

Ranking = Sequence[tuple[int, float]]


def retrieve(index: Index, text: str, *, limit: int, slots: Slots | None = None) -> list[Passage]:
    """The best passages for a text, best first; a chunk that no ranking found is none of them.

    Without `slots` they are read from the text, relative years counted from today.
    """
    slots = slots or read_slots(text, asked_at=datetime.now(UTC))
    rankings = [
        index.search_bm25(text, _DEEP),
        index.search_dense(text, _DEEP),
        ledger_ranking(index, slots, _DEEP),
    ]
    fused = fuse(rankings, WEIGHTS)[:limit]
    chunks = index.chunks([chunk_id for chunk_id, _ in fused])
    return [
        Passage(chunk=chunk, article=index.article(chunk.article_id), score=score)
        for chunk, (_, score) in zip(chunks, fused, strict=True)
    ]


def ledger_ranking(index: Index, slots: Slots, limit: int) -> Ranking:
    """The chunks of figures that share at least two slots, scored by how many they share."""
    wanted: dict[str, Any] = {
        "indicator": [name for name in slots.indicators if name != "other"],
        "place": slots.places,
        "partner": slots.partners,
        "partner_region": slots.partner_regions,
        "year": next((period.year for period in slots.periods if period.year), None),
    }
    wanted = {name: value for name, value in wanted.items() if value}
    scores: dict[int, float] = {}
    for size in range(len(wanted), 1, -1):
        for names in combinations(sorted(wanted), size):
            lines = index.figures(limit=_LINES, **{name: wanted[name] for name in names})
            for entry in lines:
                chunk = index.chunk_at(entry.article_id, entry.figure.start)
                if chunk is not None:
                    kind = _KIND if entry.figure.kind in slots.kinds else 0.0
                    scores[chunk.id] = max(scores.get(chunk.id, 0.0), size + kind)
        if len(scores) >= limit:
            break
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:limit]


def fuse(
    rankings: Sequence[Ranking], weights: Sequence[float] | None = None
) -> list[tuple[int, float]]:
    """The weighted sum of each ranking's z-scores; what it did not find gets its lowest one."""
    totals: dict[int, float] = {}
    ids = {chunk_id for ranking in rankings for chunk_id, _ in ranking}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        if not ranking:
            continue
        scores = dict(ranking)
        mean = sum(scores.values()) / len(scores)
        spread = (sum((s - mean) ** 2 for s in scores.values()) / len(scores)) ** 0.5 or 1.0
        lowest = min(scores.values())
        for chunk_id in ids:
            value = (scores.get(chunk_id, lowest) - mean) / spread
            totals[chunk_id] = totals.get(chunk_id, 0.0) + weight * value
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))
