"""Quantities that leave their unit out take it from a neighbour, or are dropped."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from figures.amounts import Quantity, ends_at
from figures.counted import (
    FAR_NAMED,
    NEAR_PART,
    answers,
    counted_before,
    counted_behind,
    counts_places,
    ends_here,
    is_closed,
    is_noun,
    is_part,
    is_year_like,
    joint,
    named_before,
    noun_end,
    numbered_before,
    of_them,
    stands_for_people,
    such,
    tallies,
    with_origin,
)
from figures.frequency import as_flights
from figures.link import Carried, Mention, Sentence
from figures.lists import closing_unit, listed, listed_demonym, told_apart
from figures.partitive import as_part
from figures.ranges import turned_pairs
from figures.tokens import Token, is_mark

_BILLION = 9  # nothing but money and units is counted in billions
_SMALL = 1000  # a number below it may share the scale of the last of its list


def complete(sentence: Sentence, carried: Carried) -> list[Quantity]:
    """The sentence's quantities, every unit filled in; bare numbers without one are left out."""
    completed: list[Quantity] = []
    for quantity in sentence.quantities:
        full: Quantity | None = quantity
        if _is_of_fraction(sentence, quantity) or _is_of_every(sentence, quantity):
            continue
        if not quantity.unit:
            full = next(
                filter(None, (rule(sentence, quantity, completed, carried) for rule in _RULES)),
                None,
            )
        if full is not None:
            full = as_flights(sentence, full, carried)
        if full is not None:
            completed.append(full)
    return turned_pairs(sentence.tokens, completed)


_LEAVING = ("тен", "тан", "нан", "нен", "дан", "ден")


def _is_of_fraction(sentence: Sentence, quantity: Quantity) -> bool:
    """«шесть из десяти приехали из Узбекистана», "six out of ten": nobody has counted ten."""
    firsts = {other.first: other for other in sentence.quantities}
    ends = {other.last: other for other in sentence.quantities}
    tokens = sentence.tokens
    for out_of in range(1, _OUT_OF + 1):
        below, above = firsts.get(quantity.last + out_of), ends.get(quantity.first - out_of)
        joint = quantity.last if below else quantity.first - out_of
        other = below or above
        if other is None or not (quantity.in_words and other.in_words):
            continue
        if max(quantity.value, other.value) > 10:
            continue  # «девять из двенадцати компаний»
        mark = is_mark(tokens, joint, "out_of")
        if mark is not None and mark.words == out_of:
            return True
    return not quantity.unit and _is_top_of_fraction(sentence, quantity)


_OUT_OF = 2  # words: "out of"


def _is_of_every(sentence: Sentence, quantity: Quantity) -> bool:
    """«әр үш қонақтың екеуі», «из каждых трёх двое», "every three guests": nobody counted them."""
    if not quantity.in_words or quantity.value > 10:
        return False
    first = sentence.clause(quantity.first)[0]
    every = sentence.within("each", first, quantity.first)
    return bool(every) and any(other.first == every[-1] + 1 for other in sentence.quantities)


def _is_top_of_fraction(sentence: Sentence, quantity: Quantity) -> bool:
    """«экспорттың үштен екісі»: two thirds, and no two of anything."""
    if not (quantity.possessive or quantity.collective):
        return False  # «жетіден он екіге дейін»
    at = quantity.first - 1
    below = is_mark(sentence.tokens, at, "number")
    return below is not None and sentence.tokens[at].text.endswith(_LEAVING)


def _is_money(quantity: Quantity | None) -> bool:
    return quantity is not None and len(quantity.unit) == 3 and quantity.unit.isupper()


