"""What the fake Bot API keeps, and what it is told to do wrong."""

from dataclasses import dataclass
from typing import Any

from tests.fake_bot_rules import Entity

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT_ID, NAME = 110201543, "sauda_bot"


@dataclass(kw_only=True)
class Sent:
    """A message of the bot, as its reader has it."""

    chat: int
    id: int
    text: str
    entities: list[Entity]
    keyboard: list[list[dict[str, Any]]] | None
    kind: str = "message"
    at: float = 0.0
    reply_to: int | None = None
    file: bytes = b""
    edits: int = 0

    def styled(self, style: str) -> list[str]:
        """The stretches of the text in a style."""
        raw = self.text.encode("utf-16-le")
        return [
            raw[each.offset * 2 : (each.offset + each.length) * 2].decode("utf-16-le")
            for each in self.entities
            if each.type == style
        ]

    def buttons(self) -> list[str]:
        """What the buttons say."""
        return [button["text"] for row in self.keyboard or [] for button in row]

    def data(self, text: str) -> str:
        """What the button with that text in it says when pressed."""
        return next(
            str(button["callback_data"])
            for row in self.keyboard or []
            for button in row
            if text in button["text"]
        )


@dataclass(kw_only=True)
class Fault:
    """What goes wrong with the next calls of a method: before or after it was done.

    "hang" (not done) and "late" (done) do not answer until the caller gives up; "flood" has the
    caller wait for `seconds`.
    """

    method: str
    kind: str  # drop_before, drop_after, late, error, flood, hang
    times: int = 1
    seconds: float = 0.0
    chat: int | None = None


def user(number: int, name: str, *, is_bot: bool = False, language: str | None = None) -> Any:
    """A user as Telegram shows one."""
    shown = {"id": number, "is_bot": is_bot, "first_name": name}
    return {**shown, "language_code": language} if language else shown


def chat_of(number: int) -> dict[str, Any]:
    """A chat as Telegram shows it."""
    if number > 0:
        return {"id": number, "type": "private", "first_name": "Somebody"}
    return {"id": number, "type": "supergroup", "title": "A group"}
