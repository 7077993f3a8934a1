"""The table of articles and their chunks: the truth that everything else is rebuilt from."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from index.sqlite_files import open_to_read, open_to_write
from index.types import Article, Chunk, ChunkSpan, Outline, Span

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, text TEXT NOT NULL, title TEXT, published TEXT, source TEXT, url TEXT,
    language TEXT NOT NULL, script TEXT NOT NULL, origin TEXT, digest TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, sentences TEXT NOT NULL
) STRICT;
CREATE INDEX chunks_by_article ON chunks (article_id, start);
"""
_ARTICLE = "id, text, title, published, source, url, language, script"
_HEAD = "id, '', NULL, published, NULL, NULL, language, script"  # an article but for its texts
_CHUNK = (
    'c.id, c.article_id, c.start, c."end", substr(a.text, c.start + 1, c."end" - c.start) '
    "FROM chunks c JOIN articles a ON a.id = c.article_id"
)
_AT_ONCE = 500  # values of one query


def digest(article: Article) -> str:
    """What tells whether an article is the same as one that is held: text and metadata."""
    parts = [article.text, article.title, article.source, article.url]
    parts.append(article.published.isoformat() if article.published else None)
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()[:32]


class ArticleStore:
    """Articles and chunks in one SQLite file."""

    def __init__(self, path: Path, *, write: bool = False, create: bool = False) -> None:
        self._db = open_to_write(path) if write or create else open_to_read(path)
        if create:
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file; what was written is committed."""
        self._db.commit()
        self._db.close()

    def counts(self) -> tuple[int, int]:
        """How many articles and chunks there are."""
        (articles,) = self._db.execute("SELECT count(*) FROM articles").fetchone()
        (chunks,) = self._db.execute("SELECT count(*) FROM chunks").fetchone()
        return int(articles), int(chunks)

    def article(self, article_id: str) -> Article | None:
        """The article with that id, None where there is none."""
        row = self._db.execute(
            f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return None if row is None else _article(row)

    def outlines(self, ids: Sequence[str]) -> dict[str, Outline]:
        """The outlines of those articles; ids that do not exist are left out."""
        articles: dict[str, Article] = {}
        chunks: dict[str, list[tuple[int, int, int]]] = {}
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for row in self._db.execute(
                f"SELECT {_HEAD} FROM articles WHERE id IN ({marks})", some
            ):
                articles[row[0]] = _article(row)
            for article_id, *span in self._db.execute(
                f'SELECT article_id, id, start, "end" FROM chunks WHERE article_id IN ({marks}) '
                "ORDER BY article_id, start",
                some,
            ):
                chunks.setdefault(article_id, []).append((span[0], span[1], span[2]))
        return {
            article_id: Outline(article=article, chunks=tuple(chunks.get(article_id, ())))
            for article_id, article in articles.items()
        }

    def articles(self) -> Iterator[Article]:
        """All articles in the order of their ids."""
        for row in self._db.execute(f"SELECT {_ARTICLE} FROM articles ORDER BY id"):
            yield _article(row)

    def ids(self) -> list[str]:
        """The ids of all articles, in order."""
        return [row[0] for row in self._db.execute("SELECT id FROM articles ORDER BY id")]

    def body(self, article_id: str) -> tuple[Span, ...]:
        """The spans of the article that are not page noise."""
        row = self._db.execute("SELECT body FROM articles WHERE id = ?", (article_id,)).fetchone()
        return () if row is None else tuple(Span(*span) for span in json.loads(row[0]))

    def held(self, article_id: str) -> tuple[str, str | None] | None:
        """Digest and origin of the article held under that id."""
        row = self._db.execute(
            "SELECT digest, origin FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def chunks(self, ids: Sequence[int]) -> list[Chunk]:
        """The chunks with those ids, in the order asked for; ids that do not exist are left out."""
        found: dict[int, Chunk] = {}
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            marks = ",".join("?" * len(some))
            for row in self._db.execute(f"SELECT {_CHUNK} WHERE c.id IN ({marks})", some):
                found[row[0]] = _chunk(row)
        return [found[chunk] for chunk in ids if chunk in found]

    def chunks_of(self, article_id: str) -> list[Chunk]:
        """An article's chunks in the order of the text."""
        rows = self._db.execute(
            f"SELECT {_CHUNK} WHERE c.article_id = ? ORDER BY c.start", (article_id,)
        )
        return [_chunk(row) for row in rows]

    def sentences_of_chunks(self) -> Iterator[tuple[Chunk, str | None, tuple[Span, ...]]]:
        """Every chunk with its article's title and the spans of its sentences, by id."""
        for row in self._db.execute(
            f"SELECT {_CHUNK.replace(' FROM', ', a.title, c.sentences FROM')} ORDER BY c.id"
        ):
            yield _chunk(row[:5]), row[5], tuple(Span(*span) for span in json.loads(row[6]))

    def vectors_of(self, article_id: str) -> list[tuple[int, int]]:
        """The article's chunks as (chunk id, number of vectors): a sentence's each, and its own."""
        rows = self._db.execute(
            "SELECT id, sentences FROM chunks WHERE article_id = ?", (article_id,)
        )
        counts = [(chunk, len(json.loads(spans))) for chunk, spans in rows]
        return [(chunk, count + (count > 1)) for chunk, count in counts]

    def put(
        self,
        article: Article,
        *,
        digest: str,
        origin: str | None,
        body: Iterable[Span],
        chunks: Iterable[ChunkSpan],
    ) -> list[int]:
        """Add an article with its chunks; gives the new chunks' ids."""
        published = article.published.isoformat() if article.published else None
        self._db.execute(
            "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                article.id,
                article.text,
                article.title,
                published,
                article.source,
                article.url,
                article.language,
                article.script,
                origin,
                digest,
                json.dumps(list(body)),
            ),
        )
        return [self._put_chunk(article.id, chunk) for chunk in chunks]

    def _put_chunk(self, article_id: str, chunk: ChunkSpan) -> int:
        cursor = self._db.execute(
            'INSERT INTO chunks (article_id, start, "end", sentences) VALUES (?, ?, ?, ?)',
            (article_id, chunk.start, chunk.end, json.dumps(chunk.sentences)),
        )
        return int(cursor.lastrowid or 0)

    def remove(self, article_id: str) -> None:
        """Take an article and its chunks out."""
        self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        self._db.execute("DELETE FROM chunks WHERE article_id = ?", (article_id,))


def _article(row: Sequence[str]) -> Article:
    return Article(
        id=row[0],
        text=row[1],
        title=row[2],
        published=date.fromisoformat(row[3]) if row[3] else None,
        source=row[4],
        url=row[5],
        language=row[6],
        script=row[7],
    )


def _chunk(row: sqlite3.Row | Sequence[object]) -> Chunk:
    number, article_id, start, end, text = row
    return Chunk(
        id=int(str(number)),
        article_id=str(article_id),
        start=int(str(start)),
        end=int(str(end)),
        text=str(text),
    )
