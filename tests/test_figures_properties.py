"""Properties of the figure engine: spelled numbers come back, offsets hold, nothing breaks it."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figures.extract import extract
from figures.types import Figure
from tests.spelling import english, kazakh, russian
from tests.work import work_keeps_pace

TOP = 10**12

# groups of three digits that are empty, small or full: "ten million and one" is hard, not "999"
_GROUP = st.one_of(st.just(0), st.integers(0, 21), st.integers(0, 999))
NUMBERS = st.one_of(
    st.just(TOP),
    st.integers(1, 9999),
    st.lists(_GROUP, min_size=2, max_size=4)
    .map(lambda groups: int("".join(f"{group:03}" for group in groups)))
    .filter(bool),
)

SENTENCES: dict[str, tuple[str, Callable[[int], str]]] = {
    "ru nominative": ("Объём составил {} тенге.", lambda n: russian(n, "nominative")),
    "ru genitive": ("Выделено около {} тенге.", lambda n: russian(n, "genitive")),
    "ru dative": ("Объём равен {} тенге.", lambda n: russian(n, "dative")),
    "ru instrumental": ("Банк располагает {} тенге.", lambda n: russian(n, "instrumental")),
    "ru prepositional": ("Речь идёт о {} тенге.", lambda n: russian(n, "prepositional")),
    "kk": ("Көлемі {} теңгені құрады.", kazakh),
    "kk ablative": ("Бюджеттен {} теңгеден астам қаржы бөлінді.", kazakh),
    "kk dative": ("Көлемі {} теңгеге жетті.", kazakh),
    "en": ("The volume reached {} tenge.", lambda n: english(n, joined=False)),
    "en with and": ("The volume reached {} tenge.", lambda n: english(n, joined=True)),
}


@pytest.mark.parametrize("form", SENTENCES)
@given(number=NUMBERS)
def test_a_number_spelled_in_words_is_read(form: str, number: int) -> None:
    frame, spell = SENTENCES[form]
    words = spell(number)
    text = frame.format(words)
    (figure,) = extract(text)
    assert (figure.value, figure.unit) == (number, "KZT"), text
    assert words in figure.text


SEPARATORS = ("", " ", "\u00a0", "\u202f", "\u2009", "'")
FRAMES = ("Объём составил {} тенге.", "Көлемі {} теңгені құрады.", "The volume was {} tenge.")


def grouped(number: int, separator: str) -> str:
    """The digits in groups of three."""
    return f"{number:,}".replace(",", separator)


@pytest.mark.parametrize("frame", FRAMES)
@given(number=NUMBERS, separator=st.sampled_from(SEPARATORS))
@example(number=87_272_501_111, separator="")  # no phone number: it is an amount of tenge
def test_digits_are_read_whatever_divides_their_groups(
    frame: str, number: int, separator: str
) -> None:
    text = frame.format(grouped(number, separator))
    assert [(each.value, each.unit) for each in extract(text)] == [(number, "KZT")], text


SCALES = [
    ("Объём составил {} тенге.", ",", {"тыс.": 3, "млн": 6, "млн.": 6, "млрд": 9, "трлн": 12}),
    ("Объём составил {} тенге.", ",", {"тысяч": 3, "миллионов": 6, "миллиарда": 9}),
    ("Көлемі {} теңгені құрады.", ",", {"мың": 3, "млн": 6, "миллион": 6, "млрд": 9, "трлн": 12}),
    ("The volume was {} tenge.", ".", {"thousand": 3, "million": 6, "billion": 9, "bn": 9}),
]


@pytest.mark.parametrize(("frame", "point", "scales"), SCALES)
@given(data=st.data(), whole=st.integers(0, 999), fraction=st.integers(1, 999))
def test_a_fraction_is_scaled_by_the_word_behind_it(
    frame: str, point: str, scales: dict[str, int], data: st.DataObject, whole: int, fraction: int
) -> None:
    scale = data.draw(st.sampled_from(sorted(scales)))
    space = data.draw(st.sampled_from((" ", "\u00a0", "\u202f")))
    number = f"{whole}{point}{fraction}"
    text = frame.format(f"{number}{space}{scale}")
    (figure,) = extract(text)
    expected = Decimal(number.replace(point, ".")) * 10 ** scales[scale]
    assert (figure.value, figure.unit) == (expected, "KZT"), text


PIECES = (
    "Объём торговли с Китаем в 2023 году составил 31,5 млрд долларов.",
    "Экспорт вырос на 5,4 %, импорт – с 1,9 до 2,3 млн тонн.",
    "2017 жылы тауар айналымы 54,7%-ға өсіп, 275 млн. АҚШ долларын құраған.",
    "Облыста 130-дан астам бірлескен кәсіпорын бар.",
    "Exports fell by 12.5% to $1.8 billion in January–June 2021.",
    "двадцать пять тысяч тенге", "жарты миллиард теңге", "$5", "№ 12", "+7 (727) 250-11-22",
)  # fmt: skip
NOISE = st.text(
    st.sampled_from(
        " \u00a0\u202f\u2009\u200b\ufeff\u00ad\n\r\t.,;:!?–—-()«»\"'%$€₸№0123456789іӊİıß"
    ),
    max_size=12,
)


def check_offsets(text: str, figures: tuple[Figure, ...]) -> None:
    """The figures stand in the text in order, each in its quote."""
    for each in figures:
        assert text[each.start : each.end] == each.text
        assert 0 <= each.quote_start <= each.start < each.end <= each.quote_end <= len(text)
        assert each.value.is_finite()
        signed = any(sign in each.text for sign in ("-", "–", "—", "минус"))
        assert each.value >= 0 or (each.kind == "level" and signed)
        assert each.value_max is None or each.value_max >= each.value
    starts = [each.start for each in figures]
    assert starts == sorted(starts)


@given(pieces=st.lists(st.one_of(st.sampled_from(PIECES), NOISE), max_size=8))
def test_offsets_hold_under_noise(pieces: list[str]) -> None:
    text = "".join(pieces)
    check_offsets(text, extract(text))


@given(
    piece=st.sampled_from(PIECES[:5]),
    space=st.sampled_from(("\u00a0", "\u202f", "\u2009")),
    before=st.text(st.sampled_from(" \u00a0\n\t\ufeff\u00ad"), max_size=6),
)
def test_values_survive_other_spaces(piece: str, space: str, before: str) -> None:
    text = before + piece.replace(" ", space)
    figures = extract(text)
    check_offsets(text, figures)
    assert [(each.value, each.unit) for each in figures] == [
        (each.value, each.unit) for each in extract(piece)
    ]


# the same sentence as it is printed in other scripts
SCRIPTS = (
    ("2017 жылы тауар айналымы {} млн АҚШ долларын құрады.", "cyrillic"),
    ("2017 jyly taýar aınalymy {} mln AQSh dollaryn qurady.", "latin of 2018"),
    ("2017 jyly tauar ainalymy {} mln AQSh dollaryn qurady.", "plain latin"),
    ("2017 жылы تاۋار اينالىمى {} ملن اقش دوللارىن قۇرادى.", "arabic"),
)


@pytest.mark.parametrize(("frame", "script"), SCRIPTS)
@given(millions=st.integers(1, 999), tenth=st.integers(0, 9), before=NOISE)
def test_kazakh_is_read_in_each_script(
    frame: str, script: str, millions: int, tenth: int, before: str
) -> None:
    text = before + "\n" + frame.format(f"{millions},{tenth}")
    figures = extract(text)
    check_offsets(text, figures)
    values = [(each.value, each.unit) for each in figures if each.start > len(before)]
    assert (Decimal(f"{millions}.{tenth}") * 10**6, "USD") in values, (script, text)


@given(text=st.text(st.characters(), max_size=200))
def test_no_text_breaks_the_engine(text: str) -> None:
    check_offsets(text, extract(text, title=text[:40]))


@given(data=st.binary(max_size=200), encoding=st.sampled_from(("utf-8", "cp1251", "utf-16-le")))
def test_no_bytes_break_the_engine(data: bytes, encoding: str) -> None:
    text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    check_offsets(text, extract(text))


JUMBLE = """
    5 0 1,5 1.234.567 2017 1e9 ٥ ² ½ Ⅳ миллион млн тысяч полтора жарты мың dozen million от до с на
    из - – / % $ тенге долл. США году жылы и а не бес двадцать ноль over жуық ½% №5 5-ти
    99999999999999999999999999999999999999999
