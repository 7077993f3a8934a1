"""Whom a quantity is shared with: the nearest foreign place, or the one spoken of before."""

from collections.abc import Sequence

from figures.amounts import Quantity
from figures.counted import is_part
from figures.link import (
    FOREIGN_OWNED,
    Carried,
    Mention,
    Sentence,
    between_commas,
    nearest,
    span_of,
    told_of_another,
)

_RELATIONAL = frozenset({"trade turnover", "exports", "imports"})


def link_partner(
    sentence: Sentence, quantity: Quantity, carried: Carried, indicator: str | None
) -> tuple[Mention | None, str]:
    """The counterpart area: the nearest foreign place, else the one spoken of before.

    A group of countries counts for flows of trade only, and where no country is named.
    """
    named = [mention for mention in sentence.mentions if not mention.own]
    if indicator not in _RELATIONAL or any(mention.level != "group" for mention in named):
        named = [mention for mention in named if mention.level != "group"]
    foreign = [
        mention
        for mention in named
        if not told_of_another(sentence, quantity, mention)
        and not _outdoes(sentence, quantity, mention)
        and not _is_whose_share(sentence, quantity, mention)
    ]
    clause = sentence.clause(quantity.first)
    counted = quantity.unit in ("count", "people", "")
    if counted and sentence.within("worldwide", *clause):
        return None, "worldwide"
    if _is_of_all_trade(sentence, quantity, foreign, indicator):
        return None, "total"
    told = _told_beside(sentence, quantity, foreign)
    if told is not None:
        return told, "clause"
    for within, how in ((clause, "clause"), ((0, quantity.first), "sentence")):
        found = nearest(
            foreign,
            quantity,
            span_of,
            within,
            after=1 if counted else 2,
            barriers=sentence.quantities,
            tokens=sentence.tokens if counted else (),
        )
        if found is not None:
            return found, how
    everybody = sentence.within("all_trade", clause[0], quantity.first)
    if everybody and _is_total(sentence, quantity, clause, indicator):
        return None, "total"  # whoever is named in another clause has but a part
    if counted and _is_foreign(sentence, quantity, clause):
        return None, "worldwide"  # «предприятия с иностранным участием»: with any country
    found = nearest(
        [mention for mention in foreign if mention.level != "group"],
        quantity,
        span_of,
        (0, len(sentence.tokens)),
        after=1,
        barriers=sentence.quantities,
    )
    if found is not None:
        return found, "sentence"
    if sentence.marked.get("former_latter") or sentence.marked.get("respectively"):
        return _one_of(sentence, quantity, carried.listed), "one of two"
    ours = any(
        m.own and not m.adjective and clause[0] <= m.first < clause[1] for m in sentence.mentions
    )
    # «В Туркестане подсчитали гостей. Их оказалось 2,3 млн человек»
    ours = ours or bool(carried.counted_here and sentence.within("pronoun", *clause))
    if sentence.within("abroad", *clause):
        return None, "worldwide"  # «шетелге 86 мың тонна ұн сатты»
    part = quantity.rule == "part of a count" and carried.partner is not None
    if indicator == "tourists" and quantity.unit == "people" and ours and not part:
        return None, "none"  # "the region had 1.3 million visitors": from everywhere
    if _is_total(sentence, quantity, clause, indicator) or (
        carried.with_all and indicator in _RELATIONAL
    ):
        return None, "total"
    if sentence.within("rest", max(0, quantity.first - 2), quantity.first):
        return None, "none"  # «Остальные 70% – у местных акционеров»
    if sentence.within("domestic", *clause):
        return None, "none"  # «инвестиции в основной капитал выросли на 11 %»
    if carried.partner is not None:
        return carried.partner, "carried"
    if carried.main_partner is not None and indicator in _RELATIONAL | FOREIGN_OWNED:
        return carried.main_partner, "main"
    return None, "none"


