"""Bytes into text: which encoding a page was written in, told by its own letters."""

import re
from collections import Counter
from dataclasses import dataclass

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_BINARY_STARTS = {
    b"%PDF": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"II*\x00": "an image",
    b"MM\x00*": "an image",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file",
    b"BZh": "a compressed file",
    b"\xfd7zXZ": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"Rar!": "a compressed file",
    b"RIFF": "sound or video",
    b"ID3": "sound",
    b"OggS": "sound",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
}
_EIGHT_BIT = ("cp1251", "kz1048", "ptcp154", "koi8-r", "cp866", "cp1252")
_SAMPLE = 200_000  # bytes that are looked at
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE = 0.005  # of a text's bytes; word processors leave some behind
_BROKEN_SHARE = 0.002  # of a UTF-8 text's characters that may be damaged

# How common letters are in Russian and in Kazakh, in thousandths; a missing letter is no good sign.
_COMMON = {
    letter: weight
    for weight, letters in (
        (95, "оае"),
        (65, "инт"),
        (48, "рслвы"),
        (32, "кмдп"),
        (26, "уьгзбйіқ"),
        (16, "яючжшңғ"),
        (11, "хцщэәөү"),
        (6, "фұ"),
        (2, "ъёһ"),
    )
    for letter in letters
}
_WORD = re.compile(r"[^\W\d_]+")
_LOWEST = 20  # mean commonness of letters below which 8-bit bytes are no text
_TYPOGRAPHY = frozenset("«»“”„‘’–—…№©®°±§·•€™\u00a0\u00ad´`¹²³×÷½¼¾£¥¢µ¶†‡‰‹›")


class NotText(Exception):
    """The bytes are no text; the message says what they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A text and the name of the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file in UTF-8, UTF-16, UTF-32 or an 8-bit Cyrillic encoding, marks removed.

    Errors: NotText.
    """
    for start, what in _BINARY_STARTS.items():
        if data.startswith(start):
            raise NotText(what)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    data = data.removeprefix(b"\xef\xbb\xbf")
    wide = _utf16_by_its_bytes(data)
    if wide is not None:
        return wide
    sample = data[:_SAMPLE]
    if b"\x00" in sample or len(_CONTROL.findall(sample)) > 1 + len(sample) * _CONTROL_SHARE:
        raise NotText("not text")
    return _utf8(data) or _eight_bit(data)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(text=_plain(data.decode(encoding)), encoding=encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    if text.count("\ufffd") > max(1, len(text) * _BROKEN_SHARE):
        raise NotText(f"not text, though it is marked as {encoding}")
    return Decoded(text=_plain(text), encoding=encoding)


def _plain(text: str) -> str:
    if "\x00" in text:
        raise NotText("not text")
    return text


def _utf16_by_its_bytes(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every other byte is the number of one of few alphabets."""
    sample = data[: min(len(data), _SAMPLE) & ~1]
    if len(sample) < 4:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        counts = Counter(high)
        if sum(counts[page] for page in (0, 1, 4, 6, 0x20)) < 0.95 * len(high):
            continue
        if counts[0] == 0 and counts[4] < 0.5 * len(high):
            continue
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") > max(1, len(text) * _BROKEN_SHARE):
            continue
        letters = sum(1 for char in text[:_SAMPLE] if char.isalnum() or char.isspace())
        if "\x00" not in text and letters > 0.7 * len(text[:_SAMPLE]):
            return Decoded(text=text, encoding=encoding)
    return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, with a damaged character here and there if nearly all of it is sound."""
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if ord(char) > 127) - broken
    if sound > 20 * broken:
        return Decoded(text=text, encoding="utf-8")
    return None


def _eight_bit(data: bytes) -> Decoded:
    sample = data[:_SAMPLE]
    scores = {
        encoding: _score(sample.decode(encoding, errors="replace")) for encoding in _EIGHT_BIT
    }
    best = max(_EIGHT_BIT, key=lambda encoding: scores[encoding])
    if scores[best] < _LOWEST:
        raise NotText("not text in an encoding that is known")
    return Decoded(text=data.decode(best, errors="replace"), encoding=best)


def _score(text: str) -> float:
    """How much the letters beyond ASCII look like words: 40 is good, below 20 is no text."""
    total = points = 0.0
    for match in _WORD.finditer(text):
        word = match[0]
        if word.isascii():
            continue
        plain = sum(1 for char in word if char.isascii())
        total += len(word) - plain
        if plain:
            # "é" in a Latin word; a Cyrillic letter there is a wrong reading
            latin = all(char.isascii() or "À" <= char <= "ſ" for char in word)
            points += (30 if latin and 2 * plain >= len(word) else -40) * (len(word) - plain)
            continue
        if len(word) == 1 and "À" <= word <= "ſ":
            points += 30  # "à": a word of one letter
            continue
        points += sum(_COMMON.get(char, -60) for char in word.lower())
        if not (word.islower() or word.isupper() or word.istitle()):
            points -= 40 * len(word)
    for char in text:
        if ord(char) > 127 and not char.isalpha() and char not in _TYPOGRAPHY:
            total += 1
            points -= 60
    if total == 0:
        return 30.0 if text else 0.0  # only quotation marks and dashes beyond ASCII
    return points / total
