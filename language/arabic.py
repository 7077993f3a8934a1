"""Kazakh in Arabic script: is a text Kazakh, and its Cyrillic letters."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from language.aligned import Letter, scan_letters
from language.latin import data

WORD = re.compile("[\u0621-\u065f\u066e-\u06d3\u06d5-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_LONGEST_WORD = 48
_VOWELS = frozenset("аәеэоөуұүыіиюя")
_FRONT = frozenset("әеөүі")
_BACK = frozenset("аоұы")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Table:
    signs: re.Pattern[str]
    foreign: re.Pattern[str]
    front_sign: str
    front: frozenset[str]
    weak_front: frozenset[str]
    back: frozenset[str]
    letters: dict[str, str]
    longest: int
    loans: tuple[str, ...]
    compounds: dict[str, str]


@cache
def _table() -> _Table:
    rows = data()["arabic"]
    return _Table(
        signs=re.compile(f"[{rows['signs']}]"),
        foreign=re.compile(f"[{rows['foreign']}]"),
        front_sign=rows["front_sign"],
        front=frozenset(rows["front_letters"]),
        weak_front=frozenset(rows["weak_front_letters"]),
        back=frozenset(rows["back_letters"]),
        letters=rows["letters"],
        longest=max(map(len, rows["letters"])),
        loans=tuple(data()["loans"]["with_e"].split()),
        compounds=rows["compounds"],
    )


@cache
def punctuation() -> dict[int, str]:
    """Return the marks of Arabic script and their usual forms, for `str.translate`."""
    marks: dict[str, str] = data()["arabic"]["punctuation"]
    digits = {ord("٠") + n: str(n) for n in range(10)} | {ord("۰") + n: str(n) for n in range(10)}
    return {ord(mark): usual for mark, usual in marks.items()} | digits


@cache
def endings() -> frozenset[str]:
    """The case endings that are written apart from a number."""
    return frozenset(data()["arabic"]["endings"].split())


def is_kazakh_arabic(text: str) -> bool:
    """Tell Kazakh from Uyghur, Persian, Urdu and Arabic by the letters that each has alone."""
    kazakh = len(_table().signs.findall(text))
    return kazakh > 0 and kazakh > 4 * len(_table().foreign.findall(text))


@lru_cache(maxsize=50_000)
def transliterate_arabic(word: str) -> tuple[Letter, ...]:
    """Spell one Kazakh word in Cyrillic, offsets from its start, in small letters."""
    if len(word) > _LONGEST_WORD:
        return tuple(Letter(char, at, at + 1) for at, char in enumerate(word))
    table = _table()
    marked = table.front_sign in word
    has_back = any(char in table.back for char in word)
    strong = marked or (not has_back and any(char in table.front for char in word))
    weak = strong or (not has_back and any(char in table.weak_front for char in word))
    letters = _glides(scan_letters(word, table.letters, table.longest))
    chars = [letter.char for letter in letters]
    _first_syllable(chars, strong, weak)
    _harmonise(chars, weak)
    spelled = "".join(chars)
    for one_word, compound in table.compounds.items():
        if spelled.startswith(one_word):  # "касыпорындар" is «кәсіпорындар»
            chars[: len(compound)] = compound
    if spelled.startswith("е") and ("э" + spelled[1:]).startswith(table.loans):
        chars[0] = "э"
    return tuple(Letter(char, *old[1:]) for char, old in zip(chars, letters, strict=True))


def _glides(letters: list[Letter]) -> list[Letter]:
    """Decide ي: й after a vowel, я and ю with what follows, и elsewhere."""
    out: list[Letter] = []
    at = 0
    while at < len(letters):
        letter = letters[at]
        before = out[-1].char if out else ""
        after = letters[at + 1] if at + 1 < len(letters) else None
        if letter.char != "@i":
            out.append(letter)
        elif after and after.char in "ау" and (not before or before in _VOWELS):
            out.append(Letter("я" if after.char == "а" else "ю", letter.start, after.end))
            at += 1
        elif after and after.char == "а" and not _is_loan_ia(letters[at + 2 : at + 4]):
            out += (Letter("и", *letter[1:]), Letter("я", *after[1:]))
            at += 1
        else:
            out.append(Letter("й" if before in _VOWELS else "и", *letter[1:]))
        at += 1
    return out


def _is_loan_ia(following: list[Letter]) -> bool:
    """Tell иа ("миллиард", "материал") from ия ("компания", "британиялық") by what follows."""
    chars = [letter.char for letter in following]
    return chars[:1] == ["р"] or (chars[:1] == ["л"] and (len(chars) == 1 or chars[1] not in "аы"))


def _first_syllable(chars: list[str], strong: bool, weak: bool) -> None:
    """Front the first vowel of a front word: ә, ө and ү hardly stand in later syllables."""
    vowels = [at for at, char in enumerate(chars) if char in _VOWELS]
    if not vowels:
        return
    first = vowels[0]
    later_a = any(chars[at] in "ая" for at in vowels[1:])
    if chars[first] == "а" and weak and not later_a:
        chars[first] = "ә"
    elif chars[first] == "о" and (strong or (weak and not later_a)):
        chars[first] = "ө" if len(vowels) > 1 or strong or weak else "о"
    elif chars[first] == "ұ" and weak:
        chars[first] = "ү"


def _harmonise(chars: list[str], front_word: bool) -> None:
    """Choose ы or і by the nearest vowel before it, else after it, else by the word."""
    for at, char in enumerate(chars):
        if char == "ы":
            chars[at] = "і" if _is_front_place(chars, at, front_word) else "ы"


def _is_front_place(chars: list[str], at: int, front_word: bool) -> bool:
    around = chars[max(0, at - 1) : at] + chars[at + 1 : at + 2]
    if "қ" in around or "ғ" in around:
        return False
    if "к" in around or "г" in around:
        return True
    for char in reversed(chars[:at]):
        if char in _FRONT or char in _BACK:
            return char in _FRONT
    for char in chars[at + 1 :]:
        if char in _FRONT or char in "аоұ":
            return char in _FRONT
    return front_word
