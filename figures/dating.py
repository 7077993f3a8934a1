"""The time of a quantity: beside it, in its clause, its sentence, or the one before."""

from dataclasses import replace
from datetime import date

from figures.amounts import Quantity
from figures.change import Movement
from figures.counted import is_part
from figures.link import Carried, Sentence, nearest
from figures.roles import FLOWS
from figures.timespan import Period
from figures.tokens import is_mark

_REPORTED = frozenset({"trade turnover", "exports", "imports", "production", "tourists"})
_GOODS = frozenset({"t", "kg", "c", "m3", "l", "bbl"})
_MOVED = frozenset({"exports", "imports", "production", "other"})
_TO_LEVEL = 3  # words between "exceeded", the earlier time and the step
_ABLATIVE = ("нан", "нен", "дан", "ден", "тан", "тен")


def link_period(
    sentence: Sentence, moved: Movement, carried: Carried, indicator: str | None = None
) -> tuple[Period | None, str]:
    """The time of a quantity; a base of comparison never dates a change, a level only beside it."""
    quantity = moved.quantity
    usable = [
        period
        for period in sentence.periods
        if not (moved.kind == "change" and (period.earlier > 0 or period.first in sentence.bases))
        and not _has_its_own_verb(sentence, period, quantity)
        and not (
            moved.kind != "change"
            and period.first in sentence.bases
            and not 0 <= period.first - quantity.last <= 1
            and not _follows_base(sentence, period, quantity)
        )
    ]
    clause = sentence.clause(quantity.first)
    trailing = [
        period
        for period in usable
        if 0 <= period.first - quantity.last <= _TO_LEVEL
        and not any(quantity.last <= q.first < period.first for q in sentence.quantities)
        and _dates_backwards(sentence, period, quantity)
    ]
    if trailing:
        return trailing[0], "trailing"
    for within, how in ((clause, "clause"), ((0, len(sentence.tokens)), "sentence")):
        found = nearest(
            [
                period
                for period in usable
                if not _of_later(sentence, period, quantity, behind_comma=how == "clause")
            ],
            quantity,
            lambda period: (period.first, period.last),
            within,
            after=6 if sentence.verb_final else 2,
            barriers=sentence.quantities,
            tokens=sentence.tokens,
        )
        if found is not None and _is_reference(sentence, moved, found, carried):
            return carried.period, "carried"
        if found is not None and found.back and moved.kind == "level" and _moves(sentence):
            return None, "none"  # «соңғы төрт жылда 1,4 есе артып, 520 млн-ға жетті»: as of when?
        if found is not None and quantity.rule == "part of a count" and found.months is None:
            for whole in (carried.count_period, carried.dated.get(indicator or "")):
                if whole is not None and (found.year, found.year_end) == (whole.year, None):
                    return whole, "carried"  # «73 мың … Биылғы қонақтардың 41 мыңы»
        if found is not None:
            return _respective(sentence, quantity, found), how
    heads = quantity.unit in ("count", "people") and moved.kind == "level"
    stock = heads and indicator != "tourists" and not _is_moved(sentence, clause)
    if carried.period is not None and carried.period_is_near and not stock:
        return carried.period, "carried"
    if carried.period is not None and not stock and _is_held_against(sentence, carried.period):
        return carried.period, "carried"
    if stock and carried.count_period is not None and is_part(sentence, quantity):
        return carried.count_period, "carried"  # «Из них международными рейсами – 246 тыс.»
    told = carried.dated.get(indicator or "") or (
        carried.dated.get("trade turnover") if indicator in FLOWS else None
    )
    if told is not None and moved.kind == "change" and quantity.unit == "percent":
        # «За девять месяцев 2,5 млн туристов. …», and further on «число туристов выросло на 12 %»
        return told, "statistic"
    came = heads and indicator == "tourists"
    goes_on = came or _is_flow(moved, indicator)
    if told is not None and goes_on and _same_time(told, carried.period):
        return told, "statistic"  # «за полугодие отгружено …», then «экспорт принёс 740 тысяч»
    own = quantity.role is None and not stock
    if carried.whole_period is not None and own and is_part(sentence, quantity):
        return carried.whole_period, "carried"  # «из них иностранных – 96 млрд»
    if carried.dated and not stock and sentence.within("over_the_year", *clause):
        return next(reversed(carried.dated.values())), "statistic"  # «за год привлечено …»
    if carried.report is not None and not stock and indicator in _REPORTED:
        return carried.report, "report"
    return None, "none"


def _same_time(one: Period, two: Period | None) -> bool:
    """«2024 жылы», and «былтыр» in a text of 2025."""
    if two is None or one.year is None:
        return one == two
    return (one.year, one.year_end, one.months) == (two.year, two.year_end, two.months)


def _is_moved(sentence: Sentence, clause: tuple[int, int]) -> bool:
    """«контейнеров перевалено 27 тысяч»: so many of them in a time, and none that there are."""
    return any(
        sentence.tokens[at].marks["indicator"].value in _MOVED
        for at in sentence.within("indicator", *clause)
    )


