"""Kazakh in its Latin alphabets: whether a text is, which alphabet, its Cyrillic letters."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from language.aligned import Letter, scan_letters
from language.kazakh import restore

WORD = re.compile("[A-Za-z\u00c0-\u024f\u0259]+(?:['’‘ʼʻ`´][A-Za-z\u00c0-\u024f\u0259]*)*")
# the capital İ would become two characters in lower case
_APOSTROPHES = str.maketrans("’‘ʼʻ`´İ", "''''''i")
_BASE_LETTERS = str.maketrans("ıŋəğǧ", "inagg")
_FOREIGN_SPELLING = re.compile("c(?!h)|w|x|oo|ee|ph|th")
_LONGEST_WORD = 48
# behind "ai" the i is the glide, and y a vowel: "paiyz"
_VOWEL_Y = re.compile("(?:(?<![aeioäöüıáóú])|(?<=[aeoáó][iı]))y(?![aeioäöüıáóú])")
_GLIDE_Y = re.compile("(?<=[aeioäöüıáóú])(?<![aeoáó][iı])y|y(?=[aeioäöüıáóú])")
_VOWELS = frozenset("аәеэоөуұүыіиюя")
_AFTER_WHICH_Y_GLIDES = frozenset("аәеоө")
_FRONT = frozenset("әеөүі")
_BACK = frozenset("аоұы")


@dataclass(frozen=True, kw_only=True, slots=True)
class Alphabet:
    """One Latin alphabet: the signs it is told by, and its letters and letter groups."""

    name: str
    absent: frozenset[str]
    signs: tuple[str, ...]
    replaceable: frozenset[str]
    vowel_y: bool | None
    table: dict[str, str]
    longest: int


@cache
def data() -> dict[str, Any]:
    """Read the tables of the scripts."""
    path = files("language").joinpath("data/kazakh_scripts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _alphabets() -> tuple[Alphabet, ...]:
    return tuple(_alphabet(row, frozenset()) for row in data()["latin"])


@cache
def _variant(name: str, absent: frozenset[str]) -> Alphabet:
    """Return an alphabet as those write it who do without some of its letters."""
    return _alphabet(next(row for row in data()["latin"] if row["name"] == name), absent)


def _alphabet(row: dict[str, Any], absent: frozenset[str]) -> Alphabet:
    table = data()["latin_common"]["letters"] | row["letters"]
    for letter in absent:
        table |= row["without"][letter]
    return Alphabet(
        name=row["name"],
        absent=absent,
        signs=tuple(row["signs"]),
        replaceable=frozenset(row.get("without", ())),
        vowel_y={"y_is_vowel": True, "y_is_consonant": False}.get(row.get("needs", "")),
        table=table,
        longest=max(map(len, table)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Evidence:
    words: frozenset[str]
    asks: frozenset[str]
    endings: tuple[str, ...]
    neutral: frozenset[str]
    against: frozenset[str]
    own: frozenset[str]
    shortest: int
    least_share: float
    least_hits: int


@cache
def _evidence() -> _Evidence:
    table = data()["evidence"]
    return _Evidence(
        words=frozenset(table["words"].split()),
        asks=frozenset(table["asks"].split()),
        endings=tuple(sorted(set(table["endings"].split()))),
        neutral=frozenset(table["neutral"].split()),
        against=frozenset(table["against"].split()),
        own=frozenset(table["own"]),
        shortest=table["shortest_word_with_ending"],
        least_share=table["least_share"],
        least_hits=table["least_hits"],
    )


def plain_word(word: str) -> str:
    """Return a Latin word in lower case without its marks ("Ūlybritaniia" is "ulybritaniia")."""
    decomposed = unicodedata.normalize("NFD", word.lower().translate(_BASE_LETTERS))
    return "".join(char for char in decomposed if char.isalpha())


def kazakh_alphabet(paragraph: str, whole: str) -> Alphabet | None:
    """Return the Latin alphabet of `paragraph` where it is Kazakh, told by the `whole` text."""
    hits, against, _words = _votes(paragraph)
    if _is_kazakh(whole):  # then a paragraph need only not look like another language
        kazakh = hits > against or (hits == against and not is_foreign(paragraph))
    else:
        kazakh = _is_kazakh(paragraph)
    return _alphabet_of(whole) if kazakh else None


def alphabet_of(text: str) -> Alphabet:
    """Return the Latin alphabet that `text` is in, given that it is Kazakh."""
    return _alphabet_of(text)


@lru_cache(maxsize=4)
def _is_kazakh(text: str) -> bool:
    evidence = _evidence()
    hits, against, words = _votes(text)
    enough = hits >= evidence.least_hits or (hits == words == 1)
    return enough and hits > 2 * against and hits >= evidence.least_share * words


def _votes(text: str) -> tuple[int, int, int]:
    """Return the votes for Kazakh, those against it, and the number of words."""
    votes = [_vote(word.lower()) for word in WORD.findall(text.translate(_APOSTROPHES))]
    return sum(vote for vote in votes if vote > 0), votes.count(-1), len(votes)


@lru_cache(maxsize=50_000)
def _vote(word: str) -> int:
    """Return 1 for a word that looks Kazakh, 2 for one that asks, -1 for another language's."""
    if len(word) > _LONGEST_WORD:
        return 0
    evidence, plain = _evidence(), plain_word(word)
    if plain in evidence.against:
        return -1
    if plain in evidence.neutral:
        return 0
    if plain in evidence.asks:
        return 2
    known = plain in evidence.words or _has_kazakh_q(plain) or not evidence.own.isdisjoint(word)
    ended = len(plain) >= evidence.shortest and plain.endswith(evidence.endings)
    return int(known or ended)


