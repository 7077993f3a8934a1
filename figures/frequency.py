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
    if sentence.within("weekly", *near) and (flown or "flies" in sentence.marked):
        return replace(quantity, unit="count", indicator="flights", noun="flights")
    return None if quantity.unit == "occasions" else quantity