def _is_flow(moved: Movement, indicator: str | None) -> bool:
    """Whether it is the level of a flow of trade, in money or goods."""
    unit = moved.quantity.unit
    told = unit in _GOODS or (len(unit) == 3 and unit.isupper())
    return told and moved.kind == "level" and indicator in FLOWS


def _is_held_against(sentence: Sentence, now: Period) -> bool:
    """«завезла на 230 млн, тогда как годом раньше – на 174 млн»: the year before is counted from
    the time that the text speaks of, so this amount is of that time."""
    return any(
        period.earlier > 0 and now.year is not None and period.year == now.year - period.earlier
        for period in sentence.periods
    )


def _of_later(
    sentence: Sentence, period: Period, quantity: Quantity, *, behind_comma: bool
) -> bool:
    """«насчитали 6,2 тыс., тогда как в 2022-м было 1,9 тыс.»: it dates the amount behind it."""
    if period.first < quantity.last:
        return False
    if behind_comma and not sentence.within(",", quantity.last, period.first):
        return False
    last = sentence.clause(period.first)[1]
    return any(period.last <= other.first < last for other in sentence.quantities)


def _moves(sentence: Sentence) -> bool:
    return bool(sentence.marked.keys() & {"up", "down"})


def _is_reference(sentence: Sentence, moved: Movement, period: Period, carried: Carried) -> bool:
    """«2022 жылы … 312,7 млн. 2021 жылы 240,5 млн болатын, демек өсім – 30 пайыз»: the growth is
    that of the year before the sentence, which only looks back."""
    now = carried.period
    if moved.kind != "change" or now is None or now.year is None:
        return False
    between = range(period.last, moved.quantity.first)
    if not (carried.period_is_near or sentence.within("hence", between.start, between.stop)):
        return False
    looks_back = period.year == now.year - 1 and period.months == now.months
    return looks_back and any(other.first in between for other in sentence.quantities)


def _respective(sentence: Sentence, quantity: Quantity, period: Period) -> Period:
    """«в 2021 и 2022 годах 90 и 110 млн соответственно»: each amount has its own year."""
    if len(period.years) < 2 or not sentence.marked.get("respectively"):
        return period
    alike = [other.first for other in sentence.quantities if other.unit == quantity.unit]
    if len(alike) != len(period.years):
        return replace(period, year=None, year_end=None)
    return replace(period, year=period.years[alike.index(quantity.first)], year_end=None)


def _has_its_own_verb(sentence: Sentence, period: Period, quantity: Quantity) -> bool:
    """«до 44,1 млн долларов, хотя годом ранее рос»: behind the comma something else is said."""
    if period.first < quantity.last or any(q.first > period.first for q in sentence.quantities):
        return False
    if period.now and is_mark(sentence.tokens, period.first - 1, "list_and"):
        return True  # «принял 98 тысяч и теперь уступает одному Ташкенту»
    near = range(period.last, min(period.last + 2, len(sentence.tokens)))
    moves = any(sentence.tokens[at].marks.keys() & {"up", "down"} for at in near)
    return moves and bool(sentence.within(",", quantity.last, period.first))


def _dates_backwards(sentence: Sentence, period: Period, quantity: Quantity) -> bool:
    """«5,9 млн в 2016 году»: the time stands right behind, no other amount shares it, and no
    comma or verb begins something new."""
    between = sentence.tokens[quantity.last : period.first]
    parted = any(token.text in (",", ";", ":") or token.marks.get("clause") for token in between)
    if period.earlier > 0:
        if any(token.marks.get("clause") for token in between):
            return False  # «148,3 млн, хотя двумя годами раньше дотягивали лишь до 96 млн»
        # "40 вагонов, годом раньше – 31": behind a comma it dates the next amount
        return not (parted and _opens_amount(sentence, period))
    if parted:
        return False
    before = [other for other in sentence.periods if other.last <= quantity.first]
    if not before or _dated_from_the_start(sentence):
        return True
    # an amount between the last period and this one has used that period up
    return any(
        before[-1].last <= other.first < quantity.first for other in sentence.quantities
    ) and not any(period.last <= other.first for other in sentence.quantities)


def _opens_amount(sentence: Sentence, period: Period) -> bool:
    return any(0 <= other.first - period.last <= 3 for other in sentence.quantities)


def _dated_from_the_start(sentence: Sentence) -> bool:
    """«с 80 млн в 2015 году до 120 млн в 2018-м»: the first amount has its time right behind it."""
    if not sentence.quantities or not sentence.periods:
        return False
    between = sentence.tokens[sentence.quantities[0].last : sentence.periods[0].first]
    adjacent = sentence.quantities[0].last <= sentence.periods[0].first and len(between) <= 1
    return adjacent and not any(token.text == "," for token in between)


