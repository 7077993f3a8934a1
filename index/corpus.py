"""An index to ask: articles, chunks, figures and the two rankings of chunks."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from index.articles import ArticleStore
from index.bm25 import ENGINES, Bm25, TantivyBm25
from index.dense import DenseIndex
from index.encoder import Encoder, load_encoder
from index.errors import BadInput, EncoderUnavailable, IndexDamaged, IndexOutdated
from index.generations import (
    REBUILD,
    Manifest,
    check_age,
    check_files,
    current,
    list_files,
    read_manifest,
    write_manifest,
)
from index.layout import ARTICLES, BM25, DENSE, LEDGER, OPTIONAL, heading_apart
from index.ledger import Ledger
from index.types import Article, Chunk, Entry, Outline, Span
from language.analyzer import is_stem, terms
from language.scripts import to_cyrillic

Notice = Literal["encoder_unavailable", "encoder_changed", "vectors_missing", "ledger_rebuilt"]
"""Why an index answers with less than it could: a code, worded by whoever shows it."""

_STEM = 0.5  # what a stem counts in BM25 beside a concept: docs/retrieval.md
_TRIES = 3  # a build may clear a generation away while it is being opened


def open_index(
    directory: Path,
    *,
    encoder: Encoder | None = None,
    bm25_engine: str = "tantivy",
    strict: bool = False,
) -> "Index":
    """The index in `directory`, ready to be asked from any thread.

    Without `encoder` the shipped one is loaded. Where it cannot be, is not the one that built the
    index, or the vectors are missing, the index opens without them and its `notices` say so; with
    `strict` that is an error instead. A missing ledger is rebuilt from the articles.
    Errors: IndexMissing, IndexOutdated, IndexDamaged, BadInput; EncoderUnavailable if `strict`.
    """
    if bm25_engine not in ENGINES:
        raise BadInput(f"BM25_ENGINE is {bm25_engine}; it can be {' or '.join(ENGINES)}")
    for attempt in range(_TRIES):
        generation = current(directory)
        try:
            return _open(generation, encoder, bm25_engine, strict)
        except IndexDamaged:
            if attempt == _TRIES - 1 or current(directory) == generation:
                raise
    raise AssertionError("unreachable")


class Index:
    """One generation, opened; every list is ordered and every id is as the index knows it."""

    def __init__(self, parts: "_Parts") -> None:
        self._parts = parts
        self.manifest: Manifest = parts.manifest
        self.notices: tuple[Notice, ...] = parts.notices
        self.encoder: Encoder | None = parts.encoder

    @property
    def dense(self) -> DenseIndex | None:
        """The dense index, None where it cannot be asked."""
        return self._parts.dense

    def __len__(self) -> int:
        """How many articles there are."""
        return self.manifest.articles

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError where there is none."""
        with _translated(self._parts.folder):
            found = self._parts.articles.article(article_id)
        if found is None:
            raise KeyError(article_id)
        return found

    def articles(self) -> Iterator[Article]:
        """All articles in the order of their ids."""
        with _translated(self._parts.folder):
            yield from self._parts.articles.articles()

    def body(self, article_id: str) -> tuple[Span, ...]:
        """The spans of an article that are not page noise."""
        with _translated(self._parts.folder):
            return self._parts.articles.body(article_id)

    def outlines(self, ids: Sequence[str]) -> dict[str, Outline]:
        """The outlines of those articles; ids that do not exist are left out."""
        with _translated(self._parts.folder):
            return self._parts.articles.outlines(ids)

    def chunk(self, chunk_id: int) -> Chunk:
        """The chunk with that id; KeyError where there is none."""
        found = self.chunks([chunk_id])
        if not found:
            raise KeyError(chunk_id)
        return found[0]

    def chunks(self, ids: Sequence[int]) -> list[Chunk]:
        """The chunks with those ids, in the order asked for."""
        with _translated(self._parts.folder):
            return self._parts.articles.chunks(ids)

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """An article's chunks in the order of the text."""
        with _translated(self._parts.folder):
            return self._parts.articles.chunks_of(article_id)

    def chunk_at(self, article_id: str, position: int) -> Chunk | None:
        """The chunk of an article that covers a position of its text, None where none does."""
        return next(
            (chunk for chunk in self.chunks_of(article_id) if chunk.start <= position < chunk.end),
            None,
        )

    def search_bm25(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The best chunks by their terms as (chunk id, score > 0), best first.

        A stem counts half of a concept or a number: it cannot be met in another language.
        """
        found = [term.text for term in terms(text)]
        weights = {term: _STEM for term in found if is_stem(term)}
        with _translated(self._parts.folder):
            return self._parts.bm25.search(found, limit, weights)

    def search_dense(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The chunks with the nearest vectors as (chunk id, cosine); none without vectors."""
        if self._parts.dense is None or self.encoder is None:
            return []
        return self._parts.dense.search(
            self.encoder.encode_query([to_cyrillic(text).text])[0], limit
        )

    def figures(self, **slots: Any) -> list[Entry]:
        """The ledger's entries that match the slots; see `Ledger.figures` for them."""
        with _translated(self._parts.folder):
            return self._parts.ledger.figures(**slots)

    def indicators(self) -> list[tuple[str, int]]:
        """Every indicator in the ledger with its number of figures, most frequent first."""
        return self.distinct("indicator")

    def places(self) -> list[tuple[str, int]]:
        """Every place in the ledger with its number of figures, most frequent first."""
        return self.distinct("place")

    def partners(self) -> list[tuple[str, int]]:
        """Every partner in the ledger with its number of figures, most frequent first."""
        return self.distinct("partner")

    def distinct(self, column: str) -> list[tuple[str, int]]:
        """The values of a column of the ledger, one of `ledger.DISTINCT`, most frequent first."""
        with _translated(self._parts.folder):
            return self._parts.ledger.distinct(column)

    def years(self) -> tuple[int, int] | None:
        """The first and the last year that a figure speaks of."""
        with _translated(self._parts.folder):
            return self._parts.ledger.years()

    def close(self) -> None:
        """Let go of the files."""
        self._parts.articles.close()
        self._parts.ledger.close()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Parts:
    folder: Path
    manifest: Manifest
    articles: ArticleStore
    ledger: Ledger
    bm25: Bm25
    dense: DenseIndex | None
    encoder: Encoder | None
    notices: tuple[Notice, ...]


def _open(folder: Path, encoder: Encoder | None, engine: str, strict: bool) -> Index:
    manifest = read_manifest(folder)
    check_age(manifest)
    missing = check_files(folder, manifest, optional=OPTIONAL)
    with _translated(folder):
        articles = ArticleStore(folder / ARTICLES)
        ledger = _ledger(folder, manifest, articles, rebuild=LEDGER in missing)
        bm25 = _bm25(folder, engine, articles)
    encoder, dense, notices = _dense(folder, manifest, encoder, strict)
    if LEDGER in missing:
        notices = (*notices, "ledger_rebuilt")
    return Index(
        _Parts(
            folder=folder,
            manifest=manifest,
            articles=articles,
            ledger=ledger,
            bm25=bm25,
            dense=dense,
            encoder=encoder,
            notices=notices,
        )
    )


def _dense(
    folder: Path, manifest: Manifest, encoder: Encoder | None, strict: bool
) -> tuple[Encoder | None, DenseIndex | None, tuple[Notice, ...]]:
    if encoder is None:
        try:
            encoder = load_encoder()
        except EncoderUnavailable:
            if strict:
                raise
            return None, None, ("encoder_unavailable",)
    if manifest.encoder and manifest.encoder != encoder.name:
        if strict:
            raise IndexOutdated(
                f"the index was built with encoder {manifest.encoder}, "
                f"the settings say {encoder.name}; {REBUILD}"
            )
        return encoder, None, ("encoder_changed",)
    path = folder / DENSE
    if not manifest.encoder or not path.exists():
        if strict:
            raise IndexDamaged(f"{path} is missing; {REBUILD}")
        return encoder, None, ("vectors_missing",)
    return encoder, DenseIndex.load(path), ()


def _ledger(folder: Path, manifest: Manifest, articles: ArticleStore, *, rebuild: bool) -> Ledger:
    """The ledger, if asked to rebuilt from the articles: in its file, else in memory."""
    path = folder / LEDGER
    if not rebuild:
        return Ledger(path)
    if not os.access(folder, os.W_OK):
        ledger = Ledger(None)
        _fill(ledger, articles)
        return ledger
    fresh = folder / f"{LEDGER}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    ledger = Ledger(fresh, create=True)
    _fill(ledger, articles)
    ledger.close()
    fresh.replace(path)
    entry = list_files(folder)[LEDGER]
    write_manifest(folder, replace(manifest, files={**manifest.files, LEDGER: entry}))
    return Ledger(path)


def _fill(ledger: Ledger, articles: ArticleStore) -> None:
    """Enter all figures; what reads them from texts is imported only then, answers need it not."""
    import_module("index.build").fill_ledger(ledger, articles)


def _bm25(folder: Path, engine: str, articles: ArticleStore) -> Bm25:
    if engine == "tantivy":
        return TantivyBm25(folder / BM25)
    try:
        module = import_module("index.bm25_reference")
    except ModuleNotFoundError as error:
        raise BadInput(f"{engine} needs {error.name}; run: pip install rank-bm25") from error
    found: Bm25 = module.ReferenceBm25(list(_terms_of_chunks(articles)))
    return found


def _terms_of_chunks(articles: ArticleStore) -> Iterator[tuple[int, list[str]]]:
    """Every chunk's terms, as the build gave them to tantivy."""
    for article in articles.articles():
        heading = heading_apart(article)
        for chunk in articles.chunks_of(article.id):
            yield chunk.id, [term.text for text in (heading, chunk.text) for term in terms(text)]
            heading = ""


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Errors of the engines as errors of ours."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise IndexDamaged(f"a table of {folder} cannot be read ({error}); {REBUILD}") from error
