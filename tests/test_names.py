"""Names of places are found in every form that the press and typists use, and nothing else is."""

import json
from pathlib import Path

import pytest

from language import build_names
from language.cldr import currency_name, month_forms
from language.kazakh import skeleton
from language.names import find_places, known_place, place_name
from tests.work import work_keeps_pace

DATA = Path(build_names.__file__).parent / "data"


def found(text: str, *, fuzzy: bool = False) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.code) for one in find_places(text, fuzzy=fuzzy)]


def codes(text: str, *, fuzzy: bool = False) -> list[str]:
    return [one.code for one in find_places(text, fuzzy=fuzzy)]


RUSSIAN = [
    ("торговля с Великобританией", ["GB"]),
    ("в Дании, Бельгии и Польше; из США", ["DK", "BE", "PL", "US"]),
    ("британского, британскими, бельгийский капитал", ["GB", "GB", "BE"]),
    ("узбекские фирмы, узбеки, литовцы, англичане и туркмены", ["UZ", "UZ", "LT", "GB", "TM"]),
    ("казахстанско-шведский, Шведско-Казахстанский", ["KZ", "SE", "SE", "KZ"]),
    ("ФРГ, КНР, Поднебесная, Эмираты, РК", ["DE", "CN", "CN", "AE", "KZ"]),
    ("Туманный Альбион и Голландия", ["GB", "NL"]),
    ("Соединённым Королевством Великобритании и Северной Ирландии", ["GB"]),
    ("Республика Корея, Южной Кореей, КНДР, Северная Корея", ["KR", "KR", "KP", "KP"]),
    (
        "СКО, ВКО, ЮКО, ЗКО",
        [
            "North Kazakhstan Region",
            "East Kazakhstan Region",
            "South Kazakhstan Region",
            "West Kazakhstan Region",
        ],
    ),
    ("Алматинская область и Алматинской обл. рядом", ["Almaty Region", "Almaty Region"]),
    ("в г. Алматы, города Алматы, Алма-Ата, алматинцы", ["Almaty"] * 4),
    ("Алматинской и Жамбылской областях", ["Almaty Region", "Zhambyl Region"]),
    ("область Абай, областью Жетысу", ["Abai Region", "Jetisu Region"]),
    ("в Подмосковье и Московской области, в Москве", ["Moscow Oblast", "Moscow Oblast", "Moscow"]),
    ("Хартфордшир, Харфордширом", ["Hertfordshire", "Hertfordshire"]),
    ("в Нур-Султане", ["Astana"]),
    ("южная столица приняла гостей, в столице", ["Almaty", "Astana"]),
    ("столица Франции", ["FR"]),
    ("в республике, в нашей стране", ["KZ", "KZ"]),
    ("в Чешской Республике", ["CZ"]),
    ("в странах ЕС, ЕАЭС и СНГ, Центральной Азии", ["EU", "EAEU", "CIS", "Central Asia"]),
    ("в Латинской Америке и Америке", ["Latin America", "US"]),
    ("в Перу, из Того, с Кубой", ["PE", "TG", "CU"]),
    ("Египта, Китаем, Израиля", ["EG", "CN", "IL"]),
    ("Президент Дании, Каир, в Самаре", ["DK", "Cairo", "Samara"]),
    ("из Японии, Индию, Австрией, Индией", ["JP", "IN", "AT", "IN"]),
    ("беларусы, македонцы, оманцы, колумбийцы", ["BY", "MK", "OM", "CO"]),
    (
        "из Череповца в Новороссийск, в Карловых Варах",
        ["Cherepovets", "Novorossiysk", "Karlovy Vary"],
    ),
    ("минские тракторы, томская, люблинских", ["Minsk", "Tomsk", "Lublin"]),
    ("Минская область, Одесской области", ["Minsk Region", "Odesa Oblast"]),
    ("река Ишим, город Ишим", ["Ishim"]),
    (
        "в Петропавловске и Петропавловске-Камчатском",
        ["Petropavl", "Petropavlovsk-Kamchatsky"],
    ),
]

