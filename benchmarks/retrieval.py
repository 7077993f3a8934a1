"""How well the passage that holds the gold evidence is found among distractors.

python -m benchmarks.retrieval [--cache FOLDER] [--count 5400] [--write]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log2
from pathlib import Path
from statistics import mean

from benchmarks.distractors import Fact, write
from bot.evaluate import Gold, read_gold
from index.bm25 import TantivyBm25
from index.build import build_index
from index.corpus import Index, open_index
from index.encoder import load_encoder
from index.errors import IndexMissing, IndexOutdated
from index.generations import current
from index.layout import BM25
from language.analyzer import terms
from retrieval.ranking import WEIGHTS, Ranking, fuse, ledger_ranking
from retrieval.reading import read_slots

ROOT = Path(__file__).parent.parent
SOURCES = ("seeds", "tests/gold/dev", *(f"tests/gold/held/{name}" for name in ("kk", "mix", "ru")))
ASKED_AT = datetime(2026, 11, 22, tzinfo=UTC)
SHOWN = ("dense", "BM25", "ledger", "fused")
_DEEP = 50
_MARK = "<!-- make eval-retrieval -->"

Fuser = Callable[[Mapping[str, Ranking]], Ranking]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One question, the chunks that hold its evidence and what each ranking found for it."""

    pair: str
    relevant: frozenset[int]
    rankings: dict[str, Ranking]


