"""Which language a text is in, told by its letters, common words and endings."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from language.fold import IGNORABLE, fold
from language.kazakh import skeleton
from language.scripts import script_of, to_cyrillic

OURS: Final = ("kk", "ru", "en")
_SAMPLE: Final = 6000
_WORD = re.compile(f"[^\\W\\d_]+(?:['{IGNORABLE}][^\\W\\d_]+)*")
_WORD_WEIGHT: Final = 2.0
_STEM_WEIGHT: Final = 1.5
_ENDING_WEIGHT: Final = 0.4
_DOUBLE_WEIGHT: Final = 1.0
_ROOM_BEFORE_ENDING: Final = 3
_LEAST: Final = 0.7
_MOST_KEPT: Final = 50_000  # words of a script
_LONGEST_KEPT: Final = 40  # characters of a word whose score is remembered


@dataclass(frozen=True, kw_only=True, slots=True)
class _Profile:
    """One language: the weight of its letters, and its words, stems and endings, folded."""

    code: str
    script: str
    letters: Mapping[str, float]
    words: frozenset[str]
    stems: tuple[str, ...]
    endings: tuple[str, ...]
    doubles: tuple[str, ...]

    def score(self, word: str, bare: str) -> float:
        """Return what one folded word and its skeleton say for the language."""
        total = sum(self.letters.get(char, 0.0) for char in word) if self.letters else 0.0
        if word in self.words or bare in self.words:
            return total + _WORD_WEIGHT
        if self.stems and word.startswith(self.stems):
            total += _STEM_WEIGHT
        for ending in self.endings:
            if len(word) >= len(ending) + _ROOM_BEFORE_ENDING and bare.endswith(ending):
                total += _ENDING_WEIGHT
                break
        return total + _DOUBLE_WEIGHT * any(double in word for double in self.doubles)


def detect(text: str, folded: str | None = None) -> str:
    """Return "kk", "ru" or "en", "und" for other languages and where nothing tells.

    `folded` is the text folded, where it is known.
    """
    sample = text[:_SAMPLE]
    folded = fold(sample) if folded is None else folded[:_SAMPLE]
    if to_cyrillic(sample).text != sample:
        return "kk"  # only Kazakh is ever respelled
    script = script_of(sample)
    profiles = [profile for profile in _profiles() if profile.script == script]
    known = _known_scores(script)
    said = [known.get(word) or _scores(word, script, known) for word in _words(folded)]
    scores = [sum(of_one) for of_one in zip(*said, strict=True)]
    best = max(scores, default=0.0)
    if best < _LEAST:
        return "und"
    code = profiles[scores.index(best)].code
    return code if code in OURS else "und"


def _score_all(word: str, script: str) -> tuple[float, ...]:
    """Return what one folded word says for each language of the script, in their order."""
    bare = skeleton(word)
    return tuple(profile.score(word, bare) for profile in _profiles() if profile.script == script)


def _scores(word: str, script: str, known: dict[str, tuple[float, ...]]) -> tuple[float, ...]:
    """Score a word and remember it, for the words of a genre repeat."""
    scores = _score_all(word, script)
    if len(word) <= _LONGEST_KEPT and len(known) < _MOST_KEPT:
        known[word] = scores
    return scores


@cache
def _known_scores(script: str) -> dict[str, tuple[float, ...]]:
    """Return what the words of a script were found to say, to be filled by `_scores`."""
    return {}


def _words(folded: str) -> list[str]:
    words: list[str] = _WORD.findall(folded)
    return [word.replace(IGNORABLE, "") for word in words] if IGNORABLE in folded else words


@cache
def _profiles() -> tuple[_Profile, ...]:
    package = files("language")
    rows = [
        tomllib.loads(package.joinpath(f"packs/{code}/detect.toml").read_text(encoding="utf-8"))
        for code in OURS
    ]
    others = package.joinpath("data/other_languages.toml").read_text(encoding="utf-8")
    return tuple(map(_profile, [*rows, *tomllib.loads(others)["language"]]))


def _profile(row: Mapping[str, Any]) -> _Profile:
    folded = {key: tuple(fold(row[key]).split()) for key in ("words", "stems", "endings")}
    return _Profile(
        code=row["code"],
        script=row["script"],
        letters=row["letters"],
        words=frozenset(folded["words"]),
        stems=folded["stems"],
        endings=tuple(map(skeleton, folded["endings"])),
        doubles=tuple(row["doubles"].split()),
    )
