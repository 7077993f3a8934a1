"""Folded text → tokens, each annotated with what the lexicon says begins there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from figures.lexicon import Lexicon, Mark, Node
from language.fold import IGNORABLE

# the kinds differ by their first character, so the frequent ones may come first
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:\u00ad+[^\W\d_]*)*)"
    r"|(?P<mark>[^\w\s]|_)"
    r"|(?P<date>(?<![\d.,])(?:\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d))"
    r"|(?P<time>(?<![\d.,])(?:[01]?\d|2[0-4]):[0-5]\d(?::\d\d)?(?!\d))"
    # 37 450,8 · 1'234'567 · 12 000; the first group has one to three digits
    r"|(?P<grouped>(?<![\d])\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,]\d+(?!\d*[.,]?\d*[ ]?\d{3}\b))?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<break>\n)"
)
_SHORT = 2  # letters that a digit glued to them belongs to: "м2", "q1"
_SIGNS = frozenset("№°")  # marks that phrases may begin with
_UNMARKED: dict[str, Mark] = {}  # of the many tokens that no phrase begins with


@dataclass(slots=True)
class Token:
    """One token: `kind` is word, number, date, time, mark or break; `glued` to the one before."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    marks: dict[str, Mark]  # shared by tokens of one word: to be replaced, not to be changed


def tokenize(folded: str, start: int, end: int) -> list[Token]:
    """The tokens of `folded[start:end]`; a full stop behind digits is no part of the number."""
    tokens: list[Token] = []
    last = -1
    hidden = folded.find(IGNORABLE, start, end) >= 0
    for match in _TOKEN.finditer(folded, start, end):
        kind = match.lastgroup or "mark"
        if kind == "grouped":
            kind = "number"
        first, after = match.span()
        text = match[0]
        if hidden and IGNORABLE in text:
            text = text.replace(IGNORABLE, "")
        tokens.append(Token(kind, text, first, after, first == last, _UNMARKED))
        last = after
    return tokens


def annotate(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Gives each token the longest phrase of each section that begins with it.

    A phrase of the value "none" is none of its section's, nor is any word inside it: «поставил
    задачу» delivers nothing, «ауыл шаруашылығы» is no enterprise.
    """
    excluded: list[tuple[int, Mark]] = []
    for at, token in enumerate(tokens):
        if token.kind != "word" and token.text not in _SIGNS:
            continue
        word = token.text if len(token.text) > _SHORT else _word(tokens, at)
        opening = lexicon.opening(word)
        if opening is None:
            continue
        token.marks = opening.marks
        if opening.none:
            excluded.extend((at, mark) for mark in opening.none)
        if opening.nodes:
            longer: dict[str, Mark] = {}
            for node in opening.nodes:
                _walk_on(tokens, at, at, node, lexicon, longer)
            if longer:
                token.marks = opening.marks | longer
                excluded.extend((at, mark) for mark in longer.values() if mark.value == "none")
    for first, none in excluded:
        for token in tokens[first : first + none.words]:
            if none.section in token.marks:
                token.marks = {s: mark for s, mark in token.marks.items() if s != none.section}


def _walk_on(
    tokens: Sequence[Token],
    first: int,
    at: int,
    node: Node,
    lexicon: Lexicon,
    marks: dict[str, Mark],
) -> None:
    """Adds the phrases that go on behind `at`, of each section the longest."""
    after = at + 1
    # a full stop of an abbreviation or a hyphen may stand inside a phrase: "кв. м", "п.п."
    while after < len(tokens) and tokens[after].text in (".", "-", "·") and after - at < 2:
        after += 1
    if after >= len(tokens) or tokens[after].kind not in ("word", "number"):
        return
    length = after - first + 1
    for following in lexicon.steps(node, _word(tokens, after)):
        for section, value in following.entries.items():
            known = marks.get(section)
            if known is None or known.words < length:
                marks[section] = Mark(section, value, length)
        if following.goes_on:
            _walk_on(tokens, first, after, following, lexicon, marks)


def _word(tokens: Sequence[Token], at: int) -> str:
    """The word at `at`, with a digit that is glued to it ("м2", "q1")."""
    token = tokens[at]
    if at + 1 < len(tokens):
        after = tokens[at + 1]
        if (
            after.glued
            and after.kind == "number"
            and len(after.text) == 1
            and len(token.text) <= _SHORT
        ):
            return token.text + after.text
    return token.text


def is_mark(tokens: Sequence[Token], at: int, section: str) -> Mark | None:
    """The mark of `section` at `at`, None past the end."""
    return tokens[at].marks.get(section) if 0 <= at < len(tokens) else None


def marked(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """The tokens at which each section has a mark, and where each sign stands, in order."""
    found: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if token.kind == "mark":
            found.setdefault(token.text, []).append(at)
        for section in token.marks:
            found.setdefault(section, []).append(at)
    return found
