"""Quotes for who, what and when: the sentences that speak of what the question speaks of."""

from collections.abc import Iterable, Sequence

from index.types import Chunk
from language.analyzer import terms
from language.names import find_places
from language.scripts import to_cyrillic
from language.sentences import sentences
from retrieval.context import Reader
from retrieval.repeats import printed_again
from retrieval.slots import Slots
from retrieval.types import Passage

_ENOUGH = 0.5  # the part of the question's terms and meaning that a quote must share
_QUOTES = 3
_MEANING = 0.4  # what the cosine weighs beside the terms


def quotes(passages: Sequence[Passage], slots: Slots, reader: Reader) -> list[Passage]:
    """The best sentences of the passages, best first; none where none says enough.

    Only articles that name every place of the question can answer it.
    """
    asked = frozenset(term.text for term in terms(slots.text))
    vector = reader.encoder.encode_query([slots.text])[0] if reader.encoder else None
    named = {*slots.places, *slots.partners}
    found: list[Passage] = []
    for passage in passages:
        if not named <= _places(passage):
            continue
        for start, end in _sentences(passage):
            text = passage.article.text[start:end]
            shared = len(asked & {term.text for term in terms(text)}) / max(1, len(asked))
            alike = 0.0
            if vector is not None and reader.encoder is not None:
                alike = max(0.0, float(vector @ reader.encoder.encode_document([text])[0]))
            score = (1 - _MEANING) * shared + _MEANING * alike
            if score >= _ENOUGH * (1 - _MEANING):
                chunk = Chunk(
                    id=passage.chunk.id,
                    article_id=passage.article.id,
                    start=start,
                    end=end,
                    text=text,
                )
                again = tuple(printed_again(text, passage.repeats))
                found.append(
                    Passage(chunk=chunk, article=passage.article, score=score, repeats=again)
                )
    found.sort(key=lambda quote: (-round(quote.score, 6), quote.article.id, quote.chunk.start))
    return list(_distinct(found))[:_QUOTES]


def _sentences(passage: Passage) -> Iterable[tuple[int, int]]:
    start = passage.chunk.start
    for first, last in sentences(passage.chunk.text):
        yield start + first, start + last


def _places(passage: Passage) -> set[str]:
    text = f"{passage.article.title or ''}. {passage.article.text}"
    mentions = find_places(to_cyrillic(text).text)
    return {code for mention in mentions for code in (mention.code, mention.country) if code}


def _distinct(found: Iterable[Passage]) -> Iterable[Passage]:
    """Without sentences that overlapping chunks share, or that were printed twice."""
    seen: set[str] = set()
    for quote in found:
        if quote.chunk.text not in seen:
            seen.add(quote.chunk.text)
            yield quote
