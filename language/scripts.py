"""Which script a text is in, and Kazakh in Latin or Arabic script as Cyrillic, offsets kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from language import arabic, latin
from language.aligned import Letter

Script = Literal["cyrl", "latn", "arab"]

_CYRILLIC_RUN = re.compile("[\u0400-\u052f]+")
_LATIN_RUN = re.compile("[A-Za-z\u00c0-\u024f]+")
_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_ARABIC_SIGN = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_PARAGRAPH = re.compile(r"[^\n\r]+")
_QUOTED = re.compile('[«“"„]([^«»“”"„\n]{2,60})[»”"“]')
_SAMPLE = 20_000
_OPENS = 6  # characters of punctuation before a word that opens a sentence
# A sentence opens with a capital, which Arabic script has not: "… ءوتتى. بيىل …".
_OPENING = re.compile(r"(?:^|[\n\r]|\w[.!?؟…][»”)]?\s)[«“(\s–-]*\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class Transliteration:
    """A text in Cyrillic and the way back: `span` turns its offsets into the original's."""

    text: str
    _starts: tuple[int, ...] | None = None
    _ends: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that `text[start:end]` stands for, half-open."""
        if self._starts is None or self._ends is None:
            return start, end
        if start >= end:
            position = self._starts[start] if start < len(self._starts) else self._last()
            return position, position
        return self._starts[start], self._ends[end - 1]

    def _last(self) -> int:
        return self._ends[-1] if self._ends else 0


def script_of(text: str) -> Script:
    """Return the script that most letters of `text` are in; "latn" where there are none."""
    return _script_of(text[:_SAMPLE])


@lru_cache(maxsize=32)  # the passes over one text ask in turns
def _script_of(sample: str) -> Script:
    cyrillic = sum(map(len, _CYRILLIC_RUN.findall(sample)))
    if 2 * cyrillic > len(sample):
        return "cyrl"
    counts: dict[Script, int] = {
        "cyrl": cyrillic,
        "arab": sum(map(len, _ARABIC_SIGN.findall(sample))),
        "latn": sum(map(len, _LATIN_RUN.findall(sample))),
    }
    return max(counts, key=lambda script: (counts[script], script == "latn"))


def to_cyrillic(text: str, *, kazakh: bool = False) -> Transliteration:
    """Spell Kazakh paragraphs in Latin or Arabic script in Cyrillic; all else stays as it is.

    With `kazakh` a text in Latin letters is taken for Kazakh where its words alone would not tell.
    """
    pieces = list(_changed_words(text, kazakh))
    if not pieces:
        return Transliteration(text=text)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, letters in pieces:
        _copy(text, done, start, out, starts, ends)
        for char, first, last in letters:
            out.append(char)
            starts.append(start + first)
            ends.append(start + last)
        done = end
    _copy(text, done, len(text), out, starts, ends)
    return Transliteration(text="".join(out), _starts=tuple(starts), _ends=tuple(ends))


def _copy(
    text: str, start: int, end: int, out: list[str], starts: list[int], ends: list[int]
) -> None:
    out.append(text[start:end])
    starts.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _changed_words(text: str, kazakh: bool) -> Iterator[tuple[int, int, tuple[Letter, ...]]]:
    """Yield the span of each word to respell and its new letters, offsets from its start."""
    if _ARABIC.search(text) and arabic.is_kazakh_arabic(text):
        yield from _arabic_words(text)
    elif script_of(text) == "latn":
        for paragraph in _PARAGRAPH.finditer(text):
            yield from _latin_words(paragraph.group(), paragraph.start(), text, kazakh)


def _arabic_words(text: str) -> Iterator[tuple[int, int, tuple[Letter, ...]]]:
    marks = arabic.punctuation()
    for run in _ARABIC_SIGN.finditer(text):
        done = run.start()
        for word in arabic.WORD.finditer(text, run.start(), run.end()):
            yield from _marks(text, done, word.start(), marks)
            if _is_ending_of_number(text, word.start(), word.group()):
                yield word.start() - 1, word.start(), (Letter("-", 0, 1),)
            letters = arabic.transliterate_arabic(word.group())
            if letters and _OPENING.search(text, max(0, word.start() - _OPENS), word.start()):
                first = letters[0]
                letters = (Letter(first.char.upper(), *first[1:]), *letters[1:])
            yield *word.span(), letters
            done = word.end()
        yield from _marks(text, done, run.end(), marks)


def _is_ending_of_number(text: str, start: int, word: str) -> bool:
    """Whether the word is a case ending that stands apart from its number: "80 نەن"."""
    beside = text[max(0, start - 2) : start]
    return word in arabic.endings() and beside[-1:] == " " and beside[:1].isdigit()


def _marks(
    text: str, start: int, end: int, marks: dict[int, str]
) -> Iterator[tuple[int, int, tuple[Letter, ...]]]:
    for at in range(start, end):
        usual = marks.get(ord(text[at]))
        if usual is not None:
            yield at, at + 1, (Letter(usual, 0, 1),)


def _latin_words(
    paragraph: str, offset: int, whole: str, kazakh: bool
) -> Iterator[tuple[int, int, tuple[Letter, ...]]]:
    sample = whole[:_SAMPLE]
    alphabet = latin.kazakh_alphabet(paragraph, sample)
    if alphabet is None and kazakh:
        alphabet = latin.alphabet_of(sample)
    if alphabet is None:
        return
    foreign = _foreign_quotes(paragraph)
    for word in latin.WORD.finditer(paragraph):
        if any(start <= word.start() < end for start, end in foreign):
            continue
        letters = latin.transliterate_latin(word.group(), alphabet.name, alphabet.absent)
        yield offset + word.start(), offset + word.end(), letters


def _foreign_quotes(paragraph: str) -> list[tuple[int, int]]:
    """Find quoted names that are spelled in no Kazakh way ("Orient Ceramic")."""
    return [quote.span() for quote in _QUOTED.finditer(paragraph) if latin.is_foreign(quote[1])]
