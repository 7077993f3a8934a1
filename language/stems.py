"""Light stems: what is left of a word without its inflection, by tables that are data.

A word's language is told by its own letters and endings. A base that the glossary knows is kept
whole («сауда» is not «сау» + «да»); of an unknown word the inflection is cut as far as the pack's
tables go. Kazakh letters are folded into a skeleton first, so that words typed without them meet.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from language.fold import fold
from language.stemmers import Agglutinative, cyrillic, latin
from language.stemmers import skeleton as skeleton

LEXICON = Path(__file__).with_name("data") / "lexicon.tsv"

_LATIN = re.compile(r"[a-z]")
_DERIVING = 5  # the shortest base that adjectives are told from: «порт-ной» is a tailor


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownBases:
    """Surfaces of the bases that the glossary knows, per pack; values are canonical stems."""

    nouns: dict[str, dict[str, str]]
    verbs: dict[str, dict[str, str]]
    stops: frozenset[str]


@cache
def lexicon_parts() -> list[str]:
    """The parts of the compiled lexicon: bases, sizes of phrases, phrases, broader concepts."""
    return LEXICON.read_text(encoding="utf-8").split("\n\n")


@cache
def known_bases() -> KnownBases:
    """The stopwords and the bases that the compiled lexicon knows."""
    nouns: dict[str, dict[str, str]] = {}
    verbs: dict[str, dict[str, str]] = {}
    kinds = {"noun": nouns, "verb": verbs}
    stops, *lines = lexicon_parts()[0].splitlines()
    for line in lines:
        mark, plain, other = line.split("\t")
        kind, code = mark.split(".")
        words, pairs = plain.split(), other.split()
        bases = kinds[kind][code] = dict(zip(words, words, strict=True))
        bases.update(zip(pairs[::2], pairs[1::2], strict=True))
    return KnownBases(nouns=nouns, verbs=verbs, stops=frozenset(stops.split("\t")[1].split()))


def stem(word: str) -> str:
    """The stem of one word in any of the languages; words of one base meet in one stem."""
    return stem_folded(fold(word))


def stem_folded(word: str) -> str:
    """`stem` of a word that `fold` has already been through."""
    return stem_with(word, known_bases())


def stem_with(word: str, known: KnownBases) -> str:
    """The stem of a folded word, given the bases that are known."""
    bare = skeleton(word)
    if bare in known.stops:
        return bare
    if _LATIN.search(word):
        return latin().cut(word)
    code, owner = next(
        ((p.code, s) for p, s in cyrillic() if not p.own_letters.isdisjoint(word)), ("", None)
    )
    best = known_base(bare, known, code)
    if best:
        return best
    if owner is None:
        owner = next(
            (s for _, s in cyrillic() if isinstance(s, Agglutinative) and s.tells(bare)),
            cyrillic()[-1][1],
        )
    return owner.cut(bare)


def known_base(bare: str, known: KnownBases, only: str = "") -> str:
    """The stem of the longest known base that `bare` is a form of, or the empty string.

    `only` names the one pack that the word can be of, where its letters tell.
    """
    best, best_size = "", 0
    for pack, stemmer in cyrillic():
        if only and pack.code != only:
            continue
        nouns, verbs = known.nouns.get(pack.code, {}), known.verbs.get(pack.code, {})
        for size in range(len(bare), max(pack.shortest_known - 1, best_size), -1):
            head = bare[:size]
            rest = bare[size:]
            if head in nouns and (
                stemmer.noun_tail(rest) or (size >= _DERIVING and stemmer.derived_tail(rest))
            ):
                best, best_size = nouns[head], size
                break
            if head in verbs and stemmer.verb_tail(rest):
                best, best_size = verbs[head], size
                break
    return best
