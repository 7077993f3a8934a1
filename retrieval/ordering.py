"""The order in which figures are given, and which of them are the same."""

from collections.abc import Sequence

from figures.types import Figure
from retrieval.match import Verdict
from retrieval.periods import months_of
from retrieval.slots import Slots


def ranked(verdicts: Sequence[Verdict], slots: Slots) -> list[Verdict]:
    """Best fit first; of equal fits what is before what is planned, the newer, what the
    question's words stand beside, then as told."""
    return sorted(
        verdicts,
        key=lambda v: (
            -round(v.score, 2),
            v.candidate.figure.plan and not slots.plan,
            -time_of(v),
            -len(v.told),
            v.candidate.article.id,
            v.candidate.figure.start,
        ),
    )


def time_of(verdict: Verdict) -> int:
    have = months_of(verdict.candidate.figure.period)
    if have is not None:
        return have[1]
    published = verdict.candidate.article.published
    return published.year * 12 + published.month if published else 0


def series_of(figure: Figure) -> tuple[object, ...]:
    return (
        figure.indicator,
        figure.place,
        figure.partner,
        figure.partner_region,
        figure.kind,
        figure.unit,
        figure.direction,
        figure.plan,
    )


def merged(given: Sequence[Verdict]) -> list[Verdict]:
    """Repeats of one figure become one."""
    seen: set[tuple[object, ...]] = set()
    merged = []
    for verdict in given:
        figure = verdict.candidate.figure
        key = (*series_of(figure), figure.value, figure.value_max, figure.period)
        if key not in seen:
            seen.add(key)
            merged.append(verdict)
    return merged
