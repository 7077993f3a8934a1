"""The stemmers: one for suffixes in slots, one for endings, one for a language with few of either.

Each is built from a pack's `stems.toml`; none knows which language it cuts.
"""

import re
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

PACKS = Path(__file__).with_name("packs")

_SKELETON = str.maketrans("әғқңөұүһіёӊӘ", "агкноуухиена")
_MAX_SUFFIXES = 5
_VOWELS = frozenset("аеиоуыэюяaeiouy")


def skeleton(word: str) -> str:
    """A folded word with each Kazakh letter replaced by the Russian one typed in its stead."""
    return word.translate(_SKELETON)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tables:
    """The stem tables of one pack."""

    code: str
    own_letters: frozenset[str]
    rank: int
    shortest: int
    shortest_known: int
    data: dict[str, Any]

    def members(self, *names: str) -> frozenset[str]:
        """All suffixes of the named lists."""
        return frozenset(suffix for name in names for suffix in self.data.get(name, ()))


@cache
def tables() -> tuple[Tables, ...]:
    """The tables of every pack that has some, in the order of their folders' names."""
    return tuple(_read_tables(path) for path in sorted(PACKS.glob("*/stems.toml")))


def _read_tables(path: Path) -> Tables:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return Tables(
        code=path.parent.name,
        own_letters=frozenset(data["own_letters"]),
        rank=data["rank"],
        shortest=data["shortest"],
        shortest_known=data["shortest_known"],
        data=data,
    )


class Agglutinative:
    """Cuts slots of suffixes from the right: derivation, plural, possessive, case."""

    def __init__(self, pack: Tables) -> None:
        """Index the pack's suffixes by slot."""
        data = pack.data
        self._pack = pack
        self._slots = (
            pack.members("derived"),
            pack.members("plural"),
            pack.members("possessive"),
            pack.members("case"),
            pack.members("particle"),
        )
        self._voice = pack.members("voice")
        self._verbal = pack.members("verbal")
        self._verbal_open = pack.members("verbal_open")
        # «ынтымақтас-тық» is a noun, though «-тық» is an ending of verbs too.
        self._finite = pack.members("verbal", "participles") - pack.members("derived")
        self._telling = tuple(data["telling"])
        self._cuts = tuple(
            pack.members(name) for name in ("cut_case", "cut_possessive", "plural", "cut_derived")
        )
        self._kept = tuple(data["kept_endings"])
        self._after_possessive = frozenset(data["after_possessive"])
        self._narrow_vowels = frozenset(data["narrow_vowels"])
        self._infinitive = frozenset(data["infinitive"])
        self._back = frozenset(data["back_vowels"])
        self._front = frozenset(data["front_vowels"])
        self._harmony_free = frozenset(data["harmony_free"])
        self._back_suffix = frozenset(data["back_suffix"])
        self._front_suffix = frozenset(data["front_suffix"])
        self._voicing = {pair[2]: pair[0] for pair in data["voicing"]}
        self._narrow = re.compile(
            rf"([^{''.join(_VOWELS)}])[{data['narrow_vowels']}]([{data['narrow_before']}])$"
        )
        self.noun_tail = lru_cache(maxsize=50_000)(self._noun_tail)
        self.verb_tail = lru_cache(maxsize=50_000)(self._verb_tail)

    def tells(self, word: str) -> bool:
        """Whether a word typed without the language's letters still ends as only it does."""
        return len(word) > 4 and word.endswith(self._telling) and self.cut(word) != word

    def canonical(self, base: str) -> str:
        """One spelling for the forms that a base takes before a vowel."""
        if len(base) > self._pack.shortest and base[-1] in self._voicing:
            base = base[:-1] + self._voicing[base[-1]]
        if len(base) > 4:
            base = self._narrow.sub(r"\1\2", base)
        return base

    def spelled_base(self, form: str) -> str:
        """The part of a dictionary form that its suffixes are put to, as it is spelt."""
        return form

    def lemma_stem(self, base: str) -> str:
        """The stem of a noun that is given in its dictionary form."""
        return self.canonical(base)

    def verb_root(self, form: str, roots: Container[str] = ()) -> str:
        """The root of an infinitive in «-у», or the empty string; «су» and «тау» have none.

        A root as short as that of «өсу» wants to be one of the known `roots`.
        """
        root, ending = form[:-1] + ("й" if form.endswith("ю") else ""), form[-1:]
        if ending and ending in self._infinitive:
            return root if len(form) > self._pack.shortest or root in roots else ""
        return ""

    def root_surfaces(self, root: str) -> set[str]:
        """The spellings of a verb's root before its suffixes: «көрсет – көрсетті, көрседі»."""
        return {root}

    def noun_surfaces(self, base: str) -> set[str]:
        """The spellings of a noun that may stand before a suffix."""
        found = {base}
        if len(base) > 3:
            found |= {base[:-1] + soft for soft, hard in self._voicing.items() if base[-1] == hard}
        if len(base) > 3:
            found.add(self._narrow.sub(r"\1\2", base))
        return found

    def _noun_tail(self, rest: str, slot: int = 0, depth: int = 0) -> bool:
        if not rest:
            return True
        if depth == _MAX_SUFFIXES:
            return False
        return any(
            rest[:cut] in self._slots[level] and self._noun_tail(rest[cut:], level, depth + 1)
            for level in range(slot, len(self._slots))
            for cut in range(1, min(len(rest), 8) + 1)
        )

    def inflected(self, rest: str) -> bool:
        """Whether `rest` is inflection and nothing else: plural, possessive, case."""
        if rest in self._slots[0]:
            return False
        return rest in self._slots[2] or (len(rest) > 1 and self._noun_tail(rest, 1))

    def derived_tail(self, rest: str) -> bool:
        """Derivation is a slot of its own here, and part of `noun_tail`."""
        return self.noun_tail(rest)

    def finite(self, rest: str) -> bool:
        """Whether `rest` makes a verb of a root, as in «құра-ды», and so no new base."""
        return len(rest) > 1 and rest in self._finite

    def _verb_tail(self, rest: str, depth: int = 0) -> bool:
        if not rest:
            return True
        for cut in range(1, len(rest) + 1):
            head, tail = rest[:cut], rest[cut:]
            if head in self._verbal and (not tail or self._noun_tail(tail, 4)):
                return True
            if head in self._verbal_open and self.noun_tail(tail):
                return True
            if depth < 2 and head in self._voice and tail and self._verb_tail(tail, depth + 1):
                return True
        return False

    def cut(self, word: str) -> str:
        """An unknown word without case, possessive, plural and one derivation, once each."""
        for slot in self._cuts:
            if not word.endswith(self._kept):
                word = self._cut_once(word, slot)
        return self.canonical(word)

    def _cut_once(self, word: str, slot: frozenset[str]) -> str:
        for size in range(min(7, len(word) - self._pack.shortest), 0, -1):
            base, suffix = word[:-size], word[-size:]
            if suffix in slot and self._agrees(base, suffix):
                return base
        return word

    def _agrees(self, base: str, suffix: str) -> bool:
        if suffix in self._after_possessive and base[-1] not in self._narrow_vowels:
            return False
        last = next((letter for letter in reversed(base) if letter in _VOWELS), "")
        first = next((letter for letter in suffix if letter in _VOWELS), "")
        if not last:
            return False
        # A vowel suffix after a vowel, and a bare consonant after one, are no Kazakh joints.
        if suffix[0] in _VOWELS and base[-1] in _VOWELS:
            return False
        if not first and base[-1] not in _VOWELS:
            return False
        if base[-1] in self._harmony_free:
            return True
        clash_front = last in self._back and first in self._front_suffix
        clash_back = last in self._front and first in self._back_suffix
        return not (clash_front or clash_back)