def _has_kazakh_q(plain: str) -> bool:
    """Tell q that is not the foreign "qu-" before a vowel ("qala", "aqparat", "qurady")."""
    return re.search("q(?!u[aeio])", plain) is not None


def is_foreign(phrase: str) -> bool:
    """Tell a name that Kazakh spelling has no way to write: c without h, w, x, doubled o or e."""
    return _FOREIGN_SPELLING.search(phrase.lower()) is not None


@lru_cache(maxsize=4)
def _alphabet_of(text: str) -> Alphabet:
    """Return the alphabet whose signs the text holds most often."""
    lowered = text.translate(_APOSTROPHES).lower()
    vowel_y = _y_is_vowel(lowered)
    best, best_score = _alphabets()[-1], 0
    written = {sign for alphabet in _alphabets() for sign in alphabet.signs if sign in lowered}
    known = [alphabet for alphabet in _alphabets() if written <= alphabet.table.keys()]
    for alphabet in known or _alphabets():
        if alphabet.vowel_y not in (None, vowel_y):
            continue
        score = sum(lowered.count(sign) for sign in alphabet.signs)
        if score > best_score:
            best, best_score = alphabet, score
    absent = frozenset(letter for letter in best.replaceable if letter not in lowered)
    return _variant(best.name, absent) if absent else best


def _y_is_vowel(lowered: str) -> bool:
    """Tell y for ы ("tauar ainalymy") from y for й; without y, ı among back vowels is ы itself."""
    vowel, glide = len(_VOWEL_Y.findall(lowered)), len(_GLIDE_Y.findall(lowered))
    if vowel != glide:
        return vowel > glide
    words = map(frozenset, WORD.findall(lowered))
    return not any("ı" in word and word & set("ao") and not word & set("äöüe") for word in words)


@lru_cache(maxsize=50_000)
def transliterate_latin(word: str, name: str, absent: frozenset[str]) -> tuple[Letter, ...]:
    """Spell a word of an alphabet in Cyrillic, offsets from its start; capitals stay capitals."""
    alphabet = _variant(name, absent)
    lowered = word.translate(_APOSTROPHES).lower()
    if len(lowered) != len(word) or len(word) > _LONGEST_WORD:
        return tuple(Letter(char, at, at + 1) for at, char in enumerate(word))
    letters = _decide(scan_letters(lowered, alphabet.table, alphabet.longest))
    if absent or not alphabet.signs:
        restored = restore("".join(letter.char for letter in letters))
        letters = _respelled(letters, restored)
    letters = _initial_e(letters)
    if word[0].isupper():
        spelled = "".join(letter.char for letter in letters)
        whole = len(word) > 1 and word.isupper()
        letters = _respelled(
            letters, spelled.upper() if whole else spelled[0].upper() + spelled[1:]
        )
    return tuple(letters)


