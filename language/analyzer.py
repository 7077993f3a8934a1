"""What is searched of a text: stems, numbers whole, and concepts that no language owns.

The same function runs at ingest and at a question; `analyzer_hash` says whether two runs agree.
Concepts begin with "@": "@trade_turnover", "@place:GB", "@cur:USD", "@month:06", "@percent".
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from language.fold import IGNORABLE, fold
from language.glossary import Phrases, phrases
from language.names import PlaceMention, find_places
from language.scripts import Transliteration, to_cyrillic
from language.stemmers import skeleton
from language.stems import known_bases, stem_folded

_ROOM = Path(__file__).parent
# The lexicon is compiled from the themes and the stopwords, so these need not be read.
_HASHED = ("*.py", "packs/*/stems.toml", "data/*.*", "data/places/*")

_TOKEN = re.compile(
    r"(?P<grouped>(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d ]\d)(?:[.,]\d+)?(?![\d.,]\d))"
    r"|(?P<date>\d+(?:\.\d+){2,})"
    r"|(?P<number>\d+(?:[.,]\d+)?)"
    rf"|(?P<word>[^\W\d_](?:[^\W\d_]|['{IGNORABLE}]+(?=[^\W\d_]))*(?:\d{{1,2}}(?!\d))?)"
    r"|(?P<sign>[%$€£₸₽¥])"
)
# What may stand between the words of one phrase; a full stop only after an abbreviation.
_JOINT = re.compile(r"[ \n]{1,2}|[-/'\"]|\. ?|")
_ABBREVIATION_SIZE = 4
_ORDINAL_SIZE = 2
_SIGNS = {
    "%": "@percent",
    "$": "@cur:USD",
    "€": "@cur:EUR",
    "£": "@cur:GBP",
    "₸": "@cur:KZT",
    "₽": "@cur:RUB",
    "¥": "@cur:CNY",
}


class Term(NamedTuple):
    """A term and the half-open span of the text that it was read from."""

    text: str
    start: int
    end: int


class _Word(NamedTuple):
    stem: str
    start: int
    end: int
    stop: bool


def terms(text: str) -> list[Term]:
    """The terms of a text in order; offsets are into `text`, whatever its script."""
    shown = to_cyrillic(text)
    found = list(_terms_of(shown.text))
    if shown.text == text:
        return found
    return [_moved(term, shown) for term in found]


def _moved(term: Term, shown: Transliteration) -> Term:
    start, end = shown.span(term.start, term.end)
    return Term(term.text, start, end)


def concepts(text: str) -> frozenset[str]:
    """Only the concepts of a text."""
    return frozenset(term.text for term in terms(text) if term.text.startswith("@"))


def word_concepts(text: str) -> frozenset[str]:
    """The concepts of each word taken alone: of "foreign tourists" also "@foreign"."""
    table = phrases()
    folded = fold(to_cyrillic(text).text)
    words = (_word(match) for match in _TOKEN.finditer(folded) if match.lastgroup == "word")
    return frozenset(
        _concept(name, 0, 0).text
        for stem, _, _, stop in words
        if not stop
        for name in table.concepts.get(stem, "").split()
    )


def specific(terms: frozenset[str]) -> frozenset[str]:
    """The terms of one word without those that are only broader: of "hospital" no "@health"."""
    table = phrases().broader
    broad = {f"@{name}" for term in terms for name in table.get(term.removeprefix("@"), "").split()}
    return terms - broad


def is_stem(term: str) -> bool:
    """Whether a term is a word of some language, neither concept nor number."""
    return not term.startswith("@") and not term[:1].isdigit()


def _terms_of(text: str) -> Iterator[Term]:
    folded = fold(text)
    places = find_places(text)
    found = [Term(f"@place:{place.code}", place.start, place.end) for place in places]
    words: list[_Word] = []
    inside = _Inside(places)
    for match in _TOKEN.finditer(folded):
        if match.lastgroup == "word":
            # «Алматы» is no «алма»: a place is the one term of its words.
            if not inside(match.start()):
                words.append(_word(match))
            continue
        found += _number_terms(match)
        if match.lastgroup == "number" and len(match.group()) <= _ORDINAL_SIZE:
            # «6 месяцев» and "1 кв." are phrases; the number is already a term of its own.
            words.append(_Word(match.group(), match.start(), match.end(), True))
    found += [Term(w.stem, w.start, w.end) for w in words if not w.stop]
    found += _phrase_terms(words, folded)
    return iter(sorted(found, key=lambda term: (term.start, term.end, term.text)))


class _Inside:
    """Tells of rising positions whether they stand inside one of the mentions."""

    def __init__(self, places: Sequence[PlaceMention]) -> None:
        self._left = list(reversed(places))

    def __call__(self, position: int) -> bool:
        while self._left and self._left[-1].end <= position:
            self._left.pop()
        return bool(self._left) and self._left[-1].start <= position


def _word(match: re.Match[str]) -> _Word:
    stem, stop = _read(match.group())
    return _Word(stem, match.start(), match.end(), stop)


@lru_cache(maxsize=200_000)
def _read(surface: str) -> tuple[str, bool]:
    """The stem of a folded word, and whether it is a stopword."""
    word = surface.replace(IGNORABLE, "")
    return stem_folded(word), skeleton(word) in known_bases().stops


def _number_terms(match: re.Match[str]) -> Iterator[Term]:
    start, end = match.span()
    surface = match.group()
    if match.lastgroup == "sign":
        yield Term(_SIGNS[surface], start, end)
    elif match.lastgroup == "date":
        for part in re.finditer(r"\d+", surface):
            yield Term(part.group(), start + part.start(), start + part.end())
    else:
        yield Term(surface.replace(" ", "").replace(",", "."), start, end)


def _phrase_terms(words: Sequence[_Word], folded: str) -> Iterator[Term]:
    """The concepts of the longest phrases, left to right, none inside another."""
    table = phrases()
    position = 0
    while position < len(words):
        first = words[position]
        size, names = _longest_phrase(table, words, position, folded)
        if names:
            last = words[position + size - 1]
            for name in names.split(" "):
                yield _concept(name, first.start, last.end)
        position += size


def _longest_phrase(
    table: Phrases, words: Sequence[_Word], position: int, folded: str
) -> tuple[int, str]:
    """The number of words of the longest phrase that begins here, and its concepts."""
    first = words[position]
    for digits in table.sizes.get(first.stem, "").split():
        size = int(digits)
        here = words[position : position + size]
        names = table.concepts.get(" ".join([word.stem for word in here]))
        if names and len(here) == size and _joined(here, folded):
            return size, names
    return 1, "" if first.stop else table.concepts.get(first.stem, "")


def _concept(name: str, start: int, end: int) -> Term:
    return Term(name.removeprefix("=") if name[0] == "=" else f"@{name}", start, end)


def _joined(words: Sequence[_Word], folded: str) -> bool:
    """Whether nothing but the joints of a phrase stands between the words."""
    for before, after in pairwise(words):
        gap = folded[before.end : after.start]
        if not _JOINT.fullmatch(gap):
            return False
        if gap[:1] == "." and before.end - before.start > _ABBREVIATION_SIZE:
            return False
    return True


@cache
def analyzer_hash() -> str:
    """Sixteen hex digits that change with the code and with the data that terms depend on."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in _HASHED for path in _ROOM.glob(pattern)):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
