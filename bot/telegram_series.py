"""Figures over years: which of them make a picture, and what is written beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.charts import Point, draw, gaps
from bot.describe import SEPARATOR, headline, label
from bot.formats import amount, number, scale_of
from bot.telegram_cards import source_line, when
from bot.telegram_text import Run, Text, lines, plain_run
from bot.telegram_words import ChatWords
from bot.vocabulary import words
from retrieval.types import AnswerFigure

LEAST = 2  # points that make a picture


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Figures of one thing in one unit, in the order of their years, and what was left out."""

    figures: tuple[AnswerFigure, ...]
    left_out: int = 0

    @property
    def years(self) -> list[int]:
        """The year of every figure."""
        return [year_of(figure) for figure in self.figures]


def year_of(figure: AnswerFigure) -> int:
    """The year at which a figure is drawn: the last that its period touches."""
    return int((figure.period or "").rpartition("/")[2][:4])


def series(figures: Sequence[AnswerFigure]) -> Series | None:
    """Those of the figures that can be drawn with the first, None where they are too few."""
    dated = [figure for figure in figures if _drawable(figure)]
    if not dated:
        return None
    wanted = dated[0]
    same = [figure for figure in dated if _sort(figure) == _sort(wanted)]
    if len({year_of(figure) for figure in same}) < LEAST:
        return None
    ordered = sorted(_distinct(same), key=lambda figure: (year_of(figure), not _whole(figure)))
    others = {(each.document, each.start) for each in figures if each not in same}
    return Series(figures=tuple(ordered), left_out=len(others))


def _distinct(figures: Sequence[AnswerFigure]) -> list[AnswerFigure]:
    """Figures without repetitions: two articles that say the same are one point."""
    return list({(each.period, each.value): each for each in reversed(figures)}.values())


def _drawable(figure: AnswerFigure) -> bool:
    last = (figure.period or "").rpartition("/")[2][:4]
    return last.isdigit() and figure.value_max is None


def _sort(figure: AnswerFigure) -> tuple[str | bool | None, ...]:
    sides = (figure.place, figure.partner, figure.partner_region)
    measure = (figure.indicator, figure.unit, figure.kind, figure.direction, figure.of)
    return (*sides, *measure, figure.plan)


def _whole(figure: AnswerFigure) -> bool:
    return (figure.period or "").isdigit()


def chart(found: Series, own: ChatWords) -> bytes:
    """The picture of a series, in the reader's language."""
    spoken = words(own.language)
    first = found.figures[0]
    power = scale_of(tuple(figure.value for figure in found.figures), spoken)
    scale = Decimal(10) ** power
    points = [
        Point(
            year=year_of(figure),
            value=figure.value,
            text=number(figure.value / scale, spoken),
            whole=_whole(figure),
        )
        for figure in found.figures
    ]
    return draw(
        points,
        title=_subject(first, own).split(SEPARATOR),
        scale=scale,
        unit=_unit(first, power, own),
        part_of_year=own.texts["chart_part"],
    )


def _unit(figure: AnswerFigure, power: int, own: ChatWords) -> str:
    """The unit with its scale word: what is left of an amount without its number."""
    spoken = words(own.language)
    named = amount(Decimal(5), None, figure.unit, spoken, noun=figure.indicator)
    unit = named.replace("5", "", 1).strip()
    scale = spoken.numbers["scales"][str(power)] if power else ""
    return f"{scale} {unit}".strip()


def _subject(figure: AnswerFigure, own: ChatWords) -> str:
    """What a figure is of, without its period."""
    return label(figure, words(own.language)).removesuffix(when(figure, own)).rstrip(" ·")


def numbers(found: Series, own: ChatWords) -> Text:
    """The same in words, newest first, and the gaps and sources."""
    spoken = words(own.language)
    rows = [
        (Run(text=headline(figure, spoken), bold=True), Run(text=f" · {when(figure, own)}"))
        for figure in reversed(found.figures)
    ]
    missing = gaps(found.years)
    written = ", ".join(str(year) for year in missing)
    gap = own.texts["chart_gap"].format(years=written)
    more = own.texts["more_figures"].format(count=found.left_out)
    sources = own.texts["sources_line"].format(sources="; ".join(_sources(found, own)))
    return lines(
        plain_run(_subject(found.figures[0], own)),
        *rows,
        plain_run(gap) if missing else None,
        plain_run(more) if found.left_out else None,
        (Run(text=sources, italic=True),),
    )


def _sources(found: Series, own: ChatWords) -> list[str]:
    spoken = words(own.language)
    named = {
        figure.document: source_line(
            figure.source, figure.published, figure.url, figure.document, spoken
        )
        for figure in reversed(found.figures)
    }
    return list(dict.fromkeys(named.values()))
