"""How well the passage that holds the gold evidence is found among distractors.

python -m benchmarks.retrieval [--cache FOLDER] [--count 5400] [--write]
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import log2
from pathlib import Path
from statistics import mean, median
from time import perf_counter

from benchmarks.distractors import Fact, write
from bot.evaluate import Gold, read_gold
from index.bm25 import TantivyBm25
from index.build import build_index
from index.corpus import Index, open_index
from index.encoder import load_encoder
from index.errors import IndexMissing, IndexOutdated
from index.generations import current
from index.layout import BM25
from language.analyzer import is_stem, terms
from retrieval.ranking import DEEP, WEIGHTS, Ranking, fuse, ledger_ranking, retrieve
from retrieval.reading import read_slots

ROOT = Path(__file__).parent.parent
_HELD = "tests/gold/held"
CHOSEN_ON = ("seeds", "tests/gold/dev", f"{_HELD}/kk", f"{_HELD}/mix", f"{_HELD}/ru")
SOURCES = (
    *CHOSEN_ON,
    *(
        f"{_HELD}/{name}"
        for name in ("last", "new", "clean", "close_ru", "close_kk", "next", "fresh_kk")
    ),
)
ASKED_AT = datetime(2026, 11, 22, tzinfo=UTC)
SHOWN = ("dense", "BM25", "ledger", "fused")
_SHOWN = 10
_MARK = "<!-- make eval-retrieval -->"

Fuser = Callable[[Mapping[str, Ranking]], Ranking]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One question, the chunks that hold its evidence and what each ranking found for it."""

    question: str
    pair: str
    source: str
    relevant: frozenset[int]
    rankings: dict[str, Ranking]
    seconds: float


