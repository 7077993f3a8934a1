"""What terms a text has, where they stand, and that languages meet in concepts."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.analyzer import Term, analyzer_hash, concepts, terms
from language.glossary import compile_glossary, phrases, read_rows
from language.stems import LEXICON

# One statement in several languages and spellings, and the concepts that all of them must share.
MEETINGS: list[tuple[set[str], tuple[str, ...]]] = [
    (
        {"@trade_turnover", "@trade", "@place:Almaty", "@place:GB"},
        (
            "товарооборот Алматы с Великобританией",
            "Алматы мен Ұлыбритания арасындағы тауар айналымы",
            "trade turnover between Almaty and the UK",
            "Алматының Ұлыбританиямен тауар айналымының",
            "тов-т Алматы - Великобритания",
            "т/о Алматы и Британии",
        ),
    ),
    (
        {"@enterprise", "@capital", "@place:SE"},
        (
            "предприятия со шведским капиталом",
            "швед капиталы қатысқан кәсіпорындар",
            "enterprises with Swedish capital",
            "швед капиталымен касипорындар",
        ),
    ),
    (
        {"@joint_venture"},
        (
            "СП",
            "совместных предприятий",
            "бірлескен кәсіпорындардың саны",
            "joint ventures",
            "БК саны",
        ),
    ),
    (
        {"@exports", "@growth"},
        (
            "экспорт вырос",
            "экспорты өсті",
            "exports grew",
            "экспорт көлемі артты",
            "экспорт увеличился",
        ),
    ),
    (
        {"@fall_decline", "@imports", "@percent"},
        (
            "импорт снизился на 5%",
            "импорт 5 пайызға төмендеді",
            "imports fell by 5 percent",
            "импорт 5 процентке азайды",
        ),
    ),
    (
        {"@half_year:1", "@month:06"},
        (
            "первое полугодие, июнь",
            "бірінші жартыжылдық, маусым",
            "first half, June",
            "1 пол., июня",
            "H1, June",
            "алты ай, маусымда",
        ),
    ),
    (
        {"@cur:USD", "@million"},
        (
            "53,8 млн долларов США",
            "53,8 млн. АҚШ долларын құрады",
            "$53.8 million",
            "302 mln dollarǧa jettı",
        ),
    ),
    (
        {"@tourist", "@foreign_tourist"},
        (
            "иностранных туристов",
            "шетелдік туристердің саны",
            "foreign tourists",
            "شەتەلدىك تۋريستەر سانى",
        ),
    ),
    (
        {"@student", "@university"},
        (
            "студенты вузов",
            "университет студенттері",
            "university students",
        ),
    ),
    (
        {"@investment", "@fixed_capital_investment"},
        (
            "инвестиции в основной капитал",
            "негізгі капиталға салынған инвестиция",
            "fixed capital investment",
        ),
    ),
    (
        {"@ambassador", "@meeting"},
        (
            "встреча с послом",
            "елшімен кездесу",
            "meeting with the ambassador",
        ),
    ),
    (
        {"@agreement", "@sign_document"},
        (
            "подписано соглашение",
            "келісімге қол қойылды",
            "an agreement was signed",
        ),
    ),
]

NUMBERS = [
    ("53,8 млн", ["53.8"]),
    ("37 450,8 тыс.", ["37450.8"]),
    ("37\u00a0450,8 тыс.", ["37450.8"]),
    ("в 2017 году", ["2017"]),
    ("2016 302 млн", ["2016", "302"]),
    ("18.02.2016", ["18", "02", "2016"]),
    ("1,234 и 54.7", ["1.234", "54.7"]),
    ("семнадцать компаний", ["17"]),
    ("он жеті компания", ["17"]),
    ("29,5%", ["29.5"]),
    ("8-11 июня", ["8", "11"]),
]


def _words(text: str) -> set[str]:
    return {term.text for term in terms(text)}


@pytest.mark.parametrize(("expected", "wordings"), MEETINGS)
def test_languages_meet_in_concepts(expected: set[str], wordings: tuple[str, ...]) -> None:
    """Each wording has all the concepts of its row."""
    for wording in wordings:
        assert expected <= concepts(wording), (wording, expected - concepts(wording))


@pytest.mark.parametrize(("text", "numbers"), NUMBERS)
def test_numbers_are_whole_and_normal(text: str, numbers: list[str]) -> None:
    """A number is one term, with a point and without gaps."""
    found = [term.text for term in terms(text) if term.text[0].isdigit()]
    assert found == numbers


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Алматы", "@apple"),  # «алма» + «ты»
        ("торговля. Оборот вырос", "@trade_turnover"),  # a phrase ends with its sentence
        ("товары, оборот", "@trade_turnover"),
        ("и в на с по", "и"),
        ("және мен үшін", "және"),
        ("the of and", "the"),
    ],
)
def test_what_is_no_term(text: str, absent: str) -> None:
    """Places keep their words, sentences their phrases; stopwords are dropped."""
    assert absent not in _words(text)


def test_longest_phrase_wins() -> None:
    """Inside a phrase there is no second, shorter one."""
    assert "@joint_venture" in _words("совместное предприятие")
    assert "@joint" not in _words("совместное предприятие")


def test_offsets_are_into_the_text_as_given() -> None:
    """The span of a term is its words, in Cyrillic and in a script that is transliterated."""
    text = "Товарооборот Алматы с Великобританией – 53,8 млн долларов"
    spans = {term.text: text[term.start : term.end] for term in terms(text)}
    assert spans["@trade_turnover"] == "Товарооборот"
    assert spans["@place:GB"] == "Великобританией"
    assert spans["53.8"] == "53,8"
    latin = "2022 jyly Şymkent pen Özbekstannyŋ tauar ainalymy 302 mln dollarǧa jettı"
    spans = {term.text: latin[term.start : term.end] for term in terms(latin)}
    assert spans["@trade_turnover"] == "tauar ainalymy"
    assert spans["302"] == "302"


@given(
    st.text(alphabet=st.sampled_from("аәбвгқйнұуыіья dersтмлнto.,-–'\u00ad\u00a0%$0123456789\n"))
)
def test_any_text_has_terms_in_order_and_in_range(text: str) -> None:
    """Terms come sorted, with half-open spans inside the text, the same each time."""
    found = terms(text)
    assert all(0 <= term.start < term.end <= len(text) for term in found)
    assert found == sorted(found, key=lambda term: (term.start, term.end, term.text))
    assert found == terms(text)
    assert not any(re.search(r"\s", t.text) for t in found if not t.text.startswith("@place:"))


def test_empty_text() -> None:
    """Nothing has no terms."""
    assert terms("") == []
    assert concepts("  \n ") == frozenset()


def test_term_is_a_value() -> None:
    """Terms compare by what they hold."""
    assert Term("a", 0, 1) == Term("a", 0, 1)


def test_hash_is_short_and_steady() -> None:
    """Sixteen hex digits, the same within a process."""
    assert re.fullmatch("[0-9a-f]{16}", analyzer_hash())
    assert analyzer_hash() == analyzer_hash()


def test_compiled_lexicon_is_current() -> None:
    """`python -m language.glossary` was run after the last change of the themes or the tables."""
    assert LEXICON.read_text(encoding="utf-8") == compile_glossary(read_rows())


def test_glossary_is_large_and_whole() -> None:
    """At least 2,000 rows, each with a form in every language, no concept defined twice."""
    rows = read_rows()
    assert len(rows) >= 2000
    assert all(row.concepts and all(row.forms.values()) for row in rows)
    heads = [row.concepts[0] for row in rows]
    assert sorted(set(heads)) == sorted(heads)
    assert len(phrases().concepts) > 10_000


def test_malformed_row_is_named(tmp_path: Path) -> None:
    """The error says which line of which file to mend."""
    theme = tmp_path / "broken.tsv"
    theme.write_text("concept\tkk\tru\ten\nx\ty\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.tsv:2"):
        read_rows(tmp_path)
