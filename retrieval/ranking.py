"""Chunks for a question: how well their figures fit it, and BM25 and dense scores, summed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from index.corpus import Index
from index.types import Entry
from retrieval.fitting import alike_nouns, fit_of
from retrieval.reading import read_slots
from retrieval.slots import Slots
from retrieval.types import Passage

DEEP = 40  # chunks that each ranking contributes
WEIGHTS = (1.0, 0.5, 3.0)  # BM25 and dense z-scores, the ledger's fit: docs/retrieval.md
_SURE = 4 / 3  # how much more the fit counts where some figure fits
_FITS = -0.5  # the fit from which a figure misses no slot
_LINES = 200  # ledger lines that one set of slots contributes
_ENOUGH = 200  # ledger lines after which no looser sets of slots are tried
_WORST = -6.0  # the fit of a chunk without figures that have anything to do with the question

Ranking = Sequence[tuple[int, float]]


def retrieve(index: Index, text: str, *, limit: int, slots: Slots | None = None) -> list[Passage]:
    """The best passages for a text, best first; a chunk that no ranking found is none of them.

    Without `slots` they are read from the text, relative years counted from today.
    """
    slots = slots or read_slots(text, asked_at=datetime.now(UTC))
    words, vectors = index.search_bm25(text, DEEP), index.search_dense(text, DEEP)
    fits = ledger_ranking(index, slots, DEEP, beside=(words, vectors))
    fused = fuse(words, vectors, fits)[:limit]
    chunks = index.chunks([chunk_id for chunk_id, _ in fused])
    return [
        Passage(chunk=chunk, article=index.article(chunk.article_id), score=score)
        for chunk, (_, score) in zip(chunks, fused, strict=True)
    ]


def ledger_ranking(
    index: Index, slots: Slots, limit: int, *, beside: Sequence[Ranking] = ()
) -> Ranking:
    """The chunks by how well the best of their figures fits the slots: 0 at best, else below.

    Figures are looked up by the slots, and in the articles that the rankings `beside` it found,
    whose chunks come beyond the limit too. A question that asks for no figure has no such ranking.
    """
    if slots.type == "quote" or not slots.asks_for_figure:
        return []
    entries = _entries(index, slots)
    if not entries and not slots.indicators and not slots.units:
        return []
    found = {chunk for ranking in beside for chunk, _ in ranking}
    articles = sorted({chunk.article_id for chunk in index.chunks(sorted(found))})
    if articles:
        entries |= {entry.id: entry for entry in index.figures(article=articles)}
    nouns = alike_nouns(slots.text, (e.figure for e in entries.values()), index.encoder)
    outlines = index.outlines(sorted({entry.article_id for entry in entries.values()}))
    scores: dict[int, float] = {}
    for entry in entries.values():
        outline = outlines[entry.article_id]
        chunk = outline.chunk_at(entry.figure.start)
        if chunk is not None:
            fit = fit_of(entry, outline.article, slots, nouns)
            scores[chunk] = max(scores.get(chunk, _WORST), fit)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [item for at, item in enumerate(ranked) if at < limit or item[0] in found]


def _entries(index: Index, slots: Slots) -> dict[int, Entry]:
    """Ledger lines by all slots of the question, then by ever fewer until there are enough.

    A single slot is enough only where the question has no other.
    """
    sides = [*slots.partners, *slots.partner_regions]
    wanted: dict[str, Any] = {
        "indicator": [name for name in slots.indicators if name != "other"],
        "place": slots.places,
        "partner": slots.partners,
        "partner_region": slots.partner_regions,
        "year": next((period.year for period in slots.periods if period.year), None),
    }
    wanted = {name: value for name, value in wanted.items() if value}
    found: dict[int, Entry] = {}
    fewest = min(2, len(wanted)) or 1
    for size in range(len(wanted), fewest - 1, -1):
        for names in combinations(sorted(wanted), size):
            asked = {name: wanted[name] for name in names}
            if asked.keys() == {"year"}:
                continue
            found |= _by_id(index.figures(limit=_LINES, **asked))
            # «Moscow Region's trade with Kazakhstan»: the partner may be told of as the place
            if slots.partners and asked.keys() & {"place", "partner"}:
                turned = {name: asked[name] for name in asked.keys() & {"indicator", "year"}}
                if "partner" in asked:
                    turned["place"] = sides
                if "place" in asked:
                    turned["partner"] = slots.places
                found |= _by_id(index.figures(limit=_LINES, **turned))
        if len(found) >= _ENOUGH:
            break
    return found


def _by_id(entries: Iterable[Entry]) -> dict[int, Entry]:
    return {entry.id: entry for entry in entries}


def fuse(
    words: Ranking,
    vectors: Ranking,
    fits: Ranking,
    weights: Sequence[float] = WEIGHTS,
) -> list[tuple[int, float]]:
    """The weighted sum of two rankings' z-scores and of the ledger's fit, best first.

    What a ranking did not find has its lowest score, in the ledger that of what fits in nothing.
    """
    ids = {chunk_id for ranking in (words, vectors, fits) for chunk_id, _ in ranking}
    fit_by_id = dict(fits)
    parts: list[Mapping[int, float]] = [_standardised(words, ids), _standardised(vectors, ids)]
    if fits:
        sure = _SURE if max(fit_by_id.values()) >= _FITS else 1.0
        parts.append({chunk_id: sure * fit_by_id.get(chunk_id, _WORST) for chunk_id in ids})
    totals = {
        chunk_id: sum(weight * part[chunk_id] for part, weight in zip(parts, weights, strict=False))
        for chunk_id in ids
    }
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def _standardised(ranking: Ranking, ids: Iterable[int]) -> dict[int, float]:
    """The z-score of each id, for one that was not found the lowest; 0 without a ranking."""
    scores = dict(ranking)
    if not scores:
        return dict.fromkeys(ids, 0.0)
    mean = sum(scores.values()) / len(scores)
    spread = (sum((s - mean) ** 2 for s in scores.values()) / len(scores)) ** 0.5 or 1.0
    lowest = min(scores.values())
    return {chunk_id: (scores.get(chunk_id, lowest) - mean) / spread for chunk_id in ids}