KAZAKH = [
    ("Ұлыбританияның, Швециямен, Қытайдан", ["GB", "SE", "CN"]),
    ("АҚШ-тың, БАӘ-мен, АҚШтан", ["US", "AE", "US"]),
    ("ресейлік, британдық, неміс, ағылшын, қырғыз", ["RU", "GB", "DE", "GB", "KG"]),
    ("өзбекстандық, қытайлықтар, америкалықтармен", ["UZ", "CN", "US"]),
    ("Алматы облысының, Алматы қаласында, Алматыда", ["Almaty Region", "Almaty", "Almaty"]),
    ("Алматы және Мәскеу облыстарының", ["Almaty Region", "Moscow Oblast"]),
    ("Мәскеу облысы мен Мәскеу", ["Moscow Oblast", "Moscow"]),
    ("Подмосковьеде", ["Moscow Oblast"]),
    ("Солтүстік Корея мен Оңтүстік Корея, Корея", ["KP", "KR", "KR"]),
    ("Ұлыбритания және Солтүстік Ирландия Біріккен Корольдігінің", ["GB"]),
    ("елімізде, еліміздің", ["KZ", "KZ"]),
    ("елордада, оңтүстік астанада", ["Astana", "Almaty"]),
    ("СҚО, ОҚО-да", ["North Kazakhstan Region", "South Kazakhstan Region"]),
    ("Мәскеу мен Қазан мэрияларымен", ["Moscow", "Kazan"]),
    ("Түркияға, Туркия", ["TR", "TR"]),
    ("Үндістаннан, Кореядан, Дания Премьер-министрі", ["IN", "KR", "DK"]),
    ("Қонаев қаласында, Алматы облысы Қонаев", ["Konaev", "Almaty Region", "Konaev"]),
    ("Қорған облысына", ["Kurgan Oblast"]),
    ("Іле-Қазақ автономиялы округінен", ["Ili Kazakh Autonomous Prefecture"]),
    ("Минскіде, Минскінің, Томскіге, Донецкідегі", ["Minsk", "Minsk", "Tomsk", "Donetsk"]),
    ("Минскі қаласында, Минскі облысының", ["Minsk", "Minsk Region"]),
    ("Щучинскіден, Усть-Каменогорскіде", ["Shchuchinsk", "Ust-Kamenogorsk"]),
    ("беларустық, беларустар, беларусиялық, белорусиялық", ["BY"] * 4),
    ("әмірліктік, эмираттық, Араб Әмірліктерінің", ["AE"] * 3),
    ("кубалық, мароккалық, мексикандық, түркмен", ["CU", "MA", "MX", "TM"]),
    ("Шәуешектен, Тұрпанға, Перттен", ["Tacheng", "Turpan", "Perth"]),
    # without Kazakh letters
    ("Минскиде, Томскиге", ["Minsk", "Tomsk"]),
    ("Улыбритания, казакстан шымкент озбекстан", ["GB", "KZ", "Shymkent", "UZ"]),
    ("Туркистан облысы", ["Turkistan Region"]),
]

ENGLISH = [
    ("the UK, U.S. and Britain's firms", ["GB", "US", "GB"]),
    ("British, Swedes, Dutch, Emirati", ["GB", "SE", "NL", "AE"]),
    ("Almaty region's exports; Almaty–London", ["Almaty Region", "Almaty", "London"]),
    ("North Kazakhstan signed in Shaanxi province", ["North Kazakhstan Region", "Shaanxi"]),
    ("South Korean and North Korea", ["KR", "KP"]),
    ("Turkey, Jordan, Georgia", ["TR", "JO", "GE"]),
    ("Republic of Kazakhstan, United Arab Emirates", ["KZ", "AE"]),
    ("Belorussian, Moldavian, Welsh, Slovene", ["BY", "MD", "GB", "SI"]),
    ("Austin and Orlando, from Changsha to Aktau", ["Austin", "Orlando", "Changsha", "Aktau"]),
]

NOTHING = [
    "того и самое чад, перу поэта, мали",
    "Того же мнения держится аким",
    "грузы и грузить, белизна, скота и коров",
    "аким Байбек и Досаев",
    "бес қатар, осы түрінде, бұдан берген, қарағанда, тартуға",
    "қазан айында қайтып оралды, семей, «05 Қазан 2015», сол кезде 2 Қазан",
    "таразы басы, есік ашылды, темір жол",
    "түркі халықтары, қазақ тілі, неміс тілінде",
    "на русском и казахском языках",
    "275 млн. АҚШ доллары, 5 млн долларов США, долл. США, US$ 5, 3 US dollars",
    "2 млн швейцарских франков",
    "рейс «Air Astana», агентство Kazakhstan Today, «Business Sweden»",
    "встретились с представителями агентства «United Kingdom Trade and Investment»",
    "сайт zakon.kz, www.almaty.kz, info@kazakhstan.kz",
    "мегаполис, шаһар, әкім",
    "it will polish us a nice mobile",
    "на ул. Московской, имени Жамбыла, Жамбыл көшесі, Астана даңғылы",
    "депутат Дания Еспаева, Каир Кожамкулов, Самара Ахметқызы, Д. Қонаев, Дінмұхамед Қонаев",
    "тренер Милан Ристич, дирижёр София Иванова",
    "В Чехов играл актёр Чехов",
    "көп салалы аурухана, жан-жағына қарамай",
    "жили по-братски, фигурного катания, отдали задаром",
    "Карстен Кноббе, Эли Лилли, Wells Fargo, Стив Остин, Jane Austin",
    "из рук Анатолия, у Аделаиды Ивановой",
]


