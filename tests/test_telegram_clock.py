"""What the bot does when: exact, because time passes only where nothing is left to do."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import NetworkError, RetryAfter
from telegram.request import BaseRequest

from bot.telegram_intake import Intake
from bot.telegram_limits import Allowance, FloodLimits, Pace
from bot.telegram_polling import Polling
from tests.virtual_time import now, run

WAY = 0.1  # seconds that a call takes


class Calls:
    """Calls of the Bot API: the chat and the second of each that was taken."""

    def __init__(self) -> None:
        self.limits = FloodLimits(Pace(), now)
        self.taken: list[tuple[int, float]] = []
        self.told: dict[int, int] = {}

    async def send(self, chat: int) -> None:
        """Send a message when it may be sent."""

        async def call() -> bool:
            await asyncio.sleep(WAY)
            if seconds := self.told.pop(chat, 0):
                raise RetryAfter(seconds)
            self.taken.append((chat, round(now(), 3)))
            return True

        await self.limits.process_request(call, (), {}, "sendMessage", {"chat_id": chat}, None)

    async def send_all(self, chats: list[int]) -> list[tuple[int, float]]:
        """Send a message to each, all at once."""
        await asyncio.gather(*(self.send(chat) for chat in chats))
        return self.taken


def sent_at(chats: list[int], **told: int) -> list[tuple[int, float]]:
    """Which chat gets a message when, if all are to be sent at 0 s."""

    async def work() -> list[tuple[int, float]]:
        calls = Calls()
        calls.told = {int(chat.strip("_")): seconds for chat, seconds in told.items()}
        return await calls.send_all(chats)

    return run(work())


def test_a_chat_gets_one_message_a_second_from_the_end_of_the_last() -> None:
    assert sent_at([7, 7, 7]) == [(7, 0.1), (7, 1.2), (7, 2.3)]


def test_thirty_a_second_go_out_and_no_fewer() -> None:
    seconds = Counter(at for _, at in sent_at(list(range(1, 101))))
    assert seconds == {0.1: 30, 1.2: 30, 2.3: 30, 3.4: 10}


def test_a_group_gets_twenty_a_minute() -> None:
    times = [at for _, at in sent_at([-5] * 41)]
    for first, last in zip(times, times[20:], strict=False):
        assert 60 <= last - first <= 62


def test_a_chat_told_to_wait_holds_up_no_other() -> None:
    taken = sent_at([1, 2, 1, 2], _1=100)
    assert [each for each in taken if each[0] == 2] == [(2, 0.1), (2, 1.2)]
    assert [each for each in taken if each[0] == 1] == [(1, 100.2), (1, 101.3)]


def test_an_allowance_comes_back_with_time() -> None:
    async def waits() -> list[float]:
        allowance = Allowance(per_user=2, per_all=3, period=60, clock=now)
        seen = [allowance.wait(1), allowance.wait(1), allowance.wait(1)]
        await asyncio.sleep(20)
        seen += [allowance.wait(2), allowance.wait(2)]
        await asyncio.sleep(40)
        return [*seen, allowance.wait(1), allowance.wait(2)]

    assert run(waits()) == [0, 0, 60, 0, 40, 0, 0]


class Net(BaseRequest):
    """Calls of getUpdates that do as they are told, one after the other; the last one for ever."""

    def __init__(self, *does: Callable[[], Any]) -> None:
        self.does = deque(does)
        self.opened = 0

    @property
    def read_timeout(self) -> float:
        """As in the library."""
        return 5.0

    async def initialize(self) -> None:
        """Count a new start."""
        self.opened += 1

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def do_request(self, *_given: Any, **_named: Any) -> tuple[int, bytes]:
        """Do what is next."""
        do = self.does.popleft() if len(self.does) > 1 else self.does[0]
        await do()
        return 200, b'{"ok": true, "result": []}'


async def quiet() -> None:
    """No news for a poll's length."""
    await asyncio.sleep(25)


async def hangs() -> None:
    """Neither news nor an error, for a day."""
    await asyncio.sleep(86400)


async def breaks() -> None:
    """The network is away."""
    raise NetworkError("away")


class Sink:
    """Has room after so many seconds."""

    def __init__(self, after: float) -> None:
        self.after = after

    async def room(self) -> None:
        """Wait for it."""
        await asyncio.sleep(self.after)
        self.after = 0

    async def take_in(self, raw: list[dict[str, Any]]) -> None:
        """Nothing ever comes."""


def health_over(
    net: Net, seconds: list[int], *, room: float = 0, given_up: float = 1e6
) -> list[tuple[int, bool]]:
    """After so many seconds each: restarts of polling so far, and whether it is healthy."""

    async def watched() -> list[tuple[int, bool]]:
        polling = Polling(
            request=net,
            url="",
            sink=Sink(room),
            clock=now,
            poll=25,
            read_timeout=given_up,
            silence=45,
            restarted=lambda: None,
        )
        task = asyncio.create_task(polling.run())
        seen = []
        for second in seconds:
            await asyncio.sleep(second - now())
            seen.append((polling.restarts, polling.healthy))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert net.opened == polling.restarts
        return seen

    return run(watched())


@pytest.mark.parametrize("room", [0, 1000])
def test_polling_without_news_or_without_room_is_healthy(room: float) -> None:
    assert health_over(Net(quiet), [1, 44, 900, 3600], room=room) == [(0, True)] * 4


def test_polling_that_hangs_starts_afresh() -> None:
    seen = health_over(Net(quiet, hangs, quiet), [69, 71, 100, 120])
    assert seen == [(0, True), (0, False), (1, True), (1, True)]


def test_a_network_that_is_away_is_unhealthy_until_it_is_back() -> None:
    seen = health_over(Net(quiet, *[breaks] * 40, quiet), [69, 71, 170, 300], given_up=10)
    assert [healthy for _, healthy in seen] == [True, False, False, True]


def test_clearing_away_goes_on_after_the_database_was_away() -> None:
    async def cleared() -> list[float]:
        times: list[float] = []

        async def in_thread(*_given: Any) -> None:
            times.append(now())
            if len(times) == 2:
                raise OperationalError("delete", {}, ConnectionError("away"))

        state = SimpleNamespace(clear_away=None)
        app: Any = SimpleNamespace(add_error_handler=lambda _handler: None)
        needed: dict[str, Any] = dict.fromkeys(("delivery", "high", "metrics", "replies"))
        intake = Intake(app=app, state=state, in_thread=in_thread, bound=1, **needed)  # type: ignore[arg-type]
        task = asyncio.create_task(intake.clear_away())
        await asyncio.sleep(3 * 3600 + 1)
        task.cancel()
        return times

    assert run(cleared()) == [0, 3600, 7200, 10800]
