"""The words of pages around articles, read from `language/packs/*/noise.toml`."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from language.fold import IGNORABLE, fold
from language.scripts import script_of, to_cyrillic

_MARKS = re.compile(rf"[{IGNORABLE}\u200d\ufe0f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class NoiseWords:
    """The phrases of all packs together, folded; `month_of` maps beginnings of names to 1…12."""

    month_of: dict[str, int]
    date_words: frozenset[str]
    published_labels: tuple[str, ...]
    updated_labels: tuple[str, ...]
    counter_labels: tuple[str, ...]
    list_headings: frozenset[str]
    page_headings: frozenset[str]
    footers: tuple[str, ...]
    footer_parts: tuple[str, ...]
    credits: frozenset[str]
    home: frozenset[str]
    says: tuple[str, ...]


@cache
def noise_words() -> NoiseWords:
    """The words of every language pack."""
    months: dict[str, int] = {}
    phrases: dict[str, set[str]] = {
        name: set() for name in NoiseWords.__dataclass_fields__ if name != "month_of"
    }
    for pack in sorted(files("language").joinpath("packs").iterdir(), key=lambda pack: pack.name):
        source = pack.joinpath("noise.toml")
        if not source.is_file():
            continue
        for name, values in tomllib.loads(source.read_text(encoding="utf-8")).items():
            if name == "months":
                months |= {fold(word): at for at, words in enumerate(values, 1) for word in words}
            else:
                phrases[name].update(map(fold, values))
    ordered = {
        name: frozenset(found) if name in _SETS else _longest_first(found)
        for name, found in phrases.items()
    }
    return NoiseWords(month_of=months, **ordered)  # type: ignore[arg-type]


_SETS = ("date_words", "list_headings", "page_headings", "credits", "home")


def comparable(line: str) -> str:
    """A line as the phrases are written: Cyrillic where it is Kazakh, folded, without marks."""
    shown = line if script_of(line) == "cyrl" else to_cyrillic(line).text
    return " ".join(_MARKS.sub("", fold(shown)).split())


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest that fits."""
    return "|".join(re.escape(phrase) for phrase in _longest_first(phrases))


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)))
