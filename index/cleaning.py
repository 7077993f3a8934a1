"""The article told from the page around it: its body, title, date and publisher.

Nothing is cut from the text; what is not article lies outside the spans of `body`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import takewhile
from typing import Literal

from index.dates import DateLine, date_line
from index.noise import alternatives, comparable, noise_words
from index.sources import agency, copyright_holder, dateline, named_in, reported_by
from index.types import Span
from language.sentences import paragraphs

Label = Literal[
    "date", "trail", "list", "page", "link", "footer", "credit", "ticker", "agency", "number"
]

_FINAL = ".!…؟۔"
_CLOSERS = "\"'»”’)]"
_SOLID_WORDS = 6  # a paragraph of the article has as many, and ends with a full stop
_LONG_WORDS = 20  # no headline is longer
_TITLE_WORDS = 30
_RUBRIC_WORDS = 2  # of a line above the title that says which part of the site it is
_FOOTER_WORDS = 8  # a sentence in the midst of an article that begins as a footer has more
_BULLET = re.compile(r"[-–—•·*▪●◦‣]\s?|\(?\d{1,2}[.)]\s|\(?[^\W\d_]\)\s")
_TRAIL = re.compile(r"\s*(?:/|>|»|›|→|\\|::|\|)\s*")
_TICKER = re.compile(
    r"(?:(?:usd|eur|rub|cny|kzt|gbp|brent|wti|btc|[$€₽¥£₸°])[\s:=/]*[-+−]?\d[\d.,]*|[-+−]?\d[\d.,]*\s*"
    r"(?:usd|eur|rub|cny|kzt|gbp|[$€₽¥£₸]|°c?)|[-+−▲▼↑↓|/\s]|[-+−]?\d[\d.,]*%?)+"
)
_NUMBER_ALONE = re.compile(r"[\W_]*\d[\d\s.,]*[kкmм]?[\W_]*")
_SPOKEN = re.compile(r"[»\"”],?\s*[-–—]\s")  # «…», – сказал он
_STAMPED = re.compile(r"\d{1,2}:\d{2}\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanView:
    """What a page's text holds: the spans that are the article, its title, date and publisher."""

    body: tuple[Span, ...]
    title: str | None = None
    published: date | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    span: Span
    text: str
    folded: str
    words: int
    label: Label | None
    dated: DateLine | None

    @property
    def closed(self) -> bool:
        """Whether it ends as a sentence does."""
        bare = self.text.rstrip(_CLOSERS)
        if bare.endswith(tuple(_FINAL)) or (bare != self.text and bare.endswith("?")):
            return True
        return _SPOKEN.search(self.text) is not None

    @property
    def solid(self) -> bool:
        """Whether it is surely a paragraph of an article, this one or another."""
        return self.label is None and self.closed and self.words >= _SOLID_WORDS

    @property
    def sentence_like(self) -> bool:
        """Whether it begins as a page's foot does, but may be a sentence of an article."""
        if self.label != "footer" or not self.closed or self.words <= _FOOTER_WORDS:
            return False
        return not any(part in self.folded for part in noise_words().footer_parts)


def clean(text: str) -> CleanView:
    """Tell the article from its page; a text without paragraphs is an article as it is."""
    lines = [_line(text, Span(*span)) for span in paragraphs(text)]
    kept = _article_lines(lines)
    body = [lines[at] for at in sorted(kept)]
    first = next((line for line in body if line.solid), None)
    head = dateline(first.text) if first else None
    published = _published(lines, kept)
    if published is None and head is not None and head.found is not None:
        published = head.found.day
    return CleanView(
        body=_joined(lines, kept),
        title=_title(body),
        published=published,
        source=_source(lines, kept, head.source if head else None),
    )


def _line(text: str, span: Span) -> _Line:
    shown = text[span.start : span.end]
    folded = comparable(shown)
    dated = date_line(folded, shown) if len(folded) < 160 else None
    words = len(folded.split())
    label: Label | None = "date" if dated is not None else _label(shown, folded, words)
    return _Line(span=span, text=shown, folded=folded, words=words, label=label, dated=dated)


