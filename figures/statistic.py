"""Which statistic a quantity is of: the noun it counts, the nearest word for one, or one before."""

from collections.abc import Sequence

from figures.amounts import Quantity, ends_at
from figures.counted import are_of_them
from figures.link import FOREIGN_OWNED, GENITIVE, Carried, Found, Sentence, nearest
from figures.roles import FLOWS
from figures.tokens import is_mark
from figures.units import currencies

_OWN_AMOUNT = 4  # words between a statistic and an amount that is surely its own
_HEADS = frozenset({"count", "people", "percent", "percentage_point", "times", ""})
_TO_SUM = 5  # words between "was sent" and what it was worth
_TO_VERB = 3  # words between an amount of goods and the verb that made them
_GOODS_AND = 3  # words: what was sent, and "and"
_PLAIN = 3  # words: a preposition, "it" or "the figure", and "was"
_CROWD = 2_000  # people at least that go to a town for no event
_DATIVE = ("ға", "ге", "қа", "ке", "на", "не")
_DELEGATION = 200  # people at most
Indicator = tuple[int, int, str]

_CONVERBS = ("п", "са", "се")
_POCKET = 20_000  # of any currency at most that somebody spends on a trip
_RATES = frozenset({"percent", "times"})
_PLACED = frozenset({"investment", "exports", "imports", "trade turnover"})
_COUNTS = frozenset({"count", "percent", "percentage_point", "times", ""})


