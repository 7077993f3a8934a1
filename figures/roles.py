"""Who trades with whom, and which way: our side is the place, the other the partner."""

import re
from collections.abc import Sequence
from functools import lru_cache

from figures.amounts import Quantity
from figures.link import FOREIGN_OWNED, GENITIVE, OWN, Mention, Sentence
from figures.tokens import Token, is_mark
from language.fold import fold
from language.kazakh import skeleton
from language.names import place_name

FLOWS = frozenset({"trade turnover", "exports", "imports"})
FLIPPED = {"exports": "imports", "imports": "exports"}

_DATIVE = ("ға", "ге", "қа", "ке", "га", "ка")
_CASES = (
    *GENITIVE,
    *_DATIVE,
    "нан",
    "нен",
    "дан",
    "ден",
    "тан",
    "тен",
    "мен",
    "пен",
    "бен",
    "да",
    "де",
    "та",
    "те",
)
_SUBJECT = 2  # words between who trades and the verb
_PLURAL = ("ы", "и", "не", "s", "лар", "лер", "дар", "дер", "тар", "тер")  # who buys or sells
_NOMINATIVE = ("ские", "ский", "ская", "ское")  # Russian adjectives
_LOCATIVE = ("е", "и", "ах", "ях")  # "в Канаде" is no way there
_ABLATIVE = ("нан", "нен", "дан", "ден", "тан", "тен")


def orient(
    sentence: Sentence,
    quantity: Quantity,
    indicator: str,
    place: str | None,
    partner: Mention | None,
    *,
    share: bool = False,
) -> tuple[str, str | None, str | None, str | None]:
    """The indicator, place, partner and partner's region as our side sees them.

    A foreign region that trades with our country as a whole is the place, our country its partner.
    Exports of the partner to us are our imports. In a share ("на Германию приходится 14 % импорта")
    no preposition tells a direction.
    """
    if partner is None:
        return indicator, place, None, None
    if indicator in FLIPPED and not share:
        first, last = sentence.clause(quantity.first)
        at = _named_at(sentence, first, last, quantity, indicator)
        told = [
            other.last
            for other in sentence.quantities
            if at and other.last <= at and sentence.within(",", other.last, at)
        ]
        first = max([first, *told])  # «…ға экспорты 840 млн болса, импорт 550 млн»
        near = [
            mention
            for mention in sentence.mentions
            if first <= mention.first < last and not _is_of_the_next(sentence, quantity, mention)
        ]
        if at is not None and is_mark(sentence.tokens, at, "trades") and not _foreign(near):
            # «Германия купила нефти на 300 млн, а продала машин на 120 млн»
            before = [mention for mention in sentence.mentions if mention.last <= at]
            who = _subject(sentence.tokens, before, at)
            near = [who] if who is not None else near
        if at is not None and partner_sends(sentence.tokens, near, at, indicator):
            indicator = FLIPPED[indicator]
    if indicator in FOREIGN_OWNED and _is_abroad(sentence, quantity, partner):
        return (
            indicator,
            partner.country,
            OWN,
            None,
        )  # «в Грузии работает 12 казахстанских компаний»
    subject = _foreign_subject(sentence.mentions, place)
    if subject is not None:
        return indicator, subject.code, OWN, None
    region = partner.code if partner.level != "country" else None
    return indicator, place, partner.country, region


def _foreign(mentions: Sequence[Mention]) -> list[Mention]:
    return [mention for mention in mentions if not mention.own]


def _is_abroad(sentence: Sentence, quantity: Quantity, partner: Mention) -> bool:
    """Whether the clause tells of firms in the partner's country, and names no place of ours."""
    first, last = sentence.clause(quantity.first)
    near = [mention for mention in sentence.mentions if first <= mention.first < last]
    if partner not in near or partner.adjective or partner.level != "country":
        return False
    if any(mention.own and not mention.adjective for mention in near):
        return False
    if sentence.verb_final:
        return _ending(sentence.tokens, partner) in _IN
    word = sentence.tokens[partner.last - 1].text
    lies_in = is_mark(sentence.tokens, partner.first - 1, "dest") is not None
    return (
        lies_in and (word.isascii() or word.endswith(_LOCATIVE)) and partner.last <= quantity.first
    )


