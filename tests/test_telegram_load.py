"""Many chats at once: nobody is lost, nobody waits long, and Telegram's limits hold."""

import asyncio
import statistics
import time
from pathlib import Path

import pytest

from tests.fake_bot_api import FakeTelegram
from tests.telegram_people import Person
from tests.telegram_running import running
from tests.test_telegram_network import answered_once

CHATS = 50
APART = 2.2  # of Telegram's seconds between two questions of a chat: 50 chats ask 23 a second


async def ask_in_turn(person: Person, share: float, questions: int, apart: float) -> list[float]:
    """Ask so many questions, one after the other; when each was asked."""
    await asyncio.sleep(share * apart)
    began, times = time.monotonic(), []
    for number in range(questions):
        await asyncio.sleep(max(began + number * apart - time.monotonic(), 0))
        times.append(time.monotonic())
        person.say(f"UK trade 2017 number{number}?")
    return times


async def waited(people: list[Person], questions: int, apart: float) -> list[float]:
    """How long everybody waited for each answer, when all ask in turn."""
    asked = await asyncio.gather(
        *(
            ask_in_turn(person, number / len(people), questions, apart)
            for number, person in enumerate(people)
        )
    )
    telegram = people[0].telegram
    await answered_once(telegram, people, questions)
    return [
        message.at - at
        for person, times in zip(people, asked, strict=True)
        for message, at in zip(telegram.of(person.chat), times, strict=True)
    ]


@pytest.mark.asyncio
async def test_answers_come_within_a_second(tmp_path: Path) -> None:
    second = 0.9  # the whole of it, at Telegram's own pace: benchmarks/telegram_load.py
    telegram = await FakeTelegram(second=second).start()
    async with running(tmp_path, telegram=telegram, silence=30.0, read_timeout=10.0):
        people = [Person(telegram, 3000 + number) for number in range(CHATS)]
        times = await waited(people, 4, APART * second)
    await telegram.stop()
    assert telegram.breaches == []
    assert statistics.quantiles(times, n=20)[-1] <= 1.0


@pytest.mark.asyncio
async def test_a_thousand_questions_in_one_moment(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=0.3).start()
    people = [Person(telegram, 5000 + number) for number in range(CHATS)]
    for number in range(20):
        for person in people:
            person.say(f"UK trade 2017 number{number}?")
    async with running(tmp_path, telegram=telegram, silence=30.0, read_timeout=10.0):
        await answered_once(telegram, people, 20)
    await telegram.stop()
    assert telegram.breaches == []
