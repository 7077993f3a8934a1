"""What an amount is counted in: currencies, percent, physical units, the noun counted."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import language
from figures.lexicon import Lexicon
from figures.tokens import Token, is_mark

_DATA = Path(language.__file__).resolve().parent / "data" / "currencies.toml"

_LOOK_AHEAD = 5  # "8 совместных и 17 шведских предприятий", "170-тен аса француз компаниясы"


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit over `tokens[first:last]`; `indicator` where the counted noun is a statistic."""

    code: str
    first: int
    last: int
    indicator: str | None = None
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class Currencies:
    """Signs and codes by name, and shared names such as "dollar" by country."""

    signs: Mapping[str, str]
    dollars: Mapping[str, str]
    codes: frozenset[str]
    shared: Mapping[str, Mapping[str, str]]


@cache
def currencies() -> Currencies:
    """The table of currencies, read once."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    signs, dollars = data.pop("signs"), data.pop("dollars")
    codes = frozenset(code.lower() for code in data.pop("codes")["list"])
    return Currencies(signs, dollars, codes, data)


def currency(name: str, country: str | None, partner: str | None) -> str | None:
    """The ISO code of a currency's name; a shared name is told by the country beside it."""
    by_country = currencies().shared.get(name)
    if by_country is None:
        return name
    if country is not None and country in by_country:
        return by_country[country]
    return by_country.get("") or (by_country.get(partner) if partner else None)


def _issues(country: str, name: str) -> bool:
    """Whether a currency's name, or its ISO code, is that of the country."""
    by_country = currencies().shared.get(name)
    return country in by_country if by_country is not None else name.startswith(country)


def sign_before(tokens: Sequence[Token], at: int, partner: str | None) -> tuple[str, int] | None:
    """A currency sign or code before an amount at `at`: its ISO code and first token."""
    if at < 1:
        return None
    if at > 1 and tokens[at - 1].text == "-" and tokens[at].glued and tokens[at - 1].glued:
        at -= 1  # $-15
    token = tokens[at - 1]
    if token.text in currencies().signs:
        first = at - 1
        if first and tokens[first - 1].kind == "word" and token.glued:
            dollar = currencies().dollars.get(tokens[first - 1].text)
            if dollar and token.text == "$":
                return dollar, first - 1
        code = currency(currencies().signs[token.text], partner, partner)
        return (code, first) if code else None
    if token.kind == "word" and token.text in currencies().codes:
        return token.text.upper(), at - 1
    return None


def unit_after(
    tokens: Sequence[Token],
    at: int,
    countries: Mapping[int, tuple[int, str]],
    partner: str | None,
) -> Unit | None:
    """The unit that follows an amount which ends before `at`.

    `countries` maps a token to the end and code of the country that is named there, `partner` is
    the country that the text is about: it decides between crowns.
    """
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.text == "%":
        return Unit(code="percent", first=at, last=at + 1)
    if token.text in currencies().signs and token.kind == "mark":
        return Unit(code=currencies().signs[token.text], first=at, last=at + 1)
    if token.kind == "word" and token.text in currencies().codes:
        return Unit(code=token.text.upper(), first=at, last=at + 1)
    country = None
    after = at
    if at in countries:
        after, country = countries[at]
        if after + 1 < len(tokens) and tokens[after].text == "." and tokens[after].glued:
            after += 1  # U.S. dollars
    money = is_mark(tokens, after, "currency")
    if money is None and country is None and token.kind == "word":
        # "млн американских долларов" where the adjective is not known as a place
        after, money = at, is_mark(tokens, at, "currency")
    if money:
        last = after + money.words
        if last < len(tokens) and tokens[last].text == "." and last + 1 in countries:
            last += 1 if tokens[last].glued and country is None else 0  # долл. США
        if last in countries and country is None and _issues(countries[last][1], str(money.value)):
            last, country = countries[last]  # долларов США; but «30 млн доллармен Польша»
        code = currency(str(money.value), country, partner)
        return Unit(code=code or "skip", first=at, last=last)
    return _physical(tokens, at)