def _is_foreign(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Whether the clause calls foreign what is counted; «1,9 млн турист келген, оның 146 мыңы –
    шетелдіктер» says so of the part alone."""
    parts = [
        other.first
        for other in sentence.quantities
        if other.first >= quantity.last and is_part(sentence, other)
    ]
    others = [other for other in sentence.quantities if other.first >= quantity.last]
    return any(
        not any(other.first <= at < other.last for other in others)
        for at in sentence.within("foreign", clause[0], min([clause[1], *parts]))
    )


def _is_total(
    sentence: Sentence, quantity: Quantity, clause: tuple[int, int], indicator: str | None
) -> bool:
    """«внешнеторговый оборот составил 1,1 млрд, в том числе с Узбекистаном – 286 млн»: with all."""
    if indicator not in _RELATIONAL or quantity.unit in ("percent", "percentage_point"):
        return False
    parts = sentence.within("part", quantity.last, len(sentence.tokens))
    parted = bool(parts) and any(not m.own and m.first > parts[0] for m in sentence.mentions)
    return parted or bool(sentence.within("all_trade", clause[0], quantity.first))


def _is_of_all_trade(
    sentence: Sentence, quantity: Quantity, foreign: Sequence[Mention], indicator: str | None
) -> bool:
    """«в общем внешнеторговом обороте региона, а это $2,6 млрд, американский след едва различим»:
    nobody is named between "foreign trade" and the amount, and behind it only after a comma."""
    told = [at for at in sentence.marked.get("all_trade", ()) if at < quantity.first]
    if not told or indicator not in _RELATIONAL or quantity.unit in ("percent", "times"):
        return False
    if any(told[-1] < other.first < quantity.first for other in sentence.quantities):
        return False
    if any(told[-1] < mention.first < quantity.first for mention in foreign):
        return False
    behind = [mention.first for mention in foreign if mention.first >= quantity.last]
    return not behind or bool(sentence.within(",", quantity.last, min(behind)))


def _is_whose_share(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«весь экспорт составил 131 млн, то есть доля России опустилась»: the share is Russia's."""
    if quantity.unit == "percent" or mention.first < quantity.last:
        return False
    return bool(sentence.within("share", mention.first - 1, mention.first)) and bool(
        sentence.within(",", quantity.last, mention.first)
    )


def _outdoes(sentence: Sentence, quantity: Quantity, mention: Mention) -> bool:
    """«поставлено 5,7 млн бутылок, больше купила только Россия»: who is held against the others."""
    if not sentence.within(",", quantity.last, mention.first):
        return False
    return bool(sentence.within("except", mention.first - 2, mention.first))


def _told_beside(
    sentence: Sentence, quantity: Quantity, foreign: Sequence[Mention]
) -> Mention | None:
    """«214 млн – Самаре, 167 млн – Оренбургу»: of several amounts and several names, those between
    the same two commas belong together."""
    if len(sentence.quantities) < 2 or len({mention.code for mention in foreign}) < 2:
        return None
    first, last = between_commas(sentence.tokens, quantity.first, quantity.last)
    inside = {mention.code: mention for mention in foreign if first <= mention.first < last}
    alone = not any(
        other.first != quantity.first and first <= other.first < last
        for other in sentence.quantities
    )
    return next(iter(inside.values())) if len(inside) == 1 and alone else None


def _one_of(sentence: Sentence, quantity: Quantity, listed: Sequence[Mention]) -> Mention | None:
    """«первый показатель вырос, второй упал», «тиісінше 15 және 29 млн»: by the order in which
    they were named; None where that does not tell."""
    ordinals = [at for at in sentence.marked.get("former_latter", ()) if at < quantity.first]
    if ordinals:
        seconds = sentence.marked.get("second", ())
        if any(ordinals[-1] < at < quantity.first for at in seconds):
            return listed[1] if len(listed) == 2 else None
        place = int(str(sentence.tokens[ordinals[-1]].marks["former_latter"].value))
        return listed[place - 1] if len(listed) == 2 else None
    alike = [other.first for other in sentence.quantities if other.unit == quantity.unit]
    if len(listed) == len(alike) > 1 and sentence.marked.get("respectively"):
        return listed[alike.index(quantity.first)]
    return None