class Inflecting:
    """Cuts one ending of nouns and adjectives, or of a verb whose root is known."""

    def __init__(self, pack: Tables) -> None:
        """Build the closed sets of endings."""
        data = pack.data
        self._pack = pack
        self._endings = pack.members("endings")
        self._longest = max(map(len, self._endings))
        self._fleeting = [tuple(pair.split(">")) for pair in data["fleeting"]]
        self._fleeting_unknown = [tuple(pair.split(">")) for pair in data["fleeting_unknown"]]
        self._cuttable = self._endings - pack.members("never_cut")
        self._fleeting_shortest = data["fleeting_shortest"]
        self._reflexive = tuple(data["reflexive"])
        self._infinitives = tuple(data["infinitives"])
        self._root_changes = [tuple(pair.split(">")) for pair in data["root_changes"]]
        self._not_infinitives = frozenset(data["not_infinitives"])
        verbal = pack.members("verb_endings")
        long = {stem + end for stem in data["participles"] for end in (*self._endings, "")}
        self._verbal = frozenset(verbal | long)
        self._adjectival = frozenset(
            suffix + end for suffix in data["adjectives"] for end in data["adjective_endings"]
        )

    def spelled_base(self, form: str) -> str:
        """The part of a dictionary form that its endings are put to, as it is spelt."""
        return self.stripped(form)

    def lemma_stem(self, base: str) -> str:
        """The stem of a noun that is given in its dictionary form."""
        return self._settled(self.stripped(base), self._fleeting)

    def root_surfaces(self, root: str) -> set[str]:
        """The spellings of a verb's root before its endings: «планиров-ать, планиру-ет»."""
        found = {root}
        for infinitive, present in self._root_changes:
            if root.endswith(infinitive) and len(root) > len(infinitive) + 1:
                found.add(root[: -len(infinitive)] + present)
        return found

    def noun_surfaces(self, base: str) -> set[str]:
        """The stem of a noun with its fleeting vowel and without."""
        stem = self.stripped(base)
        found = {stem, self._settled(stem, self._fleeting)}
        for full, short in self._fleeting:
            if stem.endswith(short) and len(stem) > 3 and stem[-2] not in _VOWELS:
                found.add(stem[: -len(short)] + full)
        return found

    def stripped(self, word: str) -> str:
        """The word without its longest ending."""
        return self._without(word, self._endings)

    def cut(self, word: str) -> str:
        """An unknown word without its ending, fleeting vowel dropped."""
        return self._settled(self._without(word, self._cuttable), self._fleeting_unknown)

    def _without(self, word: str, endings: frozenset[str]) -> str:
        for size in range(min(self._longest, len(word) - self._pack.shortest), 0, -1):
            if word[-size:] in endings and any(x in _VOWELS for x in word[:-size]):
                return word[:-size]
        return word

    def _settled(self, base: str, fleeting: list[tuple[str, ...]]) -> str:
        """One spelling for stems with a fleeting vowel."""
        if len(base) > self._fleeting_shortest:
            for full, short in fleeting:
                if base.endswith(full) and base[-len(full) - 1] not in _VOWELS:
                    return base[: -len(full)] + short
        return base

    def verb_root(self, form: str, roots: Container[str] = ()) -> str:
        """The root of an infinitive, or the empty string; `roots` are not needed to tell."""
        for suffix in self._reflexive:
            form = form.removesuffix(suffix)
        if form in self._not_infinitives:
            return ""
        ending = next((end for end in self._infinitives if form.endswith(end)), "")
        if not ending:
            return ""
        if ending == "сти":
            return form[:-1]
        # «име-ть» keeps its vowel, for the root would be no more than «им».
        return form[:-3] if len(form) > self._pack.shortest_known + 2 else form[:-2]

    def noun_tail(self, rest: str) -> bool:
        """Whether `rest` is one ending, or nothing."""
        return not rest or rest in self._endings

    def derived_tail(self, rest: str) -> bool:
        """Whether `rest` makes an adjective of a noun."""
        return rest in self._adjectival

    def verb_tail(self, rest: str) -> bool:
        """Whether `rest` may follow a verb's root, reflexive or not."""
        if rest.endswith(self._reflexive):
            rest = rest[:-2]
        return not rest or rest in self._verbal


