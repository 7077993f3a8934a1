"""Sends what waits to be sent, once each, whatever the network does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError

from bot.state import State
from bot.telegram_text import html_of, text_of
from bot.telegram_types import Button, Outgoing, Waiting

logger = logging.getLogger(__name__)

PROBES = 30  # message ids that are looked at to learn whether a message got out
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 5.0  # seconds between two attempts
# Errors of the way there: the request has not left.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

InThread = Callable[..., Awaitable[Any]]


class HighWater:
    """The highest message ids that this bot has seen: a group counts its own, all others share."""

    def __init__(self) -> None:
        self._ids: dict[int, int] = {}

    def see(self, chat: int, message: int) -> None:
        """Take note of a message's id."""
        row = min(chat, 0)
        self._ids[row] = max(self._ids.get(row, 0), message)

    def of(self, chat: int) -> int:
        """What the next message of a chat will lie above."""
        return self._ids.get(min(chat, 0), 0)


class Delivery:
    """Sends waiting messages through the Bot API and keeps in the state how far it got.

    Telegram knows no idempotent sending. Where an attempt broke off in the middle (a timeout, a
    crash), the message is looked for first: setting the buttons that it has anyway changes nothing
    and Telegram answers "message is not modified" if, and only if, it is there.
    """

    def __init__(
        self, bot: Bot, state: State, in_thread: InThread, high: HighWater, *, second: float = 1.0
    ) -> None:
        self._bot = bot
        self._state = state
        self._in_thread = in_thread
        self._high = high
        self._second = second
        self.failures = 0

    async def deliver(self, waiting: Waiting, *, done: int | None = None) -> None:
        """Send one message, however often it takes; the state says when it is out, or lost.

        `done` is the update that is done with this message.
        """
        above = waiting.above
        pause = FIRST_PAUSE
        while True:
            try:
                if above is not None and (found := await self._find(waiting.outgoing, above)):
                    await self._in_thread(self._state.sent, waiting.id, found, done)
                    return
                above = self._high.of(waiting.outgoing.chat)
                await self._in_thread(self._state.sending, waiting.id, above)
                message = await self._send(waiting.outgoing)
            except (Forbidden, BadRequest, InvalidToken) as error:
                await self._refused(waiting, error, done)
                return
            except NetworkError as error:
                self.failures += 1
                logger.warning("a message did not get through, trying again: %s", error)
                if isinstance(error.__cause__, UNSENT):
                    above = None
                await asyncio.sleep(pause * self._second)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            await self._in_thread(self._state.sent, waiting.id, message, done)
            return

    async def _refused(self, waiting: Waiting, error: Exception, done: int | None) -> None:
        logger.error("a message cannot be delivered: %s", error)
        await self._in_thread(self._state.lost, waiting.id)
        if done is not None:
            await self._in_thread(self._state.done, done)

    async def _send(self, outgoing: Outgoing) -> int | None:
        """Send a message; its id. What Telegram does not take as it is, it gets as plain text."""
        try:
            return await self._send_as(outgoing, html_of(outgoing.text), ParseMode.HTML)
        except ChatMigrated as moved:
            return await self._send_to(outgoing, moved.new_chat_id)
        except BadRequest as error:
            if "not found" in error.message.lower():
                raise  # no form of the message would find the chat
            logger.error("Telegram did not take a message, sent as plain text: %s", error)
            if "can't parse entities" not in error.message.lower():
                outgoing = replace(outgoing, buttons=(), reply_to=None)
            return await self._send_as(outgoing, text_of(outgoing.text), None)

    async def _send_to(self, outgoing: Outgoing, chat: int) -> int | None:
        return await SENDERS[outgoing.method](
            self._bot, chat, outgoing, html_of(outgoing.text), ParseMode.HTML
        )

    async def _send_as(self, outgoing: Outgoing, text: str, mode: str | None) -> int | None:
        message = await SENDERS[outgoing.method](self._bot, outgoing.chat, outgoing, text, mode)
        if message is not None:
            self._high.see(outgoing.chat, message)
        return message

    async def _find(self, outgoing: Outgoing, above: int) -> int | None:
        """The id of a message if an earlier attempt sent it: it has buttons that no other has."""
        if not outgoing.buttons or outgoing.method == "edit":
            return None
        markup = keyboard(outgoing.buttons)
        known: set[int] = await self._in_thread(self._state.known_messages, above, PROBES)
        for message in sorted(set(range(above + 1, above + 1 + PROBES)) - known):
            try:
                await self._bot.edit_message_reply_markup(
                    chat_id=outgoing.chat, message_id=message, reply_markup=markup
                )
            except BadRequest as error:
                if _not_modified(error):
                    self._high.see(outgoing.chat, message)
                    return message
        return None


def _not_modified(error: BadRequest) -> bool:
    return "message is not modified" in error.message.lower()


def keyboard(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons as Telegram takes them."""
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    each.text, callback_data=each.data, switch_inline_query=each.inline
                )
                for each in row
            ]
            for row in buttons
        ]
    )


def _common(outgoing: Outgoing) -> dict[str, Any]:
    reply = (
        ReplyParameters(message_id=outgoing.reply_to, allow_sending_without_reply=True)
        if outgoing.reply_to
        else None
    )
    return {
        "reply_markup": keyboard(outgoing.buttons),
        "reply_parameters": reply,
        "message_thread_id": outgoing.thread,
    }


async def _message(bot: Bot, chat: int, outgoing: Outgoing, text: str, mode: str | None) -> int:
    sent = await bot.send_message(
        chat, text, parse_mode=mode, link_preview_options=NO_PREVIEW, **_common(outgoing)
    )
    return sent.message_id


async def _photo(bot: Bot, chat: int, outgoing: Outgoing, text: str, mode: str | None) -> int:
    sent = await bot.send_photo(
        chat, outgoing.file or b"", caption=text, parse_mode=mode, **_common(outgoing)
    )
    return sent.message_id


async def _document(bot: Bot, chat: int, outgoing: Outgoing, text: str, mode: str | None) -> int:
    file = InputFile(outgoing.file or b"", filename=outgoing.file_name)
    sent = await bot.send_document(chat, file, caption=text, parse_mode=mode, **_common(outgoing))
    return sent.message_id


async def _edit(bot: Bot, chat: int, outgoing: Outgoing, text: str, mode: str | None) -> int | None:
    try:
        await bot.edit_message_text(
            text,
            chat_id=chat,
            message_id=outgoing.edits,
            parse_mode=mode,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(outgoing.buttons),
        )
    except BadRequest as error:
        if not _not_modified(error):
            raise
    return outgoing.edits


Sender = Callable[[Bot, int, Outgoing, str, str | None], Awaitable[int | None]]
SENDERS: Mapping[str, Sender] = {
    "message": _message,
    "photo": _photo,
    "document": _document,
    "edit": _edit,
}
