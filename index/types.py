"""What the index holds: articles, the chunks that are searched and the figures of the ledger."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from figures.types import Figure


class Span(NamedTuple):
    """A half-open stretch of a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A document as ingested; every offset refers to `text`, which nothing rewrites."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str = "und"
    script: str = "cyrl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A file, or lines of one, that gave no article, and the reason in words."""

    path: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """A span of an article that is searched as one: `article.text[start:end] == chunk.text`."""

    id: int
    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """An article without its texts, and its chunks as (id, start, end) in order."""

    article: Article
    chunks: tuple[tuple[int, int, int], ...]

    def chunk_at(self, position: int) -> int | None:
        """The id of the chunk that covers a position of the text, None where none does."""
        return next((chunk for chunk, start, end in self.chunks if start <= position < end), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChunkSpan:
    """Where a chunk lies and where its sentences do, all in the article's text."""

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the ledger: a figure and the article that holds it."""

    id: int
    article_id: str
    figure: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What a build found and did: the index's contents after it, and what this run changed."""

    articles: int
    chunks: int
    figures: int
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
