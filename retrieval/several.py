"""Several questions in one message, and the kinds of question that put figures side by side."""

import re
from collections.abc import Sequence

from retrieval.match import Verdict
from retrieval.periods import months_of
from retrieval.slots import Slots

_END = re.compile(r"\?+\s+|\n+")
_FEWEST = 2  # words of a question
_LISTED = 12


def split_questions(text: str) -> list[str]:
    """The questions of a message: each ends with a question mark or its line."""
    parts: list[str] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        part = text[start:end].strip()
        start = end
        if len(part.split()) >= _FEWEST and re.search(r"\w", part):
            parts.append(part)
        elif parts and part:
            parts[-1] = f"{parts[-1]} {part}"
    asking = [part for part in parts if part.endswith("?")]
    # a greeting or a remark beside one question is no question of its own
    return parts if len(asking) > 1 or (len(parts) > 1 and "\n" in text and not asking) else [text]


def side_by_side(fitting: Sequence[Verdict], slots: Slots) -> tuple[list[Verdict], tuple[str, ...]]:
    """The figures of a comparison, ranking, series or sum, with what must be said of them.

    Comparison and ranking: the newest figure of each side in the best filled unit, largest first.
    Series: one statistic over time, newest first, of one time all that sources say. Sum: the parts,
    largest first.
    """
    if slots.type == "series":
        return _series(fitting), ()
    by_side: dict[tuple[str | None, ...], Verdict] = {}
    for verdict in sorted(fitting, key=_newest_first):
        by_side.setdefault(_side(verdict, slots), verdict)
    chosen = list(by_side.values())
    if not chosen:
        return [], ()
    units = [verdict.candidate.figure.unit for verdict in chosen]
    unit = max(units, key=units.count)
    alike = [verdict for verdict in chosen if verdict.candidate.figure.unit == unit]
    alike.sort(key=lambda verdict: verdict.candidate.figure.value, reverse=True)
    times = {months_of(verdict.candidate.figure.period) for verdict in alike}
    return alike[:_LISTED], ("periods_differ",) if len(times) > 1 else ()


def _series(fitting: Sequence[Verdict]) -> list[Verdict]:
    if not fitting:
        return []
    first = fitting[0].candidate.figure
    times: dict[tuple[int, int], list[Verdict]] = {}
    for verdict in fitting:
        figure = verdict.candidate.figure
        have = months_of(figure.period)
        same = (figure.indicator, figure.place, figure.partner, figure.kind, figure.unit) == (
            first.indicator,
            first.place,
            first.partner,
            first.kind,
            first.unit,
        )
        if have is not None and same and _is_news(verdict, times.setdefault(have, [])):
            times[have].append(verdict)
    return [verdict for time in sorted(times, reverse=True) for verdict in times[time]][:_LISTED]


def _is_news(verdict: Verdict, told: Sequence[Verdict]) -> bool:
    """Whether no figure of that time was told, or another article tells another one."""
    figure, article = verdict.candidate.figure, verdict.candidate.article.id
    return all(
        other.candidate.article.id != article and other.candidate.figure.value != figure.value
        for other in told
    )


def disagree(chosen: Sequence[Verdict]) -> bool:
    """Whether a series holds two figures of one time."""
    times = [months_of(verdict.candidate.figure.period) for verdict in chosen]
    return len(set(times)) < len(times)


def _side(verdict: Verdict, slots: Slots) -> tuple[str | None, ...]:
    """What is compared: the partners, or the places where the question names several of them."""
    figure = verdict.candidate.figure
    if len(slots.places) > 1:
        return (figure.place,)
    return (figure.partner, figure.partner_region)


def _newest_first(verdict: Verdict) -> tuple[float, int, str]:
    have = months_of(verdict.candidate.figure.period)
    return (-round(verdict.score, 1), -have[1] if have else 0, verdict.candidate.article.id)
