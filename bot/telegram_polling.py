"""Fetches updates by long polling, and notices when none could be fetched for too long."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import urlencode

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.telegram_limits import Clock

logger = logging.getLogger(__name__)

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
CONFLICT_PAUSE = 5.0  # another process polls with the same token; it may be going down


class Sink(Protocol):
    """Where updates go."""

    async def room(self) -> None:
        """Wait until there is room for more."""

    async def take_in(self, raw: list[dict[str, Any]]) -> None:
        """Keep updates; when this returns, Telegram may forget them."""


class Polling:
    """Asks for updates in a task of its own, watched by another one.

    Nothing that goes wrong between two successes is an error by itself: the network may be gone for
    a while, a request may hang for ever. Only time tells, so the watchdog looks at the time of the
    last success, and starts the fetching afresh, with new connections, when that was too long ago.
    `second` is how long a second of the pauses lasts, for tests.
    """

    def __init__(
        self,
        *,
        request: BaseRequest,
        url: str,
        sink: Sink,
        clock: Clock,
        poll: int,
        read_timeout: float,
        silence: float,
        restarted: Callable[[], None],
        second: float = 1.0,
    ) -> None:
        self._request = request
        self._url = url
        self._sink = sink
        self._clock = clock
        self._poll = poll
        self._read_timeout = read_timeout
        self._silence = silence
        self._restarted = restarted
        self._second = second
        self._offset = 0
        self._task: asyncio.Task[None] | None = None
        self._full = False
        self.restarts = 0
        self.heard = False
        self.last_success = self._started = clock()

    @property
    def healthy(self) -> bool:
        """Whether updates were fetched a short while ago."""
        return self._full or self.silent_for() < self._silence

    def silent_for(self) -> float:
        """Seconds since updates, or the news that there are none, were last fetched."""
        return self._clock() - self.last_success

    async def run(self) -> None:
        """Fetch and watch until cancelled."""
        try:
            self._task = asyncio.create_task(self._fetch_on())
            while True:
                await asyncio.sleep(self._silence / 10)
                # A new start has as long as the old one had.
                since = self._clock() - max(self.last_success, self._started)
                if self._task.done() or (since > self._silence and not self._full):
                    await self._restart()
        finally:
            await self._end()

    async def _restart(self) -> None:
        logger.error("no updates fetched for %.0f s: polling starts afresh", self.silent_for())
        await self._end()
        await self._request.shutdown()
        await self._request.initialize()
        self.restarts += 1
        self._started = self._clock()
        self._restarted()
        self._task = asyncio.create_task(self._fetch_on())

    async def _end(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._task

    async def _fetch_on(self) -> None:
        pause = FIRST_PAUSE
        while True:
            await self._room()
            try:
                raw = await self._fetch()
            except Conflict as error:
                logger.error("another process polls with this token: %s", error)
                await asyncio.sleep(CONFLICT_PAUSE * self._second)
            except RetryAfter as told:
                wait = told.retry_after
                await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
            except InvalidToken:
                logger.error("Telegram does not accept the token (any more)")
                await asyncio.sleep(LONGEST_PAUSE * self._second)
            except (TelegramError, TimeoutError) as error:
                logger.warning("updates could not be fetched: %s", error)
                await asyncio.sleep(pause * self._second)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = FIRST_PAUSE
                self.last_success = self._clock()
                self.heard = True
                await self._hand_over(raw)

    async def _hand_over(self, raw: list[dict[str, Any]]) -> None:
        """Have updates kept; only then the next call confirms them, else it brings them again."""
        if not raw:
            return
        try:
            await self._sink.take_in(raw)
        except Exception:
            # Whatever it is that keeps them, the fetching must go on.
            logger.exception("updates could not be kept, they will be fetched again")
            await asyncio.sleep(FIRST_PAUSE * self._second)
        else:
            self._offset = max(int(each["update_id"]) for each in raw) + 1

    async def _room(self) -> None:
        began = self._clock()
        self._full = True
        try:
            await self._sink.room()
        finally:
            self._full = False
            # While nothing is asked for, nothing can be heard: that time is no silence.
            waited = self._clock() - began
            self.last_success += waited
            self._started += waited

    async def _fetch(self) -> list[dict[str, Any]]:
        """What is new, as it came: one update that the library cannot read must not hide others."""
        # The first call does not wait for news: whether Telegram can be heard is known at once.
        wait = self._poll if self.heard else 0
        asked = {"timeout": wait, "limit": 100, "allowed_updates": json.dumps(ALLOWED)}
        if self._offset:
            asked["offset"] = self._offset
        async with asyncio.timeout(self._poll + 2 * self._read_timeout):
            result = await self._request.post(
                f"{self._url}/getUpdates?{urlencode(asked)}",
                read_timeout=self._poll + self._read_timeout,
            )
        return list(result)  # type: ignore[arg-type]
