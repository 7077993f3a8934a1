"""A series of figures as a picture that can be read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.patheffects import withStroke

WIDTH, HEIGHT, DPI = 6.0, 4.5, 200  # inches; 1200 × 900 pixels
FONT = "DejaVu Sans"  # comes with matplotlib and has every Kazakh letter
INK, LINE, FAINT, PAPER = "#1f2933", "#1565c0", "#d5dbe1", "white"
ABOVE, BELOW = (0, 10), (0, -22)  # points between a point and its label
TITLE_WIDTH = 44  # characters of a line of the title
YEARS_WRITTEN = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A figure of a year; `whole` is false where it covers only a part of the year."""

    year: int
    value: Decimal
    text: str
    whole: bool = True


def draw(
    points: Sequence[Point], *, title: Sequence[str], scale: Decimal, unit: str, part_of_year: str
) -> bytes:
    """The points as a PNG: a line where one whole year follows another, and gaps as gaps.

    `value / scale` is drawn, `unit` says what that is. A point that covers a part of its year is
    hollow, and `part_of_year` says so beneath. Where sources disagree no line chooses between them.
    """
    picture = Picture(figsize=(WIDTH, HEIGHT), dpi=DPI, layout="constrained")
    axes = picture.subplots()
    years = sorted({point.year for point in points})
    for stretch in stretches(points):
        heights = [float(point.value / scale) for point in stretch]
        axes.plot([point.year for point in stretch], heights, color=LINE, linewidth=2.5, zorder=2)
    for year in years:
        _draw_year(axes, [point for point in points if point.year == year], scale)
    _frame(axes, years, heights=[float(point.value / scale) for point in points])
    written = {"color": INK, "fontfamily": FONT}
    axes.set_title(_titled(title), fontsize=13, loc="left", pad=14, fontdict=written)
    axes.set_ylabel(unit, fontsize=12, fontdict=written)
    if not all(point.whole for point in points):
        axes.set_xlabel(part_of_year, fontsize=12, loc="left", fontdict=written)
    file = BytesIO()
    picture.savefig(file, format="png")
    return file.getvalue()


def gaps(years: Sequence[int]) -> list[int]:
    """The years between the first and the last that have no figure."""
    return [year for year in range(min(years), max(years)) if year not in years]


def stretches(points: Sequence[Point]) -> list[list[Point]]:
    """Runs of following years that have one figure each, of the whole year."""
    of_year = {each.year: [p for p in points if p.year == each.year] for each in points}
    found: list[list[Point]] = []
    for year in sorted(of_year):
        if len(of_year[year]) > 1 or not of_year[year][0].whole:
            continue
        point = of_year[year][0]
        if found and found[-1][-1].year == year - 1:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def _draw_year(axes: Axes, points: Sequence[Point], scale: Decimal) -> None:
    """The figures of one year: the highest has its label above, others below themselves."""
    highest = max(points, key=lambda point: point.value)
    for point in points:
        height = float(point.value / scale)
        face = LINE if point.whole else PAPER
        axes.plot(point.year, height, "o", markersize=9, markeredgewidth=2.5, zorder=3)
        axes.lines[-1].set(color=LINE, markerfacecolor=face)
        axes.annotate(
            point.text,
            (point.year, height),
            xytext=ABOVE if point is highest else BELOW,
            textcoords="offset points",
            ha="center",
            fontsize=12,
            fontweight="bold",
            color=INK,
            fontfamily=FONT,
            zorder=4,
            path_effects=[withStroke(linewidth=3, foreground=PAPER)],
        )


def _frame(axes: Axes, years: Sequence[int], *, heights: Sequence[float]) -> None:
    """Axes that say no more than needed; from zero on, so that a small change looks small."""
    low, high = min(heights), max(heights)
    bottom = 0.0 if low >= 0 else low * 1.2
    axes.set_ylim(bottom, high + (high - bottom or 1.0) * 0.15)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    step = max(1, -(-(years[-1] - years[0]) // YEARS_WRITTEN))
    axes.set_xticks(range(years[0], years[-1] + 1, step))
    axes.tick_params(labelsize=12, colors=INK, length=0)
    axes.grid(axis="y", color=FAINT, linewidth=1)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _titled(parts: Sequence[str]) -> str:
    """The parts of a title on one line, or a line each where they are long."""
    whole = " · ".join(parts)
    return whole if len(whole) <= TITLE_WIDTH else "\n".join(parts)