def main() -> None:
    """Build or reuse the index, measure, print; with --write renew the documentation."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--cache", type=Path, default=ROOT / ".index" / "retrieval")
    parser.add_argument("--count", type=int, default=5400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="renew docs/retrieval.md, its chart")
    given = parser.parse_args()
    gold = {source: read_gold(_questions(source)) for source in SOURCES}
    folder = given.cache / f"{given.count}-{given.seed}"
    index = _index(folder, [each for some in gold.values() for each in some], given)
    found = _ask_all(index, folder, gold)
    told = f"{len(found)} questions over {len(index)} articles."
    milliseconds = 1000 * median(each.seconds for each in found)
    tables = f"{_by_pair(found)}\n\n{_by_source(found)}\n\n{_variants(found)}"
    print(f"{told} {milliseconds:.0f} ms for one (median).\n\n{tables}")
    print("\nNot among the first five:", *_missed(found), sep="\n")
    if given.write:
        _renew(tables, told)
        _draw(found, ROOT / "docs" / "img" / "retrieval.png")


def _questions(source: str) -> Path:
    return ROOT / source / "questions.jsonl"


def _index(folder: Path, gold: Sequence[Gold], given: argparse.Namespace) -> Index:
    """The index of gold articles and distractors; rebuilt where what reads articles changed."""
    encoder = load_encoder()
    try:
        return open_index(folder, encoder=encoder, strict=True)
    except (IndexMissing, IndexOutdated):
        folder.parent.mkdir(parents=True, exist_ok=True)
        distractors = folder.with_suffix(".jsonl")
        write(distractors, given.count, given.seed, _facts(gold))
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


def _ask_all(index: Index, folder: Path, gold: Mapping[str, Sequence[Gold]]) -> list[Found]:
    bm25 = TantivyBm25(current(folder) / BM25)
    asked = [
        (source, each, *_evidence(index, each))
        for source, some in gold.items()
        for each in some
        if each.answerable
    ]
    # two questions of different sets may ask for one fact: each passage answers both
    shared: dict[tuple[str, ...], frozenset[int]] = {}
    for _, each, chunks, _ in asked:
        if fact := _fact(each):
            shared[fact] = shared.get(fact, frozenset()) | chunks
    found = []
    for source, each, chunks, language in asked:
        if chunks:
            rankings, seconds = _rankings(index, bm25, each.question)
            found.append(
                Found(
                    question=each.question,
                    pair=f"{each.language}→{language}",
                    source=source,
                    relevant=chunks | shared.get(_fact(each), frozenset()),
                    rankings=rankings,
                    seconds=seconds,
                )
            )
    return found


def _fact(gold: Gold) -> tuple[str, ...]:
    """What is asked for: all slots of the first figure; () where they do not tell it."""
    if not gold.figures or gold.figures[0]["indicator"] == "other":
        return ()
    names = ("indicator", "place", "partner", "period", "kind", "unit")
    return tuple(str(gold.figures[0][name]) for name in names)


def _evidence(index: Index, gold: Gold) -> tuple[frozenset[int], str]:
    """The chunks that the evidence or an expected figure stands in, and their article's language.

    () where the evidence is not to be found.
    """
    found: set[int] = set()
    language = ""
    for document in gold.documents:
        article = index.article(document)
        start = article.text.find(gold.evidence) if gold.evidence else -1
        chunk = index.chunk_at(document, start) if start >= 0 else None
        if chunk is not None:
            found.add(chunk.id)
            language = language or article.language
    if found:
        found |= {
            chunk.id
            for entry in index.figures(article=gold.documents)
            if (chunk := index.chunk_at(entry.article_id, entry.figure.start)) is not None
            and any(
                (entry.figure.value, entry.figure.unit) == (Decimal(row["value"]), row["unit"])
                for row in gold.figures
            )
        }
    return frozenset(found), language


def _rankings(index: Index, bm25: TantivyBm25, question: str) -> tuple[dict[str, Ranking], float]:
    """What each ranking finds, and how many seconds the fused one takes."""
    begun = perf_counter()
    slots = read_slots(question, asked_at=ASKED_AT)
    retrieve(index, question, limit=_SHOWN, slots=slots)
    seconds = perf_counter() - begun
    words = [term.text for term in terms(question)]
    vectors, stems_half = index.search_dense(question, DEEP), index.search_bm25(question, DEEP)
    rankings = {
        "dense": vectors,
        "BM25": stems_half,
        "alike": bm25.search(words, DEEP),
        "concepts": bm25.search([word for word in words if not is_stem(word)], DEEP),
        "ledger": ledger_ranking(index, slots, DEEP),
        "fit": ledger_ranking(index, slots, DEEP, beside=(vectors, stems_half)),
    }
    return rankings, seconds


def by_rank(rankings: Sequence[Ranking], offset: int) -> Ranking:
    """Reciprocal rank fusion."""
    totals: dict[int, float] = {}
    for ranking in rankings:
        for place, (chunk, _) in enumerate(ranking, start=1):
            totals[chunk] = totals.get(chunk, 0.0) + 1 / (offset + place)
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))


def _summed(
    words: float, vectors: float, fit: float, *, bm25: str = "BM25", ledger: str = "fit"
) -> Fuser:
    """The sum that `fuse` takes, with other weights or other rankings."""
    return lambda found: fuse(
        found[bm25] if words else (),
        found["dense"] if vectors else (),
        found[ledger] if fit else (),
        (words, vectors, fit),
    )


def _ranked(*names: str, offset: int) -> Fuser:
    return lambda found: by_rank([found[name] for name in names], offset)


VARIANTS: dict[str, Fuser] = {
    "dense": lambda found: found["dense"],
    "BM25, all terms alike": lambda found: found["alike"],
    "BM25, concepts and numbers only": lambda found: found["concepts"],
    "BM25, stems half": lambda found: found["BM25"],
    "ledger": lambda found: found["ledger"],
    "ledger, also what the others found": lambda found: found["fit"],
    "dense + BM25": _summed(1, 1, 0),
    "½ dense + BM25": _summed(1, 0.5, 0),
    "½ dense + BM25 + 1 fit": _summed(1, 0.5, 1),
    "½ dense + BM25 + 2 fit": _summed(1, 0.5, 2),
    "½ dense + BM25 + 3 fit (kept)": _summed(*WEIGHTS),
    "½ dense + BM25 + 4 fit": _summed(1, 0.5, 4),
    "½ dense + BM25 + 6 fit": _summed(1, 0.5, 6),
    "dense + BM25 + 3 fit": _summed(1, 1, 3),
    "BM25 + 3 fit": _summed(1, 0, 3),
    "½ dense + 3 fit": _summed(0, 0.5, 3),
    "½ dense + BM25, all terms alike + 3 fit": _summed(*WEIGHTS, bm25="alike"),
    "½ dense + BM25, concepts only + 3 fit": _summed(*WEIGHTS, bm25="concepts"),
    "½ dense + BM25 + 3 fit of the ledger alone": _summed(*WEIGHTS, ledger="ledger"),
    "rank (60): dense + BM25 + fit": _ranked("dense", "BM25", "fit", offset=60),
    "rank (10): dense + BM25 + fit": _ranked("dense", "BM25", "fit", offset=10),
    "rank (1): dense + BM25 + fit": _ranked("dense", "BM25", "fit", offset=1),
}
KEPT = _summed(*WEIGHTS)


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
    return KEPT if name == "fused" else lambda found: found[name]


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


def _by_source(found: Sequence[Found]) -> str:
    """The fused ranking over the sets that it was chosen on, and over the one that it was not."""
    rows = ["| questions | n | R@1 | R@5 | MRR@10 | nDCG@10 |", "|---|--:|" + "--:|" * 4]
    chosen = [each for each in found if each.source in CHOSEN_ON]
    clean = [each for each in found if each.source not in CHOSEN_ON]
    for name, some in (("chosen on", chosen), ("not chosen on", clean)):
        cells = " | ".join(f"{score:.1f}" for score in _scores(some, KEPT))
        rows.append(f"| {name} | {len(some)} | {cells} |")
    return "\n".join(rows)


def _variants(found: Sequence[Found]) -> str:
    """The four measures of every variant over all questions, and the worst pair's recall@5."""
    rows = ["| variant | R@1 | R@5 | MRR@10 | nDCG@10 | worst pair's R@5 |", "|---|" + "--:|" * 5]
    for name, fuser in VARIANTS.items():
        worst = min(_scores(some, fuser)[1] for some in _pairs(found).values())
        cells = [f"{score:.1f}" for score in (*_scores(found, fuser), worst)]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _missed(found: Sequence[Found]) -> list[str]:
    """The questions whose evidence the fused ranking shows no earlier than sixth."""
    return [
        f"{each.pair}  {each.question}"
        for each in found
        if not measures(KEPT(each.rankings), each.relevant)[1]
    ]


def _renew(tables: str, told: str) -> None:
    path = ROOT / "docs" / "retrieval.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(_MARK)
    after = rest.partition(_MARK)[2]
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
