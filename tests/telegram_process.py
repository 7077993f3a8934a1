"""The bot as a process of its own with the toy corpus: `python -m tests.telegram_process`.

Settings come from the environment, as they do for `sauda telegram`.
"""

from pathlib import Path

from bot.settings import Settings
from bot.telegram_bot import run
from bot.telegram_settings import TelegramSettings
from tests.telegram_toy import Toy

if __name__ == "__main__":
    run(Settings(index=Path("unused")), TelegramSettings(), library=Toy(slow=1.5))