@pytest.mark.parametrize(("text", "expected"), RUSSIAN + KAZAKH + ENGLISH)
def test_places_are_found(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize("text", NOTHING)
def test_what_only_looks_like_a_place(text: str) -> None:
    assert found(text) == []


SPANS = [
    ("Алматы мен АҚШ-тың саудасы", ["Алматы", "АҚШ-тың"]),
    ("с\u00a0Великобрита\u00adнией", ["Великобрита\u00adнией"]),
    ("Ұлыбританияныӊ, Britain’s", ["Ұлыбританияныӊ", "Britain’s"]),
    ("Шведско-Казахстанский совет", ["Шведско", "Казахстанский"]),
    ("Санкт\u2011Петербург", ["Санкт\u2011Петербург"]),
]


@pytest.mark.parametrize(("text", "expected"), SPANS)
def test_spans_are_those_of_the_text_given(text: str, expected: list[str]) -> None:
    assert [words for words, _ in found(text)] == expected


FORMS = [
    ("Швеция", "noun"),
    ("шведский", "adjective"),
    ("ресейлік", "adjective"),
    ("шведы", "demonym"),
    ("қытайлықтар", "demonym"),
    ("южная столица", "metonym"),
    ("елімізде", "own"),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_forms(text: str, form: str) -> None:
    assert [one.form for one in find_places(text)] == [form]


MISSPELT = [
    ("великабритания товарооборот", ["GB"]),
    ("сколько brittish компаний", ["GB"]),
    ("экспорт в швецария", ["CH"]),
    ("германя импорт", ["DE"]),
    ("Kazakhstn Azerbayjan trade", ["KZ", "AZ"]),
    ("Казахстон Узбекестан", ["KZ", "UZ"]),
    ("куба импорт", ["CU"]),
    ("товарооборот алматы вб 2014", ["Almaty", "GB"]),
    ("Во сколько раз выросли поставки баранины в страны", []),
    ("what is the province of the country", []),
    ("салатын комбинатының құны қанша", []),
    ("республикасының мақсаты", []),
    ("ноябрь, банковская карта, копейка", []),
    ("маргарин, сардина, черепица", []),
    ("sharing, winning, margin", []),
    ("спорт құрамасының нысандары", []),
]


@pytest.mark.parametrize(("text", "expected"), MISSPELT)
def test_questions_may_misspell(text: str, expected: list[str]) -> None:
    assert codes(text, fuzzy=True) == expected


def test_articles_may_not_misspell() -> None:
    assert codes("великабритания, brittish, германя") == []


NAMES = [
    ("GB", "Ұлыбритания", "Великобритания", "United Kingdom"),
    ("Almaty Region", "Алматы облысы", "Алматинская область", "Almaty Region"),
    ("Almaty", "Алматы", "Алматы", "Almaty"),
    ("Moscow Oblast", "Мәскеу облысы", "Московская область", "Moscow Oblast"),
    (
        "CIS",
        "ТМД",
        "СНГ",
        "CIS",
    ),
    ("nowhere", "nowhere", "nowhere", "nowhere"),
]


@pytest.mark.parametrize(("code", "kk", "ru", "en"), NAMES)
def test_names_to_show(code: str, kk: str, ru: str, en: str) -> None:
    assert [place_name(code, language) for language in ("kk", "ru", "en")] == [kk, ru, en]


def test_places_know_where_they_lie() -> None:
    town = known_place("Aktau")
    assert town and (town.level, town.country, town.parent) == ("city", "KZ", "Mangystau Region")
    country = known_place("SE")
    assert country and (country.level, country.country) == ("country", "SE")
    assert known_place("nowhere") is None


def test_every_shown_name_is_found_again() -> None:
    lost = []
    rows = json.loads((DATA / "names.json").read_text(encoding="utf-8"))["places"]
    for code, _level, _country, _parent, names in rows:
        for language, name in names.items():
            if "," not in name and code not in (*codes(f"из — {name} —"), "WORLD"):
                lost.append((code, language, name))
    assert lost == []


def test_generated_tables_are_current() -> None:
    tables = build_names.cldr()
    for name, table in (("cldr.json", tables), ("names.json", build_names.names(tables))):
        assert (DATA / name).read_text(encoding="utf-8") == build_names.as_json(table)


def test_currencies_and_months() -> None:
    assert [currency_name("USD", language) for language in ("kk", "ru", "en")] == [
        "АҚШ доллары",
        "доллар США",
        "US Dollar",
    ]
    assert currency_name("???", "en") == "???"
    assert month_forms("ru")[4] == ["май", "мая"]
    assert [len(month_forms(language)) for language in ("kk", "ru", "en")] == [12, 12, 12]


def test_skeletons_keep_their_length() -> None:
    assert skeleton("қалай өсті, һәм") == "калай ости, хам"


LONG = ["Алматы, ", "алматы-", "а", "U.S."]


@pytest.mark.parametrize("unit", LONG)
def test_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    def repeated(size: int) -> str:
        return (unit * size)[:size]

    assert work_keeps_pace(find_places, repeated)
    find_places(repeated(200_000) + "облыстары")
