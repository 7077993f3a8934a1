"""The corpus behind the bot: answers, articles, an overview, examples, and taking in more."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.describe import pair
from bot.formats import period
from bot.telegram_types import Overview
from bot.telegram_words import chat_words
from bot.vocabulary import words
from figures.types import Figure
from index.errors import BadInput
from index.types import Article
from retrieval.answerer import Answerer
from retrieval.types import Answer, AnswerFigure

EXAMPLES = 3
TRIED = 60  # figures that are tried as examples
NEWEST = 5
FREQUENT = 8
BUILD_SECONDS = 3600


class OpenLibrary:
    """An answerer that can be replaced, when there are new articles, while it is being asked."""

    def __init__(
        self, open_answerer: Callable[[], Answerer], sources: Sequence[Path], directory: Path
    ) -> None:
        self._open = open_answerer
        self._sources = sources
        self._directory = directory
        self._answerer = open_answerer()
        self._examples: dict[str, tuple[str, ...]] = {}
        self._building = threading.Lock()

    def answer(self, text: str, *, asked_at: datetime, context: str | None = None) -> Answer:
        """The answer to a question."""
        return self._answerer.answer(text, asked_at=asked_at, context=context)

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError where there is none."""
        return self._answerer.index.article(article_id)

    def over_years(self, figure: AnswerFigure) -> tuple[AnswerFigure, ...]:
        """The figures of the ledger of the same indicator, sides, unit and kind."""
        index = self._answerer.index
        entries = index.figures(indicator=figure.indicator, place=figure.place, unit=figure.unit)
        same = [each for each in entries if _sides(each.figure) == _sides(figure)]
        found = tuple(_shown(each.figure, index.article(each.article_id)) for each in same)
        return (figure, *(each for each in found if each != figure))

    def overview(self) -> Overview:
        """What the corpus holds."""
        index = self._answerer.index
        dated = sorted(
            (each.published.isoformat(), each.title or each.id)
            for each in index.articles()
            if each.published
        )
        return Overview(
            articles=len(index),
            figures=index.manifest.figures,
            first=dated[0][0] if dated else None,
            last=dated[-1][0] if dated else None,
            newest=tuple(title for _, title in reversed(dated[-NEWEST:])),
            indicators=tuple(name for name, _ in index.indicators()[:FREQUENT]),
            years=index.years(),
        )

    def examples(self, language: str) -> tuple[str, ...]:
        """Questions about figures of the ledger that were asked and found to be answered."""
        if language not in self._examples:
            answered = (text for text in self._candidates(language) if self._answers(text))
            found = tuple(text for text, _ in zip(answered, range(EXAMPLES), strict=False))
            self._examples[language] = found or (words(language).reasons["empty_question"],)
        return self._examples[language]

    def _candidates(self, language: str) -> Iterator[str]:
        """Questions that the figures could answer: of each indicator one, then all the others."""
        entries = self._answerer.index.figures(kind="level", limit=TRIED * 5)
        named = [each.figure for each in entries if each.figure.place and each.figure.partner]
        firsts = list({each.indicator: each for each in reversed(named)}.values())
        # A figure of a year reads like a question; one without a period comes last.
        ordered = sorted([*firsts, *named], key=lambda each: not (each.period or "").isdigit())
        asked = (_example(each, language) for each in ordered[:TRIED])
        yield from dict.fromkeys(text for text in asked if text)

    def _answers(self, text: str) -> bool:
        return self.answer(text, asked_at=datetime.now(UTC)).status == "answered"

    def reindex(self) -> str:
        """Index the sources of the settings in a process of its own, then answer from the new.

        Errors: BadInput where there are no sources, or they cannot be indexed.
        """
        if not self._sources:
            raise BadInput("TELEGRAM_SOURCES names no folders; set it and start the bot again")
        with self._building:
            command = [sys.executable, "-m", "bot.cli", "index", *map(str, self._sources)]
            done = subprocess.run(
                [*command, "--index", str(self._directory)],
                capture_output=True,
                text=True,
                timeout=BUILD_SECONDS,
                check=False,
            )
            if done.returncode:
                raise BadInput(done.stderr.strip().rpartition("\n")[2] or "indexing failed")
            self._answerer = self._open()
            self._examples = {}
        return done.stdout.strip()


def _sides(figure: Figure | AnswerFigure) -> tuple[str | None, ...]:
    return figure.partner, figure.partner_region, figure.kind, figure.of


def _shown(figure: Figure, article: Article) -> AnswerFigure:
    """A figure of the ledger as answers show it."""
    shared = {field.name for field in fields(Figure)} & {f.name for f in fields(AnswerFigure)}
    values: dict[str, Any] = {"computed": None}
    values |= {name: getattr(figure, name) for name in shared}
    return AnswerFigure(
        **values,
        document=article.id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        source=article.source,
        url=article.url,
        language=article.language,
        quote=article.text[figure.quote_start : figure.quote_end],
    )


def _example(figure: Figure, language: str) -> str | None:
    """A question about a figure in the bot's words, None where it lacks a name for something."""
    spoken = words(language)
    if figure.indicator not in spoken.indicators:
        return None
    text = (
        chat_words(language)
        .questions["example"]
        .format(
            sides=pair(figure.place, figure.partner, figure.partner_region, spoken),
            subject=spoken.indicators[figure.indicator][0],
            period=period(figure.period, spoken) if figure.period else "",
        )
    )
    return text.rstrip(" ,")