def _label(shown: str, folded: str, words: int) -> Label | None:
    """What a line is by its own words, None where it may be the article's."""
    table = noise_words()
    bare = folded.strip(" .:;!?…-|\"'»«>*#[]()→")
    if bare in table.list_headings:
        return "list"
    if bare in table.page_headings:
        return "page"
    if agency(shown) is not None:
        return "agency"
    if _link_pattern().match(folded):
        return "link"
    if words <= _LONG_WORDS and folded.partition(":")[0].strip() in table.credits and ":" in folded:
        return "credit"
    if folded.startswith(table.footers) or any(part in folded for part in table.footer_parts):
        return "footer"
    if all(word.startswith("#") for word in folded.split()):
        return "credit"
    if _NUMBER_ALONE.fullmatch(folded):
        return "number"
    if words > 1 and _TICKER.fullmatch(folded):
        return "ticker"
    if _is_trail(shown, folded, words):
        return "trail"
    return None


def _is_trail(shown: str, folded: str, words: int) -> bool:
    """Whether a line is a trail of links or a menu: "Басты бет / Әкімдік / Жаңалықтар"."""
    home = noise_words().home
    steps = [step for step in _TRAIL.split(folded) if step]
    if len(steps) > 1 and words <= _LONG_WORDS + 5 and steps[0] in home:
        return True
    names = shown.split()
    return len(names) > 2 and folded.split()[0] in home and all(name[0].isupper() for name in names)


@cache
def _link_pattern() -> re.Pattern[str]:
    """A heading of a list and, on the same line, the one link that it has."""
    headings = alternatives(noise_words().list_headings)
    return re.compile(rf"[\W_]*(?:{headings})\s*(?::|-|\"|'|\[|>)")


def _article_lines(lines: Sequence[_Line]) -> set[int]:
    """The numbers of the lines that are the article."""
    solid = [at for at, line in enumerate(lines) if line.solid]
    if not solid:
        return {at for at, line in enumerate(lines) if line.label is None}
    first = next(at for at, line in enumerate(lines) if line.solid or line.sentence_like)
    last = solid[-1]
    kept: set[int] = set()
    section: Label | None = None
    teasers = 0  # paragraphs of other articles in this section
    for at, line in enumerate(lines):
        if line.label in ("list", "page"):
            section, teasers = line.label, 0
        elif line.label is not None:
            if _may_stay(line, first <= at <= last) and section is None:
                kept.add(at)
        elif section is not None:
            if _goes_on(lines, at, section, teasers):
                if not kept:
                    kept |= _headline_before(lines, at)
                section = None
                kept.add(at)
            teasers += line.solid
        else:
            kept.add(at)
    return _without_tail(lines, kept)


def _may_stay(line: _Line, within: bool) -> bool:
    """Whether a line with a page's words may be the article's all the same, being in its midst."""
    if not within:
        return False
    if line.label == "footer":
        return line.sentence_like
    return line.label in ("agency", "number", "trail")


def _goes_on(lines: Sequence[_Line], at: int, section: Label, teasers: int) -> bool:
    """Whether the article goes on at this line after a list of links to others."""
    if not lines[at].solid:
        return False
    if section == "page" and _size(lines[at:]) < _size(lines[:at]):
        return False
    if not _size(lines[:at]):
        return True  # the list stood above the article
    rest = [line for line in _to_next_heading(lines[at:]) if line.label is None]
    solid = sum(line.solid for line in rest)
    if len(rest) > 1 and rest[1].solid:
        return True
    return not teasers and solid >= 0.75 * len(rest)  # else a teaser below a headline


def _to_next_heading(lines: Iterable[_Line]) -> Iterable[_Line]:
    return takewhile(lambda line: line.label not in ("list", "page"), lines)


def _size(lines: Iterable[_Line]) -> int:
    return sum(len(line.text) for line in lines if line.solid)


