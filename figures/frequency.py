"""How often something flies: «три раза в неделю» are three flights."""

from dataclasses import replace

from figures.amounts import Quantity
from figures.link import Carried, Sentence

_NEAR = 3  # words between the number and the stretch of time
_OCCASIONS = frozenset({"times", "occasions"})


def as_flights(sentence: Sentence, quantity: Quantity, carried: Carried) -> Quantity | None:
    """«аптасына төрт рет ұшады»: four flights, as a sentence about flights goes on with; None for
    other occasions, which are no figures."""
    if quantity.unit not in _OCCASIONS:
        return quantity
    flown = carried.counted is not None and carried.counted[1] == "flights"
    near = max(0, quantity.first - _NEAR), min(quantity.last + _NEAR, len(sentence.tokens))
    weekly = sentence.within("weekly", *near) or any(
        other.unit in _OCCASIONS
        and sentence.within("weekly", other.first - _NEAR, other.last + _NEAR)
        for other in sentence.quantities
        if other.last <= quantity.first  # «аптасына екі рет ұшатын, шілдеден бері – төрт рет»
    )
    if weekly and (flown or "flies" in sentence.marked):
        return replace(quantity, unit="count", indicator="flights", noun="flights")
    return None if quantity.unit == "occasions" else quantity
