"""An answer as a card: the figure first, the sentence that says so, the source; and its buttons."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.describe import (
    REPEATS,
    SEPARATOR,
    comparison,
    headline,
    label,
    noted,
    refusal,
    sought,
    stated_period,
)
from bot.formats import period
from bot.quotes import cut
from bot.telegram_text import Run, Text, harmless, lines, plain_run, text_of, within
from bot.telegram_types import Button, Source, callback
from bot.telegram_words import ChatWords
from bot.vocabulary import Words, words
from language.names import place_name
from retrieval.types import Answer, AnswerFigure, Passage, Repeat

LISTED = 12  # figures shown of a long answer
PASSAGES = 3
PASSAGE_WIDTH = 400
NEAREST = 4  # neighbours that are offered as buttons
BUTTON_WIDTH = 60  # characters of a button that a phone still shows
SHARED = 250  # UTF-16 units; an inline query can have 256


def in_language(answer: Answer, language: str) -> Answer:
    """The answer as it would be given to a question in that language."""
    question = replace(answer.question, language=language)
    parts = tuple(in_language(part, language) for part in answer.parts)
    return replace(answer, question=question, parts=parts)


def card(answer: Answer, own: ChatWords) -> Text:
    """One answer; several questions in one message are several answers."""
    spoken = words(own.language)
    body = COMPOSERS[answer.status](answer, spoken, own)
    # The buttons beneath are what is nearest: nothing may stand between.
    last = plain_run(spoken.phrases["nearest"]) if answer.nearest and not answer.figures else None
    return lines(*body, *_notes(answer, spoken), last)


def _answered(answer: Answer, spoken: Words, own: ChatWords) -> Iterator[Text]:
    if answer.conflict:
        yield _italic(spoken.phrases["conflict"])
    if answer.conflict or len(answer.figures) == 1:
        for number, figure in enumerate(answer.figures):
            yield from figure_card(figure, spoken, own, None if number else answer.change)
        return
    for figure in answer.figures[:LISTED]:
        yield _bold(headline(figure, spoken))
        yield plain_run(label(figure, spoken))
        if not figure.computed:  # what that was made from stands above it
            yield from map(_italic, _sources(figure, spoken, own))
    left = len(answer.figures) - LISTED
    if left > 0:
        yield _italic(spoken.phrases["more"].format(left))


def _not_found(answer: Answer, spoken: Words, own: ChatWords) -> Iterator[Text]:
    if answer.reason == "empty_question":
        yield plain_run(spoken.reasons["empty_question"])
        return
    yield plain_run(refusal(answer.question, answer.reason, spoken))
    asked = sought(answer.question, spoken)
    if asked:
        yield _italic(spoken.phrases["sought"].format(asked))


def _passages(answer: Answer, spoken: Words, own: ChatWords) -> Iterator[Text]:
    for passage in answer.passages[:PASSAGES]:
        quote = cut(passage.chunk.text, 0, 0, width=PASSAGE_WIDTH)
        yield (Run(text=quote.after.strip(), quote=True),)
        yield _italic(_passage_source(passage, spoken, own))
        yield from map(_italic, _repeated(passage.repeats, spoken))


COMPOSERS: dict[str, Callable[[Answer, Words, ChatWords], Iterator[Text]]] = {
    "answered": _answered,
    "passages": _passages,
    "not_found": _not_found,
}


def figure_card(
    figure: AnswerFigure, spoken: Words, own: ChatWords, change: AnswerFigure | None = None
) -> Iterator[Text]:
    """A figure with what it is of, its change, its quote and its source, line by line."""
    yield _bold(headline(figure, spoken))
    named = label(figure, spoken)
    if named:
        yield plain_run(named)
    if change is not None:
        yield _bold(comparison(change, spoken))
    yield _quote(figure)
    if change is not None and _proof(change) != _proof(figure):
        yield _quote(change)
    yield from map(_italic, _sources(figure, spoken, own))


def neighbour_card(figure: AnswerFigure, own: ChatWords) -> Text:
    """A neighbour in full, said to be one."""
    spoken = words(own.language)
    return lines(own.say("known_instead"), *figure_card(figure, spoken, own))


def _proof(figure: AnswerFigure) -> tuple[str, int, int]:
    return figure.document, figure.quote_start, figure.quote_end


def _quote(figure: AnswerFigure) -> Text:
    start = figure.start - figure.quote_start
    quote = cut(figure.quote, start, start + len(figure.text))
    return (
        Run(text=quote.before, quote=True),
        Run(text=quote.marked, quote=True, underline=True),
        Run(text=quote.after, quote=True),
    )


def _sources(figure: AnswerFigure, spoken: Words, own: ChatWords) -> Iterator[str]:
    yield _source(figure, spoken, own)
    yield from _repeated(figure.repeats, spoken)


def _repeated(repeats: Sequence[Repeat], spoken: Words) -> Iterator[str]:
    """Where else the same is stated, a line each; of many the first and how many more."""
    for other in repeats[:REPEATS]:
        named = source_line(other.source, other.published, other.url, other.document, spoken)
        yield spoken.phrases["also"].format(named)
    if len(repeats) > REPEATS:
        yield spoken.phrases["more"].format(len(repeats) - REPEATS)


def _source(figure: AnswerFigure, spoken: Words, own: ChatWords) -> str:
    day = figure.published
    source = source_line(figure.source, day, figure.url, figure.document, spoken)
    return f"{source} · {_written_in(figure.language, own)}".rstrip(" ·")


def _passage_source(passage: Passage, spoken: Words, own: ChatWords) -> str:
    article = passage.article
    day = article.published.isoformat() if article.published else None
    source = source_line(article.source, day, article.url, article.id, spoken)
    return f"{source} · {_written_in(article.language, own)}".rstrip(" ·")


def source_line(
    name: str | None, published: str | None, url: str | None, document: str, spoken: Words
) -> str:
    """Publisher, date and address; the document's id only where nothing else names the article."""
    day = period(published, spoken) if published else str(spoken.periods["undated"])
    where = url or ("" if name else document)
    return SEPARATOR.join(part for part in (name, day, where) if part)