_IN = ("да", "де", "та", "те")


def _is_of_the_next(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«Қазақстаннан экспорт – 4,75 млрд, Түркиядан жеткізілген тауар – 1,55 млрд»: the name stands
    behind a comma and before a later amount."""
    if mention.first < quantity.last or not sentence.within(",", quantity.last, mention.first):
        return False
    return any(other.first >= mention.last for other in sentence.quantities)


def _named_at(
    sentence: Sentence, first: int, last: int, quantity: Quantity, indicator: str
) -> int | None:
    """Where the clause names the flow: before the amount, else behind it."""
    found = [
        at
        for at in sentence.within("indicator", first, last)
        if sentence.tokens[at].marks["indicator"].value == indicator
    ]
    before = [at for at in found if at < quantity.first]
    return before[-1] if before else found[0] if found else None


def _foreign_subject(mentions: Sequence[Mention], place: str | None) -> Mention | None:
    if place != OWN:
        return None
    named = [mention for mention in mentions if not mention.adjective]
    if not named or named[0].own or named[0].level != "region":
        return None
    ours = [mention for mention in named if mention.own]
    return named[0] if ours and all(mention.code == OWN for mention in ours) else None


def partner_sends(
    tokens: Sequence[Token], mentions: Sequence[Mention], at: int, indicator: str
) -> bool:
    """Whether a flow that is named at `at` is named from the partner's side.

    Told by prepositions ("из Италии поставлено", "to Turkistan Region"), by Kazakh cases
    ("Қытайдың Қазақстанға экспорты", "Қытай Алматыдан сатып алды") and by who stands as the owner.
    """
    ours = [mention for mention in mentions if mention.own]
    foreign = _foreign(mentions)
    sends = indicator == "exports"
    if not foreign:  # «виноделы отгрузили в республику», told of who was spoken of before
        return sends and any(goes_to(tokens, mention) for mention in ours)
    if sends and any(_describes(tokens, mention, at) for mention in foreign):
        return True
    subject = _subject(tokens, mentions, at)
    if subject is not None:
        return not subject.own
    from_partner = any(_comes_from(tokens, mention) for mention in foreign)
    to_partner = any(goes_to(tokens, mention) for mention in foreign)
    from_us = any(_comes_from(tokens, mention) for mention in ours)
    to_us = any(goes_to(tokens, mention) for mention in ours)
    if from_partner or (to_us and not to_partner):
        # the goods move to us: exports are the partner's, imports are ours
        return sends
    if to_partner or from_us:
        return not sends
    near = [mention for mention in mentions if abs(mention.first - at) <= 5]
    owner = next((mention for mention in near if _owns(tokens, mention, at)), None)
    return owner is not None and not owner.own and bool(ours)


_SLAVIC = re.compile("[сц]к(?:ий|ого|ому|ом|им)$")


def _describes(tokens: Sequence[Token], mention: Mention, at: int) -> bool:
    """«словенский экспорт», "Slovenian exports": theirs, told by the adjective before it."""
    word = tokens[mention.last - 1].text
    told = word.isascii() or _SLAVIC.search(word) is not None
    return mention.adjective and mention.last == at and told


def _subject(tokens: Sequence[Token], mentions: Sequence[Mention], at: int) -> Mention | None:
    """Who buys or sells: the name that stands right before the verb with no preposition or case
    ("Japan bought", «Саудовская Аравия закупила», "Қытай сатып алды")."""
    if is_mark(tokens, at, "trades") is None:
        return _of_a_moving_verb(tokens, mentions, at)
    before = [mention for mention in mentions if at - _SUBJECT <= mention.last <= at]
    if before and _is_subject(tokens, before[-1]):
        return before[-1]
    opening = _opening(tokens, mentions, at)
    if opening is not None:
        return opening
    earlier = [other for other in range(at) if is_mark(tokens, other, "trades")]
    # "Japan bought … and sold …"
    return _subject(tokens, mentions, earlier[-1]) if earlier else None


def _opening(tokens: Sequence[Token], mentions: Sequence[Mention], at: int) -> Mention | None:
    """«Италия бізден 300 млн долларға мұнай сатып алды»: a country that opens a Kazakh clause and
    describes nothing, for a number, a time, another name or «бізден» follows."""
    first = mentions[0] if mentions else None
    if first is None or first.own or first.adjective or first.level != "country":
        return None
    if not first.last < at:
        return None
    behind = tokens[first.last]
    named = any(other.first == first.last for other in mentions)
    told = bool(behind.marks.keys() & {"number", "period", "us"})
    rival = is_mark(tokens, first.last + 1, "left_out") is not None  # «Италия Қытайды басып озып,»
    alone = named or told or rival or behind.kind == "number"
    return first if alone and not _ending(tokens, first) else None


def _of_a_moving_verb(
    tokens: Sequence[Token], mentions: Sequence[Mention], at: int
) -> Mention | None:
    """«Узбекистан нарастил закупки»: who raised them or cut them."""
    verb = next((i for i in (at - 1, at - 2) if i > 0 and is_mark(tokens, i, "up")), None)
    verb = verb or next((i for i in (at - 1, at - 2) if i > 0 and is_mark(tokens, i, "down")), None)
    who = next((m for m in mentions if verb is not None and m.last == verb), None)
    return who if who is not None and _is_subject(tokens, who) else None


def _is_subject(tokens: Sequence[Token], mention: Mention) -> bool:
    if mention.adjective and not mention.demonym:
        # «польские питомники отгрузили»
        return tokens[mention.last - 1].text.endswith(_NOMINATIVE)
    if is_mark(tokens, mention.first - 1, "governs"):
        return False
    if mention.adjective:  # «итальянцы продали»
        return tokens[mention.last - 1].text.endswith(_PLURAL)
    if is_mark(tokens, mention.first, "there"):
        return False
    return not _ending(tokens, mention).endswith(_CASES)


def _comes_from(tokens: Sequence[Token], mention: Mention) -> bool:
    there = is_mark(tokens, mention.first, "there")
    if there is not None:
        return there.value == "from"
    if is_mark(tokens, mention.first - 1, "source"):
        return True
    return not mention.adjective and _ending(tokens, mention).endswith(_ABLATIVE)


def goes_to(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a preposition or a Kazakh case makes a place the one that goods go to."""
    there = is_mark(tokens, mention.first, "there")
    if there is not None:
        return there.value == "to"
    if is_mark(tokens, mention.first - 1, "dest"):
        return not tokens[mention.last - 1].text.endswith(_LOCATIVE)
    return not mention.adjective and _ending(tokens, mention).endswith(_DATIVE)


@lru_cache(maxsize=4096)
def _kazakh_name(code: str) -> str:
    """The last word of a place's Kazakh name, folded and without Kazakh letters."""
    return skeleton(fold(place_name(code, "kk"))).split(" ")[-1]


def _ending(tokens: Sequence[Token], mention: Mention) -> str:
    """What a Kazakh form adds to the name: "Алматыдан" is "Алматы" and "дан"."""
    word = skeleton(tokens[mention.last - 1].text)
    name = _kazakh_name(mention.code)
    if word.startswith(name):
        return word[len(name) :]
    # "АҚШ-тан", "Алматы облысынан"
    dashed = mention.last - mention.first > 1 and tokens[mention.last - 2].text == "-"
    return word if dashed or word.startswith(name[:-1]) else ""


def _owns(tokens: Sequence[Token], mention: Mention, at: int) -> bool:
    """The genitive beside the flow: before it by its ending, behind it by having no preposition."""
    if mention.last <= at:
        return tokens[mention.last - 1].text.endswith(GENITIVE) or is_possessive(tokens, mention)
    return mention.first == at + 1


def is_possessive(tokens: Sequence[Token], mention: Mention) -> bool:
    """English "China's"."""
    after = mention.last
    return after + 1 < len(tokens) and tokens[after].text == "'" and tokens[after + 1].text == "s"