def link_indicator(
    sentence: Sentence, quantity: Quantity, carried: Carried, *, share: bool = False
) -> Found:
    """The statistic: the counted noun itself, else the nearest word for one, else carried over."""
    clause = sentence.clause(quantity.first)
    if quantity.indicator is not None:
        named = (
            _occupied(sentence, quantity, clause)
            or _travelled(sentence, quantity, clause, carried)
            or _people_named(sentence, quantity, clause, carried)
            or _moved_goods(sentence, quantity, clause)
        )
        flow = quantity.unit == "people" and sentence.within("flow", *clause)
        if named is None and carried.count and (flow or are_of_them(sentence, quantity)):
            named = "tourists" if carried.count.indicator == "tourists" else None
        return Found(value=named or quantity.indicator, how="noun")
    strong = _indicators(sentence, quantity, ("indicator",), share)
    weak = _indicators(sentence, quantity, ("indicator_weak",), share)
    if quantity.unit not in _MONEY:
        weak = [item for item in weak if item[2] != "investment"]
    elif weak and not strong and _is_pocket_money(sentence, quantity, clause):
        return Found(value="other", how="clause")
    if quantity.unit not in _MONEY:
        strong = sorted(strong + _indicators(sentence, quantity, ("counted", "people"), share))
    if carried.indicator is not None and _is_bracketed(sentence, quantity):
        return Found(value=carried.indicator, how="carried")  # «до 38,6 млн (+27 %)»
    fallen = _falls_on(sentence, quantity, strong) if share else None
    if fallen is not None:
        return Found(value=fallen, how="clause")
    made = None if quantity.unit in _MONEY | _HEADS else _made(sentence, quantity, clause)
    if made is not None:
        return Found(value=made, how="clause")
    if sentence.verb_final:
        strong = _still_open(sentence, quantity, strong, clause)
    told = _told_of(sentence, quantity, strong)
    if told is not None:
        return Found(value=told, how="dash")
    if _is_worth_of_contracts(sentence, quantity):
        return Found(value="contracts", how="clause")
    if carried.statistic is not None and _is_a_share(sentence, quantity, strong, clause):
        return Found(value=carried.statistic, how="carried")
    headed = _headed(sentence, quantity, strong + weak)
    if headed is not None:
        return Found(value=headed, how="clause")
    for marks, within, how in (
        (strong, clause, "clause"),
        (weak, clause, "clause"),
        (strong, (0, quantity.first), "sentence"),
    ):
        found = nearest(
            marks,
            quantity,
            lambda item: (item[0], item[1]),
            within,
            after=2,
            barriers=sentence.quantities,
        )
        if found is not None:
            value = found[2]
            if value == "reverse":
                value = _REVERSED.get(carried.indicator or "", "other")
            if "income" in sentence.tokens[found[0]].marks and carried.indicator == "exports":
                value = "exports"  # «Вывоз вырос на 8 %. Выручка – на 14,5 %»
            return Found(value=value, how=how)
    shared = _shared_verb(sentence, quantity, strong, clause) or _sent(sentence, quantity, clause)
    if shared is not None:
        return Found(value=shared, how="clause")
    if carried.indicator in FLOWS and sentence.within("altogether", *clause):
        return Found(value="trade turnover", how="carried")  # «итого 39,3 млн»
    spoken_of = any(at < quantity.first for at in sentence.marked.get("resuming", ()))
    if share and spoken_of and carried.indicator is not None:
        return Found(value=carried.indicator, how="carried")  # «бұл – айналымның 99 пайызы»
    if share:
        whole = nearest(
            _indicators(sentence, quantity, ("indicator",), False),
            quantity,
            lambda item: (item[0], item[1]),
            clause,
        )
        if whole is not None:
            return Found(value=whole[2], how="clause")
    falls = sentence.within("share", clause[0], quantity.first)
    if falls and quantity.unit in _MONEY and carried.statistic is not None and not spoken_of:
        return Found(value=carried.statistic, how="carried")  # «на область приходится 61 млн»
    refers = any(at < quantity.first for at in sentence.marked.get("referring", ()))
    if refers and not spoken_of and quantity.unit in _MONEY and carried.statistic is not None:
        return Found(value=carried.statistic, how="carried")  # «республиканский показатель»
    told = _of_the_count_before(sentence, quantity, carried)
    if told is not None:
        return Found(value=told, how="sentence")
    sized = quantity.unit not in _MONEY | _HEADS and carried.indicator == "investment"
    if (
        carried.indicator is not None
        and not sized
        and not (carried.indicator == "production" and quantity.unit in _MONEY)
    ):
        return Found(value=carried.indicator, how="carried")
    counted = carried.count.indicator if carried.count else None
    if counted and spoken_of and quantity.unit in ("percent", "times"):
        return Found(value=counted, how="carried")  # «барған турист 9 мың. Бұл 2,6 есе көп»
    if carried.statistic is not None and quantity.unit in _MONEY and carried.turned_to:
        return Found(value=carried.statistic, how="carried")  # «С Польшей скромнее. За 2020 год –»
    in_a_row = _is_listed(sentence) or "ranked" in sentence.marked
    if carried.statistic is not None and quantity.unit in _MONEY and in_a_row:
        return Found(value=carried.statistic, how="carried")
    if (
        carried.topic is not None
        and quantity.unit in _MONEY
        and (
            spoken_of
            or carried.questioned
            or _is_listed(sentence)
            or (not (strong or weak) and _is_dated(sentence))
        )
    ):
        return Found(value=carried.topic, how="carried")
    return Found()


def _shared_verb(
    sentence: Sentence, quantity: Quantity, marks: Sequence[Indicator], clause: tuple[int, int]
) -> str | None:
    """«Нидерландтан 8,3 млрд доллар, АҚШ-тан 5,1 млрд доллар инвестиция келді»: what closes the
    sentence tells of all its amounts."""
    if not sentence.verb_final or quantity.unit in ("percent", "times"):
        return None
    later = [other for other in sentence.quantities if other.first > quantity.first]
    listed = quantity
    for other in later:
        if not _is_bare(sentence, listed.last, other.first):
            break
        listed = other
    stop = min([clause[1], *(other.first for other in later if other.first >= listed.last)])
    behind = {value for first, _, value in marks if listed.last <= first < stop}
    return behind.pop() if listed is not quantity and len(behind) == 1 else None


