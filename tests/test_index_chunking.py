"""Chunks: whole sentences, true offsets, and nothing of what the page put around."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.chunking import LONGEST, MOST_SENTENCES, WORDS, chunk_spans
from index.cleaning import clean
from index.types import Span

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_sentence_of_the_body_lies_in_one_chunk(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = clean(text).body
    chunks = chunk_spans(text, body)
    visible = [at for start, end in body for at in range(start, end) if not text[at].isspace()]
    covered = [
        at
        for chunk in chunks
        for start, end in chunk.sentences
        for at in range(start, end)
        if not text[at].isspace()
    ]
    assert covered == visible
    for chunk in chunks:
        assert (chunk.start, chunk.end) == (chunk.sentences[0].start, chunk.sentences[-1].end)
        assert any(start <= chunk.start and chunk.end <= end for start, end in body)
        assert len(text[chunk.start : chunk.end].split()) <= 2 * WORDS


def test_noise_parts_chunks() -> None:
    text = "Бірінші сөйлем.\nЖарнама\nЕкінші сөйлем."
    body = (Span(0, 15), Span(24, len(text)))
    assert [text[chunk.start : chunk.end] for chunk in chunk_spans(text, body)] == [
        "Бірінші сөйлем.",
        "Екінші сөйлем.",
    ]


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = "сөз " * 1000
    chunks = chunk_spans(text, (Span(0, len(text)),))
    assert max(len(text[chunk.start : chunk.end].split()) for chunk in chunks) <= LONGEST
    assert sum(len(text[chunk.start : chunk.end].split()) for chunk in chunks) == 1000
    assert len(chunk_spans("ш" * 100_000, (Span(0, 100_000),))) > 1


def test_many_short_sentences_are_parted() -> None:
    text = "Иә. " * 500
    chunks = chunk_spans(text, (Span(0, len(text)),))
    assert max(len(chunk.sentences) for chunk in chunks) <= MOST_SENTENCES
    assert sum(len(chunk.sentences) for chunk in chunks) == 500


def test_nothing_gives_no_chunks() -> None:
    assert chunk_spans("", ()) == chunk_spans("…", ()) == []


@given(st.text(alphabet="аӘ1 .!?\n«»—,А", max_size=300))
def test_any_text_is_covered(text: str) -> None:
    body = clean(text).body
    for chunk in chunk_spans(text, body):
        assert text[chunk.start : chunk.end].strip() == text[chunk.start : chunk.end] != ""
