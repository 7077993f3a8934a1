"""Lists over the ledger: with whom there are figures, and what is known of a place."""

from collections.abc import Sequence

from index.corpus import Index
from index.types import Entry
from retrieval.periods import months_of
from retrieval.repeats import Stated, restated, stated
from retrieval.show import shown
from retrieval.slots import Slots
from retrieval.types import Answer, Passage, Question

_LISTED = 20


def list_answer(
    index: Index,
    question: Question,
    slots: Slots,
    passages: Sequence[Passage],
    notices: Sequence[str],
) -> Answer:
    """The newest figure of each pair of place and partner that the question leaves open."""
    lines = index.figures(
        indicator=slots.indicators[0] if slots.indicators else None,
        place=slots.places or None,
        partner=slots.partners or None,
    )
    levels = [entry for entry in lines if entry.figure.kind == "level" and not entry.figure.plan]
    newest: dict[tuple[object, ...], Entry] = {}
    for entry in sorted(levels or lines, key=_time, reverse=True):
        figure = entry.figure
        if slots.indicators and figure.partner is None:
            continue
        newest.setdefault((figure.indicator, figure.place, figure.partner), entry)
    covered = {(entry.figure.place, entry.figure.partner) for entry in newest.values()}
    for entry in sorted(lines, key=_time, reverse=True):
        pair = (entry.figure.place, entry.figure.partner)
        if slots.indicators and entry.figure.partner and pair not in covered:
            covered.add(pair)
            newest[(entry.figure.indicator, *pair)] = entry
    figures = []
    for entry in list(newest.values())[:_LISTED]:
        article = index.article(entry.article_id)
        alike = (e for e in lines if e.figure.value == entry.figure.value)
        repeats = restated(Stated(figure=entry.figure, article=article), stated(index, alike))
        figures.append(shown(entry.figure, article, repeats=repeats))
    if not figures:
        return Answer(
            question=question,
            status="not_found",
            reason="no_such_indicator",
            passages=tuple(passages),
            notices=tuple(notices),
        )
    return Answer(
        question=question,
        status="answered",
        figures=tuple(figures),
        passages=tuple(passages),
        notices=tuple(notices),
    )


def _time(entry: Entry) -> int:
    have = months_of(entry.figure.period)
    return have[1] if have else 0
