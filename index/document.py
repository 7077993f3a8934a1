"""A document as the readers hand it to a build: the article, its body and where it came from."""

from dataclasses import dataclass

from index.types import Article, Span


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An article ready to be indexed; `origin` is the file it was read from, None for a line."""

    article: Article
    body: tuple[Span, ...]
    origin: str | None = None
