"""An answer in words: the same lines for a terminal, a pipe, a phone and a chat."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from bot.describe import (
    comparison,
    headline,
    label,
    named_source,
    noted,
    refusal,
    repeated,
    sought,
    source,
)
from bot.quotes import cut
from bot.vocabulary import Words, languages, words
from retrieval.types import Answer, AnswerFigure, Passage

Style = Literal["text", "value", "label", "quote", "mark", "source", "note"]
Surface = Literal["plain", "terminal", "phone"]

LABEL_COLUMN = 55
LINE = 120  # a headline and its label share a line up to here
FULL = 3  # so many figures are shown with their quotes, more of them in brief
LISTED = 12  # figures shown of a long answer
LISTS = ("list", "rank", "series")  # questions for many figures
PASSAGES = 3
PASSAGE_WIDTH = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A stretch of a line that looks alike."""

    text: str
    style: Style = "text"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of an answer; `aside` is set off to the right, or below where there is no room."""

    segments: tuple[Segment, ...] = ()
    aside: Segment | None = None
    indent: int = 0


def render(answer: Answer, *, surface: Surface = "plain") -> str:
    """The answer as text for `surface`, in the language of its question."""
    written = (_write(line, SURFACES[surface]) for line in compose(answer))
    return "\n".join(chain.from_iterable(written))


def compose(answer: Answer) -> tuple[Line, ...]:
    """The answer as lines of styled segments, for any surface; several questions, several parts."""
    if answer.parts:
        parts = [compose(part) for part in answer.parts]
        between: tuple[Line, ...] = (Line(),)
        return tuple(chain(parts[0], *(between + part for part in parts[1:])))
    own = words(answer.question.language)
    body = COMPOSERS[answer.status](answer, own)
    return (*body, *_notes(answer, own))


def _answered(answer: Answer, own: Words) -> Iterable[Line]:
    if answer.conflict:
        yield _line(own.phrases["conflict"], "note")
    listed = answer.question.kind in LISTS or len(answer.figures) > FULL
    if answer.conflict or not listed:
        for place, figure in enumerate(answer.figures):
            yield from _in_full(figure, own, change=None if place else answer.change)
        return
    for figure in answer.figures[:LISTED]:
        yield from _in_brief(figure, own)
    left = len(answer.figures) - LISTED
    if left > 0:
        yield _line(own.phrases["more"].format(left), "note")


def _not_found(answer: Answer, own: Words) -> Iterable[Line]:
    if answer.reason == "empty_question":  # no words, no language
        for language in languages():
            yield _line(words(language).reasons["empty_question"])
        return
    yield _line(refusal(answer.question, answer.reason, own))
    asked = sought(answer.question, own)
    if asked:
        yield _line(own.phrases["sought"].format(asked), "note", indent=2)
    if answer.nearest:
        yield _line(own.phrases["nearest"], "note")
    for place, figure in enumerate(answer.nearest):
        yield from _in_brief(figure, own) if place else _in_full(figure, own)


def _passages(answer: Answer, own: Words) -> Iterable[Line]:
    for passage in answer.passages[:PASSAGES]:
        yield _quote(passage.chunk.text, 0, 0, own, width=PASSAGE_WIDTH)
        for line in (_passage_source(passage, own), *repeated(passage.repeats, own)):
            yield _line(line, "source", indent=2)


COMPOSERS: dict[str, Callable[[Answer, Words], Iterable[Line]]] = {
    "answered": _answered,
    "passages": _passages,
    "not_found": _not_found,
}


def _in_full(
    figure: AnswerFigure, own: Words, *, change: AnswerFigure | None = None
) -> Iterable[Line]:
    """A figure with its change, its quote and its source."""
    yield _head(figure, own)
    if figure.computed:
        return  # what it was made from stands above it, with the quotes
    if change is not None:
        yield _line(comparison(change, own), "value")
    yield _figure_quote(figure, own)
    if change is not None and _proof(change) != _proof(figure):
        yield _figure_quote(change, own)
    yield from _sources(figure, own)


def _in_brief(figure: AnswerFigure, own: Words) -> Iterable[Line]:
    yield _head(figure, own)
    yield from _sources(figure, own)


def _sources(figure: AnswerFigure, own: Words) -> Iterable[Line]:
    for line in (source(figure, own), *repeated(figure.repeats, own)):
        yield _line(line, "source", indent=2)


def _head(figure: AnswerFigure, own: Words) -> Line:
    aside = label(figure, own)
    said = comparison(figure, own) if figure.kind == "change" else headline(figure, own)
    return Line(
        segments=(Segment(text=said, style="value"),),
        aside=Segment(text=aside, style="label") if aside else None,
    )


def _proof(figure: AnswerFigure) -> tuple[str, int, int]:
    return figure.document, figure.quote_start, figure.quote_end


def _figure_quote(figure: AnswerFigure, own: Words) -> Line:
    start = figure.start - figure.quote_start
    return _quote(figure.quote, start, start + len(figure.text), own)


def _quote(text: str, start: int, end: int, own: Words, *, width: int | None = None) -> Line:
    quote = cut(text, start, end, width=width) if width else cut(text, start, end)
    marked = (Segment(text=f"【{quote.marked}】", style="mark"),) if quote.marked else ()
    nested = "inner_" if own.phrases["opening"] in quote.before + quote.marked + quote.after else ""
    opening, closing = own.phrases[f"{nested}opening"], own.phrases[f"{nested}closing"]
    return Line(
        segments=(
            Segment(text=opening + quote.before, style="quote"),
            *marked,
            Segment(text=quote.after + closing, style="quote"),
        ),
        indent=2,
    )


def _passage_source(passage: Passage, own: Words) -> str:
    article = passage.article
    published = article.published.isoformat() if article.published else None
    return named_source(article.source, published, article.url, article.id, own)


def _notes(answer: Answer, own: Words) -> Iterable[Line]:
    """What was assumed, carried over or ran degraded, one line each."""
    carried = [own.slots.get(slot, slot) for slot in answer.question.inherited]
    if carried:
        yield _line(own.phrases["inherited"].format(", ".join(carried)), "note")
    for notice in (*answer.assumptions, *answer.notices):
        yield _line(noted(notice, own), "note")


def _line(text: str, style: Style = "text", *, indent: int = 0) -> Line:
    return Line(segments=(Segment(text=text, style=style),), indent=indent)


# How each surface writes a line.

COLOURS: dict[Style, str] = {
    "text": "",
    "value": "\x1b[1;32m",
    "label": "\x1b[36m",
    "quote": "",
    "mark": "\x1b[1m",
    "source": "\x1b[2m",
    "note": "\x1b[33m",
}


def _plain(segment: Segment) -> str:
    return segment.text


def _coloured(segment: Segment) -> str:
    colour = COLOURS[segment.style]
    return f"{colour}{segment.text}\x1b[0m" if colour else segment.text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Manner:
    paint: Callable[[Segment], str]
    beside: bool


SURFACES: dict[Surface, _Manner] = {
    "plain": _Manner(paint=_plain, beside=True),
    "terminal": _Manner(paint=_coloured, beside=True),
    "phone": _Manner(paint=_plain, beside=False),
}


def _write(line: Line, manner: _Manner) -> Iterable[str]:
    written = " " * line.indent + "".join(manner.paint(each) for each in line.segments)
    if line.aside is None:
        yield written
        return
    length = line.indent + sum(len(each.text) for each in line.segments)
    gap = max(LABEL_COLUMN - length, 2)
    if manner.beside and length + gap + len(line.aside.text) <= LINE:
        yield written + " " * gap + manner.paint(line.aside)
        return
    yield written
    yield "  " * manner.beside + manner.paint(line.aside)
