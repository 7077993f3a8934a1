"""Build the tables of names from CLDR, ISO 3166 and our own rows; run by hand, never at run time.

    python -m language.build_names          # writes language/data/cldr.json and names.json

Needs babel and pycountry. The own rows are language/data/places/*.tsv: the code first, then what a
file's kind says (level, parent, country, "trade" for a group that is traded with), then the forms
in Kazakh, Russian and English, separated by commas. Signs before a form:
    *  the name to show, in place of CLDR's    +  that too, but not looked for in texts
    ~  adjective    @  a people
    ^  another name of a city ("southern capital")    &  our own country
    !  a capital letter must stand first    !!  and not only because a sentence begins
    #  written exactly so, capitals too    %  Kazakh letters count    =  takes no endings
    ?  a surname too: no other name may stand right before it
    $  a given name too: no surname may stand right after it
    0  a month too: no number may stand beside it
    _  a common noun too: a small letter, and nothing beside it that says what it is
    :  spelt right only: in questions too, nothing like it is taken for it (all of far.tsv)
"""

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pycountry
from babel import Locale

from language.fold import fold
from language.kazakh import skeleton

DATA: Final = Path(__file__).parent / "data"
PACKS: Final = Path(__file__).parent / "packs"
LANGUAGES: Final = ("kk", "ru", "en")
FORMS: Final = ("noun", "adjective", "demonym", "metonym", "own")
CAPITAL, NOT_INITIAL, EXACT_CASE, EXACT_LETTERS, SURNAME, COMMON = 1, 2, 4, 8, 16, 32
PLAIN_LETTERS, ABBREVIATION, MONTH, GIVEN_NAME, SPELT_RIGHT = 64, 128, 256, 512, 1024

_SIGNS = re.compile(r"[*+~@^&!#%=?$_0:]*")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_A_PART = re.compile(r"\s*\(.*?\)")
_LINKED = re.compile(r"(?<=[сц]к)\b")
_LINKED_LAST = re.compile(r"(?<=[сц]к)$")
_TOWN_ADJECTIVE = re.compile(r"(.{3,}[нйрмгд])ск")
_FORM_OF_SIGN = {"~": 1, "@": 2, "^": 3, "&": 4}


@dataclass(kw_only=True)
class _Place:
    code: str
    level: str
    country: str | None
    parent: str | None
    names: dict[str, str] = field(default_factory=dict)


def cldr() -> dict[str, Any]:
    """Return the names of countries, currencies and months in each language."""
    tables: dict[str, Any] = {"countries": {}, "currencies": {}, "months": {}}
    codes = [*sorted(country.alpha_2 for country in pycountry.countries), "XK"]
    currencies = sorted(currency.alpha_3 for currency in pycountry.currencies)
    for language in LANGUAGES:
        locale = Locale(language)
        for code in codes:
            name = locale.territories.get(code)
            if name:
                tables["countries"].setdefault(code, {})[language] = _NOT_A_PART.sub("", name)
        for code in currencies:
            if code in locale.currencies:
                tables["currencies"].setdefault(code, {})[language] = locale.currencies[code]
        months = locale.months["format"]["wide"], locale.months["stand-alone"]["wide"]
        tables["months"][language] = [
            sorted({str(form[month]).lower() for form in months}) for month in range(1, 13)
        ]
    return tables


def names(tables: dict[str, Any]) -> dict[str, Any]:
    """Return the places and the index from the stem of a first word to what it may begin."""
    builder = _Builder()
    official = _official_names()
    rows = {cells[0]: cells[1:] for cells in _rows("countries.tsv")}
    claimed = {
        (language, _SIGNS.sub("", form, count=1))
        for row in rows.values()
        for language, column in zip(LANGUAGES, row, strict=True)
        for form in column.split(",")
    }
    for code, shown in tables["countries"].items():
        place = _Place(code=code, level="country", country=code, parent=None, names=dict(shown))
        row = rows.get(code, ("", "", ""))
        for language in LANGUAGES:
            if (language, shown.get(language)) not in claimed:
                builder.add(place, language, shown.get(language, ""))
        for name in official.get(code, ()):
            if ("en", name) not in claimed:
                builder.add(place, "en", name)
        builder.add_row(place, row)
    for code, level, parent, *forms in _rows("kazakhstan.tsv"):
        builder.add_row(_Place(code=code, level=level, country="KZ", parent=parent or "KZ"), forms)
    for code, country, *forms in _rows("regions.tsv"):
        builder.add_row(_Place(code=code, level="region", country=country, parent=country), forms)
    for code, country, *forms in _rows("cities.tsv"):
        builder.add_row(_Place(code=code, level="city", country=country, parent=country), forms)
    for code, level, country, *forms in _rows("far.tsv"):
        place = _Place(code=code, level=level, country=country, parent=country)
        builder.add_row(place, [re.sub("(^|,)(?=.)", r"\1:", column) for column in forms])
    for code, traded, *forms in _rows("groups.tsv"):
        whole = code if traded else None
        builder.add_row(_Place(code=code, level="group", country=whole, parent=None), forms)
    return builder.tables()


