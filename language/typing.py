"""Questions as they were meant: another keyboard layout, the genre's abbreviations, slips.

Careful by design: what the glossary or the gazetteer knows is never touched, and neither is a
capitalised word, for it may be somebody's name.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from language.fold import fold
from language.glossary import phrases, read_rows
from language.names import find_places
from language.near_names import edit_distance
from language.stemmers import cyrillic, latin, skeleton, tables
from language.stems import known_base, known_bases

_DATA = Path(__file__).with_name("data")
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_DOUBLED = re.compile(r"([^\W\d_])\1")
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_TRIMMED = re.compile(r"^[«\"(]+|[?!»\")]+$")
_SHORTEST_SLIP = 5
_LONG = 9  # two slips may be in a word of so many letters
_LONGEST_TAIL = 5
_DROPPED = 5  # letters of a word in which any but the first two may be dropped or added
_SURE = 8  # and any one letter may be wrong in a base of so many
_CERTAIN = 4  # a word this long that makes sense in the other layout only is no accident


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """A question as it was meant; `notes` hold each change as "written → meant"."""

    text: str
    notes: tuple[str, ...] = ()


def repair(text: str, is_told: Callable[[str], bool] = lambda word: False) -> Repaired:
    """Undo a swapped layout, spell abbreviations out, correct slips in words of the genre.

    A word that `is_told` somewhere in the corpus is no slip: a village, a company.
    """
    notes: list[str] = []
    text = _abbreviations(_layout(text, notes), notes)
    text = _slips(text, notes, is_told)
    return Repaired(text=text, notes=tuple(dict.fromkeys(notes)))


def _is_known(word: str) -> bool:
    """Whether the glossary, the stopwords or the gazetteer know a word, in whatever form."""
    folded = fold(word)
    bare = skeleton(folded)
    if bare in known_bases().stops:
        return True
    if _LATIN.search(folded):
        known = latin().cut(folded) in _latin_stems() or folded in _latin_stems()
    else:
        known = bool(known_base(bare, known_bases())) or bare in _phrase_words()
    return known or _is_stopword_form(bare) or bool(find_places(word))


def _is_stopword_form(bare: str) -> bool:
    """Whether the word is a stopword with suffixes: «жылдары» is no slip of «жолдары»."""
    stops = known_bases().stops
    return any(
        bare[:size] in stops and any(s.noun_tail(bare[size:]) for _, s in cyrillic())
        for size in range(3, len(bare))
    )


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(word for phrase in phrases().concepts for word in phrase.split())


@cache
def _latin_stems() -> frozenset[str]:
    return frozenset(word for word in _phrase_words() if _LATIN.search(word))


def _layout(text: str, notes: list[str]) -> str:
    """Retype the words that make sense only in another layout, and the unknown ones among them."""
    chunks = [match.span() for match in _CHUNK.finditer(text)]
    for retype in _layouts():
        changes = [_retyped(text[start:end], retype) for start, end in chunks]
        certain = [change for change in changes if change and change.makes_sense]
        if not any(len(change.word) >= _CERTAIN for change in certain):
            continue
        unknown = [change for change in changes if change and not change.makes_sense]
        if len(unknown) > len(certain):
            continue
        for (start, end), change in reversed(list(zip(chunks, changes, strict=True))):
            if change:
                text = text[:start] + change.text + text[end:]
        notes += [f"{change.before} → {change.word}" for change in changes if change]
        break
    return text


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    before: str
    word: str
    text: str
    makes_sense: bool


def _retyped(chunk: str, retype: Callable[[str], str]) -> _Change | None:
    """The chunk in the other layout, None where it already makes sense as it stands."""
    core = _TRIMMED.sub("", chunk)
    meant = retype(core.lower())
    letters = _WORD.findall(meant)
    if meant == core.lower() or not letters or _makes_sense(core):
        return None
    # A comma at the end may be «б» or a comma.
    shorter = retype(core.lower().rstrip(".,"))
    if not _makes_sense(meant) and _makes_sense(shorter):
        meant = shorter + core[len(core.rstrip(".,")) :]
    start = chunk.index(core) if core else 0
    whole = chunk[:start] + meant + chunk[start + len(core) :]
    return _Change(before=core, word=meant, text=whole, makes_sense=_makes_sense(meant))


def _makes_sense(chunk: str) -> bool:
    """Whether every word of the chunk is known, and it holds nothing but words."""
    words = _WORD.findall(chunk)
    rest = _WORD.sub("", chunk)
    if not words:
        return bool(rest) and not re.search(r"[\[\];'`]", rest)
    return all(_is_known(word) for word in words) and set(rest) <= set("-–—/.,:")


@cache
def _settings() -> dict[str, Any]:
    return tomllib.loads((_DATA / "typing.toml").read_text(encoding="utf-8"))


@cache
def _layouts() -> tuple[Callable[[str], str], ...]:
    boards = _settings()["keyboards"]
    pairs = [(board["keys"], board["letters"]) for board in boards.values()]
    to_cyrillic = [str.maketrans(keys, letters) for keys, letters in pairs]
    to_latin = [str.maketrans(letters, keys) for keys, letters in pairs]

    def typed(table: dict[int, int], other: re.Pattern[str]) -> Callable[[str], str]:
        def retype(chunk: str) -> str:
            # Figures, signs and words of the alphabet that is meant stay as they are.
            if other.search(chunk) or not (_LATIN.search(chunk) or _CYRILLIC.search(chunk)):
                return chunk
            return chunk.translate(table)

        return retype

    return (
        *(typed(table, _CYRILLIC) for table in to_cyrillic),
        *(typed(table, _LATIN) for table in to_latin),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Abbreviation:
    pattern: re.Pattern[str]
    meant: str
    needs_capitals: bool


@cache
def _abbreviation_rules() -> tuple[_Abbreviation, ...]:
    lines = (_DATA / "abbreviations.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    rows.sort(key=lambda row: -len(row[0]))
    return tuple(_abbreviation(*row) for row in rows)


def _abbreviation(written: str, meant: str, when: str) -> _Abbreviation:
    before = r"(?<=[\dIVXІ] )|(?<=\d)" if when == "number" else r"(?<![\w/.-])"
    pattern = f"(?:{before}){re.escape(written)}" + r"(?![\w/-])"
    flags = 0 if when == "capital" else re.IGNORECASE
    return _Abbreviation(
        pattern=re.compile(pattern, flags), meant=meant, needs_capitals=when == "capital"
    )


def _abbreviations(text: str, notes: list[str]) -> str:
    for rule in _abbreviation_rules():
        pattern = rule.pattern
        if rule.needs_capitals and text == text.lower():
            pattern = re.compile(pattern.pattern, re.IGNORECASE)

        def meant(match: re.Match[str], rule: _Abbreviation = rule) -> str:
            notes.append(f"{match.group()} → {rule.meant}")
            glued = match.start() > 0 and match.string[match.start() - 1].isdigit()
            return f" {rule.meant}" if glued else rule.meant

        text = pattern.sub(meant, text)
    return text


def _slips(text: str, notes: list[str], is_told: Callable[[str], bool]) -> str:
    """Correct words that nothing knows and that one word of the genre is a slip away from."""
    lower = text == text.lower()
    taken = [(place.start, place.end) for place in find_places(text, fuzzy=True)]
    for match in reversed(list(_WORD.finditer(text))):
        word = match.group()
        capital = not lower and match.start() > 0 and word != word.lower()
        if capital or any(start < match.end() and match.start() < end for start, end in taken):
            continue
        meant = _corrected(word.lower())
        if meant and not is_told(word):
            text = text[: match.start()] + meant + text[match.end() :]
            notes.append(f"{word} → {meant}")
    return text


def _corrected(word: str) -> str:
    """The word of the genre that was meant, or the empty string."""
    if len(word) < _SHORTEST_SLIP:
        return ""
    single = "" if _is_known(word) else _DOUBLED.sub(r"\1", word)  # «сколлько», "compaany"
    for wrong, right in _settings()["slips"]["endings"].items():
        meant = re.sub(wrong, right, single or word)
        if meant != word and latin().cut(meant) in _phrase_words():
            return meant
    if not single:
        return ""
    if single != word and _is_known(single):
        return single
    found = list(_near(word, 2 if len(word) >= _LONG else 1))
    found.sort(key=lambda slip: (slip.distance, slip.entry.rank, len(slip.meant), slip.meant))
    if not found:
        return ""
    first = found[0]
    rivals = (slip for slip in found if _stem(slip) != _stem(first))
    as_good = any((s.distance, s.entry.rank) == (first.distance, first.entry.rank) for s in rivals)
    return "" if as_good else first.meant


def _stem(slip: "_Slip") -> str:
    """What the forms of one word have in common: "business" and "businesses" are no rivals."""
    return latin().cut(slip.meant) if slip.entry.code in _latin_codes() else slip.meant


def _near(word: str, limit: int) -> Iterator["_Slip"]:
    """The words of the genre that the word may be a slip of."""
    bare, is_latin = skeleton(fold(word)), bool(_LATIN.search(word))
    for entry in _vocabulary().get(bare[0], ()):
        if (entry.code in _latin_codes()) is not is_latin:
            continue
        base = entry.base
        smallest = max(len(base) - limit, len(bare) - _LONGEST_TAIL, 4)
        for size in range(smallest, min(len(base) + limit, len(bare)) + 1):
            tail = bare[size:]
            if not (tail or entry.is_word) or not _is_tail(entry.code, tail, base):
                continue
            distance = edit_distance(bare[:size], base, limit)
            if 0 < distance <= limit and _is_slip(bare[:size], base, distance):
                yield _Slip(distance=distance, entry=entry, meant=entry.shown + word[size:])


def _is_slip(written: str, meant: str, distance: int) -> bool:
    """Whether the first change is one that fingers and ears make, or the word is a long one.

    Those are a letter doubled or dropped from a pair, two letters swapped, a letter like another.
    """
    at = next((i for i, (a, b) in enumerate(zip(written, meant, strict=False)) if a != b), -1)
    if distance > 1:
        size = min(len(written), len(meant))
        return size >= _LONG and (at < 0 or at > (2 if size <= _LONG else 0))
    if min(len(written), len(meant)) >= _SURE:
        return True
    if len(written) != len(meant):
        longer = max(written, meant, key=len)
        at = at if at >= 0 else len(longer) - 1
        doubled = longer[at] in longer[at - 1 : at]
        return len(longer) > _SHORTEST_SLIP and (doubled or (at > 1 and len(meant) > _DROPPED))
    if written[at : at + 2] == meant[at : at + 2][::-1]:
        return True
    changed = {written[at], meant[at]}
    return len(written) > _SHORTEST_SLIP and any(changed <= group for group in _alike())


@cache
def _alike() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in _settings()["slips"]["alike"])


_LATIN_TAILS = frozenset({"", "s"})


@cache
def _latin_codes() -> frozenset[str]:
    return frozenset(pack.code for pack in tables() if pack.data["script"] == "latn")


def _is_tail(code: str, tail: str, base: str) -> bool:
    if code in _latin_codes():
        return tail in _LATIN_TAILS and not (tail and base.endswith(tail))
    return next(stemmer.noun_tail(tail) for pack, stemmer in cyrillic() if pack.code == code)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """A base as a skeleton, its pack, its spelling, whether it is a word itself, its theme."""

    base: str
    code: str
    shown: str
    is_word: bool
    rank: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Slip:
    distance: int
    entry: _Entry
    meant: str


@cache
def _vocabulary() -> dict[str, list[_Entry]]:
    """Bases of the single words of the genre's themes, verbs aside, by first letter."""
    found: dict[tuple[str, str], _Entry] = {}
    for rank, theme in enumerate(_settings()["slips"]["themes"]):
        for row in read_rows(only=frozenset({theme})):
            for code, forms in row.forms.items():
                for entry in _entries(code, forms, rank):
                    old = found.get((entry.base, code))
                    if old is None or (entry.is_word and not old.is_word):
                        found[entry.base, code] = replace(entry, rank=old.rank if old else rank)
    for code, words in _settings()["slips"]["words"].items():
        for word in map(fold, words.split()):
            entry = _Entry(base=skeleton(word), code=code, shown=word, is_word=True, rank=0)
            found[entry.base, code] = entry
    entries: dict[str, list[_Entry]] = {}
    for entry in found.values():
        entries.setdefault(entry.base[0], []).append(entry)
    return entries


def _entries(code: str, forms: Sequence[str], rank: int) -> Iterator[_Entry]:
    stemmer = next((s for pack, s in cyrillic() if pack.code == code), None)
    for word in map(fold, forms):
        bare = skeleton(word)
        if not _WORD.fullmatch(word) or len(word) < _SHORTEST_SLIP:
            continue
        if stemmer and stemmer.verb_root(bare):
            continue
        base = stemmer.spelled_base(bare) if stemmer else bare
        yield _Entry(base=base, code=code, shown=word[: len(base)], is_word=base == bare, rank=rank)
