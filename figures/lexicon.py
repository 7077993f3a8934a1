"""The words that figures are written with, read from the packs into one trie a language."""

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from language.fold import fold
from language.stems import skeleton

PACKS = Path(__file__).resolve().parent.parent / "language" / "packs"

_SCALARS = (
    "decimal", "endings", "suffix", "ordinal_suffix", "day_follows_month", "verb_final",
    "genitive", "counted_gap", "approximate", "possessive", "collective_ending", "ablative",
    "dative", "uninflected", "before_scale", "attribute",
    "single", "nominative", "reported", "verb_form", "regional", "urban",
)  # fmt: skip
_NEVER = "(?!)"
_SPLIT = re.compile(r"[^\W\d_]+[²³]?\d?|[№°]")

_VOICED = {"қ": "ғ", "к": "г", "п": "б"}  # Kazakh stops at the end of a stem, before a vowel
_SOFTENS = 5  # letters of a form, its sign included

_MOST_REMEMBERED = 200_000  # words and steps of a lexicon
_LONGEST_FORM = 30  # characters of a word that is looked up by its stem

Value = str | int | float


@dataclass(slots=True)
class Node:
    """One step of a phrase: what ends here, and the words that may follow."""

    entries: dict[str, Value] = field(default_factory=dict)
    exact: dict[str, "Node"] = field(default_factory=dict)
    stems: dict[str, "Node"] = field(default_factory=dict)  # any inflection of the stem
    prefixes: dict[str, "Node"] = field(default_factory=dict)  # anything after the prefix
    tails: dict[str, "Node"] = field(default_factory=dict)  # anything before these last letters

    @property
    def goes_on(self) -> bool:
        """Whether a phrase may go on behind this word."""
        return bool(self.exact or self.stems or self.prefixes)


class Mark(NamedTuple):
    """What a phrase of the lexicon means where it stands: section, value and length in words."""

    section: str
    value: Value
    words: int


class Opening(NamedTuple):
    """What one word means alone, by section, and the nodes from which a phrase may go on."""

    marks: dict[str, Mark]
    nodes: tuple[Node, ...]
    none: tuple[Mark, ...] = ()  # those that say what a word is not