def _scaled(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«экспорт – 5,9 млн, импорт – 25,5 млн»: the currency is the one said before."""
    if not quantity.scale and not quantity.value % 1:
        return None
    if quantity.scale < _BILLION and (
        numbered_before(sentence, quantity)
        or (quantity.in_words and named_before(sentence, quantity))
    ):
        return None  # «қонақ санын 300 мыңға жеткізу», «заңды тұлға бір мың екі жүзге жуық»
    counts = quantity.scale < _BILLION and not (
        is_closed(quantity) or ends_here(sentence, quantity)
    )
    if quantity.noun is not None and counts:
        return None
    amounts = [other for other in before if other.unit not in ("percent", "times", "count")]
    if amounts and not _is_money(amounts[-1]) and quantity.scale and _continues(sentence, quantity):
        last = amounts[-1]
        part = last.unit == "people" and is_part(sentence, quantity)
        return replace(
            quantity,
            unit=last.unit,
            indicator=last.indicator,
            noun=last.noun,
            rule="part of a count" if part else "ellipsis of unit",
        )
    money = [other for other in before if _is_money(other)]
    later = [other for other in sentence.quantities if _is_money(other)]
    source = money[-1] if money else later[0] if later else carried.currency
    if source is None or not _is_money(source):
        return None
    if not money and not _has_monetary_indicator(sentence, quantity, carried):
        return None
    if quantity.scale:
        part = is_part(sentence, quantity)
        rule = "part of an amount" if part else "ellipsis of currency"
        return replace(quantity, unit=source.unit, noun=None, rule=rule)
    parallel = money[-1] if money else None
    # "экспорт – 5,9 млн, импорт – 25,5": a fraction beside a scaled amount shares its scale
    if parallel and parallel.scale and quantity.value % 1 and quantity.noun is None:
        value = quantity.value * Decimal(10) ** parallel.scale
        return replace(
            quantity, value=value, unit=source.unit, scale=parallel.scale, rule="ellipsis of scale"
        )
    return None


def _continues(sentence: Sentence, quantity: Quantity) -> bool:
    """«128,4 тыс. тонн, годом ранее – 96,7 тыс.»: a dash, a comma or «against» stands before."""
    before = quantity.first - 1
    closes = quantity.last >= len(sentence.tokens) or sentence.tokens[quantity.last].kind == "mark"
    if closes and sentence.within("made", quantity.first - 2, quantity.first):
        return True  # «намолотили 472 тыс. тонн, хотя в прошлом году собрали 556 тыс.»
    near = range(max(0, quantity.first - NEAR_PART), quantity.first)
    return (
        sentence.tokens[before].text in ("-", ",")
        or ends_at(sentence.tokens, "versus", quantity.first)
        or any(is_mark(sentence.tokens, at, "part") for at in near)  # "из них ушло 118 тысяч"
    )


_RANKED = frozenset({"trade turnover", "exports", "imports", "investment"})
_MONETARY = frozenset({"trade turnover", "exports", "imports", "investment", "other"})


def _has_monetary_indicator(sentence: Sentence, quantity: Quantity, carried: Carried) -> bool:
    first, _ = sentence.clause(quantity.first)
    if first and sentence.tokens[first - 1].text == ":":
        first = 0  # «торговля снизилась: с 733,5 млн до 651,2 млн»
    for at in sentence.within("indicator", first, quantity.first):
        if sentence.tokens[at].marks["indicator"].value in _MONETARY:
            return True
    return carried.indicator in _MONETARY or _is_next_in_ranking(sentence, quantity, carried)


def _is_next_in_ranking(sentence: Sentence, quantity: Quantity, carried: Carried) -> bool:
    """«На второй строке Башкортостан с результатом 156,9 млн», in another paragraph than the
    statistic and its currency."""
    if carried.statistic not in _RANKED or "ranked" not in sentence.marked:
        return False
    partners = (m for m in sentence.mentions if not m.own and m.last <= quantity.first)
    return any(partners) and sentence.marked.keys().isdisjoint({"indicator", "people", "counted"})


_TO_VERB = 3  # words between a number and "employ"


def _employed(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«на заводах трудятся 2 300», "the ninety firms employ 2,300": people, whatever was counted
    before."""
    if quantity.value % 1 or is_year_like(quantity):
        return None
    first, last = quantity.first - _TO_VERB, quantity.first
    if sentence.verb_final:
        first, last = quantity.last, quantity.last + 1
    elif not ends_here(sentence, quantity):
        return None
    if not sentence.within("employs", first, last):
        return None
    return replace(quantity, unit="people", indicator="other", noun=None, rule="those who work")


def _bare(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """A number with a plain noun counts it; one without takes the noun that was counted before."""
    if quantity.value % 1 or _is_a_code(sentence, quantity):
        return None
    tokens = sentence.tokens
    quantity = with_origin(sentence, quantity)
    described = _only_describes(sentence, quantity, before)
    tells_part = quantity.in_words and quantity.possessive  # «оның жиырмасы жұмыс істейді»
    open_noun = quantity.noun is not None and not (is_closed(quantity) or described or tells_part)
    if open_noun and (is_noun(tokens, quantity.last, sentence) or counts_places(tokens, quantity)):
        # "два соседа", "екі тарап" count nothing that anybody asks for
        steps = quantity.by and _moves(sentence, quantity)
        few = quantity.in_words and quantity.value <= 10
        if steps or (few and not is_mark(tokens, quantity.last, "newly")):
            return None  # but "seven new hotels" may be asked for
        end = noun_end(sentence, quantity.last)
        late = is_mark(tokens, end, "bound_after")
        return replace(
            quantity,
            unit="count",
            by=False,
            indicator="other",
            bound=str(late.value) if late and quantity.bound == "exact" else quantity.bound,
            last=end,
            noun=tokens[end - 1].text,
            rule="count of a noun",
        )
    if is_year_like(quantity) or _is_rate(sentence, quantity):
        return None
    counted = [other for other in before if other.unit in ("count", "people")]
    source = counted[-1] if counted else carried.count
    named = named_before(sentence, quantity, numbered=bool(counted))
    people = _people_before(sentence, quantity)
    dashed = sentence.tokens[quantity.first - 1].text == "-"
    if people is not None and not (dashed and source and source.unit == "people"):
        return people
    paired = quantity.role and counted and counted[-1].role  # «с трёх до семи»
    if source is None or (
        not (paired or described) and (named or not tallies(sentence, quantity, before))
    ):
        source = (
            of_them(sentence, quantity, carried)
            or counted_before(sentence, quantity)
            or counted_behind(sentence, quantity)
            or answers(sentence, quantity, before, carried)
        )
    if source is None:
        return _by_itself(sentence, quantity)
    return replace(
        quantity,
        unit=source.unit,
        bound=source.bound if source.first == quantity.first else quantity.bound,
        indicator=joint(sentence, quantity)
        or such(sentence, quantity, carried)
        or source.indicator,
        noun=source.noun,
        rule=(
            "part of a count"
            if described or is_part(sentence, quantity)
            else source.rule
            if paired and source.rule.endswith("of a noun")
            else "ellipsis of noun"
        ),
    )


def _is_a_code(sentence: Sentence, quantity: Quantity) -> bool:
    """«фирмасы 140000, Павлодар»: six digits in a row are an index or a telephone; whoever counts
    so many writes them in groups."""
    token = sentence.tokens[quantity.first]
    alone = quantity.last == quantity.first + 1 and not quantity.suffix
    return alone and token.text.isdigit() and len(token.text) >= _CODE


_CODE = 6  # digits


def _moves(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether its clause tells of growth; «школу на 600 мест» does not."""
    clause = sentence.clause(quantity.first)
    return any(sentence.within(way, *clause) for way in ("up", "down", "comparative"))


def _people_before(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«В городе живут представители 112 этносов, немцев – около 8 тысяч»: a people's name and a
    dash, where the sentence has counted none."""
    dash = quantity.first - 1
    while dash > 0 and "bound_before" in sentence.tokens[dash].marks:
        dash -= 1
    if dash < 1 or not ends_here(sentence, quantity):
        return None
    if sentence.tokens[dash].text != "-":
        dash = -1
    for mention in sentence.mentions:
        led = is_mark(sentence.tokens, mention.first - 1, "governs")  # «у молдаван – 18»
        near = mention.last == dash or _are_told_of(sentence, quantity, mention)
        if mention.demonym and near and not led:
            noun = sentence.tokens[mention.first].text
            return replace(
                quantity, unit="people", indicator="other", noun=noun, rule="count of a demonym"
            )
    return None


_BEFORE_COUNT = frozenset({"dest", "except", "bound_before", "whole"})
_FAR_TOLD = 4  # words between people and how many they are


def _are_told_of(sentence: Sentence, quantity: Quantity, people: Mention) -> bool:
    """«малайзийцев в Шымкенте всего 12»: nothing but a place and "only" stands between."""
    between = range(people.last, quantity.first)
    named = {at for m in sentence.mentions for at in range(m.first, m.last)}
    return 0 < len(between) <= _FAR_TOLD and all(
        at in named
        or sentence.tokens[at].marks.keys() & {"dest", "except", "bound_before", "whole"}
        for at in between
    )


def _only_describes(sentence: Sentence, quantity: Quantity, before: Sequence[Quantity]) -> bool:
    """«38 предприятий, 27 работающих»: a participle with no noun counts what was counted before."""
    last = quantity.last
    if (
        last >= len(sentence.tokens)
        or sentence.verb_final
        or not any(other.unit == "count" for other in before)
    ):
        return False
    closes = last + 1 >= len(sentence.tokens) or sentence.tokens[last + 1].kind != "word"
    return closes and sentence.attribute.fullmatch(sentence.tokens[last].text) is not None


def _is_rate(sentence: Sentence, quantity: Quantity) -> bool:
    """«девять из десяти», "nine out of ten": bare numbers that tell a share of one another."""
    tokens = sentence.tokens
    for first, second in itertools.pairwise(sentence.quantities):
        between = tokens[first.last : second.first]
        if quantity.first not in (first.first, second.first) or not 0 < len(between) < 3:
            continue
        if first.unit or second.unit or second.noun is not None or first.suffix:
            continue
        if "part_open" in between[-1].marks and second.value > first.value:
            # «совместное предприятие – 214 из 856» counts both
            return second.value <= 10 or second.value in (100, 1000)
    return False


def _joined(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«5 и 7 млн тонн», «12, 20 және 31 мектеп»: a list has its scale and unit with the last."""
    listed = _list_from(sentence, quantity)
    if len(listed) < 2 or quantity.scale or is_year_like(quantity) or quantity.value < 2:
        return None
    last = listed[-1] if listed[-1].unit else _bare(sentence, listed[-1], (), carried)
    if last is None or (last.scale and quantity.value >= _SMALL) or last.unit == "times":
        return None
    return replace(
        quantity,
        value=quantity.value * 10**last.scale,
        unit=last.unit,
        scale=last.scale,
        indicator=last.indicator,
        noun=last.noun,
        rule="ellipsis in a list",
    )


def _list_from(sentence: Sentence, quantity: Quantity) -> list[Quantity]:
    """The quantities of a list that begins with `quantity` and ends behind an "and"."""
    tokens = sentence.tokens
    later = [other for other in sentence.quantities if other.first > quantity.first]
    listed = [quantity]
    for other in later:
        joint = listed[-1].last
        if other.first != joint + 1 or listed[-1].unit or listed[-1].scale:
            return []
        listed.append(other)
        if tokens[joint].marks.keys() & {"list_and"}:
            return listed
        if tokens[joint].text != ",":
            return []
    return []


def _by_itself(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«оның төртеуі»: so many of them, whatever they are."""
    tokens, behind = sentence.tokens, quantity.last + 1
    if (
        quantity.possessive
        and behind < len(tokens)
        and tokens[behind - 1].text == "-"
        and is_mark(tokens, behind, "foreign")
    ):  # «соның 640-ы – шетелдік»
        noun = tokens[behind].text
        return replace(
            quantity, unit="people", indicator="other", noun=noun, rule="part of a count"
        )
    if not quantity.collective:
        return None
    return replace(quantity, unit="count", indicator="other", noun=None, rule="so many of them")


def _number_of(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«число вагонов достигло 100», «мектептер саны 45-ке жетті»: the noun is said before."""
    if "number_of" not in sentence.marked:
        return None
    if quantity.value % 1 or is_year_like(quantity) or not ends_here(sentence, quantity):
        return None
    tokens = sentence.tokens
    first, _ = sentence.clause(quantity.first)
    low = max([first, quantity.first - FAR_NAMED, *(other.last for other in before)])
    for at in range(quantity.first - 1, low - 1, -1):
        mark = is_mark(tokens, at, "number_of")
        whole = is_mark(tokens, at - 1, "number_of")  # «жалпы саны»
        if mark is None or (whole and whole.words > 1):
            continue
        noun = at - 1 if sentence.verb_final else at + mark.words
        while (
            noun + 1 < quantity.first
            and sentence.attribute.fullmatch(tokens[noun].text)
            and not tokens[noun].marks.keys() & {"people", "counted", "indicator"}
        ):
            noun += 1  # «число действующих иностранных компаний»
        if not low <= noun < quantity.first:
            return None
        if noun and not is_noun(tokens, noun, sentence):  # a sentence opens with a capital
            return None
        if tokens[noun].marks.keys() & {"people", "counted", "unit", "demonym"}:
            return None
        if ends_at(tokens, "counted", noun + 1):
            return None  # «жұмыс орнының саны – 7 928»
        return replace(
            quantity,
            unit="count",
            indicator="other",
            noun=tokens[noun].text,
            rule="number of a noun",
        )
    return None


def _same_step(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«Экспорт вырос на 12%, импорт – на 5»: the second step is in the unit of the first."""
    if not quantity.by or quantity.scale or not before or not before[-1].by:
        return None
    if before[-1].unit != "percent" or not ends_here(sentence, quantity):
        return None
    return replace(quantity, unit="percent", noun=None, rule="ellipsis of percent")


def _demonym(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«1,2 тыс. алматинцев»: people named after their place."""
    last = sentence.tokens[quantity.last - 1]
    if last.kind != "number" and last.glued and not quantity.scale and not quantity.in_words:
        return None  # «соның 17-сін қызылордалықтар жеңіп алды»
    for mention in sentence.mentions:
        between = sentence.tokens[quantity.last : mention.first]
        people = mention.demonym or stands_for_people(sentence, mention)
        if not people or mention.first < quantity.last or len(between) > 1:
            continue
        if not quantity.value % 1 and all(_describes(token) for token in between):
            noun = sentence.tokens[mention.first].text
            return replace(
                quantity,
                unit="people",
                indicator="other",
                noun=noun,
                last=mention.last,
                rule="count of a demonym",
            )
    return None


def _describes(token: Token) -> bool:
    return token.kind == "word" and "not_counted" not in token.marks  # «три построили корейцы»


def _other_end(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«увеличить число стипендий со ста до 160»: both ends count the same."""
    start = before[-1] if before else None
    if start is None or (start.role, quantity.role) != ("from", "to") or quantity.noun is not None:
        return None
    return replace(
        quantity, unit=start.unit, indicator=start.indicator, noun=start.noun, rule=start.rule
    )


_RULES = (
    as_part,
    _other_end,
    listed_demonym,
    _demonym,
    listed,
    _joined,
    closing_unit,
    _scaled,
    _same_step,
    told_apart,
    _number_of,
    _employed,
    _bare,
)
