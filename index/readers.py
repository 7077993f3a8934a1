"""Files into documents."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from index.cleaning import clean
from index.document import Document
from index.types import Article, Skipped


def read(paths: Sequence[Path]) -> Iterator[Document | Skipped]:
    """read"""
    for root in paths:
        for path in sorted(root.rglob("*.txt")) if root.is_dir() else [root]:
            text = path.read_text(encoding="utf-8")
            view = clean(text)
            yield Document(
                article=Article(
                    id=path.stem, text=text, title=view.title, published=view.published
                ),
                body=view.body,
                origin=str(path.resolve()),
            )
