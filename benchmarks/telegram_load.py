"""Fifty chats with twenty questions each against the real process, at Telegram's own pace.

Run: python -m benchmarks.telegram_load (about two minutes). First all ask in turn, 23 questions a
second together: how long each waits. Then all thousand are there at once: how long it takes, when
1,000 messages at 30 a second need 33 seconds.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.seeds import seed_articles
from index.build import build_index
from index.encoder import load_encoder
from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import TOKEN
from tests.telegram_people import Person
from tests.telegram_running import free_port

CHATS, QUESTIONS, APART = 50, 20, 2.2
ASKED = (
    "what was Almaty–UK trade in 2017?",
    "сколько шведских предприятий в Алматы?",
    "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша болды?",
    "Товарооборот Алматы и Германии в 2017 году",
)


async def measure(folder: Path) -> None:
    """Start the bot on the seed articles, ask, and print what was seen."""
    index = folder / "index"
    build_index(seed_articles(), index, encoder=load_encoder(None))
    telegram = await FakeTelegram().start()
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "telegram", "--index", str(index)),
        env={
            **os.environ,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": telegram.url,
            "TELEGRAM_DATABASE": f"sqlite:///{folder / 'state.sqlite'}",
            "TELEGRAM_HEALTH": f"127.0.0.1:{free_port()}",
            "TELEGRAM_PER_USER": "100000",
            "TELEGRAM_PER_ALL": "100000",
        },
        stderr=(folder / "log").open("ab"),
    )
    try:
        await telegram.until(lambda: telegram.calls, 60)
        await _in_turn(telegram, 1000)
        await _at_once(telegram, 2000)
    finally:
        started.terminate()
        await started.wait()
        await telegram.stop()
    print(f"breaches of Telegram's limits: {len(telegram.breaches)}")


async def _in_turn(telegram: FakeTelegram, first: int) -> None:
    people = [Person(telegram, first + number) for number in range(CHATS)]

    async def ask(person: Person, share: float) -> list[float]:
        await asyncio.sleep(share * APART)
        began, times = time.monotonic(), []
        for number in range(QUESTIONS):
            await asyncio.sleep(max(began + number * APART - time.monotonic(), 0))
            times.append(time.monotonic())
            person.say(ASKED[number % len(ASKED)])
        return times

    asked = await asyncio.gather(*(ask(each, n / CHATS) for n, each in enumerate(people)))
    await _all_answered(telegram, people)
    waits = [
        message.at - at
        for person, times in zip(people, asked, strict=True)
        for message, at in zip(telegram.of(person.chat), times, strict=True)
    ]
    p50, p95 = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
    print(
        f"in turn: {len(waits)} answers, from update to reply p50 {p50 * 1000:.0f} ms, "
        f"p95 {p95 * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms"
    )


async def _at_once(telegram: FakeTelegram, first: int) -> None:
    people = [Person(telegram, first + number) for number in range(CHATS)]
    began = time.monotonic()
    for number in range(QUESTIONS):
        for person in people:
            person.say(ASKED[number % len(ASKED)])
    await _all_answered(telegram, people)
    count = sum(len(telegram.of(person.chat)) for person in people)
    print(f"at once: {count} answers in {time.monotonic() - began:.1f} s")


async def _all_answered(telegram: FakeTelegram, people: list[Person]) -> None:
    chats = [person.chat for person in people]
    await telegram.until(lambda: all(len(telegram.of(c)) >= QUESTIONS for c in chats), 300)
    await asyncio.sleep(1)
    assert all(len(telegram.of(chat)) == QUESTIONS for chat in chats), "lost, or answered twice"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder)))
