"""BM25 over our own terms: the seam, and tantivy behind it."""

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import tantivy

from index.errors import IndexDamaged

ENGINES = ("tantivy", "rank-bm25")
_HEAP = 64 << 20  # bytes that tantivy may hold before it writes a segment
_TOKENIZER = "our_terms"
ALIKE: Mapping[str, float] = MappingProxyType({})  # every term weighs 1


class Bm25(Protocol):
    """A ranking of chunks by their terms; a term that a question repeats counts as often."""

    def search(
        self, terms: Sequence[str], limit: int, weights: Mapping[str, float] = ALIKE
    ) -> list[tuple[int, float]]:
        """The `limit` best chunks as (chunk id, score > 0), best first.

        `weights` holds what a term counts; one that it does not name counts 1.
        """
        ...


class TantivyBm25:
    """A tantivy index in a folder of its own: k1 = 1.2, b = 0.75, lengths rounded to a byte."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self._shadow = None if os.access(folder, os.W_OK) else _shadow_of(folder)
        try:
            self._index = _open(Path(self._shadow.name) if self._shadow else folder, create)
        except (ValueError, OSError) as error:
            raise IndexDamaged(
                f"{folder} cannot be read; run `sauda index --rebuild` on your articles"
            ) from error
        self._searcher = self._index.searcher()
        self._pending: tantivy.IndexWriter | None = None

    def add(self, chunk: int, terms: Sequence[str]) -> None:
        """Put a chunk in under its id; it is found after `commit`."""
        document = tantivy.Document()
        document.add_unsigned("chunk", chunk)
        document.add_text("terms", " ".join(map(_one_word, terms)))
        self._writer().add_document(document)

    def remove(self, chunk: int) -> None:
        """Take a chunk out; it is found until `commit`."""
        # by query: by term, tantivy takes the number for a signed one and deletes nothing
        query = tantivy.Query.term_query(self._index.schema, "chunk", chunk)
        self._writer().delete_documents_by_query(query)

    def commit(self) -> None:
        """Make all changes since the last time durable and visible."""
        if self._pending is None:
            return
        self._pending.commit()
        self._pending.wait_merging_threads()
        self._pending = None
        self._index.reload()
        self._searcher = self._index.searcher()

    def _writer(self) -> tantivy.IndexWriter:
        if self._pending is None:
            self._pending = self._index.writer(_HEAP, 1)
        return self._pending

    @property
    def chunks(self) -> int:
        """How many chunks it holds."""
        return int(self._searcher.num_docs)

    def search(
        self, terms: Sequence[str], limit: int, weights: Mapping[str, float] = ALIKE
    ) -> list[tuple[int, float]]:
        """The `limit` best chunks as (chunk id, score > 0), best first."""
        if not terms or limit < 1:
            return []
        schema = self._index.schema
        clauses = [
            (
                tantivy.Occur.Should,
                _weighted(
                    tantivy.Query.term_query(schema, "terms", _one_word(term)),
                    count * weights.get(term, 1.0),
                ),
            )
            for term, count in Counter(terms).items()
        ]
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        hits = [(int(self._searcher.doc(at)["chunk"][0]), float(score)) for score, at in found]
        return sorted(
            ((chunk, score) for chunk, score in hits if score > 0),
            key=lambda hit: (-hit[1], hit[0]),
        )


def _shadow_of(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Links to the files of a folder that cannot be written: tantivy locks where it reads."""
    shadow = tempfile.TemporaryDirectory(prefix="sauda-")
    for path in folder.iterdir():
        if not path.name.endswith(".lock"):
            (Path(shadow.name) / path.name).symlink_to(path.resolve())
    return shadow


def _open(folder: Path, create: bool) -> tantivy.Index:
    schema = (
        tantivy.SchemaBuilder()
        .add_unsigned_field("chunk", stored=True, indexed=True)
        .add_text_field("terms", stored=False, tokenizer_name=_TOKENIZER, index_option="freq")
        .build()
    )
    index = tantivy.Index(schema, path=str(folder)) if create else tantivy.Index.open(str(folder))
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, splitter)
    return index


def _weighted(query: tantivy.Query, weight: float) -> tantivy.Query:
    return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _one_word(term: str) -> str:
    return "_".join(term.split())
