"""Figures that no article states but that follow from stated ones; offered, never given."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Context, Decimal

from figures.types import Figure
from retrieval.match import Verdict
from retrieval.show import shown
from retrieval.slots import Slots
from retrieval.types import AnswerFigure

_DIGITS = Context(prec=4)  # a percentage of three digits carries no more


def year_before(verdicts: Sequence[Verdict], slots: Slots) -> Iterator[AnswerFigure]:
    """The level of the year asked for, from the next year's level and its growth in percent."""
    if len(slots.periods) != 1 or slots.kinds != ("level",):
        return
    asked = slots.periods[0]
    if asked.year is None or asked.months or asked.year_end:
        return
    following = str(asked.year + 1)
    for verdict in verdicts:
        level = verdict.candidate.figure
        if set(verdict.lost) != {"period"} or level.period != following or level.kind != "level":
            continue
        growth = _growth(verdict, verdicts)
        if growth is None or (growth.value >= 100 and growth.direction == "down"):
            continue
        sign = -1 if growth.direction == "down" else 1
        factor = 1 + sign * growth.value / 100
        formula = f"{level.value.normalize():f} ÷ {factor.normalize():f}"
        yield replace(
            shown(level, verdict.candidate.article, formula),
            value=Decimal(f"{_DIGITS.divide(level.value, factor):f}"),
            value_max=None,
            bound="about",
            period=str(asked.year),
            period_text=None,
        )


def _growth(verdict: Verdict, verdicts: Sequence[Verdict]) -> Figure | None:
    """The growth that the same article states of the same statistic in the same year."""
    level = verdict.candidate.figure
    for other in verdicts:
        figure = other.candidate.figure
        if (
            other.candidate.article.id == verdict.candidate.article.id
            and figure.kind == "change"
            and figure.unit == "percent"
            and figure.computed is None
            and _subject(figure) == _subject(level)
        ):
            return figure
    return None


def _subject(figure: Figure) -> tuple[str | None, ...]:
    return (
        figure.indicator,
        figure.place,
        figure.partner,
        figure.partner_region,
        figure.period,
    )


def total(parts: Sequence[Verdict]) -> AnswerFigure | None:
    """The sum of figures that are stated of one time in one unit, None where they cannot be added.

    It stands on the first part's article and names every part in its formula.
    """
    figures = [verdict.candidate.figure for verdict in parts]
    first = figures[0]
    alike = all(
        (figure.unit, figure.kind, figure.indicator, figure.place, figure.period, figure.plan)
        == (first.unit, "level", first.indicator, first.place, first.period, first.plan)
        for figure in figures
    )
    if len(figures) < 2 or not alike or any(figure.value_max is not None for figure in figures):
        return None
    formula = " + ".join(f"{figure.value.normalize():f}" for figure in figures)
    return replace(
        shown(first, parts[0].candidate.article, formula),
        value=sum((figure.value for figure in figures), Decimal(0)),
        bound="exact" if all(figure.bound == "exact" for figure in figures) else "about",
        partner=None,
        partner_region=None,
    )
