"""The letters of Kazakh that typists replace, its closed class of endings, its common words."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_SKELETON: Final = str.maketrans("әғқңөұүһіҺ", "агкноуухих")


def skeleton(folded: str) -> str:
    """Replace each Kazakh letter of a folded text by what is typed on a Russian keyboard."""
    return folded.translate(_SKELETON)


@cache
def _endings(third_person: bool) -> re.Pattern[str]:
    """Compile the chain of endings a Kazakh noun may take, over skeletons; for `fullmatch`."""
    data = tomllib.loads(
        files("language").joinpath("packs/kk/endings.toml").read_text(encoding="utf-8")
    )
    if third_person:
        data["possessive"] += " " + data["third_person"]
    chain = "".join(f"(?:{'|'.join(data[slot].split())})?" for slot in data["order"])
    return re.compile(chain)


def is_ending(skeleton_tail: str, *, third_person: bool = False) -> bool:
    """Tell whether the tail of a word's skeleton is a chain of Kazakh endings; "" is one.

    `third_person` allows "his, its": common nouns take it, names of places hardly do.
    """
    return not skeleton_tail or _endings(third_person).fullmatch(skeleton_tail) is not None


@cache
def _words() -> dict[str, str]:
    """Read the common words of the genre, by skeleton; of two alike the first one stands."""
    path = files("language").joinpath("data/kazakh_words.txt")
    words: dict[str, str] = {}
    for word in path.read_text(encoding="utf-8").split():
        words.setdefault(skeleton(word), word)
    return words


def is_common_word(word: str) -> bool:
    """Tell whether a folded word, Kazakh letters or not, is a common one with usual endings."""
    return _split(skeleton(word)) is not None


def restore(word: str) -> str:
    """Give a common word that is written without Kazakh letters its own; others stay."""
    bare = skeleton(word)
    size = _split(bare)
    if size is None:
        return word
    stem = _words()[bare[:size]]
    return stem + _harmonised(stem, bare[size:])


def _split(bare: str) -> int | None:
    """Return the length of the longest common stem whose rest is a chain of endings."""
    words = _words()
    for size in range(len(bare), 1, -1):
        if bare[:size] in words and is_ending(bare[size:], third_person=True):
            return size
    return None


_BACK_VOWEL: Final = frozenset("аоұыуяю")
_FRONT_VOWEL: Final = frozenset("әеөүіэи")


def _harmonised(stem: str, tail: str) -> str:
    vowels = [char for char in stem if char in _BACK_VOWEL or char in _FRONT_VOWEL]
    back = bool(vowels) and vowels[-1] in _BACK_VOWEL
    respelled = tail.replace("и", "і")
    if back:
        respelled = respelled.replace("г", "ғ").replace("к", "қ")
    return re.sub("(?<=[ндт][ыі])н(?![ыідңғгбпм])", "ң", respelled)
