"""What the bot says in Telegram, one data file a language; a new language is a new file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.telegram_text import Text, marked_up
from bot.vocabulary import FALLBACK

FOLDER = Path(__file__).with_name("words") / "telegram"


@dataclass(frozen=True, kw_only=True)
class ChatWords:
    """The sections of one file in words/telegram/, by their names."""

    language: str
    name: str
    texts: dict[str, str]
    admin: dict[str, str]
    roles: dict[str, str]
    buttons: dict[str, str]
    languages: dict[str, str]
    questions: dict[str, str]
    commands: dict[str, str]
    admin_commands: dict[str, str]

    def say(self, name: str, /, **values: object) -> Text:
        """One of `texts`, filled in; what is filled in stays as it is, without our mark-up."""
        return _filled(self.texts[name], values)

    def say_admin(self, name: str, /, **values: object) -> Text:
        """One of `admin`, filled in."""
        return _filled(self.admin[name], values)


def _filled(pattern: str, values: dict[str, object]) -> Text:
    # The pattern is marked up before it is filled in: a star in a value is a star.
    runs = marked_up(pattern.strip())
    return tuple(
        type(run)(text=run.text.format(**values), bold=run.bold) if "{" in run.text else run
        for run in runs
    )


@cache
def chat_languages() -> tuple[str, ...]:
    """The languages that the bot speaks in Telegram, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def chat_words(language: str | None) -> ChatWords:
    """The words of `language`, or of the fallback where the bot does not speak it."""
    spoken = language if language in chat_languages() else FALLBACK
    return ChatWords(
        language=str(spoken), **tomllib.loads((FOLDER / f"{spoken}.toml").read_text("utf-8"))
    )