def _is_bare(sentence: Sentence, first: int, last: int) -> bool:
    """Whether nothing but names and commas stands between two amounts, or the goods of the first
    and an "and": «24 мың тонна жүгері мен 8,7 мың тонна ет»."""
    named = {at for m in sentence.mentions for at in range(m.first, m.last)}
    if 1 < last - first <= _GOODS_AND and is_mark(sentence.tokens, last - 1, "list_and"):
        return not any(sentence.tokens[at].marks for at in range(first, last - 1))
    return all(at in named or sentence.tokens[at].kind == "mark" for at in range(first, last))


def _of_the_count_before(sentence: Sentence, quantity: Quantity, carried: Carried) -> str | None:
    """«Иностранцев среди них 38 тысяч – на 22% больше»: what was counted has grown."""
    step = quantity.by or quantity.dative
    if not (quantity.unit == "times" or (quantity.unit == "percent" and step)):
        return None
    before = [other for other in sentence.quantities if other.last <= quantity.first]
    if not before or before[-1].unit not in ("count", "people"):
        return None
    if quantity.first - before[-1].last > _OWN_AMOUNT:
        return None
    linked = carried.count  # «принял 14 тыс. индийцев»: they are tourists
    return linked.indicator if linked and linked.first == before[-1].first else None


def _still_open(
    sentence: Sentence, quantity: Quantity, marks: list[Indicator], clause: tuple[int, int]
) -> list[Indicator]:
    """«142 млн-ның тауары әкелініп, 96 млн-ның өнімі жөнелтілді»: a verb before the comma has its
    amount, and the next amount's own stands behind it."""
    stop = next((q.first for q in sentence.quantities if q.first > quantity.first), clause[1])
    own = [item for item in marks if quantity.last <= item[0] < min(stop, clause[1])]
    done = {
        item
        for item in marks
        if any(other.last <= item[0] < quantity.first for other in sentence.quantities)
        and sentence.tokens[item[1]].text == ","
        and sentence.tokens[item[0]].text.endswith(_CONVERBS)
    }
    return [item for item in marks if item not in done] if own else marks


def _is_single(sentence: Sentence, at: int) -> bool:
    return sentence.single.fullmatch(sentence.tokens[at].text) is not None


def _falls_on(sentence: Sentence, quantity: Quantity, marks: Sequence[Indicator]) -> str | None:
    """«80 % оборота приходится на экспорт», «92 пайызы экспортқа тиесілі»: the part is what the
    share falls on."""
    stop = next((q.first for q in sentence.quantities if q.first > quantity.first), None)
    behind = range(quantity.last, len(sentence.tokens) if stop is None else stop)
    for at in sentence.within("share", behind.start, behind.stop):
        near = range(at - 2, at) if sentence.verb_final else range(at + 1, at + 4)
        part = [value for first, _, value in marks if first in near and first in behind]
        if part:
            return part[0]
    return None


def _is_listed(sentence: Sentence) -> bool:
    """«Оренбургская область: 418 млн долларов»: before a colon or dash stands whom it is of."""
    foreign = next((mention for mention in sentence.mentions if not mention.own), None)
    if foreign is None or foreign.last >= len(sentence.tokens):
        return False
    return sentence.tokens[foreign.last].text in (":", "-")


def _is_dated(sentence: Sentence) -> bool:
    """«Экспорт растёт. В 2019-м было 33,6 млн»: nothing but a time and a verb before the amount."""
    first = sentence.quantities[0].first
    timed = {at for period in sentence.periods for at in range(period.first, period.last)}
    others = [at for at in range(first) if at not in timed and sentence.tokens[at].kind == "word"]
    return bool(timed) and min(timed) < first and len(others) <= _PLAIN


def _travelled(
    sentence: Sentence, quantity: Quantity, clause: tuple[int, int], carried: Carried
) -> str | None:
    """«61,7 тыс. жителей посетили Вьетнам», «4,3 тыс. вьетнамцев прилетели», «отдохнуло 780 тыс.
    человек»: people who went somewhere, too many for a delegation, are tourists."""
    if quantity.unit != "people" or quantity.value < _DELEGATION:
        return None
    if quantity.indicator == "tourists":
        return None  # whose they are, their adjective says
    travels = {
        sentence.tokens[at].marks["travel"].value for at in sentence.within("travel", *clause)
    }
    plain = quantity.indicator == "population" or quantity.rule == "count of a demonym"
    # «Туристік маусым басталды. Өңірге 286 мың адам келді»
    plain = plain or "tourists" in (carried.topic, carried.indicator)
    plain = plain or (quantity.value >= _CROWD and _to_ours(sentence, clause))
    if not travels or not (plain or "rest" in travels):
        return None
    # those who left are none of ours
    leave = any(m.own and quantity.first <= m.first <= quantity.last for m in sentence.mentions)
    return "other" if leave else "tourists"


