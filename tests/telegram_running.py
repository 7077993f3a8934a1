"""A bot that runs in the test's own loop against the fake Bot API."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from pydantic import SecretStr

from bot.state import open_state
from bot.telegram_bot import Parts, put_together, serve_until
from bot.telegram_settings import TelegramSettings
from bot.telegram_types import Library
from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import TOKEN
from tests.telegram_people import Person
from tests.telegram_toy import Toy

FAST = 0.02  # how long a second of the limits lasts in most tests
PATIENCE = 1000  # looks at the health check until it is what it should become
# Below those that the system gives to whoever calls out, which would take one before it is used.
PORTS = range(20_000, 32_000)


@dataclass
class Running:
    """The bot and the world around it."""

    telegram: FakeTelegram
    parts: Parts
    toy: Toy
    next_person: int = 1000

    def somebody(self, language: str = "en", **more: Any) -> Person:
        """Somebody who has never written before."""
        self.next_person += 1
        return Person(self.telegram, self.next_person, language, **more)

    async def settled(self) -> None:
        """Wait until the bot has done with all that Telegram has for it."""
        await self.telegram.until(
            lambda: not self.telegram.updates and not self.parts.intake.waiting
        )

    async def health(self) -> int:
        """What the health check answers."""
        url = f"http://{self.parts.settings.health}/healthz"
        async with ClientSession() as session, session.get(url) as response:
            return response.status

    async def until_health(self, status: int) -> None:
        """Wait until that is what the health check answers."""
        seen = [await self.health()]
        while seen[-1] != status:
            assert len(seen) < PATIENCE, seen
            await asyncio.sleep(0.1)
            seen.append(await self.health())


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as listening, suppress(OSError):
            listening.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port among a hundred")


def webhook_settings() -> dict[str, Any]:
    """Settings of a bot with a webhook on loopback."""
    address = f"127.0.0.1:{free_port()}"
    return {
        "webhook": f"http://{address}/hook",
        "webhook_listen": address,
        "webhook_secret": "a-long-secret",
    }


def settings_for(telegram: FakeTelegram, **more: Any) -> TelegramSettings:
    """Settings that lead to the fake Bot API, at its pace."""
    given: dict[str, Any] = {
        "token": SecretStr(TOKEN),
        "base_url": telegram.url,
        "health": f"127.0.0.1:{free_port()}",
        "limit_second": telegram.second,
        "all_per_second": telegram.per_second,
        "per_user": 1000,
        "per_all": 100000,
        "poll": 1,
        "read_timeout": 60.0,  # a slow machine is no broken network
        "silence": 300.0,
    }
    return TelegramSettings(**{**given, **more})


@asynccontextmanager
async def running(
    folder: Path,
    *,
    library: Library | None = None,
    telegram: FakeTelegram | None = None,
    database: str | None = None,
    **more: Any,
) -> AsyncIterator[Running]:
    """A bot from its start to its end."""
    world = telegram or await FakeTelegram(second=FAST).start()
    toy = Toy()
    url = database or f"sqlite:///{folder / 'state.sqlite'}"
    parts = put_together(settings_for(world, **more), library or toy, open_state(url))
    stopped = asyncio.Event()
    task = asyncio.create_task(serve_until(parts, stopped))
    try:
        await _started(task, world)
        yield Running(telegram=world, parts=parts, toy=toy)
    finally:
        toy.going.set()
        stopped.set()
        await task
        if telegram is None:
            await world.stop()


async def _started(task: "asyncio.Task[None]", world: FakeTelegram) -> None:
    def polls_or_listens() -> bool:
        if task.done():
            task.result()
        return any(method in ("getUpdates", "setWebhook") for method, _ in world.calls)

    await world.until(polls_or_listens)
