"""The fast BM25 and the reference over the gold articles, with the same terms."""

import json
from pathlib import Path

from index.bm25 import TantivyBm25
from index.bm25_reference import ReferenceBm25
from index.chunking import chunk_spans
from index.cleaning import clean
from language.analyzer import terms

GOLD = Path(__file__).parent / "gold"


def test_the_first_ten_agree_on_gold_questions(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.rglob("*.txt"))]
    chunks = [text[s.start : s.end] for text in texts for s in chunk_spans(text, clean(text).body)]
    documents = [(at, [t.text for t in terms(chunk)]) for at, chunk in enumerate(chunks)]
    fast = TantivyBm25(tmp_path, create=True)
    for chunk, found in documents:
        fast.add(chunk, found)
    fast.commit()
    reference = ReferenceBm25(documents)
    shared = wanted = 0
    for path in sorted(GOLD.rglob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            asked = [term.text for term in terms(row.get("question", ""))]
            one, two = ({hit for hit, _ in e.search(asked, 10)} for e in (fast, reference))
            shared, wanted = shared + len(one & two), wanted + max(len(one), len(two))
    assert wanted > 1000
    assert shared >= 0.9 * wanted, f"{shared} of {wanted}"