"""


@given(
    words=st.lists(
        st.sampled_from(JUMBLE.split()),
        max_size=25,
    )
)
def test_no_jumble_of_number_words_breaks_the_engine(words: list[str]) -> None:
    text = " ".join(words)
    check_offsets(text, extract(text))


UGLY = {
    "one long number": "1",
    "one long word": "а",
    "brackets": "(",
    "spaces": " ",
    "line ends": "\n",
    "a row of numbers": "1 ",
    "a row of percents": "5%",
    "a row of amounts": "от 5 до 6 млн тенге в 2017 году, ",
    "number words": "миллион ",
    "hyphens": "a-",
    "accents": "\u0301",
    "arabic script": "ا",
    "names": "Россия ",
    "noise": "",
}
MEGABYTE = 1_000_000  # characters


@pytest.mark.parametrize("kind", UGLY)
def test_work_grows_with_the_length_and_no_faster(kind: str) -> None:
    assert work_keeps_pace(extract, lambda size: ugly(UGLY[kind], size))


def test_a_megabyte_of_all_that_is_ugly_is_read() -> None:
    text = "\n".join(ugly(unit, MEGABYTE // len(UGLY)) for unit in UGLY.values())
    figures = extract(text)
    check_offsets(text, figures)
    assert len(figures) > MEGABYTE // 50


def ugly(unit: str, size: int) -> str:
    """So many characters of one kind; of noise, where the unit is empty."""
    if not unit:
        return "".join(random.Random(1).choices("абвқәі ,.-–%$05млнтг\n", k=size))
    return (unit * (size // len(unit) + 1))[:size]
