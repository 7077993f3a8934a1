"""One text printed by several outlets, and one figure that several articles state.

Texts are held against each other sentence by sentence: another headline, footer, letter case or a
few other words make no difference, another number, place, partner, year or statistic does.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from figures.types import Figure
from index.corpus import Index
from index.types import Article, Entry
from language.analyzer import terms
from language.fold import fold
from language.scripts import to_cyrillic
from language.sentences import sentences
from retrieval.periods import months_of
from retrieval.types import Passage, Repeat

_SAME = 0.75  # the part of their words that two printings of a sentence share at least
_RESEMBLING = 0.5  # from here on, two sentences of other facts speak of the same thing differently
_COVERED = 0.6  # the part of the shorter text's words that stands in sentences they share
_SUSPECT = 0.4  # the part of the shorter text's pairs of words, below which nothing is compared
_FACT = re.compile(r"\d|@\w+:")  # terms: numbers, and concepts of one kind such as "@place:GB"
_WORD = re.compile(r"[^\W_]+")


def distinct(index: Index, passages: Sequence[Passage]) -> list[Passage]:
    """The passages without near duplicates, which go to `repeats` of the one that stays.

    Best first, as they came; the oldest of a text's printings stays, in the place of the best.
    """
    printed = [_Printed(index, passage) for passage in passages]
    groups: list[list[_Printed]] = []
    places: dict[tuple[str, str], list[int]] = {}
    for one in printed:
        shared = Counter(place for pair in one.pairs for place in places.get(pair, ()))
        group = next(
            (
                at
                for at, count in sorted(shared.items())
                if count >= _SUSPECT * min(len(one.pairs), len(groups[at][0].pairs))
                and any(one.repeats(other) for other in groups[at])
            ),
            len(groups),
        )
        if group == len(groups):
            groups.append([])
            for pair in one.pairs:
                places.setdefault(pair, []).append(group)
        groups[group].append(one)
    return [_merged(group) for group in groups]


def _merged(group: Sequence["_Printed"]) -> Passage:
    if len(group) == 1:
        return group[0].passage
    score = group[0].passage.score
    first, *rest = sorted((one.passage for one in group), key=lambda p: _oldest(p.article))
    others = {passage.article.id: passage for passage in reversed(rest)}
    others.pop(first.article.id, None)
    told = sorted(others.values(), key=lambda p: _oldest(p.article))
    return replace(
        first,
        score=score,
        repeats=tuple(repeat(p.article, p.chunk.start, p.chunk.end) for p in told),
    )


def _oldest(article: Article) -> tuple[str, str]:
    return (article.published.isoformat() if article.published else "9999", article.id)


def repeat(article: Article, start: int, end: int) -> Repeat:
    """Another article that says the same, at a span of it."""
    return Repeat(
        document=article.id,
        title=article.title,
        published=article.published.isoformat() if article.published else None,
        source=article.source,
        url=article.url,
        language=article.language,
        start=start,
        end=end,
        text=article.text[start:end],
    )


def printed_again(sentence: str, repeats: Iterable[Repeat]) -> Iterator[Repeat]:
    """Those of a passage's repeats that hold a sentence of it word for word, cut to it."""
    words = _WORD.findall(fold(sentence))
    for other in repeats:
        for start, end in sentences(other.text):
            if _WORD.findall(fold(other.text[start:end])) == words:
                yield replace(
                    other,
                    start=other.start + start,
                    end=other.start + end,
                    text=other.text[start:end],
                )
                break


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: Counter[str]
    facts: frozenset[str]


class _Printed:
    """A passage as it is held against others; its facts are read when they are asked for."""

    def __init__(self, index: Index, passage: Passage) -> None:
        self._index = index
        self.passage = passage
        words = _WORD.findall(fold(passage.chunk.text))
        self.pairs = frozenset(pairwise(words))

    @cached_property
    def sentences(self) -> tuple[_Sentence, ...]:
        """The sentences that have words."""
        chunk = self.passage.chunk
        figures = [entry.figure for entry in self._index.figures(article=chunk.article_id)]
        read = (
            _read(
                chunk.text[start:end], (f for f in figures if start <= f.start - chunk.start < end)
            )
            for start, end in sentences(chunk.text)
        )
        return tuple(sentence for sentence in read if sentence.words)

    def repeats(self, other: "_Printed") -> bool:
        """Whether both print the same text: enough of their sentences, none with other facts."""
        if self.passage.article.id == other.passage.article.id:
            return False
        ours = _unshared(self.sentences, other.sentences)
        theirs = _unshared(other.sentences, self.sentences)
        if any(_alike(one, two) >= _RESEMBLING for one in ours for two in theirs):
            return False
        sizes = [
            (_size(all_) - _size(left), _size(all_))
            for all_, left in ((self.sentences, ours), (other.sentences, theirs))
        ]
        return any(covered >= _COVERED * size > 0 for covered, size in sizes)


def _read(text: str, figures: Iterable[Figure]) -> _Sentence:
    known = (term.text for term in terms(text) if _FACT.match(term.text))
    numbers = (
        f"{figure.value.normalize():f} {figure.unit} {figure.kind} {figure.indicator}"
        for figure in figures
    )
    words = Counter(_WORD.findall(fold(to_cyrillic(text).text)))
    return _Sentence(words, frozenset((*known, *numbers)))


def _unshared(ours: Sequence[_Sentence], theirs: Sequence[_Sentence]) -> list[_Sentence]:
    return [
        one
        for one in ours
        if not any(one.facts == two.facts and _alike(one, two) >= _SAME for two in theirs)
    ]


def _alike(one: _Sentence, two: _Sentence) -> float:
    """The part of their words that two sentences share, 0 to 1."""
    shared = (one.words & two.words).total()
    return 2 * shared / (one.words.total() + two.words.total())


def _size(some: Iterable[_Sentence]) -> int:
    return sum(sentence.words.total() for sentence in some)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A figure and the article that states it."""

    figure: Figure
    article: Article


def restated(first: Stated, others: Iterable[Stated]) -> tuple[Repeat, ...]:
    """The other articles that state the same number of the same thing at the same time.

    One span an article, the oldest article first, whatever the order they came in.
    """
    found: dict[str, Stated] = {}
    for other in sorted(others, key=lambda o: (_oldest(o.article), o.figure.start)):
        if other.article.id != first.article.id and _same(first, other):
            found.setdefault(other.article.id, other)
    return tuple(repeat(o.article, o.figure.start, o.figure.end) for o in found.values())


def _same(one: Stated, two: Stated) -> bool:
    if _said(one.figure) != _said(two.figure):
        return False
    if one.figure.indicator == "other" and one.figure.counted != two.figure.counted:
        return False  # nothing else tells what is counted
    if one.figure.period or two.figure.period:
        return months_of(one.figure.period) == months_of(two.figure.period)
    dates = [each.article.published for each in (one, two)]
    return None not in dates and len({date.year for date in dates if date}) == 1


def _said(figure: Figure) -> tuple[object, ...]:
    return (
        figure.value,
        figure.value_max,
        figure.unit,
        figure.kind,
        figure.bound,
        figure.direction,
        figure.of,
        figure.plan,
        figure.indicator,
        figure.place,
        figure.partner,
        figure.partner_region,
    )


def stated(index: Index, entries: Iterable[Entry]) -> Iterator[Stated]:
    """Lines of the ledger with their articles."""
    for entry in entries:
        yield Stated(figure=entry.figure, article=index.article(entry.article_id))
