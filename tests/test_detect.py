"""Our three languages are told apart, and the neighbours' are not taken for ours."""

import json
from pathlib import Path

import pytest

from language.detect import detect
from language.typing import repair

SEEDS = Path(__file__).parent.parent / "seeds"
GOLD = Path(__file__).parent / "gold"

LANGUAGES = [
    ("Алматы Швеция товарооборот", "ru"),
    ("товарооборот с вб", "ru"),
    ("экспорт Швеция", "ru"),
    ("Между Казахстаном и Китаем подписано соглашение", "ru"),
    ("Қасым-Жомарт Тоқаев и Мұхтар встретились в городе с послом", "ru"),
    ("калай ости", "kk"),
    ("сауда", "kk"),
    ("Қазақстан", "kk"),
    ("Швеция экспорт канша", "kk"),
    ("Казанга экспорт колеми", "kk"),
    ("Алматыда ресей капиталы бар канша касипорын жумыс истейди", "kk"),
    ("Almaty men Ulybritaniia arasyndagy tauar ainalymy qansha", "kk"),
    ("الماتى وبلىسى تۋريزمنەن رەكورد جاڭارتتى", "kk"),
    ("Almaty UK trade 2017", "en"),
    ("how many brittish companies", "en"),
    ("UK?", "en"),
    ("Кыргызстан менен Казакстандын ортосундагы соода жүгүртүү канча?", "und"),
    ("2023-жылы Кыргызстандын экспорту 12 пайызга өстү", "und"),
    ("Бишкек шаарында эки өлкөнүн президенттери жолугуп, соода боюнча сүйлөштү", "und"),
    ("Ўзбекистон ва Қозоғистон ўртасидаги савдо айланмаси қанча бўлди", "und"),
    ("O'zbekiston va Qozog'iston savdo aylanmasi qancha", "und"),
    ("Türkiye ile Kazakistan ticaret hacmi", "und"),
    ("Wie viel Handel zwischen Kasachstan und Deutschland", "und"),
    ("товарообіг України з Казахстаном у 2020 році", "und"),
    ("Татарстан белән Казахстан арасында сәүдә һәм хезмәттәшлек җәелә", "und"),
    ("2017", "und"),
    ("", "und"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


def test_seed_articles() -> None:
    found = {
        path.name[:3]: detect(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt")
    }
    assert found == {"000": "ru", "001": "kk", "002": "ru", "003": "kk", "004": "ru"}


# two languages in one line: either will do
MIXED = {"Абай облысы Индия товарооборот 2023"}


def test_gold_questions() -> None:
    rows = [
        json.loads(line)
        for path in sorted(GOLD.rglob("questions*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    wrong = [
        (row["question"], told)
        for row in rows
        if row["question"] not in MIXED
        and (told := detect(repair(row["question"]).text)) != row["lang"]
    ]
    assert wrong == []
