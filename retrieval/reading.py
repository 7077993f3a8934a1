"""A question → its slots, read with the lexicons of all languages, its own first."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from figures.lexicon import Lexicon, languages, question_lexicon
from figures.mentions import place_mentions
from figures.periods import find_periods
from figures.roles import FLIPPED, goes_to, partner_sends
from figures.timespan import Period
from figures.tokens import Token, annotate, is_mark, tokenize
from figures.types import Direction, Kind
from figures.units import currency
from language.analyzer import word_concepts
from language.detect import detect
from language.fold import fold
from language.names import PlaceMention
from language.scripts import to_cyrillic
from language.typing import repair
from retrieval.heads import head_of
from retrieval.sides import covered, included, issuers_of, mark_peoples, with_places
from retrieval.slots import MONEY, PHYSICAL, Slots
from retrieval.statistic import PLAIN, are_things, with_statistic
from retrieval.types import QuestionKind

_SHOUTED = 2  # spaces: fewer words may be an abbreviation and a name
_SPACE = re.compile(r"\s+")


@cache
def _primary(language: str) -> tuple[Lexicon, ...]:
    """The lexicon of the question's language first, then the others for what it leaves unknown."""
    order = [language] + [other for other in languages() if other != language]
    return tuple(question_lexicon(name) for name in order if name in languages())


def read_slots(
    text: str, *, asked_at: datetime, is_told: Callable[[str], bool] = lambda word: False
) -> Slots:
    """The slots of a question; its own words are kept, repaired where they were mistyped.

    No word that `is_told` in the corpus is taken for a slip.
    """
    typed = _SPACE.sub(" ", text.strip())
    if typed.isupper() and typed.count(" ") >= _SHOUTED:
        typed = typed.lower()  # capitals tell no names where all letters are
    repaired = repair(typed, is_told)
    shown = to_cyrillic(repaired.text).text
    language = detect(shown)
    if language not in languages():
        language = "en" if re.search("[a-z]", shown.lower()) else "ru"
    tokens = _annotated(shown, language)
    mentions = included(tokens, shown, is_told)
    mark_peoples(tokens, mentions)
    taken = covered(tokens, mentions)
    found = find_periods(tokens, _primary(language)[0], shown)
    for period in found:
        for token in tokens[period.first : period.last]:  # "в 2020-м" measures no metres
            token.marks = {s: mark for s, mark in token.marks.items() if s != "unit"}
    periods = _dated([period for period in found if not period.now], tokens)
    taken |= {at for period in periods for at in range(period.first, period.last)}
    slots = Slots(
        text=text,
        language=language,
        notes=repaired.notes,
        now=len(periods) < len(found),
        periods=tuple(
            _resolved(each, asked_at.date())
            for period in periods
            for each in _each_year(period, tokens)
        ),
    )
    slots = with_places(slots, tokens, mentions)
    issuers = issuers_of(tokens, shown)
    slots = _with_kind(slots, tokens, covered(tokens, mentions), issuers)
    slots = with_statistic(slots, tokens)
    slots = _oriented(slots, tokens, mentions)
    if slots.type == "rank" and not slots.indicators:
        slots = replace(slots, indicators=("trade turnover",), kinds=("level",), units=())
    words = _words(tokens, taken, fold(shown), slots.indicators)
    names = _names(tokens, words, shown, is_told)
    return replace(slots, words=words, names=names, head=head_of(slots, tokens, words, fold(shown)))


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
            named = known.start > 0 and text[known.start].isupper()  # «на заводе Артель»
            if not known.marks and not (named and other.marks.keys() <= {"ignore"}):
                known.marks = other.marks
    return tokens


def _dated(periods: list[Period], tokens: Sequence[Token]) -> list[Period]:
    """«биыл тоғыз айда (2024 ж.)»: a year in brackets tells which "this year" is meant."""
    if len(periods) != 2:
        return periods
    told, year = periods
    bracketed = year.first > 0 and tokens[year.first - 1].text == "("
    if told.offset is None or year.offset is not None or year.year is None or not bracketed:
        return periods
    return [replace(told, offset=None, year=year.year)]


