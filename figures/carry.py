"""What a sentence leaves in the reader's mind for the next one."""

from collections.abc import Sequence
from dataclasses import replace

from figures.link import OWN, Carried, Sentence
from figures.timespan import Period

_FEW = 6  # words and marks
_MANY = 3  # countries in one sentence
_SEVERAL = 2  # places of ours, of which none is spoken of further


def update(carried: Carried, sentence: Sentence, periods: Sequence[Period]) -> None:
    """What this sentence leaves behind for the next one."""
    settled = [
        period
        for period in periods
        if period.year is not None
        and not period.earlier
        and period.first not in sentence.bases
        and not period.now
        and not period.target
        and not period.since
        and period.back is None
    ]
    if settled and not _looks_back(carried, sentence, settled):
        latest = max(settled, key=lambda period: (period.year or 0, period.months or (1, 12)))
        carried.period = replace(latest, first=0, last=0)
        carried.period_is_near = True
    if settled and not sentence.quantities and "report" in sentence.marked:
        # «обзор внешней торговли за 2018 год»: what follows is of that year
        carried.report = replace(settled[-1], first=0, last=0)
    for period in periods:
        if period.year is not None and not period.now:
            carried.since = replace(period, first=0, last=0) if period.since else None
    carried.topic = _topic(sentence)
    carried.turned_to = (
        not sentence.quantities
        and len(sentence.tokens) <= _FEW
        and sum(not mention.own for mention in sentence.mentions) == 1
        and "indicator" not in sentence.marked
    )
    carried.shares = "share" in sentence.marked
    carried.questioned = sentence.tokens[-1].text == "?"
    carried.counted = _counted(sentence)
    carried.counted_here = bool(carried.counted and sentence.mentions) and all(
        mention.own for mention in sentence.mentions
    )
    carried.asked = carried.counted if sentence.tokens[-1].text == "?" else None
    if not sentence.mentions or "aside" in sentence.marked:
        return  # «Для сравнения: инвестиции из Эмиратов …»: the text does not go on with them
    own = [mention for mention in sentence.mentions if mention.own and not mention.adjective]
    if own:
        # "В области 1 420 гектаров, это 78 % всех в стране": the region goes on
        narrower = [mention for mention in own if mention.code != OWN]
        if len({mention.code for mention in narrower}) < _SEVERAL or carried.place is None:
            carried.place = (narrower or own)[-1].code
        carried.here = narrower[-1] if narrower else carried.here
        for mention in own:
            if mention.level == "city":
                carried.city = mention.code
            elif mention.level == "region":
                carried.region = mention.code
    foreign = [
        mention for mention in sentence.mentions if not mention.own and mention.level != "group"
    ]
    if foreign:
        carried.with_all = False
        carried.listed = tuple({mention.code: mention for mention in foreign}.values())
        # of many countries none is spoken of further
        carried.partner = foreign[-1] if len(carried.listed) < _MANY else None


def _looks_back(carried: Carried, sentence: Sentence, settled: Sequence[Period]) -> bool:
    """«В 2016-м было 34,5 млн» behind the figure of 2017: the text goes on with 2017."""
    if carried.period is None or carried.period.year is None:
        return False
    if not carried.period_is_near and "hence" not in sentence.marked:
        return False
    if sentence.tokens[-1].text == "?":
        return False  # «– 2018 жылы ше?»: the answer is of the time that was asked about
    # «в 2018 году товарооборот был 138,5 млн, поэтому рост – 13 %» is of 2019
    names_another = "indicator" in sentence.marked and "hence" not in sentence.marked
    years = [period.year_end or period.year or 0 for period in settled]
    return max(years) == carried.period.year - 1 and not names_another


def _topic(sentence: Sentence) -> str | None:
    """«Trade between A and B is small but growing. It came to €8.2 million»: the statistic that a
    sentence without amounts speaks of, where it is one only."""
    if sentence.quantities:
        return None
    marks = (sentence.tokens[at].marks for at in sentence.marked.get("indicator", ()))
    named = {str(each["indicator"].value) for each in marks}
    return named.pop() if len(named) == 1 else None


def _counted(sentence: Sentence) -> tuple[str, str, str] | None:
    """«Сербских компаний в регионе нет. По стране их сорок три»: what could be counted."""
    if sentence.quantities:
        return None
    found = {
        (section, str(mark.value)): token.text
        for token in sentence.tokens
        for section in ("people", "counted")
        if (mark := token.marks.get(section)) is not None
    }
    peoples = [mention for mention in sentence.mentions if mention.demonym]
    if not found and len(peoples) == 1:
        return "people", "people", sentence.tokens[peoples[0].first].text
    things = {key: word for key, word in found.items() if key[0] == "counted"}
    found = things if len(found) > 1 else found  # «отандастары құрған кәсіпорындар»
    if len(found) != 1:
        return None
    (section, value), word = found.popitem()
    if value == "enterprises" and sentence.marked.keys() & {"counted_joint", "jointly"}:
        value = "joint ventures"
    return section, value, word