def _written_in(language: str, own: ChatWords) -> str:
    name = own.languages.get(language)
    return own.texts["written_in"].format(language=name) if name else ""


def _notes(answer: Answer, spoken: Words) -> Iterator[Text]:
    """What was carried over, assumed, or ran degraded."""
    carried = [spoken.slots.get(slot, slot) for slot in answer.question.inherited]
    if carried:
        yield _italic("↪ " + spoken.phrases["inherited"].format(", ".join(carried)))
    for notice in (*answer.assumptions, *answer.notices):
        yield _italic(noted(notice, spoken))


def _bold(text: str) -> Text:
    return (Run(text=text, bold=True),)


def _italic(text: str) -> Text:
    return (Run(text=text, italic=True),)


# The buttons under a card.

Rows = tuple[tuple[Button, ...], ...]


def buttons(answer: Answer, number: str, own: ChatWords) -> Rows:
    """What can be done with an answer, and what one thinks of it."""
    rows: list[tuple[Button, ...]] = []
    if answer.status == "not_found":
        rows += [
            (Button(text=neighbour(figure, own), data=callback(number, f"near.{place}")),)
            for place, figure in enumerate(answer.nearest[:NEAREST])
        ]
    if answer.status != "not_found":
        rows.append(
            (
                Button(text=own.buttons["article"], data=callback(number, "article")),
                Button(text=own.buttons["share"], inline=_shared(answer)),
            )
        )
    figure = first_figure(answer)
    if figure is not None:
        more = [Button(text=own.buttons["years"], data=callback(number, "years"))]
        if figure.partner or figure.partner_region:
            more.append(Button(text=own.buttons["partners"], data=callback(number, "partners")))
        rows.append(tuple(more))
    if answer.reason != "empty_question":
        rows.append(
            (
                Button(text=own.buttons["up"], data=callback(number, "up")),
                Button(text=own.buttons["down"], data=callback(number, "down")),
            )
        )
    return tuple(rows)


def first_figure(answer: Answer) -> AnswerFigure | None:
    """The figure that the buttons of an answer are about."""
    return answer.figures[0] if answer.figures else None


def source_of(answer: Answer) -> Source | None:
    """The article behind an answer and the span of it to mark."""
    figure = first_figure(answer)
    if figure is not None:
        return span_of(figure)
    for passage in answer.passages:
        return passage.article.id, passage.chunk.start, passage.chunk.end
    return None


def span_of(figure: AnswerFigure) -> Source:
    """Where a figure stands."""
    return figure.document, figure.start, figure.end


def _shared(answer: Answer) -> str:
    """What the share button asks in the other chat: the question, complete by itself."""
    own = words(answer.question.language)
    complete = sought(answer.question, own).replace(" · ", " ")
    text = complete if answer.question.inherited and complete else answer.question.text
    return within(" ".join(harmless(text).split()), SHARED)


def neighbour(figure: AnswerFigure, own: ChatWords) -> str:
    """A neighbour in the width of a button: what tells it from others stands first."""
    spoken = words(own.language)
    named = label(figure, spoken).split(SEPARATOR)
    dated = stated_period(figure, spoken)
    parts = [headline(figure, spoken), dated, *(part for part in named if part != dated)]
    text = SEPARATOR.join(part for part in parts if part)
    return text if len(text) <= BUTTON_WIDTH else text[: BUTTON_WIDTH - 1].rstrip(" ·") + "…"


def summary(answer: Answer, own: ChatWords) -> tuple[str, str]:
    """Title and description of a card that is offered in another chat."""
    spoken = words(own.language)
    figure = first_figure(answer)
    if figure is not None:
        return headline(figure, spoken), label(figure, spoken)
    if answer.passages:
        return text_of(card(answer, own))[:60], ""
    return own.texts["inline_none"], sought(answer.question, spoken)


# The question that a button asks in the reader's stead.


def partners_question(answer: Answer, own: ChatWords) -> str:
    """The question for the same with others."""
    source = first_figure(answer) or answer.question
    spoken = words(own.language)
    subject = spoken.indicators.get(source.indicator or "", [""])[0]
    place = place_name(source.place, own.language) if source.place else ""
    return " ".join(own.questions["partners"].format(subject=subject, place=place).split())


def when(figure: AnswerFigure, own: ChatWords) -> str:
    """The period of a figure in words."""
    return stated_period(figure, words(own.language))


def dated(day: str, own: ChatWords) -> str:
    """A date in words."""
    return period(day, words(own.language))