class Reducing:
    """Cuts the few endings of a language that has few."""

    def __init__(self, pack: Tables) -> None:
        """Split the replacements `from>to`."""
        data = pack.data
        self._shortest = pack.shortest
        self._possessive = tuple(data["possessive"])
        self._plural = [tuple((rule + ">").split(">")[:2]) for rule in data["plural"]]
        self._plural_never = tuple(data["plural_never"])
        self._verb = tuple(data["verb"])
        self._silent = tuple(data["silent"])
        self._silent_shortest = data["silent_shortest"]  # «wine» is no «win»

    def cut(self, word: str) -> str:
        """The word without possessive, plural, -ing or -ed, silent e."""
        for suffix in self._possessive:
            word = word.removesuffix(suffix)
        if not word.endswith(self._plural_never):
            for ending, instead in self._plural:
                if word.endswith(ending) and len(word) - len(ending) >= self._shortest - 1:
                    word = word.removesuffix(ending) + instead
                    break
        for suffix in self._verb:
            base = word.removesuffix(suffix)
            if base != word and len(base) >= self._shortest and _VOWELS & set(base):
                word = base
                break
        for suffix in self._silent:
            if word.endswith(suffix) and len(word) > self._silent_shortest:
                word = word.removesuffix(suffix)
        return word


Stemmer = Agglutinative | Inflecting


@cache
def cyrillic() -> tuple[tuple[Tables, Stemmer], ...]:
    """The stemmers of the Cyrillic packs, the most telling first."""
    packs = sorted((p for p in tables() if p.data["script"] == "cyrl"), key=lambda p: -p.rank)
    return tuple((p, Agglutinative(p) if "case" in p.data else Inflecting(p)) for p in packs)


@cache
def latin() -> Reducing:
    """The stemmer of words in Latin letters."""
    return next(Reducing(p) for p in tables() if p.data["script"] == "latn")
