"""Questions are read as they were meant, and normal text is left alone."""

import pytest

from language.typing import repair

MEANT = [
    # another layout
    ("njdfhjj,jhjn fkvfns", "товарооборот алматы"),
    ("njdfhjj,jhjn fkvfns c Dtkbrj,hbnfybtq 2017", "товарооборот алматы с великобританией 2017"),
    ("фдьфен гл екфву 2017", "almaty uk trade 2017"),
    ("2017 ;sks nfefh fqyfksvs", "2017 жылы тауар айналымы"),
    ("vtrntgnth cfys", "мектептер саны"),
    # abbreviations
    ("тов-т Алматы Узбекистан 9 мес. 2021?", "товарооборот Алматы Узбекистан 9 месяцев 2021?"),
    ("т/о РК с РФ", "товарооборот РК с РФ"),
    ("сколько СП с Бельгией", "сколько совместные предприятия с Бельгией"),
    ("сколько сп в алматы", "сколько совместные предприятия в алматы"),
    ("I кв. 2019", "I квартал 2019"),
    ("1 пол. 2017 тонн", "1 полугодие 2017 тонн"),
    ("Алматыда БК саны", "Алматыда бірлескен кәсіпорын саны"),
    ("JV with Belgium", "joint venture with Belgium"),
    # slips
    ("таварооборот с Францией", "товарооборот с Францией"),
    ("экспарта пшеницы", "экспорта пшеницы"),
    ("инвистиции в Алматы", "инвестиции в Алматы"),
    ("almaty uk tradde 2017", "almaty uk trade 2017"),
    ("what is the tarde turnover", "what is the trade turnover"),
    ("enterprizes with swiss capital", "enterprises with swiss capital"),
    ("turnovr of Almaty", "turnover of Almaty"),
    ("how many studnets", "how many students"),
    ("сколько турстов", "сколько туристов"),
    ("экспот пшеницы", "экспорт пшеницы"),
    ("инвестисия көлемі", "инвестиция көлемі"),
]

LEFT_ALONE = [
    "",
    "?",
    "2017",
    "Товарооборот Алматы с Великобританией в 2017 году?",
    "2017 жылы Алматы мен Ұлыбритания арасындағы тауар айналымы қанша болды?",
    "what was Almaty–UK trade in 2017?",
    "Алматы Корея саудасы 2023 жылы канша пайызга ости",
    "How many companies does BioPark unite?",
    "Кто такой Бауыржан Байбек?",
    "Что сказал Экспартов?",  # a surname, however near to a word
    "Airbus, Total, Orano, Alstom",
    "КТЖ и КМГ",
    "пол дома",  # «пол» is half a year only after a number
    "квадрат 5 на 5",
    "соңғы жылдары қанша",  # «жыл» is a stopword; no slip of «жолдары»
    "tell me about boats and cars near the harbor",
    "комплексные и экспертные оценки",  # adjectives of known nouns
    "мұғалімнің айтуынша",
    "Şymkent pen Özbekstan tauar ainalymy soŋǧy 5 jylda neşe ese östı",
    "الماتى وبلىسى تۋريزم",
    "vs",
    "e.g. [1], 'quoted'; done",
]


@pytest.mark.parametrize(("written", "meant"), MEANT)
def test_what_was_meant(written: str, meant: str) -> None:
    """The text is repaired and the change is noted."""
    repaired = repair(written)
    assert repaired.text == meant
    assert repaired.notes
    assert all(" → " in note for note in repaired.notes)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_normal_text_is_left_alone(text: str) -> None:
    """Neither known words nor names, numbers and signs are touched."""
    assert repair(text).text == text
    assert repair(text).notes == ()


@pytest.mark.parametrize("meant", [meant for _, meant in MEANT])
def test_repair_is_idempotent(meant: str) -> None:
    """What was repaired once needs no second repair."""
    assert repair(meant).text == meant
