"""Texts for Telegram: styled runs, split while they are plain, rendered as HTML last."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

MESSAGE_LIMIT = 4096  # UTF-16 units of a message, after entities
CAPTION_LIMIT = 1024  # the same for the caption of a picture
# Marks that reorder what is around them, and that nobody sees: a text must not carry them on.
_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f]"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A stretch of text in one style; what is quoted in a row becomes one block."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    quote: bool = False


Text = tuple[Run, ...]


def text_of(runs: Iterable[Run]) -> str:
    """The text without its styles."""
    return "".join(run.text for run in runs)


def utf16_length(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def harmless(text: str) -> str:
    """The text without invisible marks that could turn the reading order around."""
    return _INVISIBLE.sub("", text)


def well_formed(text: str) -> str:
    """The text with every half of a broken UTF-16 pair replaced: no database would take it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def html_of(runs: Iterable[Run]) -> str:
    """The runs as Telegram's HTML; every tag is closed."""
    written: list[str] = []
    quoted = False
    for run in runs:
        if run.quote != quoted:
            written.append("<blockquote>" if run.quote else "</blockquote>")
            quoted = run.quote
        written.append(_tagged(run))
    if quoted:
        written.append("</blockquote>")
    return "".join(written)


def _tagged(run: Run) -> str:
    if not run.text:
        return ""
    inner = html.escape(harmless(run.text), quote=False)
    for wanted, tag in ((run.underline, "u"), (run.italic, "i"), (run.bold, "b")):
        if wanted:
            inner = f"<{tag}>{inner}</{tag}>"
    return inner


def split(runs: Sequence[Run], limit: int = MESSAGE_LIMIT) -> list[Text]:
    """The runs in parts of at most `limit` UTF-16 units, cut between lines, else between words."""
    first, rest = parted(runs, limit)
    parts = [first]
    while rest:
        part, rest = parted(rest, limit)
        parts.append(part)
    return parts


def parted(runs: Sequence[Run], limit: int) -> tuple[Text, Text]:
    """As much of the runs as fits into `limit` UTF-16 units, and what is left."""
    text = text_of(runs)
    if utf16_length(text) <= limit:
        return trimmed(runs), ()
    before, after = _divided(runs, _cut_at(text, limit))
    return trimmed(before), trimmed(after)


def _cut_at(text: str, limit: int) -> int:
    """Where to cut so that what is before fits: behind a paragraph, a line, a sentence, a word."""
    window = within(text, limit)
    for mark in ("\n\n", "\n", ". ", " "):
        found = window.rfind(mark)
        if found > len(window) // 2:
            return found + len(mark)
    return len(window)


def within(text: str, limit: int) -> str:
    """The longest start of `text` that has at most `limit` UTF-16 units."""
    window = text[:limit]
    while (over := utf16_length(window) - limit) > 0:
        window = window[: -((over + 1) // 2)]
    return window


def _divided(runs: Sequence[Run], at: int) -> tuple[list[Run], list[Run]]:
    before: list[Run] = []
    after: list[Run] = []
    position = 0
    for run in runs:
        here = min(max(at - position, 0), len(run.text))
        if here:
            before.append(replace(run, text=run.text[:here]))
        if here < len(run.text):
            after.append(replace(run, text=run.text[here:]))
        position += len(run.text)
    return before, after


def trimmed(runs: Sequence[Run]) -> Text:
    """The runs without white space at either end, which Telegram would cut off itself."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(kept)


def lines(*each: Sequence[Run] | None) -> Text:
    """Lines of runs joined by line breaks; empty ones are left out."""
    return tuple(_joined([line for line in each if line]))


def _joined(each: Sequence[Sequence[Run]]) -> Iterator[Run]:
    for number, line in enumerate(each):
        if number:
            yield Run(text="\n", quote=each[number - 1][-1].quote and line[0].quote)
        yield from line


def plain_run(text: str) -> Text:
    """The text as it is, unstyled."""
    return (Run(text=text),)


def marked_up(text: str) -> Text:
    """Our own words with *bold* parts, such as a help text, as runs."""
    return tuple(
        Run(text=part, bold=number % 2 == 1) for number, part in enumerate(text.split("*")) if part
    )
