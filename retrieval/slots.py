"""What a question pins down: kind, statistic, places, partners, time, unit, and its other words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from figures.lexicon import Lexicon, languages, question_lexicon
from figures.periods import Period, find_periods
from figures.tokens import Token, annotate, is_mark, tokenize
from figures.types import Direction, Kind
from figures.units import currency
from language.detect import detect
from language.fold import fold
from language.names import PlaceMention, find_places
from language.scripts import to_cyrillic
from language.typing import repair
from retrieval.types import QuestionKind

OWN = "KZ"
_COUNTED = frozenset(
    {"enterprises", "joint ventures", "contracts", "projects", "flights", "jobs", "tourists"}
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Slots:
    """The slots of one question; empty ones are open.

    `kinds` are the kinds of figure that it asks for, `partners` and `places` all that it names.
    `words` are the content words that no slot took, each folded with its span in `text`.
    """

    text: str
    language: str
    type: QuestionKind = "level"
    kinds: tuple[Kind, ...] = ("level",)
    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    partner_regions: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    units: tuple[str, ...] = ()
    direction: Direction | None = None
    plan: bool = False
    asks_for_figure: bool = True
    words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@cache
def _primary(language: str) -> tuple[Lexicon, ...]:
    """The lexicon of the question's language first, then the others for what it leaves unknown."""
    order = [language] + [other for other in languages() if other != language]
    return tuple(question_lexicon(name) for name in order if name in languages())


def read_slots(text: str, *, asked_at: datetime) -> Slots:
    """The slots of a question; its own words are kept, repaired where they were mistyped."""
    repaired = repair(_SPACE.sub(" ", text.strip()))
    shown = to_cyrillic(repaired.text).text
    language = detect(shown)
    if language not in languages():
        language = "en" if re.search("[a-z]", shown.lower()) else "ru"
    tokens = _annotated(shown, language)
    mentions = find_places(shown, fuzzy=True)
    taken = _covered(tokens, mentions)
    periods = [p for p in find_periods(tokens, _primary(language)[0], shown) if not p.now]
    taken |= {at for period in periods for at in range(period.first, period.last)}
    slots = Slots(
        text=text,
        language=language,
        notes=repaired.notes,
        periods=tuple(_resolved(period, asked_at.date()) for period in periods),
    )
    slots = _with_places(slots, tokens, mentions)
    slots = _with_kind(slots, tokens)
    slots = _with_indicator(slots, tokens)
    return replace(slots, words=_words(tokens, taken))


def _annotated(text: str, language: str) -> list[Token]:
    folded = fold(text)
    tokens: list[Token] = []
    for lexicon in _primary(language):
        spelled = tokenize(lexicon.spelled(folded), 0, len(folded))
        annotate(spelled, lexicon)
        if not tokens:
            tokens = spelled
            continue
        for known, other in zip(tokens, spelled, strict=True):
            if not known.marks:
                known.marks = other.marks
    return tokens


