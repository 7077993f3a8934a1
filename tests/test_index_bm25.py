"""BM25: the fast engine against the reference, on terms that both get alike."""

import random
from pathlib import Path

import pytest

from index.bm25 import TantivyBm25
from index.bm25_reference import ReferenceBm25

DOCUMENTS: list[tuple[int, list[str]]] = [
    (11, ["@place:GB", "@trade_turnover", "2017", "қала"]),
    (12, ["@place:SE", "@trade_turnover", "2016", "қала", "қала"]),
    (13, ["@place:BE", "@enterprises", "28"]),
    (14, ["с пробелом", "АбВ", "53,8"]),
]


def tantivy_of(folder: Path, documents: list[tuple[int, list[str]]]) -> TantivyBm25:
    folder.mkdir(exist_ok=True)
    engine = TantivyBm25(folder, create=True)
    for chunk, terms in documents:
        engine.add(chunk, terms)
    engine.commit()
    return engine


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (["@place:GB"], [11]),
        (["@trade_turnover", "@place:SE"], [12, 11]),
        (["қала"], [12, 11]),
        (["@place:GB", "@place:GB", "2016"], [11, 12]),
        (["с пробелом"], [14]),
        (["абв"], []),
        (["АбВ"], [14]),
        (["53,8"], [14]),
        (["53"], []),
        (["nowhere"], []),
        ([], []),
    ],
)
def test_both_engines_rank_alike(tmp_path: Path, terms: list[str], found: list[int]) -> None:
    for engine in (tantivy_of(tmp_path / "bm25", DOCUMENTS), ReferenceBm25(DOCUMENTS)):
        hits = engine.search(terms, 10)
        assert [chunk for chunk, _ in hits] == found
        assert all(score > 0 for _, score in hits)
        assert engine.search(terms, 0) == []


@pytest.mark.parametrize(("weight", "first"), [(3.0, 12), (0.1, 11)])
def test_a_term_counts_what_it_weighs(tmp_path: Path, weight: float, first: int) -> None:
    for engine in (tantivy_of(tmp_path / "bm25", DOCUMENTS), ReferenceBm25(DOCUMENTS)):
        hits = engine.search(["@place:GB", "@place:SE"], 10, {"@place:SE": weight})
        assert hits[0][0] == first


def test_scores_agree_but_for_rounded_lengths(tmp_path: Path) -> None:
    draw = random.Random(5)
    words = [f"w{at}" for at in range(300)]
    documents = [
        (number, draw.choices(words, weights=range(300, 0, -1), k=draw.randint(10, 90)))
        for number in range(400)
    ]
    fast, slow = tantivy_of(tmp_path / "bm25", documents), ReferenceBm25(documents)
    shared = 0
    for _ in range(50):
        query = draw.choices(words, k=4)
        ours = dict(fast.search(query, 10))
        theirs = dict(slow.search(query, 400))
        shared += len(ours.keys() & set(list(theirs)[:10]))
        assert all(score == pytest.approx(theirs[chunk], rel=0.05) for chunk, score in ours.items())
    assert shared >= 0.9 * 500


def test_changes_are_seen_after_commit(tmp_path: Path) -> None:
    engine = tantivy_of(tmp_path / "bm25", DOCUMENTS)
    engine.remove(11)
    engine.add(15, ["@place:GB"])
    assert [chunk for chunk, _ in engine.search(["@place:GB"], 5)] == [11]
    engine.commit()
    again = TantivyBm25(tmp_path / "bm25")
    for one in (engine, again):
        assert [chunk for chunk, _ in one.search(["@place:GB"], 5)] == [15]
        assert one.chunks == 4


def test_the_reference_of_nothing_finds_nothing() -> None:
    assert ReferenceBm25([]).search(["a"], 5) == []
