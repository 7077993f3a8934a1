"""The bot's memory after 10,000 and after 100,000 updates.

Run: python -m benchmarks.telegram_memory [updates]. Everything is the bot's own but the way to
Telegram, which answers without a network; 5,000 people ask, press buttons and write in groups.
"""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from telegram.request import BaseRequest

from bot.state import open_state
from bot.telegram_bot import put_together
from bot.telegram_settings import TelegramSettings
from tests.telegram_toy import Toy

TOKEN = "1:token"
PEOPLE = 5000
BATCH = 100
QUESTIONS = ("UK trade in 2017", "Британия 2011", "2014 жылы Швеция қанша", "Sweden 2016? UK 2017?")


class Nowhere(BaseRequest):
    """A way to Telegram that answers at once."""

    def __init__(self) -> None:
        self.messages = 0

    @property
    def read_timeout(self) -> float | None:
        """Any."""
        return 1.0

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""

    async def do_request(self, url: str, method: str, *args: Any, **more: Any) -> tuple[int, bytes]:
        """A message for every call that sends one, else that it is done."""
        name = url.rpartition("/")[2]
        result: Any = True
        if name == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "x", "username": "sauda_bot"}
        elif name.startswith(("send", "edit")) and name != "sendChatAction":
            self.messages += 1
            chat = {"id": 1, "type": "private"}
            result = {"message_id": self.messages, "date": 1, "chat": chat, "text": "x"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


def update(number: int) -> dict[str, Any]:
    """The update with that number: mostly questions."""
    user = {"id": 1000 + number * 7919 % PEOPLE, "is_bot": False, "first_name": "x"}
    chat = {"id": user["id"], "type": "private"}
    message = {"message_id": number, "date": int(time.time()), "chat": chat, "from": user}
    if number % 10 == 9:
        query = {"id": str(number), "from": user, "chat_instance": "1", "data": "v1:x:up"}
        return {"update_id": number, "callback_query": {**query, "message": message}}
    if number % 10 == 8:
        message["chat"] = {"id": -1000 - number % 300, "type": "supergroup", "title": "x"}
    text = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
    return {"update_id": number, "message": {**message, "text": text}}


def resident() -> float:
    """The process's resident memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def measure(folder: Path, updates: int) -> None:
    """Work the updates off and print the memory on the way."""
    settings = TelegramSettings(
        token=SecretStr(TOKEN),
        all_per_second=10**6,
        chat_per_second=10**4,
        group_per_minute=10**6,
        per_user=10**6,
        per_all=10**9,
    )
    toy = Toy()
    parts = put_together(
        settings, toy, open_state(f"sqlite:///{folder / 's'}"), request=lambda *_: Nowhere()
    )
    await parts.app.initialize()
    began = time.monotonic()
    for first in range(1, updates + 1, BATCH):
        await parts.intake.take_in([update(number) for number in range(first, first + BATCH)])
        while parts.intake.waiting:
            await asyncio.sleep(0.002)
        toy.asked.clear()
        done = first + BATCH - 1
        if done in (1000, 10_000) or done % 20_000 == 0:
            speed = done / (time.monotonic() - began)
            print(f"{done:7} updates: {resident():.1f} MiB ({speed:.0f} a second)", flush=True)
    await parts.intake.stop(5)
    await parts.app.shutdown()
    parts.desk.close()
    parts.state.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
