"""Every number of a text is read, whether or not it is a figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.extract import extract
from figures.numbers import read_numbers
from tests.test_figures_properties import NOISE, PIECES

# text, and of each number its value, upper end and unit
ROWS: tuple[tuple[str, list[tuple[str, str | None, str]]], ...] = (
    ("The tour took nine days.", [("9", None, "duration")]),
    ("It opened in 1987 with 40 seats.", [("1987", None, ""), ("40", None, "count")]),
    ("Add 2 1/2 cups, 3/8 litre and ¾ of it.", [
        ("2.5", None, "cup"), ("0.375", None, "l"), ("0.75", None, ""),
    ]),
    ("Three quarters of the hall and two fifths of the yard.", [
        ("0.75", None, ""), ("0.4", None, ""),
    ]),
    ("A gallon of milk and 6- to 9-metre poles.", [("1", None, "gal"), ("6", "9", "m")]),
    ("From -12 °C to -4 °C in Room A4, MIG-29 and 3B7.", [("-12", "-4", "°C")]),
    ("The result is 17 ± 2.", [("17", None, "")]),
    ("Zones 5 to 8 on the 21st floor.", [("5", "8", "")]),
    ("Two million, three hundred & sixty.", [("2000360", None, "")]),
    ("Several hundred visitors came.", []),
    ("Поход длился пять дней, прошли две трети пути.", [
        ("5", None, "duration"), ("0.6666666666666666666666666667", None, ""),
    ]),
    ("Ответ – 17.", [("17", None, "")]),
    ("Бір адам, екі-үш ат, соның төртеуі.", [
        ("1", None, ""), ("2", "3", ""), ("4", None, "count"),
    ]),
    ("Ауылда 60 жылқы, 5 жылдай.", [("60", None, "count"), ("5", None, "duration")]),
    ("Жиырма бірінші ғасыр.", []),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_each_number_is_read(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = [(number.value, number.value_max, number.unit) for number in read_numbers(text)]
    assert found == [
        (Decimal(value), None if upper is None else Decimal(upper), unit)
        for value, upper, unit in expected
    ]


@given(st.lists(st.one_of(st.sampled_from(PIECES), NOISE), max_size=4).map(" ".join))
def test_the_figures_are_among_the_numbers(text: str) -> None:
    numbers = read_numbers(text)
    spans = [(number.start, number.end) for number in numbers]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    told = {(number.value, number.unit, number.start, number.end) for number in numbers}
    assert all((each.value, each.unit, each.start, each.end) in told for each in extract(text))