def _physical(tokens: Sequence[Token], at: int) -> Unit | None:
    mark = is_mark(tokens, at, "unit")
    if mark is None:
        return None
    code = str(mark.value)
    last = at + mark.words
    if code in ("t", "g", "c", "l", "m") and len(tokens[at].text) == 1:
        # "5 т.г." is a year, "5 г." too; a single letter must not open a name
        if last + 1 < len(tokens) and tokens[last].text == "." and tokens[last].glued:
            if tokens[last + 1].glued and tokens[last + 1].kind == "word":
                return None
    if code == "g_or_year":
        return None
    return Unit(code=code, first=at, last=last)


def counted_after(
    tokens: Sequence[Token],
    at: int,
    stop: frozenset[int],
    texts: str,
    lexicon: Lexicon,
    named: frozenset[int],
) -> Unit | None:
    """The noun that is counted after a number which ends before `at`, over its adjectives."""
    if at < len(tokens) and tokens[at].text == "." and tokens[at - 1].kind == "number":
        return None  # «12. Организация …»: an item of a list
    here = at
    while here < min(at + _LOOK_AHEAD, len(tokens)):
        token = tokens[here]
        if token.kind != "word" and not (token.text == "-" and token.glued):
            if token.text in ('"', "'") and here > at:
                break
            if token.text not in ('"', "'", "."):
                break
        if here in stop:
            break
        marks = [
            (mark.words, section, str(mark.value))
            for section in ("counted_joint", "people", "counted")
            if (mark := is_mark(tokens, here, section)) is not None
        ]
        if (
            not marks
            and is_mark(tokens, here, "demonym")
            and not _names_more(tokens, here + 1)
            and not _describes(tokens, here + 1, lexicon)
        ):
            marks = [(1, "people", "people")]  # "1,3 мың қазақстандық оқиды"
        if [section for _, section, _ in marks] == ["counted_joint"] and _names_more(
            tokens, here + 1
        ):
            marks = []  # "шесть совместных проектов" are projects
            here += 1
            continue
        if marks and lexicon.nominative.fullmatch(token.text) and is_mark(tokens, at - 1, "scale"):
            return None  # «4,5 млн инвестор обещает»: he is not counted
        if marks:
            words, section, value = max(marks, key=lambda found: found[0])
            return _counted(tokens, here, section, words, value, at, texts)
        if token.marks.keys() & _STOPS:
            break
        if token.kind == "word" and here not in named and not lexicon.between.search(token.text):
            break
        here += 1
    if at < len(tokens) and tokens[at].kind == "word" and at not in stop:
        return Unit(code="noun", first=at, last=at + 1, noun=tokens[at].text)
    return None


def _names_more(tokens: Sequence[Token], at: int) -> bool:
    """Whether a counted noun follows, so that the word before it only describes."""
    return at < len(tokens) and bool(
        tokens[at].marks.keys() & {"people", "counted", "counted_joint", "demonym"}
    )


_OF_PEOPLE = frozenset({"occupied", "travel"})  # verbs


def _describes(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """«21 қазақстандық бренд»: a word that is no verb follows, and that is what is counted."""
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].marks:
        return False
    if not lexicon.attribute.fullmatch(tokens[at - 1].text):
        return False  # «250 қазақстандыққа шәкіртақы бөледі»
    if at + 1 < len(tokens) and tokens[at + 1].marks.keys() & _OF_PEOPLE:
        return False  # «250 қазақстандық тегін оқиды»
    return lexicon.verb.fullmatch(tokens[at].text) is None


_STOPS = frozenset({"clause", "bound_before", "currency", "scale", "not_counted", "up", "down"})


def _counted(
    tokens: Sequence[Token],
    here: int,
    section: str,
    words: int,
    value: str,
    first: int,
    texts: str,
) -> Unit:
    last = here + words
    noun = texts[tokens[first].start : tokens[last - 1].end]
    if section == "people":
        indicator = value if value in ("tourists", "population") else "other"
        return Unit(code="people", first=first, last=last, indicator=indicator, noun=noun)
    # a joint one is joint however many adjectives stand between
    if section == "counted" and value == "enterprises":
        between = range(first, here)
        if any(is_mark(tokens, i, "counted_joint") for i in between):
            value = "joint ventures"
    return Unit(code="count", first=first, last=last, indicator=value, noun=noun)
