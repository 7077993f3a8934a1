"""A series of figures as a picture that can be read on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

WIDTH, HEIGHT, DPI = 6.0, 4.5, 200  # inches; 1200 × 900 pixels
FONT = "DejaVu Sans"  # comes with matplotlib and has every Kazakh letter
INK, LINE, FAINT = "#1f2933", "#1565c0", "#d5dbe1"
LABEL_GAP = 10  # points between a point and its label
TITLE_WIDTH = 44  # characters of a line of the title


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """A figure of a year; `whole` is false where it covers only a part of the year."""

    year: int
    value: Decimal
    text: str
    whole: bool = True


def draw(
    points: Sequence[Point], *, title: str, scale: Decimal, unit: str, part_of_year: str
) -> bytes:
    """The points as a PNG: a line where years follow each other, and a gap where one is missing.

    `value / scale` is drawn, `unit` says what that is. A point that covers a part of its year is
    hollow, and `part_of_year` says so beneath.
    """
    picture = Picture(figsize=(WIDTH, HEIGHT), dpi=DPI, layout="constrained")
    axes = picture.subplots()
    heights = {point: float(point.value / scale) for point in points}
    years = sorted({point.year for point in points})
    for stretch in _stretches(years):
        line = [_of_year(points, year) for year in stretch]
        axes.plot(stretch, [heights[each] for each in line], color=LINE, linewidth=2.5, zorder=2)
    for point in points:
        axes.plot(
            point.year,
            heights[point],
            marker="o",
            markersize=9,
            markeredgewidth=2.5,
            color=LINE,
            markerfacecolor=LINE if point.whole else "white",
            zorder=3,
        )
        axes.annotate(
            point.text,
            (point.year, heights[point]),
            xytext=(0, LABEL_GAP),
            textcoords="offset points",
            ha="center",
            fontsize=12,
            fontweight="bold",
            color=INK,
            fontfamily=FONT,
        )
    _frame(axes, years, heights=list(heights.values()))
    axes.set_title(_wrapped(title), fontsize=13, color=INK, fontfamily=FONT, loc="left", pad=14)
    if not all(point.whole for point in points):
        axes.set_xlabel(part_of_year, fontsize=12, color=INK, fontfamily=FONT, loc="left")
    axes.set_ylabel(unit, fontsize=12, color=INK, fontfamily=FONT)
    written = BytesIO()
    picture.savefig(written, format="png")
    return written.getvalue()


def gaps(years: Sequence[int]) -> list[int]:
    """The years between the first and the last that have no figure."""
    return [year for year in range(min(years), max(years)) if year not in years]


def _of_year(points: Sequence[Point], year: int) -> Point:
    """The figure of a year that the line goes through: one of the whole year, else the first."""
    of_year = [point for point in points if point.year == year]
    return next((point for point in of_year if point.whole), of_year[0])


def _stretches(years: Sequence[int]) -> list[list[int]]:
    stretches: list[list[int]] = []
    for year in years:
        if stretches and stretches[-1][-1] == year - 1:
            stretches[-1].append(year)
        else:
            stretches.append([year])
    return stretches


def _frame(axes: Axes, years: Sequence[int], *, heights: Sequence[float]) -> None:
    """Axes that say no more than needed; from zero on, so that a small change looks small."""
    low, high = min(heights), max(heights)
    spread = high - low or abs(high) or 1.0
    bottom = 0.0 if low >= 0 else low - spread / 2
    axes.set_ylim(bottom, high + (high - bottom) * 0.15)
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    step = max(1, -(-(years[-1] - years[0]) // 10))  # not more than about ten years are written
    axes.set_xticks(range(years[0], years[-1] + 1, step))
    axes.tick_params(labelsize=12, colors=INK, length=0)
    axes.grid(axis="y", color=FAINT, linewidth=1)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _wrapped(title: str) -> str:
    lines: list[str] = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + len(word) >= TITLE_WIDTH:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
