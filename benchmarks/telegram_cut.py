"""A network cut of two minutes at real clocks: how soon is service back, and is all answered?

Run: python -m benchmarks.telegram_cut [seconds]. Questions come before, during and after the cut.
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from aiohttp import ClientError, ClientSession

from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import TOKEN
from tests.telegram_counting import answered_once
from tests.telegram_people import Person
from tests.telegram_running import free_port

PEOPLE, EACH = 10, 4


async def measure(folder: Path, seconds: float) -> None:
    """Cut the network off, and print what was seen."""
    telegram = await FakeTelegram().start()
    health = f"127.0.0.1:{free_port()}"
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.telegram_process"),
        env={
            **os.environ,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": telegram.url,
            "TELEGRAM_DATABASE": f"sqlite:///{folder / 'state.sqlite'}",
            "TELEGRAM_HEALTH": health,
        },
        stderr=(folder / "log").open("ab"),
    )
    try:
        await telegram.until(lambda: telegram.calls, 60)
        people = [Person(telegram, 100 + number) for number in range(PEOPLE)]
        _ask(people, 0)
        await asyncio.sleep(0.3)
        telegram.down = True
        for number in range(1, EACH):
            await asyncio.sleep(seconds / EACH)
            _ask(people, number)
        await asyncio.sleep(seconds / EACH)
        print(f"health after {seconds:.0f} s without Telegram: {await _health(health)}")
        telegram.down = False
        began = time.monotonic()
        await answered_once(telegram, people, EACH)
        taken = time.monotonic() - began
        print(f"all {PEOPLE * EACH} questions answered once, {taken:.1f} s after the cut")
        print(f"health then: {await _health(health)}; breaches: {len(telegram.breaches)}")
    finally:
        started.terminate()
        await started.wait()
        await telegram.stop()


def _ask(people: list[Person], number: int) -> None:
    for person in people:
        person.say(f"UK trade 2017 number{number}?")


async def _health(address: str) -> int | str:
    try:
        async with ClientSession() as session, session.get(f"http://{address}/healthz") as answer:
            return answer.status
    except ClientError as error:
        return str(error)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 120.0))