def _to_ours(sentence: Sentence, clause: tuple[int, int]) -> bool:
    """«Регион посетили 1,9 млн человек», «Өңірге 286 мың адам келді»: a place of ours was where."""
    places = [m for m in sentence.mentions if m.own and clause[0] <= m.first < clause[1]]
    if sentence.verb_final:
        ends = (sentence.tokens[m.last - 1].text for m in places if not m.adjective)
        return any(end.endswith(_DATIVE) for end in ends)
    verbs = sentence.within("travel", *clause)
    return any(m.last == at or m.first == at + 1 for m in places for at in verbs)


def _occupied(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> str | None:
    """«152 отандасымыз оқиды», «300 граждан Индии учатся»: people who study are no population."""
    if quantity.unit != "people" or quantity.indicator != "population":
        return None
    return "other" if sentence.within("occupied", *clause) else None


def _moved_goods(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> str | None:
    """«2 мың 350 бас ірі қара сатып алды»: goods that are counted by the piece are traded too."""
    if quantity.rule != "count of a noun":
        return None
    made = _made(sentence, quantity, clause)
    if made is not None:
        return made
    later = [other.first for other in sentence.quantities if other.first > quantity.first]
    for at in sentence.within("indicator", clause[0], min([clause[1], *later])):
        mark = sentence.tokens[at].marks["indicator"]
        if mark.value in ("exports", "imports", "production"):
            return str(mark.value)
    return None


def _sent(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> str | None:
    """«туда ушло товаров на 5,4 млн долларов, оттуда пришло на 33,9 млн»."""
    if quantity.unit not in _MONEY or not quantity.by:
        return None
    abroad = "there" in sentence.marked or any(not mention.own for mention in sentence.mentions)
    went = sentence.within("made", max(clause[0], quantity.first - _TO_SUM), quantity.first)
    value = str(sentence.tokens[went[-1]].marks["made"].value) if went and abroad else None
    return value if value in FLOWS else None


def _made(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> str | None:
    """«сегіз айда сыртқа 392,6 мың тонна ұн шығарылған», «аграрии намолотили 472 тыс. тонн»."""
    first, last = max(quantity.first - _TO_VERB, clause[0]), quantity.first
    if sentence.verb_final:
        first, last = quantity.last, min(quantity.last + _TO_VERB, clause[1])
    made = sentence.within("made", first, last)
    if not made:
        return None
    sent = sentence.within("abroad", *clause)
    return "exports" if sent else str(sentence.tokens[made[-1]].marks["made"].value)


_REVERSED = {"exports": "imports", "imports": "exports"}


def _indicators(
    sentence: Sentence, quantity: Quantity, sections: Sequence[str], share: bool
) -> list[Indicator]:
    """The words of a sentence that name a statistic which the quantity can be of."""
    found = []
    outdoing = "outdoing" in sentence.marked
    invests = any(
        sentence.tokens[at].marks["indicator"].value == "investment"
        for at in sentence.marked.get("indicator", ())
    )
    against = outdoing and ends_at(sentence.tokens, "versus", quantity.first)
    for section in sections:
        done = 0
        for at in sentence.marked.get(section, ()):
            mark = sentence.tokens[at].marks[section]
            if quantity.first <= at < quantity.last or at < done:
                continue
            done = at + mark.words  # «стоимость строительства» is one phrase
            value = str(mark.value)
            if section == "people" and value not in ("tourists", "population"):
                continue
            if value == "production" and quantity.unit in _MONEY and invests:
                continue  # "вложит в производство плитки 15 млрд тенге"
            if value in FOREIGN_OWNED and quantity.unit not in _COUNTS:
                continue
            if value in FOREIGN_OWNED and quantity.unit in _RATES and _is_single(sentence, at):
                continue  # «завод удвоил мощность» tells of no number of plants
            if value in ("tourists", "population") and quantity.unit not in _HEADS:
                continue  # "шаршы метр тұрғын үй"
            if _heads_another(sentence, quantity, at) or _is_of_which(sentence, quantity, at):
                continue
            if value == "other" and _earned_by(sentence, at) is not None:
                value = str(_earned_by(sentence, at))
            if outdoing and _is_outdone(sentence, at) != against:
                if any(_is_outdone(sentence, other) for other in sentence.marked[section]):
                    continue
            # the statistic that stands right beside a share is the whole, not the part
            behind = not sentence.verb_final and at - quantity.last in (0, 1)
            if share and (behind or at + mark.words == quantity.first):
                continue
            if share and value in FOREIGN_OWNED and _is_counted(sentence, at):
                continue  # «15 кәсіпорын өндіріс көлемінің 70%-ын қамтиды»
            found.append((at, at + mark.words, value))
    return sorted(found)


def _is_counted(sentence: Sentence, at: int) -> bool:
    return any(other.first <= at < other.last for other in sentence.quantities)


def _earned_by(sentence: Sentence, at: int) -> str | None:
    """«экспорттан түскен табыс», «выручка от экспорта»: what the income at `at` comes from."""
    for near in sentence.within("indicator", max(0, at - _OWN_AMOUNT), at + _OWN_AMOUNT):
        value = str(sentence.tokens[near].marks["indicator"].value)
        if value in ("exports", "imports") and "income" in sentence.tokens[at].marks:
            return value
    return None


def _is_outdone(sentence: Sentence, at: int) -> bool:
    """«импорт вырос сильнее экспорта – на 15,8 % против 4,1 %»: the second is told of exports."""
    return ends_at(sentence.tokens, "outdoing", at)


def _told_of(sentence: Sentence, quantity: Quantity, marks: Sequence[Indicator]) -> str | None:
    """«остальные 11,9 млн – на экспорт»: what the amount is told of stands behind a dash."""
    tokens = sentence.tokens
    at = quantity.last + 2
    if at >= len(tokens) or tokens[at - 2].text != "-" or not is_mark(tokens, at - 1, "dest"):
        return None
    return next((value for first, _, value in marks if first == at), None)


def _is_worth_of_contracts(sentence: Sentence, quantity: Quantity) -> bool:
    """«жалпы құны 58 млрд теңгенің он бір құжатына қол қойылды»: what was counted right behind
    a sum in the genitive is worth it."""
    if quantity.unit not in _MONEY or not sentence.tokens[quantity.last - 1].text.endswith(
        GENITIVE
    ):
        return False
    behind = (other for other in sentence.quantities if other.first == quantity.last)
    return any(other.indicator == "contracts" for other in behind)


def _is_of_which(sentence: Sentence, quantity: Quantity, at: int) -> bool:
    """«достиг 44 млн долларов, две трети которых – поставки из Молдавии»: a part of them is."""
    behind = sentence.within(",", quantity.last, at) if at >= quantity.last else ()
    return bool(behind) and bool(sentence.within("of_which", behind[0], at))


def _is_a_share(
    sentence: Sentence, quantity: Quantity, strong: Sequence[Indicator], clause: tuple[int, int]
) -> bool:
    """«Доля города скромнее, 168 млн, и почти вся приходится на ввоз машин»: of what was told
    before, where a statistic is named only behind a comma."""
    if quantity.unit not in _MONEY or not sentence.within("share", clause[0], quantity.first):
        return False
    return all(
        at > quantity.last + _TO_SUM and sentence.within(",", quantity.last, at)
        for at, _, _ in strong
    )


def _is_pocket_money(sentence: Sentence, quantity: Quantity, clause: tuple[int, int]) -> bool:
    """«один гость тратит 820 долларов»: what a person spends is no investment."""
    if quantity.value > _POCKET or quantity.scale:
        return False
    peoples = (m.demonym or m.adjective for m in sentence.mentions if m.first >= clause[0])
    return bool(sentence.within("people", *clause)) or any(peoples)


def _is_bracketed(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a percentage stands alone in brackets right behind an amount of money."""
    if quantity.unit not in _RATES or quantity.last >= len(sentence.tokens):
        return False
    opens = quantity.first - 1
    while opens > 0 and sentence.tokens[opens].text in ("+", "-"):
        opens -= 1
    if sentence.tokens[opens].text != "(" or sentence.tokens[quantity.last].text != ")":
        return False
    return any(other.last == opens and other.unit in _MONEY for other in sentence.quantities)


def _headed(sentence: Sentence, quantity: Quantity, marks: Sequence[Indicator]) -> str | None:
    """«Жобаның құны – 23 млн еуро, құрылыс 2024 жылы аяқталады»: what stands right before the dash
    says what the amount is, whatever is spoken of behind the comma."""
    dash = quantity.first - 1
    if dash < 1 or sentence.tokens[dash].text != "-" or quantity.unit not in _MONEY:
        return None
    return next((value for _, last, value in marks if last == dash and value in _PLACED), None)


def _heads_another(sentence: Sentence, quantity: Quantity, at: int) -> bool:
    """«до 375,3 млн долларов, импорт – на 95,2%», «вложить 14 млн евро и завезти 1200 коров»:
    behind a comma or an "and", before an amount of its own."""
    if at < quantity.last:
        return False
    parted = sentence.within(",", quantity.last, at) or is_mark(
        sentence.tokens, quantity.last, "list_and"
    )
    return bool(parted) and not sentence.starts.isdisjoint(range(at + 1, at + 1 + _OWN_AMOUNT))


def _people_named(
    sentence: Sentence, quantity: Quantity, clause: tuple[int, int], carried: Carried
) -> str | None:
    """«халқы – 1 млн 490 мың адам»: which people, where the counted noun is only «people»."""
    if quantity.unit != "people" or quantity.indicator != "other":
        return None
    inside = (is_mark(sentence.tokens, at, "people") for at in range(quantity.first, quantity.last))
    if any(mark is not None and mark.value == "people" for mark in inside):
        return None  # «30 иностранных специалистов» are no inhabitants
    if clause[0] and sentence.tokens[clause[0] - 1].text == ":":
        clause = (0, clause[1])  # "Туристов пока мало: за полгода 21 тысяча человек"
    comma = next(iter(sentence.within(",", quantity.last, clause[1])), clause[1])
    for first, last in ((clause[0], quantity.first), (quantity.last, comma)):
        named = sorted(
            (at, section)
            for section in ("indicator", "people")
            for at in sentence.within(section, first, last)
        )
        for at, section in named:
            value = sentence.tokens[at].marks[section].value
            if value == "population" and quantity.rule.startswith("part"):
                continue  # «11,3 тыс. работников, из которых 4,6 тыс. – граждане Турции»
            if value in ("tourists", "population"):
                return str(value)
    if ends_at(sentence.tokens, "inhabited", quantity.first):
        placed = any(mention.last <= quantity.first for mention in sentence.mentions)
        if placed or sentence.within("anaphor", clause[0], quantity.first):
            return "population"
    before = carried.counted[1] if carried.counted else None
    told = sentence.within("pronoun", clause[0], quantity.first)
    if before == "persons" and told and "touring" in sentence.marked:
        return "tourists"  # «об иностранцах. Управление туризма насчитало их 212 тыс.»
    if before == "tourists" and told:
        return before  # «подсчитали гостей. Их оказалось 2,3 млн человек»
    if told and carried.indicator == "tourists" and any(m.demonym for m in sentence.mentions):
        return "tourists"  # «туристер саны артты. Ресейліктер көп, олар 41 мың адам болды»
    return None


_MONEY = frozenset(code.upper() for code in currencies().codes)
