"""Pictures: a line only where one whole year follows another."""

from decimal import Decimal

import pytest

from bot.charts import Point, draw, gaps, stretches
from tests.fake_bot_rules import check_picture


def points(*given: tuple[int, int, bool]) -> list[Point]:
    """Points from (year, value, whole year)."""
    return [Point(year=y, value=Decimal(v), text=str(v), whole=whole) for y, v, whole in given]


LINES = [
    ([(2013, 5, True), (2014, 6, True), (2015, 7, True)], [[2013, 2014, 2015]]),
    ([(2013, 5, True), (2015, 6, True), (2016, 7, True)], [[2013], [2015, 2016]]),
    ([(2013, 5, True), (2014, 6, False), (2015, 7, True)], [[2013], [2015]]),
    ([(2013, 5, True), (2014, 6, True), (2014, 7, True), (2015, 7, True)], [[2013], [2015]]),
]


@pytest.mark.parametrize(("given", "wanted"), LINES)
def test_lines_leave_out_gaps_parts_and_conflicts(
    given: list[tuple[int, int, bool]], wanted: list[list[int]]
) -> None:
    assert [[point.year for point in each] for each in stretches(points(*given))] == wanted


def test_gaps_are_the_years_between() -> None:
    assert gaps([2013, 2014, 2017]) == [2015, 2016]


@pytest.mark.parametrize("values", [(0, 0), (5, 7), (-3, 4), (10**9, 1), (7, 7)])
def test_any_values_make_a_picture_that_telegram_takes(values: tuple[int, int]) -> None:
    given = points((2000, values[0], True), (2025, values[1], False))
    file = draw(given, title=["a" * 50, "b"], scale=Decimal(1), unit="x", part_of_year="○")
    assert check_picture(file) == (1200, 900)
