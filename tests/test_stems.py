"""Forms of one word meet in one stem; words that differ do not."""

import pytest

from language.stems import stem

SAME = [
    # Kazakh: case, possessive, plural; the narrow vowel; voicing; typed without Kazakh letters.
    "кәсіпорын кәсіпорны кәсіпорынға кәсіпорындардың кәсіпорындарымен касипорындардын касипорын",
    "тауар тауарлар тауарлары тауарлардың тауарынан",
    "айналым айналымы айналымына айналымының айналымын айналымымен",
    "сауда саудасы саудасында саудасының саудаға саудасын",
    "халық халқы халқының халықты халкы",
    "мектеп мектебі мектептер мектептерде",
    "қала қаласы қаласының қаладағы қалалар каласында",
    "пайыз пайызға пайызды пайызга",
    "өсу өсті өсіп өскен өседі ости осип",
    "құрау құрады құрап құраған курады",
    "жүргізу жүргізді жүргізіп жүргізеді жүргізілген",
    # Loan words are one base in Kazakh and in Russian.
    "экспорт экспорта экспортом экспорты экспортқа экспортка экспортына экспорттың",
    "инвестиция инвестиции инвестиций инвестициялар инвестицияның инвестицияларды",
    "компания компании компаний компаниялар компаниясының",
    "доллар доллара долларов доллары долларын долларға долларга",
    # Russian: cases, fleeting vowels, aspects given by their roots, reflexives.
    "предприятие предприятия предприятий предприятиями",
    "поставка поставки поставок поставкам",
    "рынок рынка рынков рынками",
    "составить составил составила составили составит",
    "вырос выросла выросли выросший выросло",
    "удвоился удвоилась удвоил",
    "услуга услуги услуг услугами",
    "иметь имеет имеют имел",
    "расти растут раст",
    "эксперт эксперта экспертного экспертные",
    # Words that no glossary knows, by tables alone.
    "Байбек Байбека Байбеком Байбекпен Байбектің",
    "Досаев Досаева Досаевым Досаевтың",
    "жангелдин жангелдина",
    # English.
    "trade trades traded trading",
    "company companies company's",
    "export exports exported exporting",
]

DIFFERENT = [
    ("сауда", "сау"),
    ("экспорт", "импорт"),
    ("экспорт", "эксперт"),
    ("қала", "қалың"),
    ("Қазақстан", "қазақ"),
    ("рост", "порт"),
    ("область", "облако"),
    ("wine", "win"),
    ("business", "busy"),
    ("status", "state"),
]


@pytest.mark.parametrize("forms", SAME)
def test_forms_of_one_word_meet(forms: str) -> None:
    """Every form of the row has the stem of the first."""
    stems = {form: stem(form) for form in forms.split()}
    assert len(set(stems.values())) == 1, stems


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_apart(one: str, other: str) -> None:
    """A light stemmer does not run words together."""
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["", "а", "ж", "x", "және", "для", "the", "№", "Ң", "ь"])
def test_short_and_empty_words_survive(word: str) -> None:
    """Nothing is cut from what is no more than an ending."""
    assert len(stem(word)) == len(word)


def test_stems_ignore_case_and_fonts() -> None:
    """Capitals, yo and look-alike letters make no difference."""
    assert stem("ТОВАРООБОРОТ") == stem("товарооборот")
    assert stem("приём") == stem("прием")
    assert stem("Тoвaрooбoрoт") == stem("товарооборот")  # Latin o and a
