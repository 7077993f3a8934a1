"""The index of names as the program holds it: from a word to the names that it may begin."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, NamedTuple

from language.fold import IGNORABLE
from language.kazakh import is_ending, skeleton

Level = Literal["country", "region", "city", "group"]
Form = Literal["noun", "adjective", "demonym", "metonym", "own", "money"]

CAPITAL, NOT_INITIAL, EXACT_CASE, EXACT_LETTERS, SURNAME, COMMON = 1, 2, 4, 8, 16, 32
PLAIN_LETTERS, ABBREVIATION, MONTH, GIVEN_NAME = 64, 128, 256, 512
_FORM_ORDER: Final = {"noun": 0, "adjective": 1, "demonym": 1, "metonym": 2, "own": 3}
_LEVEL_ORDER: Final = {"country": 0, "group": 1, "region": 2, "city": 3}
_LONGEST_WORD: Final = 48
_MOST_REMEMBERED: Final = 200_000
_ADVERB_TAILS: Final = ("ша", "ше")  # "қазақша", "ағылшынша" name a language
_POSSESSED = re.compile("н[ае](?!н)|нд[ае]")  # "облысына", never "белизна"
_DERIVED: Final = (
    "лык",
    "дык",
    "тык",
    "лик",
    "дик",
    "тик",
    "лыг",
    "дыг",
    "тыг",
    "лиг",
    "диг",
    "тиг",
)
_PLURAL: Final = ("лар", "дар", "тар", "лер", "дер", "тер")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A country, region, city or group of countries; `names` is the display name by language."""

    code: str
    level: Level
    country: str | None
    parent: str | None
    names: Mapping[str, str]


class Candidate(NamedTuple):
    """A name that a word may begin; `rest` holds what each further word may be."""

    place: int
    form: Form
    flags: int
    rest: tuple[tuple[str, ...], ...]
    dotted: bool
    exact: str
    stem: int
    tail: str
    word_class: str


class Gazetteer:
    """All names; the words of a text are looked up once each and remembered."""

    def __init__(self, tables: dict[str, Any], context: dict[str, list[str]]) -> None:
        self.places: list[Place] = [
            Place(code=code, level=level, country=country, parent=parent, names=names)
            for code, level, country, parent, names in tables["places"]
        ]
        self.by_code: dict[str, Place] = {place.code: place for place in self.places}
        self.index: dict[str, list[list[Any]]] = tables["index"]
        self._beginnings = {
            kind: tuple(word for word in words if not word.endswith("."))
            for kind, words in context.items()
        }
        self._wholes = {
            kind: frozenset(word[:-1] for word in words if word.endswith("."))
            for kind, words in context.items()
        }
        self._forms: tuple[Form, ...] = tuple(tables["forms"])
        self._endings = {name: frozenset(tails) for name, tails in tables["endings"].items()}
        self._remembered: dict[str, tuple[Candidate, ...]] = {}
        self._continuing: dict[tuple[str, tuple[str, ...]], bool] = {}

    def candidates(self, word: str) -> tuple[Candidate, ...]:
        """Return the names that begin with this folded word, the longest stem first."""
        found = self._remembered.get(word)
        if found is None:
            found = self._look_up(word)
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = found
        return found

    def _look_up(self, word: str) -> tuple[Candidate, ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        plain = word.replace(IGNORABLE, "")
        bare = skeleton(plain)
        found = []
        for size in range(len(bare), 0, -1):
            if bare[:size] not in self.index:
                continue
            tail = bare[size:]
            for candidate in self.with_stem(bare[:size]):
                if not self.accepts(candidate.word_class, bare[:size], tail):
                    continue
                if candidate.flags & PLAIN_LETTERS and plain[:size] != bare[:size]:
                    continue
                if candidate.exact and not plain.startswith(candidate.exact):
                    continue
                form = self._form(candidate, tail)
                if form is not None:
                    found.append(candidate._replace(form=form, tail=tail))
        return tuple(
            sorted({self._same(one): one for one in reversed(found)}.values(), key=self._rank)
        )

    def _same(self, candidate: Candidate) -> tuple[object, ...]:
        """Return what two candidates share that differ in the class of their endings alone."""
        return candidate.place, candidate.form, candidate.flags, candidate.rest, candidate.stem

    def _rank(self, candidate: Candidate) -> tuple[int, ...]:
        level = self.places[candidate.place].level
        return (
            -len(candidate.rest),
            -candidate.stem,
            _FORM_ORDER[candidate.form],
            _LEVEL_ORDER[level],
        )

    def is_name(self, word: str) -> bool:
        """Tell whether a folded word is the whole of a name."""
        return any(not candidate.rest for candidate in self.candidates(word))

    def with_stem(self, stem: str) -> list[Candidate]:
        """Return the names whose first word has exactly this stem, whatever its ending."""
        return [
            Candidate(
                place=place,
                form=self._forms[form],
                flags=flags,
                rest=tuple(map(tuple, more[0])) if more else (),
                dotted=bool(more[1]) if more else False,
                exact=more[2] if more else "",
                stem=len(stem),
                tail="",
                word_class=word_class,
            )
            for word_class, place, form, flags, *more in self.index[stem]
        ]

    def accepts(self, word_class: str, stem: str, tail: str) -> bool:
        """Tell whether `tail` is an ending of the class after `stem`."""
        if word_class == "kk":
            return is_ending(tail) and (not _POSSESSED.match(tail) or stem.endswith(("ы", "и")))
        return tail in self._endings[word_class]

    def continues(self, word: str, alternatives: tuple[str, ...]) -> bool:
        """Tell whether a folded word is one of the "stem|class" alternatives."""
        known = self._continuing.get((word, alternatives))
        if known is None:
            known = self._continues(word, alternatives)
            self._continuing[word, alternatives] = known
            if len(self._continuing) > _MOST_REMEMBERED:
                self._continuing.clear()
        return known

    def _continues(self, word: str, alternatives: tuple[str, ...]) -> bool:
        bare = skeleton(word.replace(IGNORABLE, ""))
        for alternative in alternatives:
            stem, word_class = alternative.split("|")
            if bare.startswith(stem) and self.accepts(word_class, stem, bare[len(stem) :]):
                return True
        return False

    def beside(self, kind: str, word: str) -> bool:
        """Tell whether a folded word is, or begins with, one of the context's words of a kind."""
        bare = skeleton(word)
        return bare in self._wholes[kind] or bare.startswith(self._beginnings[kind])

    def ends_as(self, kind: str, word: str) -> bool:
        """Tell whether a folded word ends with one of the context's endings of a kind."""
        return skeleton(word).endswith(self._beginnings[kind])

    def _form(self, candidate: Candidate, tail: str) -> Form | None:
        """Return the form that the ending makes of a name, None where it names a language."""
        form = candidate.form
        if candidate.word_class != "kk":
            return form
        if tail.startswith(_ADVERB_TAILS) or tail.endswith(_ADVERB_TAILS):
            return None
        if form == "noun" and tail.startswith(_DERIVED):
            return "demonym" if tail[3:].startswith(_PLURAL) else "adjective"
        if form == "adjective" and tail.startswith(_PLURAL):
            return "demonym"
        return form


@cache
def gazetteer() -> Gazetteer:
    """Load the names; some milliseconds, once."""
    data = files("language").joinpath("data")
    tables = json.loads(data.joinpath("names.json").read_bytes())
    context = tomllib.loads(data.joinpath("places/context.toml").read_text(encoding="utf-8"))
    return Gazetteer(tables, context)
