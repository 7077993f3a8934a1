"""What a sentence holds while its quantities are linked, and the nearest place of each."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from figures.amounts import Quantity
from figures.timespan import Period
from figures.tokens import Token, is_mark

OWN = "KZ"
# The second half is how they are typed without Kazakh letters.
GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің", "нын", "нин", "дын", "дин", "тын", "тин")

T = TypeVar("T")

_COMMA = 4  # words that a comma between an amount and a name is worth
_AFTER = 2  # a word behind an amount is as far as one at twice the distance before it
_SEVERAL = 3  # places of ours in a row
FOREIGN_OWNED = frozenset({"enterprises", "joint ventures"})
_NOTHING = re.compile("(?!)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A place over `tokens[first:last]`; `own` where it lies in our country."""

    first: int
    last: int
    code: str
    level: str
    country: str
    own: bool
    adjective: bool = False
    demonym: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A linked value and how it was found: clause, sentence, carried or main."""

    value: str | None = None
    how: str = "none"


@dataclass(kw_only=True, slots=True)
class Sentence:
    """One annotated sentence while its quantities are linked.

    `marked` holds the tokens of each section and sign, `starts` those that quantities begin with,
    `bases` those of the periods that are compared with.
    """

    text: str
    tokens: Sequence[Token]
    periods: Sequence[Period]
    mentions: Sequence[Mention]
    quantities: Sequence[Quantity]
    clauses: Sequence[tuple[int, int]]
    verb_final: bool = False
    attribute: re.Pattern[str] = _NOTHING
    single: re.Pattern[str] = _NOTHING
    marked: Mapping[str, Sequence[int]] = field(default_factory=dict)
    starts: frozenset[int] = frozenset()
    bases: frozenset[int] = frozenset()

    def within(self, section: str, first: int, last: int) -> Sequence[int]:
        """The tokens of a section, or of a sign, in `tokens[first:last]`."""
        positions = self.marked.get(section, ())
        return positions[bisect_left(positions, first) : bisect_left(positions, last)]

    def clause(self, at: int) -> tuple[int, int]:
        """The span of the clause that holds the token `at`."""
        for first, last in self.clauses:
            if first <= at < last:
                return first, last
        return 0, len(self.tokens)


@dataclass(kw_only=True, slots=True)
class Carried:
    """What the sentences before have left in the reader's mind."""

    city: str | None = None
    region: str | None = None
    main_place: str | None = None
    main_partner: Mention | None = None
    period: Period | None = None
    since: Period | None = None  # «с 2005 года», which "over that time" comes back to
    place: str | None = None
    partner: Mention | None = None
    indicator: str | None = None
    currency: Quantity | None = None
    count: Quantity | None = None
    count_place: str | None = None
    count_period: Period | None = None
    period_is_near: bool = False
    whole_period: Period | None = None  # of the last amount, which another may be a part of
    report: Period | None = None
    listed: tuple[Mention, ...] = ()
    with_all: bool = False  # trade with the whole world is spoken of
    here: Mention | None = None
    topic: str | None = None
    questioned: bool = False
    shares: bool = False  # the sentence tells whose part an amount is
    statistic: str | None = None
    dated: dict[str, Period] = field(default_factory=dict)  # by statistic, as first stated with it
    counted: tuple[str, str, str] | None = None  # section, value and word of a noun without number
    turned_to: bool = False  # «С Польшей скромнее.»: a few words named the next partner
    counted_here: bool = False  # at a place of ours, whose people nobody told
    asked: tuple[str, str, str] | None = None  # the same of a question just before


