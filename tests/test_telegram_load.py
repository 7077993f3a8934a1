"""Many chats at once: nobody is lost, nobody answered twice, and Telegram's limits hold.

How long they wait is measured by benchmarks/telegram_load.py.
"""

import asyncio
from pathlib import Path

import pytest

from tests.fake_bot_api import FakeTelegram
from tests.telegram_counting import answered_once, each_once, numbered
from tests.telegram_people import Person
from tests.telegram_running import running

CHATS, QUESTIONS = 50, 6


async def ask_in_turn(person: Person) -> None:
    """Ask question after question, the next when the last was answered."""
    for number in range(QUESTIONS):
        await person.ask(f"UK trade 2017 number{number}?")


@pytest.mark.asyncio
async def test_many_ask_in_turn(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=0.1).start()
    people = [Person(telegram, 3000 + number) for number in range(CHATS)]
    async with running(tmp_path, telegram=telegram):
        await asyncio.gather(*map(ask_in_turn, people))
    await telegram.stop()
    each_once(telegram, people, QUESTIONS)
    assert telegram.breaches == []


@pytest.mark.asyncio
async def test_hundreds_of_questions_in_one_moment(tmp_path: Path) -> None:
    telegram = await FakeTelegram(second=0.1).start()
    people = [Person(telegram, 5000 + number) for number in range(CHATS)]
    numbered(people, QUESTIONS)
    async with running(tmp_path, telegram=telegram):
        await answered_once(telegram, people, QUESTIONS)
    await telegram.stop()
    each_once(telegram, people, QUESTIONS)
    assert telegram.breaches == []
