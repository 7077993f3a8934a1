"""What a sentence says of the one before: that it told of the whole, and this tells of a part."""

from collections.abc import Sequence
from dataclasses import replace

from figures.link import OWN
from figures.roles import FLOWS
from figures.types import Figure


def with_wholes(before: Sequence[Figure], parts: Sequence[Figure], paragraph: int) -> list[Figure]:
    """«Взаимная торговля превысила 90 млн. Доля Шымкента – 2,6 млн»: the first is the country's.

    `before` are the figures of the text so far, `parts` those of a sentence that tells shares,
    `paragraph` is where the paragraph before it begins. Only a place that was not named beside
    the amount, and is now given its part, is taken back.
    """
    figures = list(before)
    for part in parts:
        if part.indicator not in FLOWS or part.kind != "level" or part.place in (None, OWN):
            continue
        if "place:clause" not in part.rule:
            continue
        for at, figure in enumerate(figures):
            if figure.quote_start >= paragraph and _is_whole_of(figure, part):
                figures[at] = replace(figure, place=OWN)
    return figures


def _is_whole_of(figure: Figure, part: Figure) -> bool:
    taken_over = "place:main" in figure.rule or "place:carried" in figure.rule
    same = (figure.indicator, figure.partner, figure.unit, figure.place) == (
        part.indicator,
        part.partner,
        part.unit,
        part.place,
    )
    return taken_over and same and figure.kind == "level" and figure.value > part.value
