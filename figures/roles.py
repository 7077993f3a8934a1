"""Who trades with whom, and which way: our side is the place, the other the partner."""

from collections.abc import Sequence

from figures.link import OWN, Mention, Sentence
from figures.quantities import Quantity
from figures.tokens import is_mark

_FLIPPED = {"exports": "imports", "imports": "exports"}


def orient(
    sentence: Sentence,
    quantity: Quantity,
    indicator: str,
    place: str | None,
    partner: Mention | None,
) -> tuple[str, str | None, str | None, str | None]:
    """The indicator, place, partner and partner's region as our side sees them.

    A foreign region that trades with our country as a whole is the place, our country its partner.
    Exports of the partner to us are our imports.
    """
    if partner is None:
        return indicator, place, None, None
    if indicator in _FLIPPED and _partner_sends(sentence, quantity, indicator):
        indicator = _FLIPPED[indicator]
    subject = _foreign_subject(sentence.mentions, place)
    if subject is not None:
        return indicator, subject.code, OWN, None
    region = partner.code if partner.level != "country" else None
    return indicator, place, partner.country, region


def _foreign_subject(mentions: Sequence[Mention], place: str | None) -> Mention | None:
    if place != OWN:
        return None
    named = [mention for mention in mentions if not mention.adjective]
    if not named or named[0].own or named[0].level != "region":
        return None
    ours = [mention for mention in named if mention.own]
    return named[0] if ours and all(mention.code == OWN for mention in ours) else None


def _partner_sends(sentence: Sentence, quantity: Quantity, indicator: str) -> bool:
    """Whether the flow is named from the partner's side: "Қытайдың Қазақстанға экспорты"."""
    tokens = sentence.tokens
    first, last = sentence.clause(quantity.first)
    at = max(
        (i for i in range(first, quantity.first) if is_mark(tokens, i, "indicator")),
        default=None,
    )
    if at is None:
        return False
    near = [m for m in sentence.mentions if first <= m.first < last]
    if any(not m.own and is_mark(tokens, m.first - 1, "source") for m in near):
        return indicator == "exports"
    if any(m.own and is_mark(tokens, m.first - 1, "dest") for m in near) and any(
        not m.own and not is_mark(tokens, m.first - 1, "dest") for m in near
    ):
        return indicator == "exports"
    near = [m for m in near if abs(m.first - at) <= 5 and m.level == "country"]
    owner = next((m for m in near if _owns(sentence, m, at)), None)
    other = next((m for m in near if owner and m.own != owner.own), None)
    return owner is not None and not owner.own and other is not None


def _owns(sentence: Sentence, mention: Mention, indicator: int) -> bool:
    """The genitive beside the flow: before it by its ending, behind it by having no preposition."""
    tokens = sentence.tokens
    if mention.last <= indicator:
        return tokens[mention.last - 1].text.endswith(_GENITIVE) or (
            tokens[mention.last].text == "-" and tokens[mention.last + 1].text in _GENITIVE
        )
    return mention.first == indicator + 1


_GENITIVE = ("ның", "нің", "дың", "дің", "тың", "тің", "'s")