def _official_names() -> dict[str, list[str]]:
    """Return ISO 3166's other English names, without those that invert their words."""
    found: dict[str, list[str]] = {}
    for country in pycountry.countries:
        for key in ("name", "official_name", "common_name"):
            name = getattr(country, key, None)
            if name and "," not in name and len(name) > 4:
                found.setdefault(country.alpha_2, []).append(_NOT_A_PART.sub("", name))
    return found


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / "places" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


class _Builder:
    """Collects places and forms."""

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._number: dict[str, int] = {}
        self._index: dict[str, list[list[Any]]] = {}
        self._seen: dict[str, list[Any]] = {}
        endings = tomllib.loads((PACKS / "ru/name_endings.toml").read_text(encoding="utf-8"))
        self._nouns: list[dict[str, Any]] = endings.pop("noun")
        self._endings: dict[str, list[str]] = endings | {"en": [""], "en_adj": ["", "s"]}
        self._alternates = {cells[0]: cells[1:] for cells in _rows("words.tsv")}

    def add_row(self, place: _Place, columns: list[str] | tuple[str, ...]) -> None:
        """Add one row's forms; a place without a name in a language shows its first form."""
        for language, column in zip(LANGUAGES, columns, strict=True):
            for form in filter(None, (part.strip() for part in column.split(","))):
                signs = _SIGNS.match(form)
                bare = form[signs.end() if signs else 0 :]
                if "*" in form or "+" in form or not (set(form) & set("~@^&")):
                    if "*" in form or "+" in form:
                        place.names[language] = bare
                    place.names.setdefault(language, bare)
                if "+" not in form:
                    self.add(place, language, form)
                    self._add_linked(place, language, form)
                if language == "ru" and "~" in form and place.level != "country":
                    self._add_townsfolk(place, bare)
        place.names.setdefault("kk", place.names.get("ru", place.code))
        place.names.setdefault("ru", place.names["kk"])
        place.names.setdefault("en", place.code)
        self._place(place)

    def add(self, place: _Place, language: str, form: str) -> None:
        """Add one form with its signs."""
        match = _SIGNS.match(form)
        signs = match.group() if match else ""
        text = form[len(signs) :]
        words = _WORD.findall(fold(text))
        if not words:
            return
        kind = next((_FORM_OF_SIGN[sign] for sign in signs if sign in _FORM_OF_SIGN), 0)
        flags = _flags(signs, text)
        for spec in self._specs(place, language, words, kind, signs, text):
            exact = words[0] if flags & EXACT_LETTERS else ""
            dotted = "." in text and len(max(words, key=len)) == 1
            self._put(spec, [self._place(place), kind, flags], dotted, exact)

    def _add_linked(self, place: _Place, language: str, form: str) -> None:
        """Add "Минскі", which is what takes Kazakh endings; "Минскі облысы" too."""
        if language == "en" or set(form) & set("~@^&="):
            return
        linked = (_LINKED if language == "kk" else _LINKED_LAST).sub("і", form)
        if linked != form:
            self.add(place, "kk", f":{linked}")

    def _add_townsfolk(self, place: _Place, adjective: str) -> None:
        """Add «челябинцы» beside «челябинский», and «петербуржцы»; short ones are irregular."""
        match = _TOWN_ADJECTIVE.fullmatch(adjective.lower())
        if match:
            stem = match.group(1)
            stem = f"{stem[:-1]}ж" if stem.endswith("г") else stem
            self.add(place, "ru", f"@:{stem}ец")
            self.add(place, "ru", f"@:{stem}ц")

    def _specs(
        self, place: _Place, language: str, words: list[str], kind: int, signs: str, text: str
    ) -> list[list[list[str]]]:
        """Return the words of a form as lists of "stem|class"; Russian names take Kazakh too."""
        sets = []
        own = [self._word(place, language, word, kind, signs, text) for word in words]
        if language == "en" or "=" in signs or kind in (1, 2) or (kind == 4 and "_" not in signs):
            return [own]
        if language == "kk":
            own = [self._alternates_of(word) or [f"{skeleton(word)}|ru_is"] for word in words]
        sets.append(own)
        last = skeleton(words[-1])
        if words[-1] not in self._alternates:
            sets.append([*own[:-1], [f"{last}|kk"]])
        return sets

    def _word(
        self, place: _Place, language: str, word: str, kind: int, signs: str, text: str
    ) -> list[str]:
        bare = skeleton(word)
        if "=" in signs:
            return [f"{bare}|ru_is"]
        if language == "en":
            return self._alternates_of(word) or [f"{word}|{'en_adj' if kind in (1, 2) else 'en'}"]
        if kind == 4 and "_" not in signs:
            return [f"{bare}|{'kk' if language == 'kk' else 'ru_is'}"]
        if language == "kk":
            return [f"{bare}|kk"]
        if kind == 1:
            return [f"{bare}|ru_adj"]
        if kind == 2:
            return [f"{bare}|ru_person"]
        if text.isupper():
            return [f"{bare}|ru_is"]
        return self._alternates_of(word) or [self._noun(place, bare)]

    def _alternates_of(self, word: str) -> list[str]:
        """Return "stem|class" for each way to write a word of words.tsv, [] for other words."""
        pairs = [cell.partition("|") for cell in self._alternates.get(word, ())]
        return [f"{skeleton(stem)}|{word_class or 'ru_is'}" for stem, _, word_class in pairs]

    def _noun(self, place: _Place, bare: str) -> str:
        if place.country == "KZ" and bare.endswith("ы"):
            return f"{bare}|ru_is"  # Алматы is no plural
        best = max(
            (last, noun["class"], noun["cut"])
            for noun in self._nouns
            for last in sorted(noun["last"], key=len)
            if bare.endswith(last) and len(last) == self._longest(bare)
        )
        return f"{bare[: len(bare) - best[2]]}|{best[1]}"

    def _longest(self, bare: str) -> int:
        return max(
            len(last) for noun in self._nouns for last in noun["last"] if bare.endswith(last)
        )

    def _place(self, place: _Place) -> int:
        if place.code not in self._number:
            self._number[place.code] = len(self._places)
            self._places.append(place)
        return self._number[place.code]

    def _put(self, spec: list[list[str]], head: list[int], dotted: bool, exact: str) -> None:
        """Index one spelling by the stems of its first word; the strictest flags stand for one that
        is written alike, «Қатар» beside "Катар" is another."""
        place, kind, flags = head
        for alternate in spec[0]:
            stem, word_class = alternate.split("|")
            key = json.dumps([stem, word_class, place, kind, flags & EXACT_LETTERS, spec[1:]])
            if key in self._seen:
                known = self._seen[key]
                known[3] = (known[3] | flags) & ~(~(known[3] & flags) & PLAIN_LETTERS)
                continue
            entry: list[Any] = [word_class, place, kind, flags]
            if len(spec) > 1 or exact:
                entry += [spec[1:], int(dotted), exact]
            self._seen[key] = entry
            self._index.setdefault(stem, []).append(entry)

    def tables(self) -> dict[str, Any]:
        """Return what `language/names.py` loads."""
        return {
            "forms": FORMS,
            "endings": self._endings,
            "places": [
                [place.code, place.level, place.country, place.parent, place.names]
                for place in self._places
            ],
            "index": dict(sorted(self._index.items())),
        }


