"""Fold a text character by character, so that offsets into it stay true."""

import re
from typing import Final

IGNORABLE: Final = "\u00ad"
"""The one character that every invisible character folds to; tokenisers drop it from a word."""

_SPACES: Final = (
    "\t\u00a0\u1680\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_DOUBLE_QUOTES: Final = "«»“”„‟″〝〞＂"
_SINGLE_QUOTES: Final = "’‘‚‛ʼʻʹ′`´‹›＇"
_INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_MARKS: Final = "".join(map(chr, range(0x300, 0x370)))
_BREVE: Final = "\u0306"
_DIAERESIS: Final = "\u0308"

_LETTERS: Final = {
    "İ": "i",  # its lower() is two characters
    "ё": "е",
    "Ё": "Е",
    "ӊ": "ң",
    "Ӊ": "Ң",
    "ӈ": "ң",
    "Ӈ": "Ң",
    "ҥ": "ң",
    "Ҥ": "Ң",
    "ӄ": "қ",
    "Ӄ": "Қ",
    "ҝ": "қ",
    "Ҝ": "Қ",
    "ҡ": "қ",
    "Ҡ": "Қ",
    "ԛ": "қ",
    "Ԛ": "Қ",
    "ӷ": "ғ",
    "Ӷ": "Ғ",
    "ѳ": "ө",
    "Ѳ": "Ө",
    "ӫ": "ө",
    "Ӫ": "Ө",
    "ӛ": "ә",
    "Ӛ": "Ә",
    "ϲ": "с",
    "ѵ": "ү",
    "Ѵ": "Ү",
}

# Latin letters as they stand in for Cyrillic ones: by shape, so capitals differ from small ones.
_TO_CYRILLIC: Final = str.maketrans(
    "aceopxyikhqmtəɵŋABCEHIKMOPTXYQƏƟ", "асеорхуікһқмтәөңАВСЕНІКМОРТХУҚӘӨ"
)
_TO_LATIN: Final = str.maketrans("асеорхуікһАВСЕНІКМОРТХУ", "aceopxyikhABCEHIKMOPTXY")
_LONELY: Final = str.maketrans("acokyACOKYB", "асокуАСОКУВ")

_LATIN: Final = "A-Za-z\u018f\u0259\u019f\u0275\u014b"
_CYRILLIC: Final = "\u0400-\u052f"
_LATIN_RUN = re.compile(f"[{_LATIN}]+")
_WORD_LETTER = re.compile(f"[{_LATIN}{_CYRILLIC}\u00ad]")
_ACRONYM_WITH_SUFFIX = re.compile("[A-Z]{2,}[\u0430-\u04ff]+")
_LONELY_LETTER = re.compile(f"(?<=[{_CYRILLIC}] )[acokyACOKYB](?= [{_CYRILLIC}])")

# A page in KZ-1048 that was read as windows-1251; these two letters are in no other language of
# the corpus, and the third appears only in fonts older than the standard.
_MISREAD_SIGNS = re.compile("[ќЌѕЅ]")
_OLD_FONT_SIGNS = re.compile("[ѓЃ]")
_MISREAD: Final = str.maketrans("ќЌћЋўЎјЈґҐєЄїЇѕЅ", "қҚһҺұҰәӘөӨғҒүҮңҢ")
_OLD_FONT: Final = str.maketrans("ќЌћЋўЎјЈєЄїЇѕЅѓЃ", "қҚһҺұҰәӘөӨүҮңҢғҒ")


def _simple_table() -> dict[str, str]:
    table = dict(_LETTERS)
    for chars, replacement in (
        (_SPACES, " "),
        (_DASHES, "-"),
        (_DOUBLE_QUOTES, '"'),
        (_SINGLE_QUOTES, "'"),
        (_INVISIBLE, IGNORABLE),
        (_MARKS, IGNORABLE),
    ):
        table.update((char, replacement) for char in chars)
    for zero in (0x660, 0x6F0, 0xFF10):  # Arabic, Persian and full-width digits
        table.update((chr(zero + digit), str(digit)) for digit in range(10))
    return table


_SIMPLE: Final = _simple_table()
_ANY_SIMPLE = re.compile(f"[{''.join(_SIMPLE)}]")  # few in a text: faster than its translation
_DECOMPOSED = re.compile(f"[иИ]{_BREVE}|[еЕ]{_DIAERESIS}")
_COMPOSED: Final = {"и": "й", "И": "Й", "е": "е", "Е": "Е"}


def fold(text: str) -> str:
    """Return `text` in lower case with its characters unified, of the same length.

    Spaces become ' ' (line breaks stay), dashes '-', quotes '"' and "'", ё becomes е, invisible
    characters and combining marks become IGNORABLE, Kazakh letters of other fonts and alphabets
    become Kazakh ones, and a letter of the wrong alphabet inside a word takes the word's alphabet.
    """
    if text.isascii():
        return text.lower().replace("\t", " ").replace("`", "'")
    if _BREVE in text or _DIAERESIS in text:
        text = _DECOMPOSED.sub(lambda pair: _COMPOSED[pair.group()[0]] + IGNORABLE, text)
    text = _ANY_SIMPLE.sub(lambda char: _SIMPLE[char[0]], text)
    if _MISREAD_SIGNS.search(text):
        text = text.translate(_OLD_FONT if _OLD_FONT_SIGNS.search(text) else _MISREAD)
    text = _LONELY_LETTER.sub(lambda letter: letter.group().translate(_LONELY), text)
    return _unmix(text).lower()


def _unmix(text: str) -> str:
    """Give each word of two alphabets the one that it is written in, where that is certain."""
    pieces: list[str] = []
    done = 0
    for run in _LATIN_RUN.finditer(text):
        start, end = run.span()
        beside = text[max(0, start - 1) : start], text[end : end + 1]
        if start < done or not any("\u0400" <= char <= "\u052f" for char in beside):
            continue
        start, end = _word_around(text, start, done)
        pieces += (text[done:start], _one_alphabet(text[start:end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _word_around(text: str, position: int, floor: int) -> tuple[int, int]:
    start = end = position
    while start > floor and _WORD_LETTER.match(text, start - 1):
        start -= 1
    while _WORD_LETTER.match(text, end):
        end += 1
    return start, end


def _one_alphabet(word: str) -> str:
    if _ACRONYM_WITH_SUFFIX.fullmatch(word):
        return word  # "KIAның": a foreign name with a Kazakh ending is right as it is
    latin = sum(not "\u0400" <= char <= "\u052f" for char in word)
    as_cyrillic, as_latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    cyrillic_works = all("\u0400" <= char <= "\u052f" or char == IGNORABLE for char in as_cyrillic)
    latin_works = not any("\u0400" <= char <= "\u052f" for char in as_latin)
    if cyrillic_works and (latin * 2 <= len(word) or not latin_works):
        return as_cyrillic
    return as_latin if latin_works else word
