"""People who write to the bot through the fake Bot API."""

import re
import time
from dataclasses import dataclass
from typing import Any

from tests.fake_bot_api import FakeTelegram
from tests.fake_bot_rules import units
from tests.fake_bot_types import BOT_ID, NAME, Sent, chat_of, user


@dataclass
class Person:
    """Somebody with a chat of their own, or in a group."""

    telegram: FakeTelegram
    id: int
    language: str = "en"
    chat: int = 0

    def __post_init__(self) -> None:
        self.chat = self.chat or self.id
        self._answered = len(self.telegram.of(self.chat))

    def message(self, text: str | None = None, **more: Any) -> dict[str, Any]:
        """A message as Telegram brings it, with the commands and names in it found."""
        message: dict[str, Any] = {
            "message_id": self.telegram.message_id(self.chat),
            "date": int(time.time()),
            "chat": chat_of(self.chat),
            "from": user(self.id, "Somebody", language=self.language),
            **more,
        }
        if text is not None:
            message["text"] = text
            message["entities"] = _entities(text)
        return message

    def say(self, text: str, **more: Any) -> int:
        """Write something; the update's id."""
        return self.telegram.bring({"message": self.message(text, **more)})

    async def ask(self, text: str, count: int = 1, **more: Any) -> Sent:
        """Write something and wait for so many replies; the last of them."""
        had = len(self.telegram.of(self.chat))
        self.say(text, **more)
        return (await self.telegram.replies(self.chat, had + count))[-1]

    def press_only(self, message: Sent, button: str) -> str:
        """Press the button with that text in it; the id of the press."""
        return self.press_data(message, message.data(button))

    def press_data(self, message: Sent, data: str) -> str:
        """Send what a button would, under a message; the id of the press."""
        number = str(len(self.telegram.pressed) + 1)
        self.telegram.pressed[number] = None
        shown = {
            **self.message(message.text),
            "message_id": message.id,
            "from": {**user(BOT_ID, "Sauda", is_bot=True), "username": NAME},
        }
        self.telegram.bring(
            {
                "callback_query": {
                    "id": number,
                    "from": user(self.id, "Somebody", language=self.language),
                    "chat_instance": "1",
                    "message": shown,
                    "data": data,
                }
            }
        )
        return number

    async def press(self, message: Sent, button: str, count: int = 1) -> Sent:
        """Press a button and wait for so many replies; the last of them."""
        had = len(self.telegram.of(self.chat))
        self.press_only(message, button)
        return (await self.telegram.replies(self.chat, had + count))[-1]

    async def notice(self, message: Sent, data: str) -> str:
        """Press a button and wait for the notice that it shows."""
        number = self.press_data(message, data)
        await self.telegram.until(lambda: self.telegram.pressed[number])
        return str((self.telegram.pressed[number] or {}).get("text", ""))

    async def inline(self, query: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """Type behind the bot's name in any chat; the cards, and all that was answered."""
        number = str(len(self.telegram.inline) + 1)
        self.telegram.inline[number] = None
        asker = user(self.id, "Somebody", language=self.language)
        self.telegram.bring(
            {"inline_query": {"id": number, "from": asker, "query": query, "offset": ""}}
        )
        await self.telegram.until(lambda: number in self.telegram.inline_raw)
        return self.telegram.inline[number] or [], self.telegram.inline_raw[number]


def _entities(text: str) -> list[dict[str, Any]]:
    kinds = (("bot_command", r"(?:(?<=\s)|^)/\w+(?:@\w+)?"), ("mention", r"@\w{4,}"))
    return [
        {"type": kind, "offset": units(text[: found.start()]), "length": units(found[0])}
        for kind, pattern in kinds
        for found in re.finditer(pattern, text)
        if kind == "bot_command" or not text[: found.start()].endswith(("/ask", "/help"))
    ]
