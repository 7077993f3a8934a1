"""What the buttons under the bot's messages do."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from telegram.error import BadRequest

from bot.telegram_cards import (
    Rows,
    buttons,
    card,
    first_figure,
    in_language,
    neighbour_card,
    partners_question,
    source_of,
    span_of,
)
from bot.telegram_commands import NO_ANSWER, Commands, settings_message
from bot.telegram_desk import Turn
from bot.telegram_series import series
from bot.telegram_text import Run, Text, split, trimmed
from bot.telegram_types import Button, Kept, Outgoing, Source, callback
from bot.telegram_words import ChatWords, chat_words
from index.types import Article
from retrieval.types import Answer

logger = logging.getLogger(__name__)

PAGE = 3000  # characters of a page of an article; with its tags it stays one message
Action = Callable[[Turn, Kept, str], Awaitable[Sequence[Outgoing]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Buttons:
    """Presses, by the action in their data: `v1:<answer id>:<action>[.<argument>]`."""

    commands: Commands

    async def pressed(self, turn: Turn) -> Sequence[Outgoing]:
        """A press; every press is acknowledged, or Telegram shows a clock on the button."""
        query = turn.update.callback_query
        _, number, action = ((query.data if query else "") or "").split(":", 2)
        name, _, argument = action.partition(".")
        if number == NO_ANSWER:
            await self._acknowledge(turn)
            general = self._general(name)
            return await general(turn, argument) if general else []
        desk = self.commands.questions.desk
        kept: Kept | None = await desk.in_thread(desk.state.kept, number)
        if kept is None:
            await self._acknowledge(turn, turn.own.texts["gone"])
            return []
        if kept.chat != turn.chat:
            await self._acknowledge(turn, turn.own.texts["not_yours"])
            return []
        work = self._actions().get(name)
        if work is None:
            await self._acknowledge(turn, turn.own.texts["gone"])
            return []
        return await work(turn, kept, argument)

    def _actions(self) -> dict[str, Action]:
        return {
            "article": self._article,
            "near_article": self._near_article,
            "years": self._years,
            "partners": self._partners,
            "near": self._near,
            "up": self._judged,
            "down": self._judged,
        }

    def _general(self, name: str) -> Callable[[Turn, str], Awaitable[Sequence[Outgoing]]] | None:
        return {
            "ask": self._example,
            "language": self._language,
            "follow_ups": self._follow_ups,
        }.get(name)

    async def _acknowledge(self, turn: Turn, text: str | None = None) -> None:
        query = turn.update.callback_query
        if query is None:
            return
        try:
            await query.answer(text, show_alert=text is not None)
        except BadRequest as error:
            logger.info("a press could not be acknowledged in time: %s", error)

    async def _again(self, turn: Turn, kept: Kept) -> tuple[Answer, ChatWords]:
        """The answer that the buttons are about, worked out again from what was asked."""
        desk = self.commands.questions.desk
        answer: Answer = await desk.in_worker(
            desk.library.answer, kept.asked, asked_at=kept.asked_at, context=kept.context
        )
        if kept.part is not None and kept.part < len(answer.parts):
            answer = answer.parts[kept.part]
        own = chat_words(kept.language)
        return in_language(answer, own.language), own

    async def _judged(self, turn: Turn, kept: Kept, _argument: str) -> Sequence[Outgoing]:
        query = turn.update.callback_query
        good = bool(query and (query.data or "").endswith(":up"))
        desk = self.commands.questions.desk
        await desk.in_thread(desk.state.judge, kept.id, turn.person.id, good, time.time())
        await self._acknowledge(turn, turn.own.texts["thanks" if good else "sorry"])
        return []

    async def _near(self, turn: Turn, kept: Kept, argument: str) -> Sequence[Outgoing]:
        """A neighbour of what was not found, in full, with buttons of its own."""
        await self._acknowledge(turn)
        answer, own = await self._again(turn, kept)
        if not argument.isdecimal() or int(argument) >= len(answer.nearest):
            return [turn.reply(own.say("gone"))]
        read = Button(
            text=own.buttons["article"], data=callback(kept.id, f"near_article.{argument}")
        )
        return [turn.reply(neighbour_card(answer.nearest[int(argument)], own), ((read,),))]

    async def _years(self, turn: Turn, kept: Kept, _argument: str) -> Sequence[Outgoing]:
        """The same over the years, as a picture."""
        await self._acknowledge(turn)
        answer, own = await self._again(turn, kept)
        figure = first_figure(answer)
        questions = self.commands.questions
        found = None
        if figure is not None:
            more = await questions.desk.in_worker(questions.desk.library.over_years, figure)
            found = series(more)
        if found is None:
            return [turn.reply(own.say("no_years"))]
        below = buttons(answer, kept.id, own)
        return [await questions.picture(turn, found, kept.id, own, below)]

    async def _partners(self, turn: Turn, kept: Kept, _argument: str) -> Sequence[Outgoing]:
        """The same with others."""
        await self._acknowledge(turn)
        answer, own = await self._again(turn, kept)
        asked = partners_question(answer, own)
        wider = await self._asked(turn, asked, own)
        this = first_figure(answer)
        others = {(each.partner, each.partner_region) for each in wider.figures}
        if this is None or not others - {(this.partner, this.partner_region)}:
            return [turn.reply(own.say("no_partners"))]
        new = self._keep(turn, asked, wider, own)
        return [turn.reply(card(wider, own), buttons(wider, new.id, own), answer=new.id)]

    async def _asked(self, turn: Turn, text: str, own: ChatWords) -> Answer:
        answer = await self.commands.questions.ask(turn, text, None)
        return in_language(answer, own.language)

    def _keep(self, turn: Turn, asked: str, answer: Answer, own: ChatWords) -> Kept:
        kept = self.commands.questions.keep(turn, asked, None, None, own)
        turn.kept.append(replace(kept, source=source_of(answer)))
        return kept

    # The article, page by page.

    async def _article(self, turn: Turn, kept: Kept, argument: str) -> Sequence[Outgoing]:
        """The article of the first figure, or the page of it that is asked for."""
        own = chat_words(kept.language)
        return await self._opened(turn, kept, kept.source, "article", argument, own)

    async def _near_article(self, turn: Turn, kept: Kept, argument: str) -> Sequence[Outgoing]:
        """The article of a neighbour, or the page of it that is asked for."""
        answer, own = await self._again(turn, kept)
        number, _, page = argument.partition(".")
        known = number.isdecimal() and int(number) < len(answer.nearest)
        source = span_of(answer.nearest[int(number)]) if known else None
        return await self._opened(turn, kept, source, f"near_article.{number}", page, own)

    async def _opened(
        self, turn: Turn, kept: Kept, source: Source | None, action: str, page: str, own: ChatWords
    ) -> Sequence[Outgoing]:
        """An article, opened where the figure stands; a press of ◀ or ▶ changes the page."""
        await self._acknowledge(turn)
        if source is None:
            return [turn.reply(own.say("gone"))]
        document, start, end = source
        desk = self.commands.questions.desk
        try:
            article: Article = await desk.in_worker(desk.library.article, document)
        except KeyError:
            return [turn.reply(own.say("no_article"))]
        pages, marked = _pages(article, start, end)
        shown = min(int(page), len(pages) - 1) if page.isdecimal() else marked
        text = _page_text(pages, shown, own)
        below = _page_buttons(kept.id, action, shown, len(pages), own)
        if page and (message := _message(turn)):
            return [turn.reply(text, below, method="edit", edits=message)]
        return [turn.reply(text, below)]

    # Buttons that belong to no answer.

    async def _example(self, turn: Turn, argument: str) -> Sequence[Outgoing]:
        language, _, number = argument.partition(".")
        examples = await self.commands.questions.examples(chat_words(language))
        if not number.isdecimal() or int(number) >= len(examples):
            return [turn.reply(turn.own.say("gone"))]
        return await self.commands.questions.answer(turn, examples[int(number)])

    async def _language(self, turn: Turn, argument: str) -> Sequence[Outgoing]:
        if not argument:
            return await self.commands.language(turn)
        desk = self.commands.questions.desk
        chosen = None if argument == "auto" else chat_words(argument).language
        await desk.in_thread(desk.state.change_person, turn.person.id, time.time(), language=chosen)
        own = turn.own if chosen is None else chat_words(chosen)
        text = own.say("language_auto" if chosen is None else "language_set")
        return [turn.reply(text, method="edit", edits=_message(turn))]

    async def _follow_ups(self, turn: Turn, argument: str) -> Sequence[Outgoing]:
        desk = self.commands.questions.desk
        follow_ups = argument == "on"
        await desk.in_thread(
            desk.state.change_person, turn.person.id, time.time(), follow_ups=follow_ups
        )
        turn.person = replace(turn.person, follow_ups=follow_ups)
        return [settings_message(turn, edits=_message(turn))]


def _message(turn: Turn) -> int | None:
    query = turn.update.callback_query
    return query.message.message_id if query and query.message else None


def _pages(article: Article, start: int, end: int) -> tuple[list[Text], int]:
    """The whole text in pages with the span marked, and the page that the span begins on."""
    text = article.text
    runs = (
        Run(text=text[:start]),
        Run(text=text[start:end], bold=True, underline=True),
        Run(text=text[end:]),
    )
    pages = split(trimmed(runs), PAGE)
    marked = next((n for n, page in enumerate(pages) if any(run.underline for run in page)), 0)
    return pages, marked


def _page_text(pages: list[Text], page: int, own: ChatWords) -> Text:
    if len(pages) == 1:
        return pages[0]
    number = own.texts["page"].format(page=page + 1, pages=len(pages))
    return (*pages[page], Run(text=f"\n\n{number}", italic=True))


def _page_buttons(number: str, action: str, page: int, pages: int, own: ChatWords) -> Rows:
    if pages == 1:
        return ()
    ways = ((page - 1, own.buttons["back"]), (page + 1, own.buttons["forward"]))
    return (
        tuple(
            Button(text=text, data=callback(number, f"{action}.{to}"))
            for to, text in ways
            if 0 <= to < pages
        ),
    )
