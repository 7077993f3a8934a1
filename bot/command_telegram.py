"""`sauda telegram`: the Telegram bot, whose libraries are an extra."""

import os
from importlib import import_module
from typing import Any

from bot import terminal
from bot.terminal import IndexOption
from index.errors import BadInput


def command(index: IndexOption = None) -> None:
    """Answer in Telegram until told to stop."""
    door = _door("bot.telegram_bot")
    settings = terminal.settings(index)
    os.environ.update(terminal.environment())  # where the door looks for its own settings
    try:
        telegram = door.TelegramSettings()
    except ValueError as error:
        raise BadInput(f"a TELEGRAM_… setting cannot be read: {error}") from None
    door.run(settings, telegram)


def _door(module: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise BadInput(f"{error.name} is missing; run: pip install 'sauda[telegram]'") from None