def _each_year(period: Period, tokens: Sequence[Token]) -> list[Period]:
    """«в 2015 и 2017 годах»: two times, where "2015–2017" is one."""
    joins = (is_mark(tokens, at, "period_join") for at in range(period.first, period.last))
    if len(period.years) < 2 or not any(join and join.value == "and" for join in joins):
        return [period]
    return [replace(period, year=year, year_end=None, years=(year,)) for year in period.years]


def _resolved(period: Period, asked: date) -> Period:
    """A relative period counts from the day of the question."""
    if period.offset is not None:
        return replace(period, year=asked.year + period.offset)
    return period


def _with_kind(
    slots: Slots, tokens: Sequence[Token], named: set[int], issuers: Mapping[int, str]
) -> Slots:
    marks = {
        section: [
            (at, str(token.marks[section].value))
            for at, token in enumerate(tokens)
            if section in token.marks
        ]
        for section in (
            "followup",
            "ask",
            "type",
            "target",
            "up",
            "down",
            "share",
            "unit",
            "currency",
            "idiom",
        )
    }
    asked = {value for _, value in marks["ask"]}
    if "how_much" in asked:
        asked.add("how_many")
    if "about" in asked and _comes_to_something(tokens):
        asked.discard("about")
    if "by_how_much" in asked and asked <= {"by_how_much", "how_many"} and _holds(tokens):
        asked = {"how_many"}  # «на сколько коек»
    if _grows_in_money(tokens):
        asked.add("by_how_much")
    types = {value for _, value in marks["type"]}
    # "what share falls on Orenburg" falls no more than it rises, and what is "set up" grows no more
    phrases = [(at, tokens[at].marks["share"].words) for at, _ in marks["share"]]
    phrases = [(at, words) for at, words in phrases if words > 1]
    phrases += [(at, tokens[at].marks["idiom"].words) for at, _ in marks["idiom"]]
    apart = {word for at, words in phrases for word in range(at, at + words)}
    apart |= {at for at in range(len(tokens)) if _is_aside(tokens, at)}
    up, down = (any(at not in apart for at, _ in marks[way]) for way in ("up", "down"))
    direction: Direction | None = "down" if down else "up" if up else None
    units = _units(slots, marks["unit"], marks["currency"], issuers)
    if asked & {"cost", "earned"} and not units:
        units = (MONEY,)
    if not units and any("priced" in token.marks for token in tokens):
        units = (MONEY,)
    if not units and any("dimension" in token.marks for token in tokens):
        units = (PHYSICAL,)
    figure_words = {"how_many", "by_how_much", "times", "percent", "cost", "earned"}
    kinds = _kinds(asked, units, direction, bool(marks["share"]), bool(marks["currency"]))
    if "times" in asked:
        units = ("times",)
    kind_of_question = _type(types, asked, len(slots.partners) + len(slots.places))
    if kind_of_question in ("compare", "rank"):
        kinds, direction = ("level",), None  # "who trades more" asks for no growth
    sections = {section for token in tokens for section in token.marks}
    if "to_level" not in asked and "counts" in sections and sections.isdisjoint(_THINGS_NAMED):
        kinds, direction, units = ("level",), None, units or ("count", "people")
    if kinds == ("change",) and direction and _asks_level_too(tokens, named):
        kinds = ("level", "change")
    return replace(
        slots,
        kinds=kinds,
        units=units,
        direction=direction if "change" in kinds else None,
        plan=bool(marks["target"]),
        whole=any("whole_time" in token.marks for token in tokens),
        type=kind_of_question,
        leans=any(
            (value == "opens" and at == 0) or (value == "closes" and at >= len(tokens) - 3)
            for at, value in marks["followup"]
        ),
        asks=sum(1 for _, value in marks["ask"] if value == "how_many"),
        people=next((token.text for token in tokens if "people" in token.marks), ""),
        earned="earned" in asked,
        attends=any("attends" in token.marks for token in tokens),
        operating=any("operating" in token.marks for token in tokens),
        measures="how_many" in asked and not marks["currency"],
        asks_for_figure=bool(asked & figure_words | types)
        or not asked & {"who", "when", "where", "why", "about"},
    )


