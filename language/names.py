"""Names of places in a text, whatever their case, language and script, and names to show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from language.fold import IGNORABLE, fold
from language.gazetteer import (
    ABBREVIATION,
    CAPITAL,
    COMMON,
    EXACT_CASE,
    GIVEN_NAME,
    MONTH,
    NOT_INITIAL,
    SURNAME,
    Candidate,
    Form,
    Gazetteer,
    Level,
    Place,
    gazetteer,
)
from language.kazakh import is_ending, skeleton
from language.near_names import nearest_candidates, respelled
from language.scripts import script_of

_WORD = re.compile(f"[^\\W\\d_]+(?:{IGNORABLE}+[^\\W\\d_]*)*")
_GAPS: Final = frozenset((" ", "-", "  ", " - ", "\n", " & ", "'"))
_LONGEST_LIST: Final = 8
_LONGEST_PREPOSITION: Final = 3
_ADDRESS_AFTER = re.compile(r"\.[a-z]|@|/")
_ENDS = re.compile(r"[.!?\n]")
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceMention:
    """A place named at `text[start:end]`: a country's ISO code, else its English name."""

    start: int
    end: int
    code: str
    level: Level
    country: str | None
    form: Form


def find_places(
    text: str, *, fuzzy: bool = False, money: bool = False, folded: str | None = None
) -> tuple[PlaceMention, ...]:
    """Return the places that `text` names, in order, none inside another.

    `fuzzy` is for questions: names misspelt by a letter or two count, and names that are common
    words too count without a capital where the whole text has none. `money` keeps the names that
    only tell a currency ("АҚШ доллары"), as mentions of the form "money". `folded` is the text
    folded, where it is known.
    """
    reading = _Reading(text, fold(text) if folded is None else folded, gazetteer(), fuzzy, money)
    return tuple(_without_languages(reading, list(reading.mentions())))


def place_name(code: str, language: str) -> str:
    """Return the name to show in "kk", "ru" or "en"; the code itself where it is unknown."""
    place = gazetteer().by_code.get(code)
    return place.names.get(language, code) if place else code


def known_place(code: str) -> Place | None:
    """Return the place with this code, None where there is none."""
    return gazetteer().by_code.get(code)


