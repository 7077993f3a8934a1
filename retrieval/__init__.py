"""Question → answer."""

from retrieval.answerer import Answerer, open_corpus

__all__ = ["Answerer", "open_corpus"]
