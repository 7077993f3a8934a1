"""Telegram's flood limits, kept: over all, in a chat, in a group; and how much a user may ask."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

# The library asks for this before it gives `retry_after` as a time span without a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

Clock = Callable[[], float]
COUNTED = ("send", "edit", "copy", "forward")  # methods that Telegram counts as messages
UNCOUNTED = ("sendChatAction",)
ANY_CHAT = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How many messages may go out; `second` is how long a second lasts, for tests."""

    all_per_second: int = 30
    chat_per_second: int = 1
    group_per_minute: int = 20
    second: float = 1.0


class Window:
    """At most `limit` calls in any `period` seconds, as the far end counts them.

    A place is free again `period` after the call has *ended*: however long its way was, the next
    one arrives at least that much later. Whoever waits is served in order.
    """

    def __init__(self, limit: int, period: float, clock: Clock) -> None:
        self._limit = limit
        self._period = period
        self._clock = clock
        self._gate = asyncio.Lock()
        self._freed = asyncio.Event()
        self._calling = 0
        self._ended: deque[float] = deque()

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a place, and hold it for the time of a call."""
        async with self._gate:
            await self._wait()
            self._calling += 1
        try:
            yield
        finally:
            self._calling -= 1
            self._ended.append(self._clock())
            self._freed.set()

    async def _wait(self) -> None:
        while len(self._ended) + self._calling >= self._limit:
            if not self._ended:
                self._freed.clear()
                await self._freed.wait()
            elif (wait := self._ended[0] + self._period - self._clock()) > 0:
                await asyncio.sleep(wait)
            else:
                self._ended.popleft()

    def idle(self) -> bool:
        """Whether nobody calls or waits, and nothing is left that this window must remember."""
        busy = self._calling or self._gate.locked()
        return not busy and (not self._ended or self._ended[-1] + self._period < self._clock())


class FloodLimits(BaseRateLimiter[None]):
    """Keeps every call within the limits; what one chat is told to wait, only that chat waits."""

    def __init__(self, pace: Pace, clock: Clock) -> None:
        self._pace = pace
        self._clock = clock
        self._all = Window(pace.all_per_second, pace.second, clock)
        self._chats: dict[tuple[int, str], Window] = {}
        self._paused: dict[int, float] = {}
        self.refused = 0

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSONDict | list[JSONDict]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> bool | JSONDict | list[JSONDict]:
        """Make the call when it may be made; again, when Telegram said to wait."""
        chat = int(data.get("chat_id") or ANY_CHAT)
        counted = endpoint.startswith(COUNTED) and endpoint not in UNCOUNTED
        while True:
            try:
                async with AsyncExitStack() as held:
                    for window in self._windows(chat) if counted else ():
                        await held.enter_async_context(window.place())
                    # Who waited for the chat's place may have been overtaken by the news to wait.
                    await self._pause(chat)
                    if counted:
                        await held.enter_async_context(self._all.place())
                    return await callback(*args, **kwargs)
            except RetryAfter as told:
                if endpoint in UNCOUNTED:
                    raise  # nobody needs to see "typing" late
                self.refused += 1
                wait = told.retry_after
                seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
                self._paused[chat] = self._clock() + seconds * self._pace.second

    async def _pause(self, chat: int) -> None:
        while (until := self._paused.get(chat)) is not None:
            wait = until - self._clock()
            if wait <= 0:
                self._paused.pop(chat, None)
                return
            await asyncio.sleep(wait)

    def _windows(self, chat: int) -> list[Window]:
        """A chat's own windows: they come first, for who waits for one holds no place of all's."""
        self._clear_away()
        wanted = [self._window(chat, "second", self._pace.chat_per_second, 1)]
        if chat < 0:
            wanted.append(self._window(chat, "minute", self._pace.group_per_minute, 60))
        return wanted

    def _window(self, chat: int, name: str, limit: int, seconds: int) -> Window:
        key = (chat, name)
        if key not in self._chats:
            self._chats[key] = Window(limit, seconds * self._pace.second, self._clock)
        return self._chats[key]

    def _clear_away(self) -> None:
        if len(self._chats) > 2000:  # a bot that meets many chats must not remember them all
            self._chats = {key: each for key, each in self._chats.items() if not each.idle()}


class Allowance:
    """How much each user, and all together, may ask within `period` seconds."""

    def __init__(self, *, per_user: int, per_all: int, period: float, clock: Clock) -> None:
        self._limits = {True: per_all, False: per_user}
        self._period = period
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}
        self._told: dict[int, float] = {}

    def wait(self, user: int) -> float:
        """How many seconds a user has to wait; 0 and it counts, where they may ask now."""
        now = self._clock()
        self._clear_away(now)
        waits = [self._left(key, now) for key in (ANY_CHAT, user)]
        if not any(waits):
            for key in (ANY_CHAT, user):
                self._asked[key].append(now)
            self._told.pop(user, None)
        return max(waits)

    def tell(self, user: int) -> bool:
        """Whether a user should be told to wait: once until they may ask again."""
        first = user not in self._told
        self._told[user] = self._clock()
        return first

    def _left(self, key: int, now: float) -> float:
        asked = self._asked.setdefault(key, deque())
        while asked and asked[0] <= now - self._period:
            asked.popleft()
        if len(asked) < self._limits[key == ANY_CHAT]:
            return 0
        return asked[0] + self._period - now

    def _clear_away(self, now: float) -> None:
        if len(self._asked) > 5000:
            since = now - self._period
            self._asked = {k: each for k, each in self._asked.items() if each and each[-1] > since}
            self._told = {k: at for k, at in self._told.items() if at > since}
