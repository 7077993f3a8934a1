"""A text's sentences as spans: paragraphs always end one, abbreviations and initials never do.

The abbreviations are data: `language/packs/*/sentences.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

_CLOSERS = "\"'»”’›)\\]"
_OPENERS = "\"'«„“”‘‹(\\["
_DASHES = "-–—−"

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_STOP = re.compile(
    rf"(?P<mark>[.!?…؟。]+)(?P<close>[{_CLOSERS}]*)"
    rf"(?:(?P<gap>\s+)|(?<=[^\W\d_][^\W\d_][^\W\d_]\.)(?=[^\W\d_][^\W\d_]))"
)
_WORD_BEFORE = re.compile(r"[^\s(«\"„“]*\Z")
_NEXT = re.compile(
    rf"(?P<dash>[{_DASHES}]\s*)?(?P<open>[{_OPENERS}]*)(?P<word>[^\W_][^\s,;:!?»\"”)]*)?"
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.[-–]?)*[^\W\d_]{1,2}\Z")
_ENOUGH_LINES = 5  # to tell that a text is wrapped at a width
_LONG_ENOUGH = 60  # "… запланировано на июнь т.г. Аким отметил …" against "За 6 мес. т.г. Швеция …"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Abbreviations:
    """The words of all packs together, each folded and without its last stop."""

    before_name: frozenset[str]
    scales: frozenset[str]
    scale_continues: frozenset[str]
    dates: frozenset[str]
    name_unless_number: frozenset[str]
    closers: frozenset[str]
    starters: frozenset[str]


@cache
def _abbreviations() -> _Abbreviations:
    packs = files("language").joinpath("packs")
    tables: dict[str, set[str]] = {name: set() for name in _Abbreviations.__dataclass_fields__}
    for pack in packs.iterdir():
        source = pack.joinpath("sentences.toml")
        if source.is_file():
            for name, words in tomllib.loads(source.read_text(encoding="utf-8")).items():
                tables[name].update(words)
    return _Abbreviations(**{name: frozenset(words) for name, words in tables.items()})


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as half-open spans in order, without the white space around them.

    Every character that is not white space lies in exactly one span.
    """
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        found.extend(_sentences_of_paragraph(text, start, end))
    return found


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The lines of `text` as trimmed spans, those joined that a page broke in mid-sentence."""
    lines = [_trim(text, *match.span()) for match in _LINE.finditer(text)]
    lines = [line for line in lines if line[0] < line[1]]
    width = _wrapped_width(text, lines)
    joined: list[tuple[int, int]] = []
    last = (0, 0)  # the line before
    for line in lines:
        if joined and _goes_on(text, last, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last = line
    return joined


def _wrapped_width(text: str, lines: list[tuple[int, int]]) -> int:
    """The width that the whole text is wrapped at, 0 for a text of one line a paragraph."""
    pairs = [
        (before, line)
        for before, line in pairwise(lines)
        if text.count("\n", before[1], line[0]) == 1
    ]
    goes_on = sum(1 for _, line in pairs if text[line[0]].islower())
    if len(pairs) < _ENOUGH_LINES or goes_on < len(pairs) / 2:
        return 0
    return max(end - start for (start, end), _ in pairs)


def _goes_on(text: str, before: tuple[int, int], line: tuple[int, int], width: int) -> bool:
    """Whether a line goes on with the one before, a plain line break between them."""
    if text.count("\n", before[1], line[0]) > 1:
        return False
    length = before[1] - before[0]
    if width and length >= 0.6 * width:
        return True
    return length > 50 and text[line[0]].islower() and text[before[1] - 1] not in ".!?…:;؟"


def _sentences_of_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and _ends_sentence(text, start, match, end):
            yield _trim(text, start, match.end())
            start = match.end()
    if start < end:
        yield _trim(text, start, end)


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    word = following["word"] or ""
    if word and word[0].islower():
        return False
    if stop["mark"] != "." or stop["close"]:
        return True
    return _ends_after(text, start, stop, word)


def _ends_after(text: str, start: int, stop: re.Match[str], following: str) -> bool:
    """Whether a lone full stop before a word in capitals or a digit ends the sentence."""
    table = _abbreviations()
    before = _WORD_BEFORE.search(text, start, stop.start())
    word = before[0] if before else ""
    at = before.start() if before else stop.start()
    folded, next_folded = word.casefold(), following.rstrip(".").casefold()
    after_number = text[start:at].rstrip(" \u00a0\u202f")[-1:].isdigit()
    so_far = stop.start() - start
    starts_anew = next_folded in table.starters
    if word.isdigit() and at == start:
        return False  # "1. Тауар айналымы": the number of a list
    if folded in table.scales and (after_number or folded not in table.before_name):
        return not (following[:1].isdigit() or next_folded in table.scale_continues)
    if folded in table.name_unless_number and not after_number:
        return False
    if folded in table.dates:
        return starts_anew or so_far >= _LONG_ENOUGH
    if folded in table.closers:
        return True
    if folded in table.before_name:
        return False
    if not stop["gap"] and not following[:1].isupper():
        return False
    if _INITIAL.match(word) and word[:1].isupper() and (len(word) == 1 or "." in word):
        return starts_anew and len(word) > 1
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