def main() -> None:
    """Build or reuse the index, measure, print; with --write renew the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--cache", type=Path, default=ROOT / ".index" / "retrieval")
    parser.add_argument("--count", type=int, default=5400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="renew docs/retrieval.md, its chart")
    given = parser.parse_args()
    gold = [each for source in SOURCES for each in read_gold(_questions(source))]
    folder = given.cache / f"{given.count}-{given.seed}"
    index = _index(folder, gold, given.count, given.seed)
    found = _ask_all(index, folder, [each for each in gold if each.answerable])
    tables = f"{_by_pair(found)}\n\n{_variants(found)}"
    print(f"{len(found)} questions, {len(index)} articles\n\n{tables}")
    if given.write:
        _renew(tables, len(found), len(index))
        _draw(found, ROOT / "docs" / "img" / "retrieval.png")


def _questions(source: str) -> Path:
    return ROOT / source / "questions.jsonl"


def _index(folder: Path, gold: Sequence[Gold], count: int, seed: int) -> Index:
    """The index of gold articles and distractors; rebuilt where what reads articles changed."""
    encoder = load_encoder()
    try:
        return open_index(folder, encoder=encoder, strict=True)
    except (IndexMissing, IndexOutdated):
        folder.parent.mkdir(parents=True, exist_ok=True)
        distractors = folder.with_suffix(".jsonl")
        write(distractors, count, seed, _facts(gold))
        paths = [*(ROOT / source for source in SOURCES), distractors]
        build_index(paths, folder, encoder=encoder, progress=_progress, rebuild=True)
        return open_index(folder, encoder=encoder, strict=True)


def _facts(gold: Sequence[Gold]) -> frozenset[Fact]:
    """What no distractor may state: it would answer a gold question."""
    return frozenset(
        (row["place"], row["partner"], row["indicator"], (row["period"] or "")[:4])
        for each in gold
        for row in each.figures
    )


def _progress(stage: str, done: int) -> None:
    if done % 500 == 0:
        print(f"{stage} {done}", file=sys.stderr, flush=True)


def _ask_all(index: Index, folder: Path, gold: Sequence[Gold]) -> list[Found]:
    bm25 = TantivyBm25(current(folder) / BM25)
    asked = []
    for each in gold:
        relevant, language = _relevant(index, each)
        if relevant:
            pair = f"{each.language}→{language}"
            rankings = _rankings(index, bm25, each.question)
            asked.append(Found(pair=pair, relevant=relevant, rankings=rankings))
    return asked


def _relevant(index: Index, gold: Gold) -> tuple[frozenset[int], str]:
    """The chunks that the evidence stands in, and the language of their article."""
    found: set[int] = set()
    language = ""
    for document in gold.documents:
        article = index.article(document)
        start = article.text.find(gold.evidence) if gold.evidence else -1
        chunk = index.chunk_at(document, start) if start >= 0 else None
        if chunk is not None:
            found.add(chunk.id)
            language = language or article.language
    return frozenset(found), language


def _rankings(index: Index, bm25: TantivyBm25, question: str) -> dict[str, Ranking]:
    words = [term.text for term in terms(question)]
    concepts = [word for word in words if word.startswith("@") or word.isdigit()]
    slots = read_slots(question, asked_at=ASKED_AT)
    return {
        "dense": index.search_dense(question, _DEEP),
        "BM25": index.search_bm25(question, _DEEP),
        "concepts": bm25.search(concepts, _DEEP),
        "weighted": bm25.search([*words, *concepts], _DEEP),
        "ledger": ledger_ranking(index, slots, _DEEP),
    }


def by_rank(rankings: Sequence[Ranking], offset: int) -> Ranking:
    """Reciprocal rank fusion."""
    totals: dict[int, float] = {}
    for ranking in rankings:
        for place, (chunk, _) in enumerate(ranking, start=1):
            totals[chunk] = totals.get(chunk, 0.0) + 1 / (offset + place)
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def _summed(**weights: float) -> Fuser:
    """Weighted sum of z-scores of the rankings named."""
    return lambda found: fuse(
        [found[name] for name in weights if found[name]],
        [weight for name, weight in weights.items() if found[name]],
    )


def _ranked(*names: str, offset: int) -> Fuser:
    return lambda found: by_rank([found[name] for name in names], offset)


_KEPT = dict(zip(("BM25", "dense", "ledger"), WEIGHTS, strict=True))
VARIANTS: dict[str, Fuser] = {
    "dense": lambda found: found["dense"],
    "BM25, all terms": lambda found: found["BM25"],
    "BM25, concepts and numbers only": lambda found: found["concepts"],
    "BM25, concepts twice": lambda found: found["weighted"],
    "ledger": lambda found: found["ledger"],
    "z: dense + BM25": _summed(dense=1, BM25=1),
    "z: dense + concepts": _summed(dense=1, concepts=1),
    "z: dense + BM25 weighted": _summed(dense=1, weighted=1),
    "z: dense + BM25 + ledger": _summed(dense=1, BM25=1, ledger=1),
    "z: dense + BM25 + 2 ledger": _summed(dense=1, BM25=1, ledger=2),
    "z: ½ dense + BM25 + ledger": _summed(dense=0.5, BM25=1, ledger=1),
    "z: ½ dense + BM25 + 2 ledger": _summed(**_KEPT),
    "z: ½ dense + BM25 + 3 ledger": _summed(dense=0.5, BM25=1, ledger=3),
    "z: ½ dense + BM25 weighted + 2 ledger": _summed(dense=0.5, weighted=1, ledger=2),
    "z: ½ dense + concepts + 2 ledger": _summed(dense=0.5, concepts=1, ledger=2),
    "rank (60): dense + BM25": _ranked("dense", "BM25", offset=60),
    "rank (60): dense + BM25 + ledger": _ranked("dense", "BM25", "ledger", offset=60),
    "rank (10): dense + BM25 + ledger": _ranked("dense", "BM25", "ledger", offset=10),
    "rank (10): dense + BM25 weighted + ledger": _ranked(
        "dense", "weighted", "ledger", offset=10
    ),
}  # fmt: skip
KEPT = "z: ½ dense + BM25 + 2 ledger"


def measures(ranking: Ranking, relevant: frozenset[int]) -> tuple[float, float, float, float]:
    """Recall@1, recall@5, MRR@10 and nDCG@10; a question counts as found by any relevant chunk."""
    hits = [at for at, (chunk, _) in enumerate(ranking[:10], start=1) if chunk in relevant]
    first = hits[0] if hits else 0
    ideal = sum(1 / log2(1 + at) for at in range(1, min(len(relevant), 10) + 1))
    gain = sum(1 / log2(1 + at) for at in hits) / ideal
    return float(first == 1), float(0 < first <= 5), 1 / first if first else 0.0, gain


def _scores(found: Sequence[Found], fuser: Fuser) -> list[float]:
    rows = [measures(fuser(each.rankings), each.relevant) for each in found]
    return [100 * mean(row[column] for row in rows) for column in range(4)]


def _shown(name: str) -> Fuser:
    return VARIANTS[KEPT] if name == "fused" else lambda found: found[name]


def _pairs(found: Sequence[Found]) -> dict[str, list[Found]]:
    names = sorted({each.pair for each in found})
    return {name: [each for each in found if each.pair == name] for name in names}


def _by_pair(found: Sequence[Found]) -> str:
    """Recall@1 / recall@5 / MRR@10 / nDCG@10 of each ranking, a row for a pair of languages."""
    rows = [f"| question→article | n | {' | '.join(SHOWN)} |", "|---|--:|" + "--:|" * len(SHOWN)]
    for name, some in {**_pairs(found), "all": list(found)}.items():
        cells = [" / ".join(f"{s:.0f}" for s in _scores(some, _shown(kind))) for kind in SHOWN]
        rows.append(f"| {name} | {len(some)} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _variants(found: Sequence[Found]) -> str:
    """The four measures of every variant over all questions, and the worst pair's recall@5."""
    rows = ["| variant | R@1 | R@5 | MRR@10 | nDCG@10 | worst pair's R@5 |", "|---|" + "--:|" * 5]
    for name, fuser in VARIANTS.items():
        worst = min(_scores(some, fuser)[1] for some in _pairs(found).values())
        cells = [f"{score:.1f}" for score in (*_scores(found, fuser), worst)]
        rows.append(f"| {name}{' (kept)' if name == KEPT else ''} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _renew(tables: str, questions: int, articles: int) -> None:
    path = ROOT / "docs" / "retrieval.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(_MARK)
    after = rest.partition(_MARK)[2]
    told = f"{questions} questions over {articles} articles."
    path.write_text(f"{before}{_MARK}\n{told}\n\n{tables}\n{_MARK}{after}", encoding="utf-8")


def _draw(found: Sequence[Found], path: Path) -> None:
    """Recall@5 as bars: a group for each pair of languages, a bar for each ranking."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    pairs = _pairs(found)
    figure, axes = pyplot.subplots(figsize=(10, 4.2), layout="constrained")
    for at, kind in enumerate(SHOWN):
        heights = [_scores(some, _shown(kind))[1] for some in pairs.values()]
        axes.bar([group + (at - 1.5) * 0.2 for group in range(len(pairs))], heights, 0.19,
                 label=kind)  # fmt: skip
    axes.set_xticks(range(len(pairs)), [f"{name}\nn = {len(s)}" for name, s in pairs.items()])
    axes.set_ylabel("recall@5, %")
    axes.set_ylim(0, 100)
    axes.set_title("Evidence found among the first five passages (question → article)")
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    figure.legend(loc="outside lower center", ncols=len(SHOWN), frameon=False)
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
