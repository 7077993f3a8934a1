"""Which statistic a question asks for: what it counts, or what it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from figures.lexicon import lexicon
from figures.tokens import Token
from language.names import find_places
from retrieval.goods import is_of_goods
from retrieval.slots import FLOWS, MONEY, OWN, PHYSICAL, Slots, is_money


def with_statistic(slots: Slots, tokens: Sequence[Token]) -> Slots:
    """The statistic: what "how many" counts, else the named one; flows of trade go first."""
    if _asks_how_often(slots, tokens):
        return replace(slots, indicators=("flights",), kinds=("level",), units=("count",))
    counted = _counted(tokens, slots.language)
    slots = _with_money(slots, tokens, counted)
    money = any(map(is_money, slots.units))
    if counted in _SUMMED and money and slots.kinds == ("level",):
        # «сколько контрактов и на какую сумму подписано»
        return replace(slots, indicators=counted[:1], units=("count", *slots.units))
    if counted is not None and not money:
        indicator, unit = counted
        if indicator == "joint ventures" and slots.asks > 1:
            # "how many companies …, and how many of them are joint ventures?"
            return replace(slots, indicators=("enterprises", indicator), units=("count",))
        if unit is None:
            return replace(slots, indicators=(indicator,))
        if unit == PHYSICAL:
            return replace(slots, indicators=(indicator,), units=_MEASURES)
        if unit == "things":
            return replace(slots, indicators=(indicator,), units=_EXTENTS)
        units = slots.units if slots.kinds == ("change",) else (unit,)
        if (indicator, unit) == ("other", "people") and _travels(tokens):
            # «сколько болгар приехало»: an article may call them tourists
            return replace(slots, indicators=("other", "tourists"), units=units)
        return replace(slots, indicators=(indicator,), units=units)
    named = list(dict.fromkeys(_named(tokens, slots.language)))
    if slots.kinds == ("share",) and len(named) > 1:
        # "доля экспорта в товарообороте" asks for exports
        named = [name for name in named if name != "trade turnover"]
    flows = [name for name in named if name in FLOWS]
    if money and flows and _is_of_a_contract(tokens):
        return replace(slots, indicators=("contracts",))
    if flows:
        two = set(flows) == {"exports", "imports"} and slots.kinds == ("level",) and _joined(tokens)
        return replace(slots, indicators=tuple(flows if two else flows[:1]))
    nouns = [
        str(token.marks["counted"].value)
        for at, token in enumerate(tokens)
        if "counted" in token.marks
        and not _is_governed(tokens, at, slots.language)
        and not _is_single(tokens, at, slots.language)
    ]
    if not (named or nouns or slots.units) and (_counts_things(tokens) or asks_last(tokens)):
        return replace(slots, indicators=("other",), units=("count",))
    if any(token.marks.keys() & _JOINT for token in tokens) and "enterprises" in nouns:
        nouns = ["joint ventures"]
    if "joint ventures" in nouns:
        nouns = ["joint ventures"]
    specific = [name for name in named if name not in ("other", "enterprises")]
    if not (named or nouns or slots.units) and _asks_for_nothing_else(slots, tokens):
        return replace(slots, indicators=("trade turnover",))
    much = any("ask" in t.marks and t.marks["ask"].value == "how_much" for t in tokens)
    if not money and not specific and nouns and not much and slots.kinds == ("level",):
        return replace(slots, indicators=(nouns[0],), units=slots.units or ("count",))
    if money and not specific:
        specific = [name for name in nouns if name in ("contracts", "projects")]
        priced = any("priced" in token.marks for token in tokens)
        if not specific and MONEY in slots.units and "other" not in named and not priced:
            specific = ["investment"]
    if not specific:
        specific = [name for name in named if not (money and name == "enterprises")]
    if money and specific and specific[0] in ("tourists", "population"):
        specific = ["other"]  # "how many dollars does a tourist spend"
    invested = specific[:1] == ["investment"] and _names_investment(tokens)
    return replace(slots, indicators=tuple(specific[:1]), invested=invested)


def _names_investment(tokens: Sequence[Token]) -> bool:
    """«сколько инвестиций вложено», where "how much does it cost" names none."""
    return any(
        "indicator" in token.marks
        and token.marks["indicator"].value == "investment"
        and "indicator_weak" not in token.marks  # «стоимость проекта»
        for token in tokens
    )


def _is_of_a_contract(tokens: Sequence[Token]) -> bool:
    """«сумма договора на поставку труб»: the contract is asked about, the flow is its object."""
    flows = [
        at
        for at, token in enumerate(tokens)
        if "indicator" in token.marks and token.marks["indicator"].value in FLOWS
    ]
    return any(
        "counted" in token.marks and token.marks["counted"].value == "contracts"
        for token in tokens[: flows[0] if flows else 0]
    )


def _asks_how_often(slots: Slots, tokens: Sequence[Token]) -> bool:
    """«сколько раз в неделю летает», «рейсы аптасына неше рет»: so many flights."""
    marks = {section for token in tokens for section in token.marks}
    return slots.units in (("times",), ("occasions",)) and marks >= {"weekly", "flies"}


_SUMMED = (("contracts", "count"), ("projects", "count"))  # what has a number and a sum
_ADJECTIVE = re.compile("(?:[иы]й|ой|ая|яя|[ое]е|[иы]е|[иы]х|[иы]м|[ое]го|[ое]му|ую|юю|ей)$")
_GENITIVE = re.compile("[ндт][ыі]ң$|[ндт][ыи]н$")


def _asks_for_nothing_else(slots: Slots, tokens: Sequence[Token]) -> bool:
    """«а с Германией у области в 2022 сколько?»: what goes on between two sides is their trade."""
    silent = all(
        (token.marks.keys() <= _SILENT and (token.marks or token.kind != "word"))
        or find_places(token.text)
        for token in tokens
    )
    return slots.measures and bool(slots.places and slots.partners) and silent


_SILENT = frozenset(
    {"anaphor", "ask", "bound_link", "clause", "dest", "followup", "from", "governs", "ignore"}
    | {"list_and", "month", "not_counted", "period", "period_join", "source", "unit"}
)


def asks_last(tokens: Sequence[Token]) -> bool:
    """«гостиниц в Астане сколько», "hotels in Astana how many": what is counted stands first."""
    asks = [at for at, token in enumerate(tokens) if "ask" in token.marks]
    if not asks or tokens[asks[0]].marks["ask"].value != "how_many" or not asks[0]:
        return False
    behind = tokens[asks[0] + tokens[asks[0]].marks["ask"].words :]
    first = tokens[0]
    plain = first.kind == "word" and not first.marks and not find_places(first.text)
    return plain and not any(token.kind == "word" and not token.marks for token in behind)


def _joined(tokens: Sequence[Token]) -> bool:
    """«импорт и экспорт»: two statistics with an "and" between them."""
    flows = [at for at, token in enumerate(tokens) if "indicator" in token.marks]
    return any(
        two - one == 2 and tokens[one + 1].marks.keys() & {"list_and", "period_join"}
        for one, two in pairwise(flows)
    )


def _is_governed(tokens: Sequence[Token], at: int, language: str) -> bool:
    """«загрузка рыбного завода», "the area of the company's vineyard", «зауыттың қуаты»: what is
    asked for is something of the plant, and no number of plants."""
    if language == "kk":
        behind = tokens[at + 1 : at + 2]
        return bool(_GENITIVE.search(tokens[at].text) and behind and _is_plain(behind[0]))
    asks = [i for i, token in enumerate(tokens) if "ask" in token.marks]
    if asks and tokens[asks[0]].marks["ask"].value == "what" and asks[0] + 1 < at:
        # «при какой загрузке откроют рейс» asks for no number of flights
        return _is_plain(tokens[asks[0] + 1]) and not _ADJECTIVE.search(tokens[asks[0] + 1].text)
    if asks:
        return False
    before = tokens[:at]
    if language == "en":
        heads = [i for i in range(len(before) - 1) if before[i + 1].text == "of"]
        return any(_is_plain(before[i]) for i in heads)
    heads = [i for i, token in enumerate(before) if _is_plain(token)]
    return any(not _ADJECTIVE.search(before[i].text) for i in heads)


def _is_single(tokens: Sequence[Token], at: int, language: str) -> bool:
    """«сколько сыра завод поставит», «зарплата на заводе», "how much will the plant cost": one
    plant, of which something is asked."""
    return lexicon(language).single.fullmatch(tokens[at].text) is not None


def _is_plain(token: Token) -> bool:
    """Whether a word is known to no pack, nor a place; sizes are words of that kind too."""
    if token.kind != "word" or len(token.text) < _SHORTEST or find_places(token.text):
        return False
    return token.marks.keys() <= {"dimension"}


def _with_money(
    slots: Slots, tokens: Sequence[Token], counted: tuple[str, str | None] | None
) -> Slots:
    """«Сколько Италия выделит на колледж»: nothing but money is given so."""
    if counted is not None or slots.units or slots.kinds != ("level",) or not slots.measures:
        return slots
    ask = next((at for at, token in enumerate(tokens) if "ask" in token.marks), len(tokens))
    behind = ask + tokens[ask].marks["ask"].words if ask < len(tokens) else ask
    who = behind < len(tokens) and (
        _invests(tokens[behind : behind + 1])
        or any(place.form == "noun" for place in find_places(tokens[behind].text))
    )
    return replace(slots, units=(MONEY,)) if who and _invests(tokens) else slots


def _counts_things(tokens: Sequence[Token]) -> bool:
    """«How many ferry trips», «неше мектеп»: what is asked for in numbers only, and a word behind
    it that no pack knows."""
    for at, token in enumerate(tokens[:-1]):
        mark = token.marks.get("ask")
        if mark is None or mark.value != "how_many" or not _NUMBER_ONLY.match(token.text):
            continue
        thing = tokens[min(at + mark.words, len(tokens) - 1)]
        return thing.kind == "word" and not thing.marks and not find_places(thing.text)
    return False


def _is_thing(tokens: Sequence[Token], at: int, language: str) -> bool:
    """«сколько вагонов берёт паром за рейс»: what is counted, and no pack knows it."""
    if (
        tokens[at].marks.keys() - {"skip_before"}  # «номеров» are rooms here
        or find_places(tokens[at].text)
        or any(name in FLOWS for name in _named(tokens, language))
    ):
        return False  # «сколько голов скота купила область»
    return language in _THINGS and are_things(tokens[at].text)


def are_things(word: str) -> bool:
    """Whether a Russian word stands in the genitive plural."""
    return bool(_THINGS["ru"].search(word))


# the genitive plural of a noun alone: «вагонов», «мельниц», «изделий»
_THINGS = {
    "ru": re.compile(
        "(?:[а-я]{3}[оеё]в|[а-я]{2}(?:[цкчшжщмфдбгвр]|(?<![иы])х)|[а-я]{2}ин|[а-я]{2}[еиь]й)$"
    )
}
_GOODS_IN_ALL = re.compile("товаров|продуктов|изделий")
_MEASURES = ("count", "t", "kg", "c", "m3", "l")  # of things: one by one, or by weight
_EXTENTS = ("count", "km", "m", "ha", "m2")  # of mills, and of cycle lanes
_SHORTEST = 4  # letters of a noun
_SUBJECT = re.compile(r"[а-я]{3}[иы]$")  # «сколько виз получили жители»: they are not counted
# «сколько ткани будет выпускать фабрика», «сколько машин соберёт завод»
_SINGULAR = re.compile("(?:[а-я]{3}(?:а|я|ие)|завод|холдинг|порт|банк|центр)$")
_NUMBER_ONLY = re.compile("(?:неше|how$|number$|count$)")


def _named(tokens: Sequence[Token], language: str) -> Iterator[str]:
    """The statistics that words name; «шығарды» names one only behind «қанша комбайн»."""
    asked = False
    told = 0
    for at, token in enumerate(tokens):
        asked = asked or "ask" in token.marks
        if "indicator" in token.marks:
            if at < told:
                continue  # «жүк айналымы» is no «айналым»
            told = at + token.marks["indicator"].words
            value = str(token.marks["indicator"].value)
            if value not in PLAIN or not (
                _is_governed(tokens, at, language) or _is_single(tokens, at, language)
            ):
                yield value
        elif asked and "made" in token.marks:
            yield str(token.marks["made"].value)


PLAIN = frozenset({"enterprises", "joint ventures"})
_OF_PEOPLE = frozenset({"tourists", "population"})
_JOINT = frozenset({"counted_joint", "jointly"})
_REACH = 4  # words between "how many" and what it counts


def _counted(tokens: Sequence[Token], language: str) -> tuple[str, str | None] | None:
    """The statistic and unit of the noun that "how many" counts; None where nothing is counted."""
    asks = [
        at
        for at, token in enumerate(tokens)
        if "ask" in token.marks and str(token.marks["ask"].value) in ("how_many", "to_level")
    ]
    joint = any(token.marks.keys() & _JOINT for token in tokens)
    for ask in asks:
        first = ask + tokens[ask].marks["ask"].words
        for at in range(first, min(first + _REACH, len(tokens))):
            marks = tokens[at].marks
            if at == first and language == "en" and _is_plain(tokens[at]):
                flow = next((n for n in _named(tokens, language) if n in FLOWS), None)
                if flow and tokens[ask].text == "how" and tokens[at].text.endswith("s"):
                    return flow, "count"  # "how many flowers" asks for no tons
            if at == first and are_things(tokens[at].text) and not tokens[at].marks:
                flow = next((n for n in _named(tokens, language) if n in FLOWS), None)
                if flow and not _GOODS_IN_ALL.match(tokens[at].text):
                    return flow, PHYSICAL  # «сколько буксиров поставил завод» asks for no money
            if at == first and _is_thing(tokens, at, language):
                return "other", PHYSICAL if is_of_goods(tokens[at].text) else "things"
            follows = tokens[at + 1].marks if at + 1 < len(tokens) else {}
            if _describes_a_thing(tokens, at, language):
                continue  # «қанша шетелдік бағытқа»
            if "demonym" in marks and "people" not in follows:
                if at == first and _invests(tokens):
                    return None  # «сколько турки вложат в санаторий»
                if marks["demonym"].value == "foreign" and _rests(tokens):
                    return "tourists", "people"  # «қанша шетелдік демалды»
                lives = [t.marks["indicator"].value for t in tokens if "indicator" in t.marks]
                known = next((str(v) for v in lives if v in _OF_PEOPLE), "other")
                return known, "people"  # «қанша қазақстандық оқиды»
            if "unit" in marks and marks["unit"].value not in ("duration", "g_or_year"):
                return None
            found = [
                (marks[section].words, section)
                for section in ("indicator", "people", "counted")
                if section in marks
            ]
            singular = at > first and _SINGULAR.search(tokens[at].text)
            subject = language == "ru" and (singular or _SUBJECT.search(tokens[at].text))
            if not found or (subject and found[0][1] != "indicator"):
                continue
            # of equally long phrases the counted noun goes before the name of a statistic
            section = max(found, key=lambda item: (item[0], _ORDER[item[1]]))[1]
            if section != "indicator" and at > first and _invests(tokens):
                return None  # "сколько инвестор планирует вложить"
            value = str(marks[section].value)
            if section == "people":
                value = "tourists" if _rests(tokens) else value
                busy = {"travel", "occupied"}
                if value == "population" and any(token.marks.keys() & busy for token in tokens):
                    value = "other"  # «сколько жителей области посетило Баку», «работает на …»
                return value if value in _OF_PEOPLE else "other", "people"
            if section == "indicator":
                if value in FLOWS and _counts_later(tokens, at):
                    continue
                return value, None
            if value == "enterprises" and joint:
                value = "joint ventures"
            return value, "count"
    return None


_ENDS = re.compile("(?:[алрй]д[ыи]|[елр]ди|[ст]т[ыи]|ғ?ан|п)$")


def _describes_a_thing(tokens: Sequence[Token], at: int, language: str) -> bool:
    """Whether a Kazakh "foreign" stands before a noun that names no people."""
    mark = tokens[at].marks.get("demonym")
    if language != "kk" or mark is None or mark.value != "foreign" or at + 1 >= len(tokens):
        return False
    behind = tokens[at + 1]
    return behind.kind == "word" and not behind.marks and not _ENDS.search(behind.text)


def _travels(tokens: Sequence[Token]) -> bool:
    """Whether people told by their country went somewhere."""
    marks = {mark for token in tokens for mark in token.marks}
    abroad = any(place.country != OWN for token in tokens for place in find_places(token.text))
    return "travel" in marks and (abroad or bool(marks & {"demonym", "foreign"}))


def _rests(tokens: Sequence[Token]) -> bool:
    return any(t.marks["travel"].value == "rest" for t in tokens if "travel" in t.marks)


def _invests(tokens: Sequence[Token]) -> bool:
    return any(
        section in token.marks and token.marks[section].value == "investment"
        for token in tokens
        for section in ("indicator", "indicator_weak")
    )


_ORDER = {"indicator": 0, "people": 1, "counted": 2}


def _counts_later(tokens: Sequence[Token], at: int) -> bool:
    """«қанша экспорттық келісімшарт»: the flow is only the noun's attribute."""
    return any("counted" in token.marks for token in tokens[at + 1 : at + 3])