def _respelled(letters: list[Letter], chars: str) -> list[Letter]:
    return [Letter(char, *old[1:]) for char, old in zip(chars, letters, strict=True)]


def _initial_e(letters: list[Letter]) -> list[Letter]:
    spelled = "".join(letter.char for letter in letters)
    if spelled.startswith("е") and ("э" + spelled[1:]).startswith(_loans_with_e()):
        return [Letter("э", letters[0].start, letters[0].end), *letters[1:]]
    return letters


@cache
def _loans_with_e() -> tuple[str, ...]:
    return tuple(data()["loans"]["with_e"].split())


def _decide(letters: list[Letter]) -> list[Letter]:
    """Resolve the roles from left to right, then those that harmony decides."""
    out: list[Letter] = []
    at = 0
    while at < len(letters):
        letter = letters[at]
        before = out[-1].char if out else ""
        after = letters[at + 1].char if at + 1 < len(letters) else ""
        if letter.char in ("@i", "@?"):
            beyond = letters[at + 2].char if at + 2 < len(letters) else ""
            char, used = _decide_i(letter.char, before, after, beyond)
            out.append(Letter(char, letter.start, letters[at + used - 1].end))
            at += used
            continue
        if letter.char == "@n" and _is_vowel(after):
            middle = letter.start + 1
            out += (Letter("н", letter.start, middle), Letter("@g", middle, letter.end))
        else:
            out.append(Letter(_decide_other(letter.char, before, after, out), *letter[1:]))
        at += 1
    return _harmonise(out)


def _is_vowel(char: str) -> bool:
    return char in _VOWELS or char in ("@i", "@?", "@u", "@y")


def _decide_i(role: str, before: str, after: str, beyond: str) -> tuple[str, int]:
    """Return the letter for и/й/і and how many letters of the original it takes up."""
    after_vowel = _is_vowel(before)
    if after == "а" and (after_vowel or not before):
        return "я", 2
    if after in ("у", "@u") and (after_vowel or not before):
        return "ю", 2
    if after in ("у", "@u") and beyond and not _is_vowel(beyond):
        return "ю", 2
    if role == "@?" and before == "и":
        return "і", 1
    if after_vowel:
        return "й", 1
    if _is_vowel(after):
        return "и", 1
    if role == "@i":
        return "и", 1
    return ("@?", 1) if before else ("і", 1)


def _decide_other(char: str, before: str, after: str, out: list[Letter]) -> str:
    if char == "@y":
        glides = before in _AFTER_WHICH_Y_GLIDES and (after == "@y" or not _is_vowel(after))
        return "й" if glides else "ы"
    if char == "@u":
        if _is_vowel(before) or _is_vowel(after):
            return "у"
        return "у" if any(_is_vowel(letter.char) for letter in out) else "@ұ"
    return "ң" if char == "@n" else char


def _harmonise(letters: list[Letter]) -> list[Letter]:
    chars = [letter.char for letter in letters]
    back = any(char in _BACK for char in chars)
    front = any(char in _FRONT for char in chars) and not back
    for at, char in enumerate(chars):
        if char == "@?":
            chars[at] = "и" if back else "і"
        elif char == "@ұ":
            chars[at] = "ү" if front else "ұ"
        elif char == "@g":
            chars[at] = "ғ" if _nearest_is_back(chars, at) else "г"
    return [Letter(char, *old[1:]) for char, old in zip(chars, letters, strict=True)]


def _nearest_is_back(chars: list[str], at: int) -> bool:
    for char in (*reversed(chars[:at]), *chars[at + 1 :]):
        if char in _BACK or char in _FRONT:
            return char in _BACK
    return False