_STATISTIC_SOON = 4  # words between "what did" and what came to something


def _comes_to_something(tokens: Sequence[Token]) -> bool:
    """ "What did trade with Italy come to": a statistic, and nobody who said or did anything."""
    for at, token in enumerate(tokens):
        mark = token.marks.get("ask")
        if mark is not None and mark.value == "about":
            behind = tokens[at + mark.words : at + mark.words + _STATISTIC_SOON]
            return any("indicator" in near.marks for near in behind)
    return False


# where one of these is asked for, it says itself what is counted
_THINGS_NAMED = frozenset({"counted", "counted_joint", "jointly", "people", "demonym"})
_PURPOSE = frozenset({"в", "на", "для", "после", "for", "on"})
_IF = ("са", "се")  # the Kazakh conditional


def _is_aside(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word for growth only says what for or when: «сколько вложат в расширение завода»,
    «кеңейсе қанша жұмыс орны ашылады»."""
    text = tokens[at].text
    noun = text.endswith(("ение", "ения", "expansion"))
    return (noun and at > 0 and tokens[at - 1].text in _PURPOSE) or text.endswith(_IF)


def _holds(tokens: Sequence[Token]) -> bool:
    """«на сколько коек рассчитана больница»: nothing that grows is named, and things behind it."""
    if any(token.marks.keys() & {"up", "down"} for token in tokens):
        return False
    at = next(at for at, token in enumerate(tokens) if "ask" in token.marks)
    behind = tokens[at + tokens[at].marks["ask"].words :]
    return bool(behind) and not behind[0].marks and are_things(behind[0].text)


def _grows_in_money(tokens: Sequence[Token]) -> bool:
    """«қанша долларға өсті»: a currency right before the verb is what it grew by."""
    return any(
        "currency" in token.marks
        and after.marks.keys() & {"up", "down"}
        and "by_case" not in after.marks
        for token, after in pairwise(tokens)
    )


def _kinds(
    asked: set[str],
    units: Sequence[str],
    direction: Direction | None,
    share: bool,
    money: bool,
) -> tuple[Kind, ...]:
    """Which kinds of figure the words ask for."""
    relative = {"percent", "times"} & set(units)
    if "to_level" in asked:
        return ("level",)
    if share and not direction and "times" not in units:
        amount = "how_many" in asked or money or MONEY in units
        return ("level", "share") if amount and not relative else ("share",)
    if "percent" in asked and not direction:
        return ("share", "level")
    if "times" in asked or (direction and relative):
        return ("change",)
    if "by_how_much" in asked:
        return ("change",) if direction or not units or relative else ("level",)
    if direction and not money:
        return ("change",)
    return ("level",)


def _asks_level_too(tokens: Sequence[Token], places: set[int]) -> bool:
    """«Импорт за 2022 год и темп его роста»: a statistic, «and», its growth."""
    named = False
    for at, token in enumerate(tokens):
        named = named or "indicator" in token.marks
        join = token.marks.get("period_join")
        if named and join is not None and join.value == "and" and at + 1 not in places:
            soon = tokens[at + 1 : at + 4]
            if any(
                follower.marks.keys() & {"up", "down"}
                or (follower.marks.get("ask") and follower.marks["ask"].value == "by_how_much")
                for follower in soon
            ):
                return True
    return False


def _units(
    slots: Slots,
    units: Sequence[tuple[int, str]],
    currencies: Sequence[tuple[int, str]],
    issuers: Mapping[int, str],
) -> tuple[str, ...]:
    found = [value for _, value in units if value not in ("duration", "skip", "g_or_year")]
    for at, name in currencies:
        code = currency(name, issuers.get(at), slots.partners[0] if slots.partners else None)
        if code:
            found.append(code)
    return tuple(dict.fromkeys(found))


def _type(types: set[str], asked: set[str], sides: int) -> QuestionKind:
    if "compare" in types and sides > 1:
        return "compare"
    if asked & {"who", "when", "where", "why", "about"} and not asked & {
        "how_many",
        "cost",
        "earned",
    }:
        return "quote"
    for name in ("list", "rank", "series", "sum"):
        if name in types:
            return name
    return "level"


def _oriented(slots: Slots, tokens: Sequence[Token], mentions: Sequence[PlaceMention]) -> Slots:
    """«How much did Tajikistan export to Turkistan Region» asks for our imports."""
    foreign = [m for m in place_mentions(tokens, mentions) if not m.own]
    if slots.indicators == ("production",) and any(goes_to(tokens, m) for m in foreign):
        return replace(slots, indicators=("exports",))  # «Қытайға қанша тонна бал шығарылды»
    if not slots.indicators or slots.indicators[0] not in ("exports", "imports"):
        return slots
    at = next(
        (
            i
            for i, token in enumerate(tokens)
            if "indicator" in token.marks and token.marks["indicator"].value == slots.indicators[0]
        ),
        None,
    )
    if slots.kinds == ("share",):
        return slots  # "the share of Afghanistan in our exports" names no direction
    named = place_mentions(tokens, [m for m in mentions if m.level != "group"])
    if at is None or not partner_sends(tokens, named, at, slots.indicators[0]):
        return slots
    return replace(slots, indicators=(FLIPPED[slots.indicators[0]],))


def _names(
    tokens: Sequence[Token], words: Sequence[str], shown: str, is_told: Callable[[str], bool]
) -> tuple[str, ...]:
    """The words that are written with a capital though no sentence begins with them or though only
    the corpus knows them, or in Latin letters among Cyrillic ones."""
    cyrillic = not shown.isascii()
    capital = {
        fold(shown[token.start : token.end])
        for at, token in enumerate(tokens)
        if shown[token.start].isupper()
        and (
            (at and tokens[at - 1].text not in ".?!")
            or (not token.marks and is_told(token.text))
            or (cyrillic and shown[token.start : token.end].isascii())
        )
    }
    return tuple(word for word in words if word in capital)


def _words(
    tokens: Sequence[Token], taken: set[int], folded: str, indicators: Sequence[str]
) -> tuple[str, ...]:
    """The words that carry content beyond the slots."""
    skip = {
        "followup",
        "negation",
        "period_join",
        "ask",
        "ignore",
        "type",
        "target",
        "unit",
        "currency",
        "scale",
        "period",
        "month",
    }
    covered = set(taken)
    for at, token in enumerate(tokens):
        for section, mark in token.marks.items():
            used = section in skip | {"number", "anaphor", "counted_joint", "people"}
            used = used or (section == "travel" and "tourists" in indicators)  # so they all do
            # a statistic that is not the one asked for says something of it all the same
            if section in ("indicator", "counted"):
                value = str(mark.value)
                plain = not PLAIN.isdisjoint(indicators)
                # «сколько предприятий работает в производстве»
                plain = plain and value not in ("production", "trade turnover")
                used = value != "other" and (value in indicators or plain)
            if used:
                # "how much did the industry earn": what was done is a word like others
                taken_by = 1 if (section, mark.value) == ("ask", "cost") else mark.words
                covered.update(range(at, at + taken_by))
    return tuple(
        folded[token.start : token.end]
        for at, token in enumerate(tokens)
        if at not in covered and token.kind == "word" and _carries_content(token)
    )


def _carries_content(token: Token) -> bool:
    """A word of three letters, or a shorter one that the glossary knows: «ет», «ұн»."""
    return len(token.text) > 2 or (len(token.text) == 2 and bool(word_concepts(token.text)))