class Lexicon:
    """The lexicon of one language: `steps(node, word)` walks it, word by folded word."""

    def __init__(self, pack: Path, *, extra: str | None = None, plain: bool = False) -> None:
        """`extra` names a further file of the pack; `plain` drops what only Kazakh letters tell
        apart, for questions typed without them."""
        data = tomllib.loads((pack / "figures.toml").read_text(encoding="utf-8"))
        if extra:
            data |= tomllib.loads((pack / extra).read_text(encoding="utf-8"))
        self.language = pack.name
        self.decimal: str = data["decimal"]
        self._plain = plain
        self.day_follows_month: bool = data.get("day_follows_month", False)
        self.verb_final: bool = data.get("verb_final", False)
        self.genitive = re.compile(self.spelled(data["genitive"]))
        self.between = re.compile(self.spelled(data["counted_gap"]))
        self.approximate = re.compile(self.spelled(data["approximate"]))
        self.suffix = self._pattern(data["suffix"])
        self.ordinal_suffix = self._pattern(data["ordinal_suffix"])
        self._endings = self._pattern(data["endings"])
        # endings of words and of numbers; a language without such a case has none
        self.possessive = self._pattern(data.get("possessive", _NEVER))
        self.collective = self._pattern(data.get("collective_ending", _NEVER))
        self.ablative = self._pattern(data.get("ablative", _NEVER))
        self.dative = self._pattern(data.get("dative", _NEVER))
        self.before_scale = self._pattern(data.get("before_scale", _NEVER))
        # the end of a word that only describes the counted noun behind it
        self.attribute = self._pattern(data.get("attribute", _NEVER))
        self.regional = self._pattern(data["regional"])
        self.urban = self._pattern(data["urban"])
        # a verb in reported speech, behind its plain form: «асқан|ын»
        self._reported = self._pattern(data.get("reported", _NEVER))
        self.nominative = self._pattern(data.get("nominative", _NEVER))
        # one plant, of which something is told, where many are counted
        self.single = self._pattern(data.get("single", _NEVER))
        self.verb = self._pattern(data.get("verb_form", _NEVER))  # of a finite verb or a participle
        self.uninflected = self._pattern(data.get("uninflected", _NEVER))
        self.root = Node()
        self._cache: dict[tuple[int, str], tuple[Node, ...]] = {}
        self._openings: dict[str, Opening | None] = {}
        for section, entries in data.items():
            if section in _SCALARS:
                continue
            for key, value in entries.items():
                for form in key.split("|"):
                    for variant in self._softened(form.strip()):
                        self._add(section, variant, value)

    def _pattern(self, expression: str) -> re.Pattern[str]:
        return re.compile(self.spelled(expression) + r"\Z")

    def spelled(self, text: str) -> str:
        """A folded text as this lexicon spells it."""
        return skeleton(text) if self._plain else text

    def _softened(self, form: str) -> tuple[str, ...]:
        """The form, and where its stem ends in a voiceless stop also the voiced one that it has
        before a vowel: «шаруашылық~», «шаруашылығ~»."""
        if not self.verb_final or not form.endswith("~") or len(form) < _SOFTENS:
            return (form,)
        voiced = _VOICED.get(form[-2])
        return (form, f"{form[:-2]}{voiced}~") if voiced else (form,)

    def _add(self, section: str, form: str, value: Value) -> None:
        node = self.root
        for word in re.findall(r"[^\s-]+", self.spelled(fold(form))):
            table, stem = node.exact, word
            if word.endswith("~"):
                table, stem = node.stems, word[:-1]
            elif word.startswith("*"):
                table, stem = node.tails, word[1:]
            elif word.endswith("*"):
                table, stem = node.prefixes, word[:-1]
            node = table.setdefault(stem, Node())
        node.entries.setdefault(section, value)

    def steps(self, node: Node, word: str) -> tuple[Node, ...]:
        """The nodes that `word` leads to from `node`, most literal first."""
        key = (id(node), word)
        found = self._cache.get(key)
        if found is None:
            found = tuple(self._steps(node, word))
            if len(self._cache) < _MOST_REMEMBERED:
                self._cache[key] = found
        return found

    def opening(self, word: str) -> Opening | None:
        """What a phrase that begins with `word` may mean; None where none does."""
        try:
            return self._openings[word]
        except KeyError:
            opening = self._open(word)
            if len(self._openings) < _MOST_REMEMBERED and len(word) <= _LONGEST_FORM:
                self._openings[word] = opening
            return opening

    def _open(self, word: str) -> Opening | None:
        nodes = self._steps(self.root, word)
        marks: dict[str, Mark] = {}
        for node in nodes:
            for section, value in node.entries.items():
                marks.setdefault(section, Mark(section, value, 1))
        onward = tuple(node for node in nodes if node.goes_on)
        if not (marks or onward):
            told = self._reported.fullmatch(word)
            return self._open(told[1]) if told else None
        none = tuple(mark for mark in marks.values() if mark.value == "none")
        return Opening(marks, onward, none)

    def _steps(self, node: Node, word: str) -> list[Node]:
        found = []
        if word in node.exact:
            found.append(node.exact[word])
        if node.tails and len(word) >= 6 and word[-3:] in node.tails:
            found.append(node.tails[word[-3:]])
        if node.stems or node.prefixes:
            # a word longer than any real form cannot be one; this keeps hostile input linear
            for length in range(min(len(word), _LONGEST_FORM), 0, -1):
                head = word[:length]
                if head in node.stems and self._endings.match(word, length):
                    found.append(node.stems[head])
                if head in node.prefixes:
                    found.append(node.prefixes[head])
        return found


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of "kk", "ru" or "en"."""
    return Lexicon(PACKS / language)


@cache
def plain_lexicon(language: str) -> Lexicon:
    """The lexicon of a language blind to the letters that its plain typing leaves out."""
    return Lexicon(PACKS / language, plain=True)


@cache
def question_lexicon(language: str) -> Lexicon:
    """The lexicon of a language with the words of questions, blind to Kazakh letters."""
    return Lexicon(PACKS / language, extra="questions.toml", plain=True)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a pack."""
    return tuple(sorted(path.parent.name for path in PACKS.glob("*/figures.toml")))


def number_value(value: Value) -> Decimal:
    """The Decimal of a number as a pack writes it."""
    return Decimal(str(value))
