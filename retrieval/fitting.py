"""How far a figure misses a question, by what the ledger says of it: no text is read."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from figures.types import Figure
from index.encoder import Encoder
from index.types import Article, Entry
from language.fold import fold
from language.scripts import to_cyrillic
from retrieval.context import Reader, Surroundings
from retrieval.match import Candidate, link_quality, slot_fits
from retrieval.slots import Slots

# What a slot costs that a figure misses: docs/retrieval.md.
COSTS: Mapping[str, float] = MappingProxyType(
    {
        "noun": 3.0,
        "indicator": 2.0,
        "partner": 2.0,
        "place": 2.0,
        "period": 2.0,
        "partner region": 1.5,
        "kind": 1.0,
        "unit": 1.0,
        "plan": 1.0,
        "narrower": 0.5,
        "links": 0.25,
    }
)
_UNLIKE, _ALIKE = 0.1, 0.5  # cosines at which a counted noun is another one, and the one asked for
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOTHING = Surroundings(
    sentence=frozenset(),
    neighbour=frozenset(),
    article=frozenset(),
    places=frozenset(),
    nearby=frozenset(),
    partners=frozenset(),
    beside=frozenset(),
    regions=frozenset(),
    words=None,
    vector=None,
)


class _Blind(Reader):
    """Finds nothing around any figure."""

    def surroundings(self, article: Article, start: int, end: int) -> Surroundings:
        return _NOTHING


_BLIND = _Blind(None)


def fit_of(entry: Entry, article: Article, slots: Slots, nouns: Mapping[str, float]) -> float:
    """0 for a figure that is all that the question asks for, less for each slot that it misses.

    `nouns` says how like the question each counted noun is, 0 to 1; one that it lacks is alike.
    """
    figure = entry.figure
    fits = slot_fits(Candidate(entry=entry, article=article, reader=_BLIND), slots)
    fits["noun"] = nouns.get(figure.counted, 1.0) if figure.counted else 1.0
    fits["links"] = link_quality(figure.rule)
    return sum(COSTS[name] * (fit - 1.0) for name, fit in fits.items())


def alike_nouns(text: str, figures: Iterable[Figure], encoder: Encoder | None) -> dict[str, float]:
    """How like the nearest word of a question each noun is that the figures count, 0 to 1.

    «Два завода» are no answer to "how many companies", though both are enterprises.
    """
    nouns = sorted({figure.counted for figure in figures if figure.counted})
    words = _WORD.findall(fold(to_cyrillic(text).text))
    if encoder is None or not nouns or not words:
        return {}
    asked = encoder.encode_query(words)
    counted = encoder.encode_document([to_cyrillic(noun).text for noun in nouns])
    cosines = (counted @ asked.T).max(axis=1)
    scaled = ((cosines - _UNLIKE) / (_ALIKE - _UNLIKE)).clip(0.0, 1.0)
    return dict(zip(nouns, scaled.tolist(), strict=True))