def _flags(signs: str, text: str) -> int:
    flags = 0
    if "!" in signs:
        flags |= CAPITAL
    if "!!" in signs:
        flags |= NOT_INITIAL
    if "#" in signs:
        flags |= EXACT_CASE | EXACT_LETTERS
    if "%" in signs:
        flags |= EXACT_LETTERS
    if "?" in signs:
        flags |= SURNAME
    if "$" in signs:
        flags |= GIVEN_NAME
    if "0" in signs:
        flags |= MONTH
    if "_" in signs:
        flags |= COMMON
    if ":" in signs:
        flags |= SPELT_RIGHT
    if text.isupper() and "." not in text:
        flags |= ABBREVIATION
    folded = fold(text)
    if skeleton(folded) == folded:
        flags |= PLAIN_LETTERS  # "қатар" (a row) is not Катар, "түрінде" is not Турин
    return flags


def as_json(table: dict[str, Any]) -> str:
    """Write a table one entry a line, so that a change shows as one line."""
    lines = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"{_compact(name)}: {_compact(row)}" for name, row in value.items())
            lines.append(f"{_compact(key)}: {{\n{rows}\n}}")
        elif isinstance(value, list):
            rows = ",\n".join(map(_compact, value))
            lines.append(f"{_compact(key)}: [\n{rows}\n]")
        else:
            lines.append(f"{_compact(key)}: {_compact(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Write both files."""
    tables = cldr()
    (DATA / "cldr.json").write_text(as_json(tables), encoding="utf-8")
    (DATA / "names.json").write_text(as_json(names(tables)), encoding="utf-8")


if __name__ == "__main__":
    main()
