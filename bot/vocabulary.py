"""The bot's own words, one data file a language; a new language is a new file."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words")
FALLBACK = "en"  # for a question whose language cannot be told, such as "2017?"


@dataclass(frozen=True, kw_only=True)
class Words:
    """The sections of one file in words/, by their names."""

    language: str
    numbers: dict[str, Any]
    plural: dict[str, Any]
    units: dict[str, list[str]]
    nouns: dict[str, list[str]]
    indicators: dict[str, list[str]]
    bounds: dict[str, str]
    times: dict[str, Any]
    share: dict[str, str]
    periods: dict[str, Any]
    year_before: dict[str, Any]
    phrases: dict[str, str]
    reasons: dict[str, str]
    slots: dict[str, str]
    notices: dict[str, str]

    def form(self, number: str, forms: list[str]) -> str:
        """The form of a noun that goes with `number`, a plain decimal such as "21" or "1.8"."""
        for pattern, place in self.plural["rules"]:
            if re.search(pattern, number):
                return forms[min(int(place), len(forms) - 1)]
        return forms[-1]


@cache
def languages() -> tuple[str, ...]:
    """The languages that the bot speaks, sorted."""
    return tuple(sorted(path.stem for path in WORDS.glob("*.toml")))


@cache
def words(language: str) -> Words:
    """The words of `language`, or of the fallback where the bot does not speak it."""
    spoken = language if language in languages() else FALLBACK
    data = tomllib.loads((WORDS / f"{spoken}.toml").read_text("utf-8"))
    return Words(language=spoken, **data)


@cache
def every(section: str, key: str) -> tuple[str, ...]:
    """The entries of one list in all languages: what an article of any of them may say."""
    return tuple(
        entry for language in languages() for entry in getattr(words(language), section)[key]
    )
