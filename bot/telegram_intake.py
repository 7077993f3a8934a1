"""Takes updates in, keeps them, and works them off: in order in a chat, chats in parallel."""

import asyncio
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import OperationalError
from telegram import Update
from telegram.ext import Application

from bot.state import State
from bot.telegram_delivery import Delivery, HighWater, InThread
from bot.telegram_metrics import Metrics
from bot.telegram_types import Waiting

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Notify = Callable[[str, BaseException], Awaitable[None]]
AT_ONCE = 8  # inline queries that are worked on at the same time
LONGEST_PAUSE = 5.0
DAY = 86400.0


class Intake:
    """The bot's queue. What was taken in is in the database: a crash loses nothing.

    An update is worked out once; what it led to is kept in the same transaction that marks it, and
    from then on it is only sent.
    """

    def __init__(
        self,
        *,
        app: App,
        state: State,
        delivery: Delivery,
        in_thread: InThread,
        high: HighWater,
        metrics: Metrics,
        replies: dict[int, list[Waiting]],
        bound: int,
    ) -> None:
        self._app = app
        self._state = state
        self._delivery = delivery
        self._in_thread = in_thread
        self._high = high
        self._metrics = metrics
        self._replies = replies
        self._bound = bound
        self._chats: dict[int, deque[tuple[int, Update | None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self._inline = asyncio.Semaphore(AT_ONCE)
        self._failures: dict[int, Exception] = {}
        app.add_error_handler(self._note_failure)
        self.waiting = 0

    async def resume(self) -> None:
        """Go on with what a former run left."""
        for chat, message in await self._in_thread(self._state.highest_messages):
            self._high.see(chat, message)
        for number, chat in await self._in_thread(self._state.unfinished):
            self._put(number, chat, None)

    async def room(self) -> None:
        """Wait until no more updates wait than may."""
        await self._room.wait()

    @property
    def full(self) -> bool:
        """Whether nothing more should be taken in for now."""
        return not self._room.is_set()

    async def take_in(self, raw: Sequence[dict[str, Any]]) -> None:
        """Keep new updates, then queue them; returns when they are safe."""
        read: dict[int, tuple[int, Update]] = {}
        for data in sorted(raw, key=lambda each: int(each["update_id"])):
            update = self._read(data)
            if update is None:
                continue
            if update.inline_query:
                self._start(self._answer_inline(update))
            else:
                read[update.update_id] = (_chat(update), update)
        bodies = [
            (number, chat, json.dumps(each.to_dict())) for number, (chat, each) in read.items()
        ]
        new = await self._in_thread(self._state.take_in, bodies, time.time())
        self._metrics.count("updates_total", len(raw))
        self._metrics.count("duplicates_total", len(bodies) - len(new))
        for number, chat in new:
            self._put(number, chat, read[number][1])

    def _read(self, data: dict[str, Any]) -> Update | None:
        """An update as an object; what the library cannot read is logged and left."""
        try:
            update = Update.de_json(data, self._app.bot)
        except Exception:
            # A form that we do not know must not stop all that come after it.
            logger.exception("update %s cannot be read", data.get("update_id"))
            self._metrics.count("errors_total")
            return None
        if update.effective_message:
            self._high.see(_chat(update), update.effective_message.message_id)
        return update

    def _put(self, number: int, chat: int, update: Update | None) -> None:
        self.waiting += 1
        if self.waiting >= self._bound:
            self._room.clear()
        if chat in self._chats:
            self._chats[chat].append((number, update))
            return
        self._chats[chat] = deque([(number, update)])
        self._start(self._work_off(chat))

    def _start(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat: int) -> None:
        queue = self._chats[chat]
        try:
            while queue:
                number, update = queue.popleft()
                await self._persistently(number, update)
                self.waiting -= 1
                if self.waiting < self._bound:
                    self._room.set()
        finally:
            del self._chats[chat]

    async def _persistently(self, number: int, update: Update | None) -> None:
        """Work an update off; while the database is away, try again."""
        pause = 0.25
        while True:
            try:
                await self._one(number, update)
                return
            except OperationalError as error:
                logger.error("the database does not answer, trying again: %s", error.orig)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                update = None  # how far it got, the database knows
            except Exception:
                logger.exception("update %s could not be worked off", number)
                self._metrics.count("errors_total")
                with suppress(OperationalError):
                    await self._in_thread(self._state.done, number)  # it would only break again
                return

    async def _note_failure(self, update: object, context: Any) -> None:
        """Keep what a handler raised: the library would only log it."""
        if isinstance(update, Update):
            self._failures[update.update_id] = context.error

    async def _one(self, number: int, update: Update | None) -> None:
        began = time.monotonic()
        replies = await self._worked_out(number, update)
        for waiting in replies[:-1]:
            await self._delivery.deliver(waiting)
        if replies:
            await self._delivery.deliver(replies[-1], done=number)
        else:
            await self._in_thread(self._state.done, number)
        self._metrics.observe("turn_seconds", time.monotonic() - began)

    async def _worked_out(self, number: int, update: Update | None) -> list[Waiting]:
        incoming = None if update else await self._in_thread(self._state.incoming, number)
        if incoming is not None and incoming.state == "new":
            update = self._read(json.loads(incoming.body))
        elif incoming is not None:
            waiting: list[Waiting] = await self._in_thread(self._state.waiting, number)
            return waiting
        if update is None:
            return []
        await self._app.process_update(update)
        failure = self._failures.pop(number, None)
        if failure is not None:
            raise failure
        return self._replies.pop(number, [])

    async def _answer_inline(self, update: Update) -> None:
        """Inline queries are not kept: nobody waits for the answer to a half-typed word."""
        async with self._inline:
            await self._app.process_update(update)
            failure = self._failures.pop(update.update_id, None)
            if failure is not None:
                logger.error("an inline query could not be answered", exc_info=failure)

    async def stop(self, patience: float) -> None:
        """Let what is being worked on come to an end for a while, then leave it to the next run."""
        tasks = list(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=patience)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def clear_away(self) -> None:
        """Forget, now and then, updates that cannot come again: Telegram keeps them for a day."""
        while True:
            try:
                await self._in_thread(self._state.clear_away, time.time() - 2 * DAY)
            except OperationalError as error:
                logger.error("nothing cleared away, the database does not answer: %s", error.orig)
            await asyncio.sleep(DAY / 24)


def _chat(update: Update) -> int:
    """What an update's order is kept by: its chat, or where there is none its user."""
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
