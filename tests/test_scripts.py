"""Folding keeps offsets; Kazakh in Latin and Arabic script becomes Cyrillic and back."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.fold import IGNORABLE, fold
from language.scripts import script_of, to_cyrillic
from tests.work import work_keeps_pace

FOLDED = [
    ("Алматы", "алматы"),
    ("10\u00a0млн\u2009–\u202f5", "10 млн - 5"),
    ("«Умный город» “x” ’ʼ", '"умный город" "x" \'\''),
    ("Корольдігініӊ", "корольдігінің"),
    ("встретился c шведской", "встретился с шведской"),
    ("Cтeнстрём", "стенстрем"),
    ("Қазаqстан iшiнде", "қазақстан ішінде"),
    ("Hыса", "ныса"),
    ("Lоndоn", "london"),  # Cyrillic о
    ("KIAның", "kiaның"),
    ("IT-компания", "it-компания"),
    ("İstanbul", "istanbul"),
    ("Ќазаќстан їшін", "қазақстан үшін"),
    ("Алѓа, Ќазаќстан, єнер", "алға, қазақстан, өнер"),
    ("мой и\u0306од", f"мой й{IGNORABLE}од"),
    ("со\u00adгласие", f"со{IGNORABLE}гласие"),
    ("٣٤ млн", "34 млн"),
    ("əлем", "әлем"),
    ("витамин C", "витамин c"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected
    assert len(fold(text)) == len(text)


def test_fold_keeps_the_length_of_every_character() -> None:
    everything = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    assert [char for char in everything if len(fold(char)) != 1] == []
    assert len(fold("".join(everything))) == len(everything)


@given(st.text())
def test_fold_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


SCRIPTS = [
    ("Алматы", "cyrl"),
    ("Almaty", "latn"),
    ("الماتى", "arab"),
    ("Алматы UK", "cyrl"),
    ("2017", "latn"),
    ("", "latn"),
]


@pytest.mark.parametrize(("text", "script"), SCRIPTS)
def test_script_of(text: str, script: str) -> None:
    assert script_of(text) == script


KAZAKH = [
    # the alphabet of 2021 and its relatives
    (
        "Şymkent pen Özbekstannyŋ tauar ainalymy 302 mln dollarǧa jettı",
        "Шымкент пен Өзбекстанның тауар айналымы 302 млн долларға жетті",
    ),
    (
        "Olar infuziialyq erıtındı jäne toqyma şyǧarady",
        "Олар инфузиялық ерітінді және тоқыма шығарады",
    ),
    ("Qazır qalada 700-ge juyq öndırıs orny bar", "Қазір қалада 700-ге жуық өндіріс орны бар"),
    ("Qalada jaŋa biznes pen eksport ösken", "Қалада жаңа бизнес пен экспорт өскен"),
    # the alphabet of 2018
    (
        "Qazaqstan men Qytaı arasyndaǵy saýda kólemi 2018 jyly ósti",
        "Қазақстан мен Қытай арасындағы сауда көлемі 2018 жылы өсті",
    ),
    # the alphabet of 2017
    (
        "Qazaqstan men Qytai' arasyndag'y bai'lanys o'sti",
        "Қазақстан мен Қытай арасындағы байланыс өсті",
    ),
    # the Turkic way, ı is ы
    (
        "Qazaqstan men Özbekstan arasındağı sawda öste bastadı",
        "Қазақстан мен Өзбекстан арасындағы сауда өсте бастады",
    ),
    # what people type
    (
        "Almaty men Ulybritaniia arasyndagy tauar ainalymy qansha",
        "Алматы мен Ұлыбритания арасындағы тауар айналымы қанша",
    ),
    ("Germaniyamen sauda kolemi qansha boldy", "Германиямен сауда көлемі қанша болды"),
    ("2017 zhyly kasiporyndar sany kansha?", "2017 жылы кәсіпорындар саны қанша?"),
    (
        "Qazir oblysta nemis kapitaly bar 57 kasiporyn jumys isteidi\nOlarda 600 adam enbek etedi",
        "Қазір облыста неміс капиталы бар 57 кәсіпорын жұмыс істейді\nОларда 600 адам енбек етеді",
    ),
    (
        "Qaragandyda nemis kasiporyndarynda qansha adam jumys isteidi",
        "Қарағандыда неміс кәсіпорындарында қанша адам жұмыс істейді",
    ),
    # the alphabet of 2018 without its ı and ý
    ("Qostanaida traktor zauytynyń quny qansha", "Қостанайда трактор зауытының құны қанша"),
    # Arabic script, which has no capitals: each sentence is given its own
    ("ميلليارد دوللار، بريتانيالىق كومپانيا", "Миллиард доллар, британиялық компания"),
    ("الماتى وبلىسى تۋريزمنەن رەكورد جاڭارتتى", "Алматы облысы туризмнен рекорд жаңартты"),
    ("شامامەن 40 پايىزعا كوپ، دەپ", "Шамамен 40 пайызға көп, деп"),
    ("ميلليوننان استام تۋريست كەلدى", "Миллионнан астам турист келді"),
    ("ءۇش ۇلتتىق ساياباق", "Үш ұлттық саябақ"),
    ("تۋريستەر سانى %12 عا وسكەن", "Туристер саны %12-ға өскен"),
    ("وبلىس اكىمدىگى مەن كاسىپورىن", "Облыс әкімдігі мен кәсіпорын"),
    ("تاۋار اينالىمى قازاقستاننىڭ وزبەكستان", "Тауар айналымы қазақстанның өзбекстан"),
    ("ساۋدا ءوستى. ەكسپورت ازايدى", "Сауда өсті. Экспорт азайды"),
]


@pytest.mark.parametrize(("text", "expected"), KAZAKH)
def test_kazakh_becomes_cyrillic(text: str, expected: str) -> None:
    assert to_cyrillic(text).text == expected


LEFT_ALONE = [
    "Almaty UK trade 2017",
    "What was Kazakhstan-Azerbaijan trade turnover in 2022?",
    "How many quality equipment companies of Qatar and Iraq are there in Almaty?",
    "Türkiye ile Kazakistan arasındaki ticaret hacmi 2022 yılında 6 milyar dolar oldu",
    "Qozog‘iston va O‘zbekiston o‘rtasidagi savdo aylanmasi qancha bo‘ldi",
    "Iraq Qatar trade 2022",
    "popular dollar exports, regular particular salary",
    "monetary and military boundary, already steady",
    "hydrogen nitrogen oxygen exports Uganda Rwanda agenda",
    "Chongqing Qingdao Qinghai container trains",
    "Almaty Shvetsiya tovarooborot",
    "Алматы мен Ұлыбритания, «Business Sweden» және Kazakhstan Today",
    "ئۇيغۇر ئاپتونوم رايونى",
    "بازرگانی ایران با قزاقستان",
    "",
    "2017",
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_other_text_stays(text: str) -> None:
    same = to_cyrillic(text)
    assert same.text == text
    assert same.span(0, len(text)) == (0, len(text))


def test_names_in_quotes_that_kazakh_cannot_spell_stay() -> None:
    text = "Şymkentte «Orient Ceramic» zauyty aşyldy, jäne qalada jūmys bar"
    assert "«Orient Ceramic»" in to_cyrillic(text).text


def test_paragraphs_are_judged_one_by_one() -> None:
    text = "Qazaqstannyŋ tauar ainalymy östı\nThe trade of the country has grown by how much?"
    assert to_cyrillic(text).text.split("\n")[1] == text.split("\n")[1]


SPANS = [
    ("Şymkent pen Özbekstannyŋ tauar ainalymy östı", "Өзбекстанның", "Özbekstannyŋ"),
    ("kompaniialarymen birge şyǧarady qala", "компанияларымен", "kompaniialarymen"),
    ("Almaty men Shymkent arasyndagy sauda qansha", "Шымкент", "Shymkent"),
    ("الماتى وبلىسى تۋريزمنەن", "облысы", "وبلىسى"),
    ("تۋريستەر سانى %12 عا وسكەن", "%12-ға", "%12 عا"),
    ("جىلى جاڭا كومپانيا مەن", "компания", "كومپانيا"),
]


@pytest.mark.parametrize(("text", "found", "original"), SPANS)
def test_spans_lead_back(text: str, found: str, original: str) -> None:
    respelled = to_cyrillic(text)
    start = respelled.text.index(found)
    first, last = respelled.span(start, start + len(found))
    assert text[first:last] == original


@given(st.text(alphabet="қaäǧşyiı uū'qQ اەىۋڭيتس\n«»c", max_size=60))
def test_spans_stay_inside_and_in_order(text: str) -> None:
    respelled = to_cyrillic(text)
    spans = [respelled.span(at, at + 1) for at in range(len(respelled.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


LONG = ["a", "q", "ǧ'", "aб", "ە", "«"]


@pytest.mark.parametrize("unit", LONG)
@pytest.mark.parametrize("respell", [fold, to_cyrillic], ids=["fold", "to_cyrillic"])
def test_work_grows_with_the_length_and_no_faster(
    unit: str, respell: Callable[[str], object]
) -> None:
    def repeated(size: int) -> str:
        return (unit * size)[:size]

    assert work_keeps_pace(respell, repeated)
    respell(repeated(300_000))
