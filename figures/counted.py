"""The noun that a number counts, where it does not stand right behind it."""

from collections.abc import Sequence
from dataclasses import replace

from figures.amounts import Quantity, ends_at
from figures.link import Carried, Mention, Sentence
from figures.tokens import Token, is_mark

_NOUNS = ("people", "counted", "demonym")
_SHORTEST_NOUN = 3
FAR_NAMED = 12  # words from "the number of" to the number
_FAR_NOUN = 7  # words from the noun to the number that closes its clause
NEAR_PART = 6  # words between "of them" and the number
_NOT_NOUNS = frozenset(
    {"up", "down", "by", "to", "from", "period", "plan", "versus", "clause", "part", "share"}
    | {"bound_before", "bound_after", "by_case", "anaphor", "not_counted", "reaching"}
    | {"period_join", "range_join", "tally", "indicator_weak"}
)


def is_owner(tokens: Sequence[Token], at: int) -> bool:
    """«у турецких бизнесменов – 71»: whose they are, not what is counted."""
    return any(is_mark(tokens, before, "owner") for before in (at - 1, at - 2) if before >= 0)


def ends_here(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the word behind the number is no noun of its own: a verb, a place, a preposition."""
    tokens = sentence.tokens
    if quantity.last >= len(tokens):
        return True
    token = tokens[quantity.last]
    if _names_places(tokens, quantity):
        return False  # «өнімін жеті елге жөнелтеді»
    return token.kind != "word" or not is_noun(tokens, quantity.last, sentence)


def is_noun(tokens: Sequence[Token], at: int, sentence: Sentence) -> bool:
    """Whether the word at `at` may be what is counted: no verb, time, place or name."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if len(token.text) < _SHORTEST_NOUN or token.kind != "word":
        return False
    if token.marks.keys() & _NOT_NOUNS or "number" in token.marks:
        return False
    if sentence.text[token.start].isupper():
        return False  # "52 Abay Avenue"
    return not any(mention.first <= at < mention.last for mention in sentence.mentions)


def noun_end(sentence: Sentence, at: int) -> int:
    """Where the noun ends that begins at `at`: "26 круизных судов", "26 cruise ships"."""
    plural = sentence.tokens[at].text.isascii()
    while (
        sentence.attribute.match(sentence.tokens[at].text)
        and is_noun(sentence.tokens, at + 1, sentence)
        and (not plural or sentence.tokens[at + 1].text.endswith("s"))
    ):
        at += 1
    return at + 1


def is_closed(quantity: Quantity) -> bool:
    """«34,9 миллионға шықтық», «10-ға жеткізеді»: a case ending of its own, and no bound behind it
    ("17-ден астам"), makes a number stand for what it counts."""
    return bool(quantity.suffix) and quantity.bound == "exact"


def counts_places(tokens: Sequence[Token], quantity: Quantity) -> bool:
    """«7 елдің басшысы», «5 областей»: in digits the word names no place known before."""
    return not quantity.in_words and _names_places(tokens, quantity)


def _names_places(tokens: Sequence[Token], quantity: Quantity) -> bool:
    mark = is_mark(tokens, quantity.last, "anaphor")
    if mark is None or mark.words > 1:
        return False
    return mark.value in ("city", "region", "country") and quantity.value > 2


def is_year_like(quantity: Quantity) -> bool:
    """Whether a bare number may be a year; «соның 2 000-ы» is none."""
    return not quantity.scale and not quantity.possessive and 1900 <= quantity.value < 2100


def _joint_at(tokens: Sequence[Token], at: int) -> str | None:
    """«Бірлескен кәсіпорындар саны – 23»: the noun is the end of a longer name."""
    mark = is_mark(tokens, at - 1, "counted")
    return str(mark.value) if mark and mark.words > 1 else None


def of_them(sentence: Sentence, quantity: Quantity, carried: Carried) -> Quantity | None:
    """«число компаний – их в регионе, по отчётности, 118», «по стране их сорок три»: the pronoun's
    noun stands earlier in the sentence, or in the one before without a number."""
    if not ends_here(sentence, quantity):
        return None
    tokens = sentence.tokens
    pronoun = next(
        (at for at in range(quantity.first - 1, -1, -1) if is_mark(tokens, at, "pronoun")), None
    )
    if pronoun is None or any(
        pronoun < other.first < quantity.first for other in sentence.quantities
    ):
        return None
    for at in range(pronoun - 1, -1, -1):
        for section in ("people", "counted"):
            mark = is_mark(tokens, at, section)
            if mark is not None:
                return _as_counted(quantity, section, str(mark.value), tokens[at].text)
    return _as_counted(quantity, *carried.counted) if carried.counted else None


def answers(
    sentence: Sentence, quantity: Quantity, before: Sequence[Quantity], carried: Carried
) -> Quantity | None:
    """«– Сколько в городе итальянских компаний? – Больше 250»: what was asked for."""
    if carried.asked is None or not ends_here(sentence, quantity):
        return None
    if any(other.noun != carried.asked[2] for other in before):
        return None
    return _as_counted(quantity, *carried.asked)


def _as_counted(quantity: Quantity, section: str, value: str, noun: str) -> Quantity:
    people = section == "people"
    known = not people or value in ("tourists", "population")
    return replace(
        quantity,
        unit="people" if people else "count",
        indicator=value if known else "other",
        noun=noun,
    )


def is_part(sentence: Sentence, quantity: Quantity) -> bool:
    """«58 юрлиц, действующих среди них – только 35»: of those counted before, some."""
    if quantity.possessive or quantity.collective:
        return True
    if is_mark(sentence.tokens, quantity.last, "part"):
        return True  # «14, причём четыре из них»
    near = range(max(0, quantity.first - NEAR_PART), quantity.first)
    return any(is_mark(sentence.tokens, at, "part") for at in near)


def are_of_them(sentence: Sentence, quantity: Quantity) -> bool:
    """«Отдохнуло 780 тыс. человек. Иностранцев среди них 9,4 тыс.»: tourists too."""
    if quantity.rule == "count of a demonym" and is_part(sentence, quantity):
        return True  # «в том числе 86 тысяч россиян»
    return is_part(sentence, quantity) and any(
        token.text == quantity.noun
        and "people" in token.marks
        and token.marks["people"].value == "persons"
        for token in sentence.tokens
    )


def counted_before(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«Литовских фирм в городе 24», «человек двести»: the noun stands before its number."""
    if not ends_here(sentence, quantity) and not (quantity.possessive or quantity.collective):
        return None
    tokens = sentence.tokens
    first, _ = sentence.clause(quantity.first)
    if first and tokens[first - 1].text == ":":
        first, _ = sentence.clause(first - 1)  # «кәсіпорындардың саны көп емес: жетеу ғана»
    if _opens_bracket(sentence, quantity):
        first, _ = sentence.clause(quantity.first - 2)  # «по числу туристов – россияне (84 тыс.)»
    earlier = _named_earlier(sentence, quantity)
    if earlier is not None:
        return earlier
    far = FAR_NAMED if sentence.within("number_of", first, quantity.first) else _FAR_NOUN
    for at in range(quantity.first - 1, max(first, quantity.first - far) - 1, -1):
        if tokens[at].text in (",", ";"):
            return None
        marks = [(s, m) for s in _NOUNS if (m := is_mark(tokens, at, s)) is not None]
        # «рабочих мест» before «рабочих»
        if is_owner(tokens, at):
            continue
        for section, mark in sorted(marks, key=lambda found: -found[1].words):
            legal = section == "people" and _joint_at(tokens, at) is not None
            people = section != "counted" and not legal  # «заңды тұлға» is nobody
            # "вагонов тридцать": a noun right before its number in words makes it approximate
            turned = at + mark.words == quantity.first and quantity.in_words
            known = not people or mark.value in ("tourists", "population")
            return replace(
                quantity,
                unit="people" if people else "count",
                indicator=_joint_at(tokens, at) or (str(mark.value) if known else "other"),
                noun=tokens[at].text,
                bound="about" if turned and quantity.bound == "exact" else quantity.bound,
            )
    return None


def _named_earlier(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«Жаңа облыста кәсіпорын жоқ, ал Қарағанды облысында – 14»: behind a place and a dash, what
    the sentence has spoken of without a number."""
    tokens, dash = sentence.tokens, quantity.first - 1
    placed = any(mention.last in (dash, dash - 1) for mention in sentence.mentions)
    if dash < 1 or tokens[dash].text != "-" or not placed:
        return None
    if any(other.last <= quantity.first for other in sentence.quantities):
        return None
    named = [(at, mark) for at in range(dash) if (mark := is_mark(tokens, at, "counted"))]
    if len({str(mark.value) for _, mark in named}) != 1 or quantity.scale:
        return None
    at, mark = named[-1]
    return _as_counted(quantity, "counted", str(mark.value), tokens[at].text)


def _opens_bracket(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a bracket with this number stands behind a place or a people."""
    bracket = quantity.first - 1
    if bracket < 1 or sentence.tokens[bracket].text != "(":
        return False
    return any(mention.last == bracket for mention in sentence.mentions)


def counted_behind(sentence: Sentence, quantity: Quantity) -> Quantity | None:
    """«С 64 до 87 выросло число французских компаний»: the pair stands before its noun."""
    if quantity.role is None:
        return None
    _, last = sentence.clause(quantity.first)
    for at in range(quantity.last, min(quantity.last + 8, last)):
        for section in ("people", "counted"):
            mark = is_mark(sentence.tokens, at, section)
            if mark is not None:
                unit = "people" if section == "people" else "count"
                known = unit == "count" or mark.value in ("tourists", "population")
                return replace(
                    quantity,
                    unit=unit,
                    indicator=str(mark.value) if known else "other",
                    noun=sentence.tokens[at].text,
                )
    return None


def joint(sentence: Sentence, quantity: Quantity) -> str | None:
    """«семь из них – совместные», «оның 14-і – бірлескен», «совместными можно назвать только
    четыре»: what is counted is said beside."""
    _, last = sentence.clause(quantity.first)
    before = [other.last for other in sentence.quantities if other.last <= quantity.first]
    near = range(quantity.last, min(quantity.last + 5, last))
    for at in (*sentence.within("counted_joint", max(before, default=0), quantity.first), *near):
        mark = is_mark(sentence.tokens, at, "counted_joint")
        if mark:
            return str(mark.value)
        if is_mark(sentence.tokens, at, "jointly"):
            return "joint ventures"  # «74 созданы совместно с местными учредителями»
    return None


def such(sentence: Sentence, quantity: Quantity, carried: Carried) -> str | None:
    """«ондай кәсіпорын жиырмадан асады»: of the kind that the sentence before spoke of."""
    near = sentence.within("such", max(0, quantity.first - NEAR_PART), quantity.first)
    return carried.counted[1] if near and carried.counted else None


def with_origin(sentence: Sentence, quantity: Quantity) -> Quantity:
    """«1 240 беларусь тракторы», "40 Chinese buses": a country's name before what is counted."""
    if sentence.tokens[quantity.last - 1].kind != "number" and not quantity.scale:
        return quantity  # "130-ы өзбек инвесторларымен": a number with an ending counts by itself
    for mention in sentence.mentions:
        if mention.first == quantity.last and mention.level == "country" and not mention.demonym:
            if mention.last < len(sentence.tokens) and is_noun(
                sentence.tokens, mention.last, sentence
            ):
                noun = sentence.tokens[mention.last].text
                return replace(quantity, last=mention.last, noun=noun)
    return quantity


def stands_for_people(sentence: Sentence, mention: Mention) -> bool:
    """«640 моңғолиялық қазақ оқиды»: a people's name with no noun behind it."""
    if not sentence.verb_final or not mention.adjective or mention.last >= len(sentence.tokens):
        return False
    return bool(sentence.tokens[mention.last].marks.keys() & _VERBS)


_VERBS = frozenset({"not_counted", "occupied", "travel", "by_case"})


def tallies(sentence: Sentence, quantity: Quantity, completed: Sequence[Quantity]) -> bool:
    """«по республике – 640», «олардың саны – 735», «соның 130-ы», «их 58»."""
    tokens = sentence.tokens
    first, _ = sentence.clause(quantity.first)
    before = quantity.first - 1
    dash = before
    while dash > 0 and "bound_before" in tokens[dash].marks:
        dash -= 1  # «голландских – примерно 60»
    if before >= 0 and tokens[dash].text == "-":
        return True
    if is_mark(tokens, quantity.last, "part") or (quantity.possessive or quantity.collective):
        return True
    if is_mark(tokens, 0, "part_open") or ends_at(tokens, "versus", quantity.first):
        return True
    bracket = before - (before > 0 and tokens[before].text == "(")
    if any(mention.last in (quantity.first, bracket + 1) for mention in sentence.mentions):
        return True  # «больше половины – в России (59 тыс.)»
    if is_mark(tokens, before, "list_and") and completed and _describes(sentence, quantity):
        return True  # «в том числе 77 российских и 19 итальянских»
    if before >= 0 and tokens[before].text == "," and is_mark(tokens, quantity.last, "not_counted"):
        return True  # «306 предприятий имеют российский капитал, 74 созданы совместно»
    near = range(max(first, quantity.first - 4), quantity.first)
    if any(tokens[at].marks.keys() & {"part", "tally", "pronoun"} for at in near):
        return True
    if quantity.dative and is_mark(tokens, quantity.last, "reaching") and completed:
        return True  # «бес жыл бұрын елу болса, қазір 180-ге жетті»
    # a bare number that closes a clause counts what its sentence has counted
    closes = _closes_clause(sentence, quantity.last)
    if closes and _is_of_an_earlier_time(sentence, quantity):
        return True
    return closes and any(
        other.unit in ("count", "people") and other.last <= quantity.first for other in completed
    )


def _is_of_an_earlier_time(sentence: Sentence, quantity: Quantity) -> bool:
    """«Былтыр дәл осы уақытта 29 мың еді», «Годом ранее было 29 тысяч»: where nothing but a time
    stands before it, so many there were of those counted in the sentence before."""
    opened = [p for p in sentence.periods if p.last <= quantity.first]
    if (
        not opened
        or not quantity.scale
        or any(q.last <= quantity.first for q in sentence.quantities)
    ):
        return False
    earlier = any(p.earlier or (p.offset or 0) < 0 for p in opened)
    told = {at for period in opened for at in range(period.first, period.last)}
    rest = (at for at in range(quantity.first) if at not in told)
    return earlier and all(sentence.tokens[at].marks.keys() & _OF_TIME for at in rest)


_OF_TIME = frozenset({"not_counted", "period", "period_join", "dest", "clause", "resuming"})


def _closes_clause(sentence: Sentence, last: int) -> bool:
    tokens = sentence.tokens
    if sentence.verb_final and is_mark(tokens, last, "not_counted"):
        last += 1  # «екі жыл бұрын 97 болатын»
    return last >= len(tokens) or tokens[last].kind != "word"


def _describes(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a country's adjective stands right behind the number."""
    return any(m.adjective and m.first == quantity.last for m in sentence.mentions)


def _ends_name(sentence: Sentence, at: int) -> bool:
    """Whether a phrase for what is counted ends right before the token `at`."""
    return any(ends_at(sentence.tokens, section, at) for section in ("counted", "people"))


def numbered_before(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether its clause speaks of the number of something counted, with no other number since."""
    first, _ = sentence.clause(quantity.first)
    for named in sentence.within("number_of", first, quantity.first)[:1]:
        noun = named - 1 if sentence.verb_final else named + 1
        told = sentence.tokens[max(noun, 0)].marks.keys() & {"counted", "people"}
        if told and not any(named < q.first < quantity.first for q in sentence.quantities):
            return True
    return False


def named_before(sentence: Sentence, quantity: Quantity, *, numbered: bool = False) -> bool:
    """«По всей республике таких предприятий 212», «меймандар саны 20 мың»: the noun stands right
    before its number; or behind "the number of", «число рабочих мест составит 260»."""
    if numbered_before(sentence, quantity):
        return True
    at = quantity.first - 1
    if at > 0 and is_mark(sentence.tokens, at, "not_counted") and _ends_name(sentence, at):
        return True  # «рабочих мест будет 45»
    if at > 0 and sentence.tokens[at].text == "-":
        if _ends_name(sentence, at) and not is_owner(sentence.tokens, at - 1):
            return True  # «рабочих мест – 450»
        at -= numbered  # «жұмысшыларының саны – 350»
    if numbered:
        if not is_mark(sentence.tokens, at, "number_of"):
            return False
        at -= 1
    named = at >= 0 and bool(sentence.tokens[at].marks.keys() & {"counted", "people"})
    return named or (numbered and _ends_name(sentence, at + 1))  # «жұмыс орнының саны – 7 928»
