"""A quote cut to the size of a phone screen, with what it proves marked in it."""

import re
from dataclasses import dataclass

WIDTH = 150  # characters of a quote; longer ones are cut around the figure
SHARE_BEFORE = 0.75  # of the room around the figure: what it means stands before it
KEPT_BEFORE = 45  # a cut at a clause keeps at least so many characters before the figure
CLAUSE = re.compile(r"[,;:.!?]\s+|\s[–—-]\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Quote:
    """A quote around what it proves; the three parts are the article's own, spaces made single."""

    before: str
    marked: str
    after: str


def cut(quote: str, start: int, end: int, *, width: int = WIDTH) -> Quote:
    """The quote around `quote[start:end]`, at most about `width` long, cut between words."""
    before = _single_spaces(quote[:start]).lstrip()
    marked = _single_spaces(quote[start:end])
    after = _single_spaces(quote[end:]).rstrip()
    room = max(width - len(marked), 0)
    if len(before) + len(after) > room:
        room_before = max(int(room * SHARE_BEFORE), room - len(after))
        before = _last(before, room_before)
        after = _first(after, room - min(len(before), room))
    return Quote(before=before, marked=marked, after=after)


def _single_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _last(text: str, room: int) -> str:
    """The end of `text`, from the start of a clause where one lies well, else of a word."""
    if len(text) <= room:
        return text
    window = text[len(text) - room :] if room else ""
    for clause in CLAUSE.finditer(window):
        if len(window) - clause.end() >= KEPT_BEFORE:
            return "… " + window[clause.end() :]
    if not text[len(text) - room - 1].isspace():
        window = window.partition(" ")[2]
    return "… " + window.lstrip()


def _first(text: str, room: int) -> str:
    """The beginning of `text` up to the end of a word."""
    if len(text) <= room:
        return text
    window = text[:room]
    if not text[room].isspace():
        window = window.rpartition(" ")[0]
    return window.rstrip(" ,;:–—-") + "…" if window.strip() else "…"
