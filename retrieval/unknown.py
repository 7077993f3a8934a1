"""What is said where nothing answers: the reason, and the nearest known figures."""

from collections.abc import Sequence

from retrieval.match import Verdict
from retrieval.ordering import merged, time_of
from retrieval.slots import Slots
from retrieval.types import Reason

NEAREST = 3
_FAR = 5  # the cost of lost slots up to which a figure is near
_REASONS: Sequence[tuple[str, Reason]] = (
    ("partner", "no_such_partner"),
    ("place", "no_such_place"),
    ("indicator", "no_such_indicator"),
    ("period", "no_such_period"),
)


def reason(verdicts: Sequence[Verdict], slots: Slots) -> Reason:
    """The first slot that nothing in the corpus satisfies together with those before it."""
    left = list(verdicts)
    for slot, reason in _REASONS:
        left = [v for v in left if slot not in v.lost]
        if not left:
            return reason
    if any(v.lost for v in left):
        return "no_such_indicator"
    return "not_in_corpus"


def nearest(verdicts: Sequence[Verdict], slots: Slots) -> tuple[Verdict, ...]:
    """What differs in the fewest slots, time first; nothing that shares no place, partner and
    statistic with the question."""
    cost = {"period": 1, "unit": 1, "kind": 2, "plan": 1, "indicator": 3, "place": 4, "partner": 5}

    def distance(verdict: Verdict) -> int:
        return sum(cost.get(slot, 1) for slot in set(verdict.lost))

    close = [v for v in verdicts if v.lost and distance(v) <= _FAR]
    close.sort(key=lambda v: (distance(v), -time_of(v), v.candidate.entry.id))
    # what is farther than the nearest only distracts
    near = [v for v in close if distance(v) == distance(close[0])]
    return tuple(merged(near)[:NEAREST])