def _covered(tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> set[int]:
    return {
        at
        for at, token in enumerate(tokens)
        for mention in mentions
        if mention.start <= token.start < mention.end
    }


def _resolved(period: Period, asked: date) -> Period:
    """A relative period counts from the day of the question."""
    if period.offset is not None:
        return replace(period, year=asked.year + period.offset)
    return period


def _with_places(slots: Slots, tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> Slots:
    places: list[str] = []
    partners: list[str] = []
    regions: list[str] = []
    currencies = [token.start for token in tokens if "currency" in token.marks]
    for mention in mentions:
        if mention.level not in ("country", "region", "city"):
            continue
        if any(0 <= start - mention.end <= 1 for start in currencies):
            continue  # "млн АҚШ доллары"
        if mention.country == OWN:
            if mention.code not in places and mention.form != "demonym":
                places.append(mention.code)
            continue
        if mention.country not in partners:
            partners.append(mention.country)
        if mention.level != "country" and mention.code not in regions:
            regions.append(mention.code)
    for at in range(len(tokens)):
        mark = is_mark(tokens, at, "anaphor")
        if mark and mark.value == "own_country" and OWN not in places:
            places.append(OWN)
    if len(places) > 1 and OWN in places and not _both(tokens):
        # "Almaty, Kazakhstan": the narrower place is meant
        places = [place for place in places if place != OWN]
    return replace(
        slots,
        places=tuple(places),
        partners=tuple(partners),
        partner_regions=tuple(regions),
    )


def _both(tokens: Sequence[Token]) -> bool:
    """Whether the whole country is asked for beside a part of it."""
    return any(
        (mark := is_mark(tokens, at, "anaphor")) is not None and mark.value == "own_country"
        for at in range(len(tokens))
    )


def _with_kind(slots: Slots, tokens: Sequence[Token]) -> Slots:
    marks = {
        section: [
            (at, str(token.marks[section].value))
            for at, token in enumerate(tokens)
            if section in token.marks
        ]
        for section in ("ask", "type", "target", "up", "down", "share", "unit", "currency")
    }
    asked = {value for _, value in marks["ask"]}
    types = {value for _, value in marks["type"]}
    direction: Direction | None = "down" if marks["down"] else "up" if marks["up"] else None
    units = _units(slots, marks["unit"], marks["currency"])
    figure_words = {"how_many", "by_how_much", "times", "percent", "cost"}
    kinds: tuple[Kind, ...] = ("level",)
    if "percent" in units and marks["share"] or "percent" in asked and not direction:
        kinds = ("share",)
    elif marks["share"] and not direction and "times" not in units:
        kinds = ("share",)
    elif asked & {"by_how_much", "times"} or direction and ({"percent", "times"} & set(units)):
        kinds = ("change",)
    elif direction and not marks["currency"] and (asked & {"how_many"} or not asked):
        kinds = ("change", "level") if "how_many" in asked else ("change",)
    if "times" in asked:
        units = ("times",)
    if kinds == ("change",) and direction and _asks_level_too(tokens):
        kinds = ("level", "change")
    return replace(
        slots,
        kinds=kinds,
        units=units,
        direction=direction if "change" in kinds else None,
        plan=bool(marks["target"]),
        type=_type(types, asked),
        asks_for_figure=bool(asked & figure_words)
        or not asked & {"who", "when", "where", "why", "about"},
    )


def _asks_level_too(tokens: Sequence[Token]) -> bool:
    """ "Импорт за 2022 год и темп его роста": a statistic, "and", its growth."""
    growth = next(
        (at for at, t in enumerate(tokens) if t.marks.keys() & {"up", "down"}), len(tokens)
    )
    joined = any(is_mark(tokens, at, "period_join") for at in range(growth))
    named = any(is_mark(tokens, at, "indicator") for at in range(max(0, growth - 4)))
    level = next((at for at, t in enumerate(tokens) if "indicator" in t.marks), growth)
    return (
        joined
        and named
        and level < growth
        and any(
            (m := is_mark(tokens, at, "period_join")) is not None and m.value == "and"
            for at in range(level, growth)
        )
    )


def _units(
    slots: Slots, units: Sequence[tuple[int, str]], currencies: Sequence[tuple[int, str]]
) -> tuple[str, ...]:
    found = [value for _, value in units if value not in ("duration", "skip", "g_or_year")]
    for _, name in currencies:
        code = currency(name, None, slots.partners[0] if slots.partners else None)
        if code:
            found.append(code)
    return tuple(dict.fromkeys(found))


def _type(types: set[str], asked: set[str]) -> QuestionKind:
    if asked & {"who", "when", "where", "why", "about"} and not asked & {"how_many"}:
        return "quote"
    for name in ("list", "rank", "compare", "series", "sum"):
        if name in types:
            return name  # type: ignore[return-value]  # the packs hold the closed vocabulary
    return "level"


def _with_indicator(slots: Slots, tokens: Sequence[Token]) -> Slots:
    """The statistic: a noun that is counted, if the question counts, else the named ones."""
    counted = [
        (at, token.marks["counted"])
        for at, token in enumerate(tokens)
        if "counted" in token.marks and str(token.marks["counted"].value) in _COUNTED
    ]
    joint = any("counted_joint" in token.marks for token in tokens)
    people = [token for token in tokens if "people" in token.marks]
    how_many = [
        at
        for at, t in enumerate(tokens)
        if "ask" in t.marks and str(t.marks["ask"].value) == "how_many"
    ]
    money = any(len(unit) == 3 and unit.isupper() for unit in slots.units)
    named = [str(t.marks["indicator"].value) for t in tokens if "indicator" in t.marks]
    named = list(dict.fromkeys(named))
    if "trade turnover" in named and len(named) > 1:
        # "доля экспорта в товарообороте" asks for exports
        named = (
            [name for name in named if name != "trade turnover"]
            if slots.kinds == ("share",)
            else named
        )
    flows = [name for name in named if name in ("trade turnover", "exports", "imports")]
    if counted and not money and slots.kinds != ("change",) and not flows:
        best = max(counted, key=lambda found: found[1].words)
        value = str(best[1].value)
        if joint and value == "enterprises":
            value = "joint ventures"
        return replace(slots, indicators=(value,), units=slots.units or ("count",))
    if people and how_many and not flows:
        value = str(people[0].marks["people"].value)
        known = value if value in ("tourists", "population") else "other"
        return replace(slots, indicators=(known,), units=slots.units or ("people",))
    if flows:
        return replace(slots, indicators=tuple(flows[:1]))
    specific = [name for name in named if name != "other"]
    return replace(slots, indicators=tuple(specific[:1] or named[:1]))


def _words(tokens: Sequence[Token], taken: set[int]) -> tuple[str, ...]:
    """The words that carry content beyond the slots."""
    skip = {"ask", "ignore", "type", "target", "unit", "currency", "scale", "period", "month"}
    covered = set(taken)
    for at, token in enumerate(tokens):
        for section, mark in token.marks.items():
            if section in skip | {"indicator", "number", "anaphor", "counted_joint", "people"}:
                covered.update(range(at, at + mark.words))
            if section == "counted":
                covered.update(range(at, at + mark.words))
    return tuple(
        token.text
        for at, token in enumerate(tokens)
        if at not in covered and token.kind == "word" and len(token.text) > 2
    )
