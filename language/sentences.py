"""A text's sentences as spans: paragraphs always end one, abbreviations and initials never do.

The abbreviations are data: `language/packs/*/sentences.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    tables: dict[str, set[str]] = {
        name: set() for name in _Abbreviations.__dataclass_fields__
    }
    for pack in packs.iterdir():
        source = pack.joinpath("sentences.toml")
        if source.is_file():
            for name, words in tomllib.loads(
                source.read_text(encoding="utf-8")
            ).items():
                tables[name].update(words)
    return _Abbreviations(**{name: frozenset(words) for name, words in tables.items()})


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as half-open spans in order, without the white space around them.

    Every character that is not white space lies in exactly one span.
    """
    found: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        found.extend(_sentences_of_paragraph(text, start, end))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those joined that a page broke in mid-sentence."""
    pending: tuple[int, int] | None = None
    for match in _LINE.finditer(text):
        start, end = _trim(text, match.start(), match.end())
        if start == end:
            continue
        if pending is not None and _wrapped(text, pending, start):
            pending = (pending[0], end)
            continue
        if pending is not None:
            yield pending
        pending = (start, end)
    if pending is not None:
        yield pending


def _wrapped(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the line at `start` goes on with the one before: a plain break, then lower case."""
    gap = text[before[1] : start]
    return (
        gap.count("\n") == 1
        and text[start].islower()
        and text[before[1] - 1] not in ".!?…:;؟"
        and before[1] - text.rfind("\n", 0, before[1]) > 50
    )


def _sentences_of_paragraph(
    text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
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
