"""What the files of a generation are called, and which of them it can do without."""

from index.types import Article

ARTICLES, LEDGER, DENSE, BM25 = "articles.sqlite", "ledger.sqlite", "dense.faiss", "bm25"
OPTIONAL = frozenset({LEDGER, DENSE})


def heading_apart(article: Article) -> str:
    """The title of an article whose text does not hold it, which its first chunk is found by."""
    title = article.title or ""
    return "" if title in " ".join(article.text[: 4 * len(title) + 400].split()) else title
