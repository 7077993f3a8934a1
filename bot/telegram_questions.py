"""Questions: in private, in groups, forwarded, and inline in any chat."""

import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.telegram_cards import Rows, buttons, card, in_language, neighbour_card, source_of, summary
from bot.telegram_desk import Desk, Turn
from bot.telegram_series import Series, chart, numbers, series
from bot.telegram_text import Text, html_of, split, text_of, well_formed
from bot.telegram_types import Audited, Kept, Outgoing
from bot.telegram_words import ChatWords, chat_languages, chat_words
from retrieval.types import Answer

logger = logging.getLogger(__name__)

LONGEST = 4096  # characters; what Telegram lets a user send
ANSWER_BYTES = 6
PARTS = 5  # questions of one message that are answered
SHORTEST_INLINE = 4  # characters of an inline query that may be a question already
INLINE_NEAREST = 5
INLINE_CACHE = 10  # seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class Questions:
    """Answers, each kept for its buttons."""

    desk: Desk

    async def private(self, turn: Turn) -> Sequence[Outgoing]:
        """A question in a private chat: all of the message."""
        return await self.answer(turn, turn.message.text or "" if turn.message else "")

    async def command(self, turn: Turn) -> Sequence[Outgoing]:
        """A question behind /ask, or the message that /ask replies to."""
        message = turn.message
        text = " ".join((message.text or "").split(maxsplit=1)[1:]) if message else ""
        if not text.strip() and message and message.reply_to_message:
            text = message.reply_to_message.text or ""
        if not text.strip():
            examples = await self.examples(turn.own)
            return [turn.reply(turn.own.say("ask_how", example=examples[0]))]
        return await self.answer(turn, text)

    async def in_group(self, turn: Turn) -> Sequence[Outgoing]:
        """A reply to the bot, or a message with its name."""
        if turn.message is None:
            return []
        return await self.answer(turn, _without_name(turn.message, self.desk.bot.username))

    async def answer(self, turn: Turn, text: str) -> Sequence[Outgoing]:
        """A question as messages: one, or one for each of several questions."""
        if len(text) > LONGEST:
            return [turn.reply(turn.own.say("too_long"))]
        text = well_formed(text)
        context = await self._context(turn)
        answer = await self.ask(turn, text, context)
        own = self.words_of(answer, turn)
        replies = [
            self._reply(turn, each, part, text, context, own) for part, each in _numbered(answer)
        ]
        now = time.time()
        turn.context = (turn.chat, turn.person.id, _followed(answer), now)
        return [await each for each in replies]

    async def ask(self, turn: Turn, text: str, context: str | None) -> Answer:
        """Ask the corpus, in a thread."""
        self.desk.metrics.count("questions_total")
        began = time.monotonic()
        answer: Answer = await self.desk.in_worker(
            self.desk.library.answer, text, asked_at=turn.at, context=context
        )
        self.desk.metrics.observe("answer_seconds", time.monotonic() - began)
        return answer

    def words_of(self, answer: Answer, turn: Turn) -> ChatWords:
        """The words to answer in: what somebody chose, else the question's own."""
        asked = answer.question.language
        if turn.person.language is None and asked in chat_languages():
            return chat_words(asked)
        return turn.own

    async def _context(self, turn: Turn) -> str | None:
        if not turn.person.follow_ups:
            return None
        since = time.time() - self.desk.settings.remember
        context: str | None = await self.desk.in_thread(
            self.desk.state.context, turn.chat, turn.person.id, since
        )
        return context

    async def _reply(
        self,
        turn: Turn,
        answer: Answer,
        part: int | None,
        asked: str,
        context: str | None,
        own: ChatWords,
    ) -> Outgoing:
        kept = self.keep(turn, asked, context, part, own)
        return await self.show(turn, answer, kept, own)

    def keep(
        self, turn: Turn, asked: str, context: str | None, part: int | None, own: ChatWords
    ) -> Kept:
        """What is to be kept of an answer, under a new id."""
        return Kept(
            id=secrets.token_urlsafe(ANSWER_BYTES),
            chat=turn.chat,
            user=turn.person.id,
            asked=asked,
            asked_at=turn.at,
            context=context,
            part=part,
            language=own.language,
        )

    async def show(self, turn: Turn, answer: Answer, kept: Kept, own: ChatWords) -> Outgoing:
        """An answer as a message, a series of years as a picture; kept, and in the audit log."""
        answer = in_language(answer, own.language)
        turn.kept.append(replace(kept, source=source_of(answer)))
        asked = answer.question.kind == "series"
        found = await self.over_years(answer) if asked else None
        text = numbers(found, own) if found else card(answer, own)
        self._audit(turn, answer, text)
        below = buttons(answer, kept.id, own)
        if found is None:
            return turn.reply(text, below, answer=kept.id)
        return await self.picture(turn, found, kept.id, own, below)

    async def over_years(self, answer: Answer) -> Series | None:
        """The figures as a series; if no years were named, with all that the articles say of it."""
        if not answer.figures or answer.question.period is not None:
            return series(answer.figures)
        more = await self.desk.in_worker(self.desk.library.over_years, answer.figures[0])
        return series((*answer.figures, *more))

    async def picture(
        self, turn: Turn, found: Series, kept: str, own: ChatWords, below: Rows
    ) -> Outgoing:
        """A series as a picture with its numbers beneath."""
        file = await self.desk.in_worker(chart, found, own)
        return turn.reply(
            numbers(found, own),
            below,
            method="photo",
            file=file,
            file_name="chart.png",
            answer=kept,
        )

    def _audit(self, turn: Turn, answer: Answer, text: Text) -> None:
        how = self.desk.settings.audit
        if how == "off":
            return
        known = how == "full"
        turn.audited.append(
            Audited(
                at=turn.at,
                user=str(turn.person.id) if known else "",
                chat=str(turn.chat) if known else "",
                question=answer.question.text,
                status=answer.status,
                answer=text_of(text),
                figures=" ".join(
                    f"{each.document}:{each.start}-{each.end}" for each in answer.figures
                ),
            )
        )

    async def examples(self, own: ChatWords) -> tuple[str, ...]:
        """Questions in a language that the present corpus answers."""
        examples: tuple[str, ...] = await self.desk.in_worker(
            self.desk.library.examples, own.language
        )
        return examples

    async def inline(self, update: Update, _context: Any) -> None:
        """A query from any chat: answers as cards, to be sent there."""
        query = update.inline_query
        if query is None:
            return
        turn = await self.desk.turn(update)
        own = turn.own
        how = InlineQueryResultsButton(text=own.texts["inline_how"], start_parameter="help")
        text = well_formed(query.query.strip())
        admitted = turn.verdict == "allowed"
        asks = len(text) >= SHORTEST_INLINE and not self.desk.inline_allowance.wait(turn.person.id)
        try:
            results = await self._inline_results(turn, text) if admitted and asks else []
        except Exception as error:
            await self.desk.broken(error)
            results = []
        try:
            await query.answer(
                results, cache_time=INLINE_CACHE, is_personal=True, button=None if results else how
            )
        except BadRequest as error:
            logger.info("an inline query could not be answered in time: %s", error)

    async def _inline_results(self, turn: Turn, text: str) -> list[InlineQueryResultArticle]:
        answer = await self.ask(turn, text, None)
        own = self.words_of(answer, turn)
        spoken = in_language(answer, own.language)
        results = [
            _inline_card(card(each, own), *summary(each, own)) for _, each in _numbered(spoken)
        ]
        for figure in answer.nearest[:INLINE_NEAREST]:
            title, what = summary(_as_answered(spoken, figure), own)
            results.append(_inline_card(neighbour_card(figure, own), title, what))
        return results


def _as_answered(answer: Answer, figure: Any) -> Answer:
    return Answer(question=answer.question, status="answered", figures=(figure,))


def _inline_card(text: Text, title: str, description: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        secrets.token_urlsafe(ANSWER_BYTES),
        title,
        InputTextMessageContent(
            html_of(split(text)[0]),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=description or None,
    )


def _numbered(answer: Answer) -> list[tuple[int | None, Answer]]:
    """The answers to each of several questions, or the one answer."""
    if answer.parts:
        return list(enumerate(answer.parts[:PARTS]))
    return [(None, answer)]


def _followed(answer: Answer) -> str | None:
    """What the next question may follow: of several questions the last."""
    if answer.context is not None or not answer.parts:
        return answer.context
    return answer.parts[-1].context


def _without_name(message: Message, name: str) -> str:
    """The text of a message without the mentions of the bot."""
    text = message.text or ""
    mentions = message.parse_entities([MessageEntity.MENTION])
    for each in mentions.values():
        if each.lower() == f"@{name}".lower():
            text = text.replace(each, " ")
    return text.strip()
