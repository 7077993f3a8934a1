"""The part of a sentence that tells of a figure, and the goods that it names."""

import re
from functools import lru_cache

from figures.types import Figure
from language.analyzer import concepts, word_concepts

COMMA = re.compile(r"[,;،؛:()–—](?=\s)")
WORD_BEHIND = re.compile(r"\s+([^\W\d_]+)")
TWO_WORDS_BEHIND = re.compile(r"\s+([^\W\d_]+\s+[^\W\d_]+)")
_DASH = re.compile(r"(?:\s(?:из них|из которых|of them|of which))?\s[–—-]\s")
# "foreign visitors by 35% and domestic ones by 14%": each amount has words of its own
_AND = re.compile(r"\s(?:and|while|и|а|және|ал)\s+(?=[^\W\d]{3})")
_UNIT = re.compile(r"[^\d\s.,]+$")
_DASHED = re.compile(r"(?<=[,;:])\s*([^\W\d][^,;:\d]{1,60}?)\s[–—-]\s[^\d,;:]{0,20}(\d)")
_SHORTEST_UNIT = 3  # letters
_KINDS = """building_materials cargo_container cement chemical clothing coal cotton crop_production
dried_fruit electronics fish food fruit furniture gas goods grain leather legumes livestock meat
metal milk oil oil_products oilseeds steel textile uranium vegetable wool"""
KINDS_OF_GOODS = frozenset(f"@{kind}" for kind in _KINDS.split())


@lru_cache(maxsize=4_096)
def is_of_goods(word: str) -> bool:
    """Whether a word names goods, which are weighed or counted: «яблок», «огурцов»."""
    return bool(word_concepts(word) & KINDS_OF_GOODS)


def goods_around(text: str, figure: Figure) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """The concepts of the word behind an amount, and of those behind others in its unit."""
    dashed = _dashed(text, figure)
    if dashed:
        return word_concepts(segment_of(text, figure)), dashed
    unit = figure.text.split()[-1] if figure.text else ""
    own = WORD_BEHIND.match(text, figure.end, figure.quote_end)
    if not own or len(unit) < _SHORTEST_UNIT:
        return frozenset(), ()
    sentence = text[figure.quote_start : figure.quote_end]
    behind = re.findall(rf"{re.escape(unit)}\s+([^\W\d_]+(?:\s+[^\W\d_]+)?)", sentence)
    two = TWO_WORDS_BEHIND.match(text, figure.end, figure.quote_end)
    mine = two[1] if two else own[1]  # «қой етін»
    others = tuple(_goods_of(words) for words in behind if words != mine)
    return _goods_of(mine), others


def _goods_of(words: str) -> frozenset[str]:
    """«қой етін» is of lamb, and of meat and sheep."""
    return word_concepts(words) | concepts(words)


def _dashed(text: str, figure: Figure) -> tuple[frozenset[str], ...]:
    """The concepts before the other amounts of a list: «масла – 38 тонн, мёда – 90 тонн»."""
    return tuple(
        word_concepts(told[1])
        for told in _DASHED.finditer(text, figure.quote_start, figure.quote_end)
        if not figure.start <= told.start(2) < figure.end
    )


def segment_of(text: str, figure: Figure) -> str:
    """The part of the sentence between the commas around a figure."""
    start = max(
        (at.end() for at in COMMA.finditer(text, figure.quote_start, figure.start)),
        default=figure.quote_start,
    )
    dash = text[max(start - 1, 0)] in "–—"
    if dash:  # «доля машиностроения – лишь 1,9 %»
        start = max(
            (at.end() for at in COMMA.finditer(text, figure.quote_start, start - 1)),
            default=figure.quote_start,
        )
    told = _DASH.match(text, figure.end, figure.quote_end)  # «94 мыңы – шетелдік»
    comma = COMMA.search(text, told.end() if told else figure.end, figure.quote_end)
    end = comma.start() if comma else figure.quote_end
    return _between_ands(text, figure, start, end)


def _between_ands(text: str, figure: Figure, start: int, end: int) -> str:
    """The part of `text[start:end]` that an "and" leaves to the figure alone, where it joins two
    amounts in one unit."""
    unit = _UNIT.search(figure.text)
    amount = rf"\d[\d.,\s]*{re.escape(unit[0])}" if unit else "(?!)"
    before = max((at.end() for at in _AND.finditer(text, start, figure.start)), default=start)
    if re.search(amount, text[start:before]):
        start = before
    behind = _AND.search(text, figure.end, end)
    told = re.search(r"\d", text[behind.end() : end]) if behind else None
    if behind and told and re.match(amount, text[behind.end() + told.start() : end]):
        end = behind.start()
    return text[start:end]
