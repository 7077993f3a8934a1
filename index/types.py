"""What the index holds: articles and the chunks that are searched."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A document as ingested; every offset in the house refers to `text`, which nothing rewrites."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    source: str | None = None
    url: str | None = None
    language: str = "und"
    script: str = "cyrl"


@dataclass(frozen=True, kw_only=True, slots=True)
class Chunk:
    """A span of an article that is searched as one: `article.text[start:end] == chunk.text`."""

    id: int
    article_id: str
    start: int
    end: int
    text: str
