"""Quantities of a list, whose unit and noun come with its last."""

from collections.abc import Sequence
from dataclasses import replace

from figures.amounts import Quantity
from figures.counted import ends_here, is_year_like
from figures.link import Carried, Mention, Sentence


def told_apart(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«бидай – 45000, арпа – 28000 тонна»: behind dashes, the unit comes with the last."""
    tokens = sentence.tokens
    if not 0 < quantity.first <= quantity.last < len(tokens) or quantity.noun is not None:
        return None
    if tokens[quantity.first - 1].text != "-" or tokens[quantity.last].text not in (",", ";"):
        return None
    later = [other for other in sentence.quantities if other.first > quantity.first]
    if not later or later[0].first - quantity.last > 5 or later[0].scale != quantity.scale:
        return None
    unit = later[0].unit
    if not unit or unit in ("count", "people", "times") or is_year_like(quantity):
        return None
    return replace(quantity, unit=unit, rule="ellipsis of unit")


def closing_unit(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«Из Индии – 9,3 тыс., из Узбекистана – 6,1 тыс., из Китая – 2,2 тыс. человек»: the unit of a
    list of one scale comes with its last."""
    if not quantity.scale or not ends_here(sentence, quantity):
        return None
    later = [other for other in sentence.quantities if other.first > quantity.first]
    told = next((other for other in later if other.unit), None)
    if told is None or is_year_like(quantity):
        return None
    members = [quantity, *later[: later.index(told) + 1]]
    alike = all(other.scale == quantity.scale for other in members)
    if told.unit in ("people", "t"):
        closed = all(_closes(sentence, other) for other in members[:-1])
    else:
        closed = _is_series(sentence, members)
    if not alike or not closed:
        return None
    value = quantity.value
    return replace(
        quantity,
        value=value,
        unit=told.unit,
        indicator=told.indicator,
        noun=told.noun,
        rule="ellipsis in a list",
    )


def _is_series(sentence: Sentence, members: Sequence[Quantity]) -> bool:
    """«в 2019-м 33,6 млн, в 2020-м 28,4 млн, в 2021-м – 35 млн долларов»: money, year by year."""
    money = len(members[-1].unit) == 3 and members[-1].unit.isupper()
    timed = {period.last for period in sentence.periods}
    for before, member in zip((None, *members), members, strict=False):
        since = before.last if before else 0
        if not any(since < last <= member.first for last in timed):
            return False
    return money and not any(
        sentence.within(section, 0, members[-1].last) for section in ("people", "counted")
    )


def _closes(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a comma or bracket stands right behind the number, and the stop of "тыс."."""
    tokens, at = sentence.tokens, quantity.last
    if at < len(tokens) and tokens[at].text == ".":
        at += 1
    return at < len(tokens) and tokens[at].text in (",", ";", ")")


def listed(
    sentence: Sentence,
    quantity: Quantity,
    before: Sequence[Quantity],
    carried: Carried,
    adjoined: bool = False,
) -> Quantity | None:
    """«64 французских, 28 бельгийских и 17 шведских предприятий»: the noun comes with the last."""
    beside = any(
        (
            (mention.adjective or adjoined)
            and (
                mention.first == quantity.last
                or (mention.adjective and mention.last == quantity.first)
            )
        )
        or _told_in_turn(sentence, quantity, mention)
        for mention in sentence.mentions
    )
    if not beside or quantity.value % 1:
        return None
    later = [other for other in sentence.quantities if other.first > quantity.first]
    counted = [other for other in later if other.unit in ("count", "people") and other.indicator]
    if not counted:
        return None
    # only numbers of the same list may stand between
    if any(other.unit not in ("", "count", "people") for other in later[: later.index(counted[0])]):
        return None
    return replace(
        quantity,
        unit=counted[0].unit,
        indicator=counted[0].indicator,
        noun=counted[0].noun,
        rule="ellipsis in a list",
    )


_WITH = 2  # words: partners, and "together"


def _told_in_turn(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«Стамбұлға тоғыз, Бакуге бес, Тбилисиге үш рейс ұшады»."""
    closes = quantity.last < len(sentence.tokens) and sentence.tokens[quantity.last].text == ","
    between = sentence.tokens[mention.last : quantity.first]
    near = len(between) <= 1 and all(token.marks.keys() & {"period", "unit"} for token in between)
    if len(between) == _WITH and mention.adjective:
        near = "counted_with" in between[-1].marks  # «ресейлік серіктестермен бірге 318»
    return sentence.verb_final and mention.last <= quantity.first and near and closes


def listed_demonym(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«64 француз, 28 бельгия және 17 швед кәсіпорны»: adjectives that look like people."""
    if not sentence.verb_final:
        return None
    named = {mention.first for mention in sentence.mentions}
    later = [other for other in sentence.quantities if other.first > quantity.first]
    parallel = later and (
        later[0].last in named or named & set(range(later[0].first, later[0].last))
    )
    return listed(sentence, quantity, before, carried, True) if parallel else None
