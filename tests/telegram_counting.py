"""Questions with a number each, and whether every one of them was answered once, in order."""

import re

from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_types import Sent
from tests.telegram_people import Person

LONGEST = 600.0  # seconds for all answers to come: a machine may be slow


def numbered(people: list[Person], count: int) -> None:
    """Have everybody ask so many questions, each with a number of its own, at once."""
    for number in range(count):
        for person in people:
            person.say(f"UK trade 2017 number{number}?")


def found(sent: list[Sent]) -> list[str]:
    """What was answered, in order: the message that each share button would ask."""
    return [
        re.findall(r"number(\d+)", str(button["switch_inline_query"]))[0]
        for message in sent
        for row in message.keyboard or []
        for button in row
        if "switch_inline_query" in button
    ]


async def answered_once(telegram: FakeTelegram, people: list[Person], count: int) -> None:
    """Wait until everybody has as many answers as questions; each once, in order."""
    chats = [person.chat for person in people]
    await telegram.until(lambda: all(len(telegram.of(chat)) >= count for chat in chats), LONGEST)
    each_once(telegram, people, count)


def each_once(telegram: FakeTelegram, people: list[Person], count: int) -> None:
    """Everybody has each answer once, in order; surest when the bot has ended."""
    for person in people:
        assert found(telegram.of(person.chat)) == [str(number) for number in range(count)]
