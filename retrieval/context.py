"""The words around a figure, and how much of a question they cover."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from figures.types import Figure
from index.encoder import Encoder
from index.types import Article
from language.analyzer import terms
from language.names import find_places
from language.scripts import to_cyrillic
from retrieval.slots import OWN, Slots

_SEGMENT, _SENTENCE, _NEIGHBOUR, _ARTICLE = 1.0, 0.9, 0.7, 0.5
_COMMA = re.compile(r"[,;:()–—](?=\s)")
_ALIKE = 0.6  # cosine from which two words of different languages are taken for one


@dataclass(kw_only=True, slots=True)
class Context:
    """What stands around one figure: terms by distance, and the places that are named.

    `vectors` are the words of the sentence as the encoder sees them, shape (n, dimension).
    """

    segment: frozenset[str]
    sentence: frozenset[str]
    neighbour: frozenset[str]
    article: frozenset[str]
    places: frozenset[str]
    nearby: frozenset[str]
    partners: frozenset[str]
    regions: frozenset[str]
    similarity: float = 0.0
    question: tuple[frozenset[str], ...] = ()
    vectors: NDArray[np.float32] | None = None
    asked: NDArray[np.float32] | None = None
    same_language: bool = True

    def coverage(self, pinned: float) -> float:
        """The part of the question's content words that the text around the figure speaks of.

        A word that is not found counts against the figure where both are in one language, or where
        its concept is known; else it may only be untranslated, and counts the less the more
        (`pinned`, 0 to 1) the slots have decided already.
        """
        if not self.question:
            return 1.0
        total = weight = 0.0
        for at, words in enumerate(self.question):
            found = self._covers(at, words)
            telling = 1.0
            if not found:
                known = any(word.startswith("@") for word in words)
                telling = 1.0 - pinned * (0.5 if known else 0.8 if self.same_language else 0.95)
            total += found * telling
            weight += telling
        found_share = total / weight if weight else 1.0
        # nothing found is nothing known, however little was to be found
        return found_share if total else min(1.0, 0.85 * pinned * (1 - weight / len(self.question)))

    def _covers(self, at: int, words: frozenset[str]) -> float:
        if words & self.segment:
            return _SEGMENT
        if words & self.sentence:
            return _SENTENCE
        if self.asked is not None and self.vectors is not None and len(self.vectors):
            alike = float((self.vectors @ self.asked[at]).max())
            if alike >= _ALIKE:
                return alike
        if words & self.neighbour:
            return _NEIGHBOUR
        return _ARTICLE if words & self.article else 0.0


class Contexts:
    """Builds the contexts of one question's candidates; what articles share is made once."""

    def __init__(self, slots: Slots, encoder: Encoder | None) -> None:
        self._encoder = encoder
        self._language = slots.language
        self._question = tuple(_terms(word) for word in slots.words)
        self._asked = self._encode(slots.words)
        self._text = encoder.encode_query([slots.text])[0] if encoder else None
        self._articles: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        self._sentences: dict[tuple[str, int, int], Context] = {}

    def around(self, article: Article, figure: Figure) -> Context:
        """The context of a figure: its part of the sentence, the sentence, and what lies around."""
        key = (article.id, figure.quote_start, figure.quote_end)
        found = self._sentences.get(key)
        if found is None:
            found = self._build(article, figure.quote_start, figure.quote_end)
            self._sentences[key] = found
        return replace(found, segment=_terms(_segment(article.text, figure)))

    def _build(self, article: Article, start: int, end: int) -> Context:
        sentence = article.text[start:end]
        whole, foreign = self._article(article)
        paragraph = article.text[
            article.text.rfind("\n", 0, start) + 1 : _line_end(article.text, end)
        ]
        nearby = f"{article.title or ''}. {paragraph}"
        mentions = find_places(to_cyrillic(sentence).text)
        around = find_places(to_cyrillic(nearby).text)
        similarity = 0.0
        if self._encoder is not None and self._text is not None:
            vector = self._encoder.encode_document([sentence])[0]
            similarity = float(self._text @ vector)
        return Context(
            segment=frozenset(),
            sentence=_terms(sentence),
            neighbour=_terms(nearby),
            article=whole,
            places=frozenset(m.code for m in mentions if m.country == OWN),
            nearby=frozenset(m.code for m in around if m.country == OWN),
            partners=frozenset(m.country for m in around if m.country != OWN) | foreign,
            regions=frozenset(m.code for m in around if m.country != OWN and m.level != "country"),
            similarity=max(similarity, 0.0),
            question=self._question,
            vectors=self._encode([w for w in sentence.split() if len(w) > 2]),
            asked=self._asked,
            same_language=article.language == self._language,
        )

    def _article(self, article: Article) -> tuple[frozenset[str], frozenset[str]]:
        found = self._articles.get(article.id)
        if found is None:
            titled = find_places(to_cyrillic(article.title or "").text)
            foreign = frozenset(m.country for m in titled if m.country != OWN)
            found = self._articles[article.id] = (_terms(article.text), foreign)
        return found

    def _encode(self, words: Sequence[str]) -> NDArray[np.float32] | None:
        if self._encoder is None or not words:
            return None
        return self._encoder.encode_document(list(words))


def _segment(text: str, figure: Figure) -> str:
    """The part of the sentence between the commas around a figure."""
    start = max(
        (at.end() for at in _COMMA.finditer(text, figure.quote_start, figure.start)),
        default=figure.quote_start,
    )
    comma = _COMMA.search(text, figure.end, figure.quote_end)
    return text[start : comma.start() if comma else figure.quote_end]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _terms(text: str) -> frozenset[str]:
    return frozenset(term.text for term in terms(text))
