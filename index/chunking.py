"""An article's body cut into chunks of whole sentences, each of which knows its offsets."""

import re
from collections.abc import Iterator, Sequence

from index.types import ChunkSpan, Span
from language.sentences import sentences

WORDS = 80  # a chunk's aim
LONGEST = 160  # words; a sentence beyond it is cut between words
MOST_SENTENCES = 64  # of one chunk, so that a sentence's row in the dense index can be numbered
_LONGEST_WORD = 100  # code points; text without spaces is cut by length
_WORD = re.compile(rf"\S{{1,{_LONGEST_WORD}}}")


def chunk_spans(text: str, body: Sequence[Span]) -> list[ChunkSpan]:
    """Chunks of about `WORDS` words within the spans of `body`, in order, without overlap.

    A chunk never reaches over what `body` leaves out, and every sentence of it lies in one chunk.
    """
    return [chunk for span in body for chunk in _chunks_within(text, span)]


def _chunks_within(text: str, span: Span) -> Iterator[ChunkSpan]:
    held: list[Span] = []
    words = 0
    for sentence in _sentences_within(text, span):
        count = _count_words(text, sentence)
        if held and (words + count > WORDS * 1.25 or len(held) == MOST_SENTENCES):
            yield _chunk(held)
            held, words = [], 0
        held.append(sentence)
        words += count
        if words >= WORDS:
            yield _chunk(held)
            held, words = [], 0
    if held:
        yield _chunk(held)


def _chunk(held: Sequence[Span]) -> ChunkSpan:
    return ChunkSpan(start=held[0].start, end=held[-1].end, sentences=tuple(held))


def _sentences_within(text: str, span: Span) -> Iterator[Span]:
    piece = text[span.start : span.end]
    for start, end in sentences(piece):
        yield from _cut(text, Span(span.start + start, span.start + end))


def _cut(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence itself, or pieces of at most `LONGEST` words of one that is longer."""
    words = [match.span() for match in _WORD.finditer(text, *sentence)]
    for first in range(0, len(words), LONGEST):
        piece = words[first : first + LONGEST]
        yield Span(piece[0][0], piece[-1][1])


def _count_words(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, *span))
