"""What every handler works with, and what stands around each of them."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError
from telegram import Bot, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import TelegramError

from bot.state import State
from bot.telegram_access import Access, Verdict, may
from bot.telegram_limits import Allowance
from bot.telegram_metrics import Metrics
from bot.telegram_settings import TelegramSettings
from bot.telegram_text import Text, html_of
from bot.telegram_types import (
    Audited,
    Button,
    Kept,
    Library,
    Outgoing,
    Person,
    Remembered,
    Role,
    Waiting,
    pieces,
)
from bot.telegram_words import ChatWords, chat_languages, chat_words

logger = logging.getLogger(__name__)

TYPING_AFTER = 1.0  # seconds
NOTICE_EVERY = 600.0  # seconds between two notices of the same kind to administrators
REFUSE_EVERY = 60.0  # seconds between two words to somebody who may not ask


@dataclass(slots=True)
class Turn:
    """One update being worked out: who, where, in which words; and what it will leave behind."""

    update: Update
    person: Person
    verdict: Verdict
    own: ChatWords
    chat: int
    private: bool
    at: datetime
    message: Message | None = None
    kept: list[Kept] = field(default_factory=list)
    audited: list[Audited] = field(default_factory=list)
    context: tuple[int, int, str | None, float] | None = None

    def reply(
        self, text: Text, buttons: tuple[tuple[Button, ...], ...] = (), **more: Any
    ) -> Outgoing:
        """A message to where the update came from; in a group it shows what it replies to."""
        group = self.message is not None and not self.private
        return Outgoing(
            chat=self.chat,
            text=text,
            buttons=buttons,
            reply_to=self.message.message_id if group and self.message else None,
            thread=_thread(self.message),
            **more,
        )


def _thread(message: Message | None) -> int | None:
    return message.message_thread_id if message and message.is_topic_message else None


Work = Callable[[Turn], Awaitable[Sequence[Outgoing]]]
Handler = Callable[[Update, Any], Coroutine[Any, Any, None]]


class Desk:
    """Where the parts of the bot meet: state, library, limits, and the way out."""

    def __init__(
        self,
        *,
        settings: TelegramSettings,
        library: Library,
        state: State,
        bot: Bot,
        metrics: Metrics,
        threads: int,
    ) -> None:
        self.settings = settings
        self.library = library
        self.state = state
        self.bot = bot
        self.metrics = metrics
        self.access = Access(settings=settings, state=state)
        self.allowance = self._allowance(1)
        # An inline query is sent with every other letter that somebody types.
        self.inline_allowance = self._allowance(5)
        self.replies: dict[int, list[Waiting]] = {}
        self._database = ThreadPoolExecutor(1, "state")
        self._workers = ThreadPoolExecutor(threads, "answers")
        self._noticed: dict[str, float] = {}
        self._refused: dict[tuple[int, int], float] = {}
        self._notices: set[asyncio.Task[None]] = set()

    def _allowance(self, times: int) -> Allowance:
        settings = self.settings
        return Allowance(
            per_user=settings.per_user * times,
            per_all=settings.per_all * times,
            period=settings.period,
            clock=time.monotonic,
        )

    async def in_thread(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Call something of the state in the one thread that talks to the database."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._database, partial(function, *values, **named))

    async def in_worker(self, function: Callable[..., Any], *values: Any, **named: Any) -> Any:
        """Call something that computes, such as an answer or a picture."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._workers, partial(function, *values, **named))

    def close(self) -> None:
        """End the threads."""
        self._workers.shutdown(wait=False, cancel_futures=True)
        self._database.shutdown(wait=True)

    def handler(
        self, work: Work, *, least: Role | None = None, open_to_all: bool = False
    ) -> Handler:
        """`work` as the library's handler: admitted, watched, and its replies kept to be sent.

        `least` is the role that it takes; `open_to_all` admits who may not ask: to /start with an
        invitation, and to /privacy and /forget.
        """

        async def handle(update: Update, _context: Any) -> None:
            turn = await self.turn(update)
            replies = await self._worked_out(turn, work, least, open_to_all)
            remembered = Remembered(
                kept=tuple(turn.kept), audited=tuple(turn.audited), context=turn.context
            )
            sendable = [piece for reply in replies for piece in pieces(reply)]
            self.replies[update.update_id] = await self.in_thread(
                self.state.answered, update.update_id, sendable, remembered
            )

        return handle

    async def turn(self, update: Update) -> Turn:
        """The circumstances of an update."""
        user, chat, message = update.effective_user, update.effective_chat, update.effective_message
        number = user.id if user else 0
        private = chat is None or chat.type == ChatType.PRIVATE
        place = chat.id if chat else number
        person, verdict = await self.in_thread(self.access.admit, number, place, private=private)
        spoken = person.language or _spoken(user.language_code if user else None)
        return Turn(
            update=update,
            person=person,
            own=chat_words(spoken),
            verdict=verdict,
            chat=place,
            private=private,
            at=getattr(message, "date", None) or datetime.now(UTC),
            message=message if isinstance(message, Message) else None,
        )

    async def _worked_out(
        self, turn: Turn, work: Work, least: Role | None, open_to_all: bool
    ) -> Sequence[Outgoing]:
        try:
            admin_in_group = least is not None and may(turn.person, least)
            if turn.verdict != "allowed" and not open_to_all and not admin_in_group:
                return self._refusal(turn)
            if least is not None and not may(turn.person, least):
                return [turn.reply(turn.own.say_admin("only"))]
            if least is None and (wait := self.allowance.wait(turn.person.id)):
                tell = self.allowance.tell(turn.person.id)
                return (
                    [turn.reply(turn.own.say("slow_down", seconds=int(wait) + 1))] if tell else []
                )
            async with self._typing(turn):
                return await work(turn)
        except OperationalError:
            raise  # the database is away: the update waits for it
        except Exception as error:
            code = await self.broken(error)
            return [turn.reply(turn.own.say("broken", code=code))]

    def _refusal(self, turn: Turn) -> Sequence[Outgoing]:
        """A word to somebody who may not ask, but not at each of their messages."""
        key, now = (turn.chat, turn.person.id), time.monotonic()
        self._refused = {k: at for k, at in self._refused.items() if at > now - REFUSE_EVERY}
        if key in self._refused:
            return []
        self._refused[key] = now
        return [turn.reply(turn.own.say(turn.verdict, user=turn.person.id, chat=turn.chat))]

    @asynccontextmanager
    async def _typing(self, turn: Turn) -> AsyncIterator[None]:
        """Show that an answer is being written, once it has taken a while."""

        async def show() -> None:
            await asyncio.sleep(TYPING_AFTER)
            with suppress(TelegramError):  # nothing depends on it
                await self.bot.send_chat_action(turn.chat, ChatAction.TYPING)

        task = asyncio.create_task(show())
        try:
            yield
        finally:
            task.cancel()

    async def broken(self, error: BaseException) -> str:
        """Log what went wrong and tell administrators; the number to find it by."""
        code = secrets.token_hex(3).upper()
        logger.error("no. %s: %s", code, type(error).__name__, exc_info=error)
        self.metrics.count("errors_total")
        self.notify(type(error).__name__, code)
        return code

    def notify(self, what: str, code: str, text: str | None = None) -> None:
        """Tell administrators, not more often than every ten minutes about the same."""
        now = time.monotonic()
        if self._noticed.get(what, -NOTICE_EVERY) > now - NOTICE_EVERY:
            return
        self._noticed[what] = now
        task = asyncio.create_task(self._notify(what, code, text))
        self._notices.add(task)
        task.add_done_callback(self._notices.discard)

    async def _notify(self, what: str, code: str, text: str | None) -> None:
        for number in await self.in_thread(self.access.administrators):
            person = await self.in_thread(self.access.person, number)
            own = chat_words(person.language)
            said = own.say_admin("notice", what=own.admin[text] if text else what, code=code)
            try:
                await self.bot.send_message(number, html_of(said), parse_mode="HTML")
            except TelegramError as error:
                logger.warning("administrator %s could not be told: %s", number, error)


def _spoken(code: str | None) -> str | None:
    """The language of somebody's Telegram, such as "ru" of "ru-KZ", if the bot speaks it."""
    language = (code or "").partition("-")[0]
    return language if language in chat_languages() else None