def split_clauses(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The clauses of a sentence: a semicolon, a bracket or a comma with a clause word ends one."""
    starts = [0]
    for at, token in enumerate(tokens):
        if token.kind != "mark":
            if "clause" in token.marks and at and tokens[at - 1].text in (",", "-"):
                starts.append(at)
            continue
        if token.text in (";", "(", ")"):
            starts.append(at + 1)
        elif token.text in (",", ":") and at + 1 < len(tokens):
            if is_mark(tokens, at + 1, "clause") or token.text == ":":
                starts.append(at + 1)
    bounds = [*sorted(set(starts)), len(tokens)]
    return [(a, b) for a, b in itertools.pairwise(bounds) if b > a]


def between_commas(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The span around `tokens[first:last]` up to the next comma or semicolon on either side."""
    while first > 0 and tokens[first - 1].text not in (",", ";"):
        first -= 1
    while last < len(tokens) and tokens[last].text not in (",", ";"):
        last += 1
    return first, last


def nearest(
    items: Sequence[T],
    quantity: Quantity,
    span: Callable[[T], tuple[int, int]],
    within: tuple[int, int],
    *,
    after: int = _AFTER,
    barriers: Sequence[Quantity] = (),
    tokens: Sequence[Token] = (),
) -> T | None:
    """The item of `within` that lies nearest to the quantity; one behind it counts `after` times
    as far, and not at all across another amount."""
    best: T | None = None
    best_distance = 10_000
    for item in items:
        first, last = span(item)
        if not within[0] <= first < within[1]:
            continue
        if quantity.first <= first < quantity.last:
            distance = 0
        elif last <= quantity.first:
            distance = quantity.first - last + 1
        else:
            if any(quantity.last <= other.first < first for other in barriers):
                continue
            # "из них 21 – в Алматы": behind a dash stands what the number is told of
            dashed = quantity.last < len(tokens) and tokens[quantity.last].text == "-"
            distance = 1 if dashed else (first - quantity.last + 1) * after
        low, high = sorted((first, quantity.first))
        distance += _COMMA * sum(1 for token in tokens[low:high] if token.text == ",")
        if distance < best_distance:
            best, best_distance = item, distance
    return best


def link_place(sentence: Sentence, quantity: Quantity, carried: Carried) -> Found:
    """The reference area: the nearest place of ours in the clause, sentence, text."""
    described = _described(sentence, quantity)
    if described is not None:
        return Found(value=described, how="adjective")
    own = [mention for mention in sentence.mentions if mention.own and not mention.adjective]
    clause = sentence.clause(quantity.first)
    if _is_bilateral(sentence, clause):
        return Found(value=OWN, how="clause")
    others = own
    own = [mention for mention in own if not told_of_another(sentence, quantity, mention)] or [
        mention
        for mention in own
        if mention.code != OWN and not sentence.within("part", quantity.last, mention.first)
    ]
    for within, how in ((clause, "clause"), ((0, quantity.first), "sentence")):
        found = nearest(
            own,
            quantity,
            span_of,
            within,
            after=1,
            barriers=sentence.quantities,
            tokens=sentence.tokens,
        )
        if found is not None:
            if found.first >= quantity.last and _told_by_adjective(sentence, quantity, found):
                return Found(value=OWN, how="adjective")
            together = _listed_together(sentence, quantity, found)
            return Found(value=OWN if together else found.code, how=how)
    whole = [mention for mention in own if not _is_of_a_part(sentence, quantity, mention)]
    found = nearest(whole, quantity, span_of, (0, len(sentence.tokens)), after=1)
    if found is not None:
        if _told_by_adjective(sentence, quantity, found):
            return Found(value=OWN, how="adjective")
        return Found(value=found.code, how="sentence")
    if any(_told_by_adjective(sentence, quantity, mention) for mention in others):
        return Found(value=OWN, how="adjective")
    told = [
        mention.code
        for mention in sentence.mentions
        if mention.own
        and mention.adjective
        and mention.code != OWN
        and clause[0] <= mention.first < clause[1]
    ]
    if told and carried.place in (None, OWN):
        return Found(value=told[-1], how="adjective")  # «алматинская часть этой суммы – 41,5 млн»
    if quantity.rule == "part of a count" and carried.count_place is not None:
        return Found(value=carried.count_place, how="carried")  # as the whole that was counted
    if carried.place is not None:
        return Found(value=carried.place, how="carried")
    if carried.main_place is not None:
        return Found(value=carried.main_place, how="main")
    return Found()


def _is_of_a_part(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«кәсіпорындар саны 1 100-ге жетті, оның 214-і Астанада»: the name tells of those alone."""
    if sentence.within("part", quantity.last, mention.first):
        return True
    return any(
        quantity.last <= other.first < mention.first and (other.possessive or other.collective)
        for other in sentence.quantities
    )


def _is_bilateral(sentence: Sentence, clause: tuple[int, int]) -> bool:
    """«казахстанско-чешская торговля»: of the two countries, whatever town is spoken of."""
    tokens = sentence.tokens
    return any(
        mention.code == OWN
        and mention.adjective
        and tokens[mention.last].text == "-"
        and is_mark(tokens, other.last, "indicator")
        for mention, other in itertools.pairwise(sentence.mentions)
        if clause[0] <= mention.first < clause[1] and other.first == mention.last + 1
    )


def _described(sentence: Sentence, quantity: Quantity) -> str | None:
    """«99 тыс. казахстанских туристов побывало в Грузии»: whose the people are."""
    if quantity.unit != "people":
        return None
    inside = (
        mention.code
        for mention in sentence.mentions
        if mention.own and mention.adjective and quantity.first < mention.first < quantity.last
    )
    return next(inside, None)


def _listed_together(sentence: Sentence, quantity: Quantity, place: Mention) -> bool:
    """«Из Астаны, Алматы и Актау выполняется 26 рейсов»: one amount of three cities is of none."""
    alike = [other for other in sentence.quantities if other.unit == quantity.unit]
    own = [mention for mention in sentence.mentions if mention.own and not mention.adjective]
    listed = 1
    for before, after in itertools.pairwise(own):
        between = sentence.tokens[before.last : after.first]
        joined = len(between) == 1 and (
            between[0].text == "," or between[0].marks.keys() & {"list_and"}
        )
        listed = listed + 1 if joined else 1
        if after == place:
            break
    else:
        listed = 1
    return listed >= _SEVERAL and len(alike) == 1


def told_of_another(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«в столице 21 компания, в Алматы – 29», «1 280 рейсов, из них 860 – в Камрань»: a name behind
    a comma with an amount of its own, or behind what is said of a part or of each of them."""
    first, last = quantity.last, mention.first
    if last < first:
        return False
    if (
        sentence.within("part", first + 1, last)  # «60 из них приедут из Сеула»: its own
        or sentence.within("each", first, last)
        or any(
            at + 1 in sentence.starts or is_mark(sentence.tokens, at + 1, "number")
            for at in sentence.within("its", first, last)
        )
    ):
        return True
    parted = any(sentence.within(sign, first, last) for sign in (",", ";", ":"))
    if parted and _has_its_own(sentence, mention):
        return False
    return bool(parted) and not sentence.starts.isdisjoint(_next_amounts(sentence, mention))


def _next_amounts(sentence: Sentence, mention: Mention) -> tuple[int, int]:
    """Where the amount of a name may begin: «в Алматы 29», «корейский – почти 900»."""
    at = mention.last
    while is_mark(sentence.tokens, at, "bound_before") or (
        at < len(sentence.tokens) and sentence.tokens[at].text == "-"
    ):
        at += 1
    return mention.last + 1, at


def _has_its_own(sentence: Sentence, mention: Mention) -> bool:
    """«половина, 610 тысяч тонн, ушла в Узбекистан, 290 тысяч – в Таджикистан»: the amount behind
    a name has a dash and a name of its own."""
    tokens, last = sentence.tokens, mention.last
    if last >= len(tokens) or tokens[last].text != ",":
        return False
    behind = next((other for other in sentence.quantities if other.first == last + 1), None)
    if behind is None or behind.last >= len(tokens) or tokens[behind.last].text != "-":
        return False
    return any(0 < other.first - behind.last <= _AFTER for other in sentence.mentions)


def _told_by_adjective(sentence: Sentence, quantity: Quantity, place: Mention) -> bool:
    """«в казахстанских вузах обучается 5,3 тыс. индийцев, половина – в Караганде»: a place behind
    a comma does not outdo the adjective of the whole country."""
    first, _ = sentence.clause(quantity.first)
    return bool(sentence.within(",", quantity.last, place.first)) and any(
        mention.adjective and mention.code == OWN and first <= mention.first < quantity.first
        for mention in sentence.mentions
    )


def span_of(mention: Mention) -> tuple[int, int]:
    return mention.first, mention.last