def _headline_before(lines: Sequence[_Line], at: int) -> set[int]:
    """The line before the article's first paragraph where a list stood at the page's head."""
    before = at - 1
    while before >= 0 and lines[before].label in ("date", "agency", "number", "credit"):
        before -= 1
    if before < 0 or lines[before].label is not None or _STAMPED.match(lines[before].folded):
        return set()
    return {before}


def _without_tail(lines: Sequence[_Line], kept: set[int]) -> set[int]:
    """Headlines of other articles, which stand unlabelled below the last paragraph, left out."""
    solid = [at for at in sorted(kept) if lines[at].solid]
    if not solid:
        return kept
    last = solid[-1]
    above = [at for at in kept if solid[0] <= at < last]
    loose = sum(1 for at in above if not _ends(lines[at]))
    if len(solid) < 2 or loose > 0.3 * len(above):
        return kept
    remaining = set(kept)
    opened = lines[last].text.rstrip().endswith(":")
    for at in sorted(at for at in kept if at > last):
        line = lines[at]
        item = bool(_BULLET.match(line.text)) or line.text.endswith((";", ","))
        opened = line.text.endswith(":") or (opened and item)
        if not (opened or item or line.closed or line.words > _LONG_WORDS):
            remaining.discard(at)
    return remaining


def _ends(line: _Line) -> bool:
    """Whether a line in the midst of an article ends as one may: sentence, list or subheading."""
    return line.closed or line.text.endswith((":", ";", ",", "?")) or bool(_BULLET.match(line.text))


def _joined(lines: Sequence[_Line], kept: set[int]) -> tuple[Span, ...]:
    """Lines that stay, side by side, as one span."""
    spans: list[Span] = []
    for at in sorted(kept):
        if spans and at - 1 in kept:
            spans[-1] = Span(spans[-1].start, lines[at].span.end)
        else:
            spans.append(lines[at].span)
    return tuple(spans)


def _title(body: Sequence[_Line]) -> str | None:
    """The first line, where it is short and does not end as a sentence, and more follows."""
    if len(body) < 2:
        return None
    line = body[0]
    if line.words <= _RUBRIC_WORDS and _may_be_title(body[1]) and body[1].words > line.words:
        line = body[1]  # "Общество" above the title
    return " ".join(line.text.split()) if _may_be_title(line) else None


def _may_be_title(line: _Line) -> bool:
    bare = line.text.rstrip(_CLOSERS)
    if line.label is not None or line.words > _TITLE_WORDS or bare.endswith((".", ":", ";", ",")):
        return False
    return not _BULLET.match(line.text) and len(line.text) <= 250


def _published(lines: Sequence[_Line], kept: set[int]) -> date | None:
    """The page's own date: as labelled, else above the article, else below, else an update."""
    first = min(kept, default=0)
    last = max(kept, default=0)
    section = False
    ranked: list[tuple[int, int, date]] = []
    for at, line in enumerate(lines):
        section = (section or line.label in ("list", "page")) and at not in kept
        above = first - 2 <= at < first  # a feed may stand above the date
        if line.dated is None or line.dated.day is None or (section and not above):
            continue
        place = 1 if at <= first + 2 else 3 if at > last else 2
        rank = {"published": 0, "none": place, "updated": 4}[line.dated.label]
        ranked.append((rank, at, line.dated.day))
    return min(ranked)[2] if ranked else None


def _source(lines: Sequence[_Line], kept: set[int], in_dateline: str | None) -> str | None:
    """The publisher that the page names: at its foot, in the dateline, on a line, in a credit."""
    outside = [line for at, line in enumerate(lines) if at not in kept]
    for line in outside:
        if line.label == "footer" and (holder := copyright_holder(line.text)):
            return holder
    if in_dateline:
        return in_dateline
    for line in outside:
        if line.label == "agency":
            return agency(line.text)
        if line.label == "date" and (named := named_in(line.text)):
            return named
    for at in sorted(kept):
        for name in reported_by(lines[at].text):
            return name
    for line in outside:
        if line.label == "footer" and (named := named_in(line.text)):
            return named
        for name in reported_by(line.text):
            return name
    return None