class _Reading:
    """One text being read: its words, and the questions that the rules ask about them."""

    def __init__(self, text: str, folded: str, names: Gazetteer, fuzzy: bool, money: bool) -> None:
        self.text = text
        self.folded = folded
        self.names = names
        self.fuzzy = fuzzy
        self.money = money
        matches = list(_WORD.finditer(self.folded))
        self.words = [match.span() for match in matches]
        self._folded_words = [match.group() for match in matches]

    @cached_property
    def is_cyrillic(self) -> bool:
        return script_of(self.text) == "cyrl"

    @cached_property
    def has_capitals(self) -> bool:
        return any(char.isupper() for char in self.text)

    def word(self, at: int) -> str:
        """Return the folded word number `at`, "" where there is none."""
        return self._folded_words[at] if 0 <= at < len(self._folded_words) else ""

    def gap(self, at: int) -> str:
        """Return what stands between word `at` and the next one."""
        if at < 0 or at + 1 >= len(self.words):
            return "\n"
        return self.folded[self.words[at][1] : self.words[at + 1][0]]

    def is_capital(self, at: int) -> bool:
        """Tell whether word number `at` exists and begins with a capital."""
        return 0 <= at < len(self.words) and self.text[self.words[at][0]].isupper()

    def mentions(self) -> Iterator[PlaceMention]:
        """Yield the mentions; where several names fit at a word, the longest one."""
        candidates = self.names.candidates
        pending: list[tuple[int, PlaceMention]] = []
        skip_to = 0
        for at, word in enumerate(self._folded_words):
            if at < skip_to:
                continue
            found = candidates(word)
            if not found and self.fuzzy:
                found = candidates(respelled(word)) or nearest_candidates(self.names, word)
            best = self._best(at, found) if found else None
            if best is None:
                continue
            last, candidate = best
            pending.append((at, self._mention(at, last, candidate)))
            if candidate.rest and self.names.beside("many", self.word(last)):
                self._share_level(pending, at, last)
            skip_to = last + 1
        return (mention for _, mention in pending)

    def _best(self, at: int, found: tuple[Candidate, ...]) -> tuple[int, Candidate] | None:
        """Return the first name that fits, and its last word; the longest ones come first."""
        for candidate in found:
            last = self._last_word(at, candidate) if candidate.rest else at
            if last is not None and self._fits(at, last, candidate):
                return last, candidate
        return None

    def _last_word(self, at: int, candidate: Candidate) -> int | None:
        for step, alternatives in enumerate(candidate.rest, start=1):
            gap = self.gap(at + step - 1)
            if gap != "." if candidate.dotted else gap not in _GAPS and gap not in (". ", "."):
                return None
            if "." in gap and not candidate.dotted and len(self.word(at + step - 1)) > 2:
                return None  # "г. Алматы" is one name, "… Алматы. Область …" is none
            if not self.names.continues(self.word(at + step), alternatives):
                return None
        return at + len(candidate.rest)

    def _fits(self, at: int, last: int, candidate: Candidate) -> bool:
        start = self.words[at][0]
        flags = candidate.flags
        written = self.text[start : start + candidate.stem]
        if flags & EXACT_CASE and written != candidate.exact.upper():
            return False
        if (
            flags & ABBREVIATION
            and candidate.tail
            and not self._is_upper_with_ending(at, candidate)
        ):
            return False
        if flags & CAPITAL and not self.is_capital(at):
            whole_is_small = self.fuzzy and not self.has_capitals
            if flags & NOT_INITIAL or not whole_is_small or candidate.tail:
                return False
        if flags & NOT_INITIAL and self._is_initial(start):
            return False
        if flags & SURNAME and self._follows_given_name(at):
            return False
        if flags & GIVEN_NAME and self._precedes_surname(last):
            return False
        if flags & MONTH and self._is_dated(at, last):
            return False
        if flags & COMMON and not self._stands_alone(at):
            return False
        if not self.money and self._is_money(at, last, candidate):
            return False
        return not self._is_part_of_other_name(at, last)

    def _is_upper_with_ending(self, at: int, candidate: Candidate) -> bool:
        """Tell "БАӘмен" from the "скота" that is no СКО."""
        start, end = self.words[at]
        ending = start + candidate.stem
        return self.text[start:ending].isupper() and self.text[ending:end].islower()

    def _is_initial(self, start: int) -> bool:
        before = self.folded[max(0, start - 6) : start].rstrip(" \"'-(")
        return not before or before[-1] in ".!?\n\r:"

    def _follows_given_name(self, at: int) -> bool:
        """Tell the "Қонаев" of "Д. Қонаев" and "Дінмұхамед Қонаев"."""
        before, gap = self.word(at - 1), self.gap(at - 1)
        if len(before) == 1 and gap in (".", ". "):
            return True
        named = gap == " " and len(before) > _LONGEST_PREPOSITION and self.is_capital(at - 1)
        return named and not self.names.is_name(before)

    def _precedes_surname(self, last: int) -> bool:
        """Tell the "Дания" of "Дания Еспаева"."""
        named = self.gap(last) == " " and self.is_capital(last + 1)
        return named and self.names.ends_as("surname", self.word(last + 1))

    def _is_dated(self, at: int, last: int) -> bool:
        """Tell the "Қазан" of "05 Қазан 2015"."""
        start, end = self.words[at][0], self.words[last][1]
        around = self.folded[max(0, start - 3) : start] + self.folded[end : end + 3]
        return any(char.isdigit() for char in around)

    def _stands_alone(self, at: int) -> bool:
        """Tell a common noun that needs no more to say which country or capital it is."""
        if self.is_capital(at) or self.names.beside("not_own", self.word(at - 1) or "-"):
            return False
        near_before = self.gap(at - 1) == " "
        if near_before and (
            self.is_capital(at - 1) and not self._is_initial(self.words[at - 1][0])
        ):
            return False
        if near_before and self.names.is_name(self.word(at - 1)):
            return False
        near_after = self.gap(at) == " "
        return not near_after or not (
            self.is_capital(at + 1) or self.names.is_name(self.word(at + 1))
        )

    def _is_part_of_other_name(self, at: int, last: int) -> bool:
        """Tell agencies, carriers, addresses, and Latin names in Cyrillic pages."""
        start, end = self.words[at][0], self.words[last][1]
        before, after = self.gap(at - 1), self.gap(last)
        if after == " " and self.names.beside("after", self.word(last + 1)):
            return True
        if before in (" ", ".", ". ") and self.names.beside("before", self.word(at - 1)):
            return True
        if _ADDRESS_AFTER.match(self.folded, end) or self.folded[max(0, start - 1) : start] in (
            ("@", "/", "_") if start else ()
        ):
            return True
        if not _LATIN.match(self.folded, start) or not self.is_cyrillic:
            return False
        joined = (" ", " & ", "-")
        return bool(
            (before in joined and _LATIN.match(self.word(at - 1)))
            or (after in joined and _LATIN.match(self.word(last + 1)))
        )

    def _is_money(self, at: int, last: int, candidate: Candidate) -> bool:
        """Tell a currency: "АҚШ доллары", "швейцарских франков", "US$", "долл. США"."""
        if self.folded.startswith("$", self.words[last][1]):
            return True
        following, names = self.word(last + 1), self.names
        if self.gap(last) == " " and following and names.beside("money", following):
            return not names.is_name(following)
        before = self.word(at - 1)
        undeclined = candidate.word_class == "ru_is" and not candidate.rest
        joined = self.gap(at - 1) in (" ", ". ", ".")
        return undeclined and joined and before.startswith("долл")

    def _mention(self, at: int, last: int, candidate: Candidate) -> PlaceMention:
        place = self.names.places[candidate.place]
        end = self.words[last][1]
        gap, following = self.gap(last), self.word(last + 1)
        possessive = gap == "'" and following == "s"
        if possessive or (gap in ("-", "'") and self._is_loose_ending(last + 1)):
            end = self.words[last + 1][1]
        return PlaceMention(
            start=self.words[at][0],
            end=end,
            code=place.code,
            level=place.level,
            country=place.country,
            form="money" if self._is_money(at, last, candidate) else candidate.form,
        )

    def _is_loose_ending(self, at: int) -> bool:
        """Tell the "тың" of "АҚШ-тың"."""
        word = self.word(at)
        small = bool(word) and not self.is_capital(at) and not _LATIN.match(word)
        return small and is_ending(skeleton(word))

    def _share_level(self, pending: list[tuple[int, PlaceMention]], at: int, last: int) -> None:
        """Read "Алматы және Мәскеу облыстары" as two regions: the plural belongs to both."""
        plural = self.word(last)
        position = at
        shared: list[tuple[int, PlaceMention]] = []
        while len(shared) < _LONGEST_LIST:
            joined = self.names.beside("joins", self.word(position - 1))
            before = position - (2 if joined else 1)
            if before < 0 or not (joined or self.gap(before) == ", "):
                break
            fitting = [
                candidate
                for candidate in self.names.candidates(self.word(before))
                if len(candidate.rest) == 1 and self.names.continues(plural, candidate.rest[0])
            ]
            if not fitting:
                break
            shared.insert(0, (before, self._mention(before, before, fitting[0])))
            position = before
        if shared:
            own = pending.pop()
            while pending and pending[-1][0] >= shared[0][0]:
                pending.pop()
            pending += [*shared, own]


def _without_languages(reading: _Reading, mentions: list[PlaceMention]) -> Iterator[PlaceMention]:
    """Drop the adjectives that name a language, alone or in a list ("қазақ және орыс тілі")."""
    dropped: set[int] = set()
    number_of = {start: at for at, (start, _) in enumerate(reading.words)}
    for number in range(len(mentions) - 1, -1, -1):
        mention = mentions[number]
        if mention.form not in ("adjective", "demonym"):
            continue
        following = number_of[mention.start] + 1
        while following < len(reading.words) and reading.words[following][0] < mention.end:
            following += 1
        if reading.names.beside("language", reading.word(following) or "-"):
            dropped.add(number)
            continue
        if reading.names.beside("joins", reading.word(following) or "-"):
            following += 1
        if number + 1 in dropped and reading.words[following][0] == mentions[number + 1].start:
            if not _ENDS.search(reading.folded, mention.end, mentions[number + 1].start):
                dropped.add(number)  # but «27 тыс. немцев. Немецкий язык изучают …»
    return (mention for number, mention in enumerate(mentions) if number not in dropped)