def is_base(sentence: Sentence, period: Period) -> bool:
    """Whether a period is what is compared with: "чем в 2016-м", "2016 жылмен салыстырғанда"."""
    tokens = sentence.tokens
    for at in range(max(0, period.first - 3), period.first):
        mark = is_mark(tokens, at, "versus")
        if mark and mark.value != "compared":
            return True
    if is_mark(tokens, period.first - 1, "base") and period.day is None:
        return True
    compared = any(is_mark(tokens, at, "index_base") for at in (period.first - 1, period.first))
    if compared and not is_mark(tokens, period.first, "month"):
        return True  # «к аналогичному периоду прошлого года»
    if sentence.verb_final and _is_left(sentence, period):
        return True
    if _is_exceeded(sentence, period) or _is_counted_from(sentence, period):
        return True
    if _behind_comparative(sentence, period):
        return True
    following = [other.first for other in sentence.periods if other.first >= period.last]
    amount = next((q.last for q in sentence.quantities if q.first == period.last), period.last)
    stop = min([max(period.last + 3, amount + 1), len(tokens), *following])
    return any(
        (mark := is_mark(tokens, at, "versus")) is not None and mark.value == "compared"
        for at in range(period.first, stop)
    )


def _is_exceeded(sentence: Sentence, period: Period) -> bool:
    """«превысив уровень 2023 года на 22,1%»: it stands between the verb and the step."""
    before = sentence.within("exceeding", period.first - _TO_LEVEL, period.first)
    return bool(before) and any(
        other.by and 0 < other.first - period.last <= _TO_LEVEL for other in sentence.quantities
    )


def _is_counted_from(sentence: Sentence, period: Period) -> bool:
    """«прибавив 16,2% к 2016-му»."""
    opening = is_mark(sentence.tokens, period.first, "period")
    return (
        opening is not None
        and opening.value == "until"
        and any(q.unit == "percent" and q.last == period.first for q in sentence.quantities)
    )


def _is_left(sentence: Sentence, period: Period) -> bool:
    """«былтырғы сәйкес кезеңнен 12,5%-ға», «2023 жылғы деңгейден 9,2%-ға өсті»: the case of "from",
    of the time itself or of the word behind it."""
    if period.since or period.to_date:
        return False
    if sentence.tokens[period.last - 1].text.endswith(_ABLATIVE):
        return True
    behind = period.last
    mark = is_mark(sentence.tokens, behind, "period")
    if mark is not None:
        behind += mark.words - 1  # «2022 жылдың сәйкес кезеңінен»
    return (
        behind < len(sentence.tokens)
        and sentence.tokens[behind].kind == "word"
        and sentence.tokens[behind].text.endswith(_ABLATIVE)
        and not any(mention.first <= behind < mention.last for mention in sentence.mentions)
        and any(0 < other.first - behind <= 2 for other in sentence.quantities)
    )


def _behind_comparative(sentence: Sentence, period: Period) -> bool:
    """«на 16,3% больше показателя 2020 года»: no preposition makes it the time of the change."""
    opening = is_mark(sentence.tokens, period.first, "period")
    if opening and opening.value == "in":
        return False
    ends = {other.last for other in sentence.quantities}
    return any(
        at in ends and is_mark(sentence.tokens, at, "comparative")
        for at in range(max(0, period.first - 4), period.first)
    )


def _follows_base(sentence: Sentence, period: Period, quantity: Quantity) -> bool:
    """«против 169 млн годом раньше» the other way round: «по сравнению с 2019 годом, 169 млн»; or
    «на 6 % ниже уровня 2015-го, когда он равнялся 728 млн»."""
    if period.last <= quantity.first <= period.last + 1:
        return True
    between = range(period.last, quantity.first)
    return any(at in between for at in sentence.marked.get("then", ())) and not any(
        other.first in between and other.unit == quantity.unit for other in sentence.quantities
    )


def is_outdated(sentence: Sentence, quantity: Quantity) -> bool:
    """«весной выполнялось семь рейсов, теперь – четырнадцать»: what is now comes behind."""
    now = [period for period in sentence.periods if period.now]
    if not now or now[0].first < quantity.last:
        return False
    return any(q.unit == quantity.unit and q.first >= now[0].last for q in sentence.quantities)


def as_of(sentence: Sentence, period: Period, published: date | None) -> Period:
    """«действует 29 предприятий; двумя годами раньше – 22»: before the article, where the sentence
    itself has no time."""
    base = any(other.year and not other.earlier for other in sentence.periods)
    year = period.year if base or published is None else published.year - period.earlier
    return replace(period, year=year, months=None)


def year_before(period: Period) -> Period:
    """«за 2019 год вырос с 1,9 до 2,3 млрд»: the lower end is that of the year before."""
    if period.year is None or period.year_end is not None or period.back is not None:
        return replace(period, year=None, offset=None, earlier=0)
    return replace(period, year=period.year - 1)
