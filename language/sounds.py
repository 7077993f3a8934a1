"""The consonants of a name, alike in every alphabet: "Khoja", «Қожа» and "Qoja" are "kj"."""

import re
from functools import lru_cache

from language.fold import fold

_FIRST = (("kh", "k"), ("zh", "j"), ("sh", "j"), ("ch", "j"), ("dj", "j"), ("дж", "j"), ("ph", "f"))
_SOFT_C = re.compile("c(?=[eiy])")
_SOUNDS = (
    ("k", "kgqhxcкгқғхһ"),
    ("t", "tdтд"),
    ("p", "pbпб"),
    ("f", "fvфв"),
    ("s", "szсзц"),
    ("j", "jшжчщşšžč"),
    ("m", "mм"),
    ("n", "nнңñŋ"),
    ("l", "lл"),
    ("r", "rр"),
)
_TABLE = {ord(letter): sound for sound, letters in _SOUNDS for letter in letters}
_DOUBLED = re.compile(r"(.)\1+")
_NOT_A_SOUND = re.compile("[^kptfsjmnlr]")


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """The consonants of a word by what they sound like; vowels and glides are dropped."""
    sounds = fold(word).replace("ı", "i")  # the Turkish one is typed with a dot
    for letters, sound in _FIRST:
        sounds = sounds.replace(letters, sound)
    sounds = _SOFT_C.sub("s", sounds).translate(_TABLE)
    return _DOUBLED.sub(r"\1", _NOT_A_SOUND.sub("", sounds))
