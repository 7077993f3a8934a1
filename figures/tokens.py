"""Folded text → tokens, each annotated with what the lexicon says begins there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from figures.lexicon import Lexicon, Mark, Node
from language.fold import IGNORABLE

_TOKEN = re.compile(
    r"(?P<date>(?<![\d.,])(?:\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d))"
    r"|(?P<time>(?<![\d.,])(?:[01]?\d|2[0-4]):[0-5]\d(?::\d\d)?(?!\d))"
    # 37 450,8 · 1'234'567 · 12 000; the first group has one to three digits
    r"|(?P<grouped>(?<![\d])\d{1,3}(?:[ ']\d{3})+(?![\d])(?:[.,]\d+(?!\d*[.,]?\d*[ ]?\d{3}\b))?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_](?:[^\W\d_]|\u00ad)*[²³]?)"
    r"|(?P<break>\n)"
    r"|(?P<mark>[^\w\s]|_)"
)


@dataclass(slots=True)
class Token:
    """One token: `kind` is word, number, date, time, mark or break; `glued` to the one before."""

    kind: str
    text: str
    start: int
    end: int
    glued: bool
    marks: dict[str, Mark] = field(default_factory=dict)


def tokenize(folded: str, start: int, end: int) -> list[Token]:
    """The tokens of `folded[start:end]`; a full stop behind digits is no part of the number."""
    tokens: list[Token] = []
    last = -1
    for match in _TOKEN.finditer(folded, start, end):
        kind = match.lastgroup or "mark"
        if kind == "grouped":
            kind = "number"
        tokens.append(
            Token(
                kind,
                match.group().replace(IGNORABLE, ""),
                match.start(),
                match.end(),
                match.start() == last,
            )
        )
        last = match.end()
    return tokens


def annotate(tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Gives each token the longest phrase of each section that begins with it."""
    words = [
        i for i, token in enumerate(tokens) if token.kind == "word" or token.text in ("№", "°")
    ]
    for i in words:
        _walk(tokens, i, i, lexicon.root, lexicon, tokens[i].marks)


def _walk(
    tokens: Sequence[Token],
    first: int,
    at: int,
    node: Node,
    lexicon: Lexicon,
    marks: dict[str, Mark],
) -> None:
    word = _word(tokens, at)
    for following in lexicon.steps(node, word):
        length = at - first + 1
        if following.entries:
            for section, value in following.entries.items():
                known = marks.get(section)
                if known is None or known.words < length:
                    marks[section] = Mark(section, value, length)
        if following.exact or following.stems or following.prefixes:
            after = at + 1
            # a full stop of an abbreviation or a hyphen may stand inside a phrase: "кв. м", "п.п."
            while after < len(tokens) and tokens[after].text in (".", "-", "·") and after - at < 2:
                after += 1
            if after < len(tokens) and tokens[after].kind in ("word", "number"):
                _walk(tokens, first, after, following, lexicon, marks)


def _word(tokens: Sequence[Token], at: int) -> str:
    """The word at `at`, with a digit that is glued to it ("м2", "q1")."""
    token = tokens[at]
    if at + 1 < len(tokens):
        after = tokens[at + 1]
        if after.glued and after.kind == "number" and len(after.text) == 1 and len(token.text) < 3:
            return token.text + after.text
    return token.text


def is_mark(tokens: Sequence[Token], at: int, section: str) -> Mark | None:
    """The mark of `section` at `at`, None past the end."""
    return tokens[at].marks.get(section) if 0 <= at < len(tokens) else None


def marked(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """The tokens at which each section has a mark, in order."""
    found: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        for section in token.marks:
            found.setdefault(section, []).append(at)
    return found
