"""Whether an amount is a target or a forecast."""

from datetime import date

from figures.amounts import Quantity, ends_at
from figures.link import Sentence, between_commas
from figures.timespan import Period
from figures.tokens import is_mark

_LONGEST_AT = 4  # words of "against a plan of"


def is_plan(
    sentence: Sentence, quantity: Quantity, period: Period | None, published: date | None
) -> bool:
    """A target or forecast: a word of planning in the clause, with a time to come or no time."""
    first, last = sentence.clause(quantity.first)
    if ends_at(sentence.tokens, "at_plan", quantity.first):
        return True  # «освоено 64,8 млн при плане 99,4»
    future = period is not None and period.offset is not None and period.offset > 0
    future = future or _is_deadline(sentence, period, published)
    told = (at for at in sentence.marked.get("plan", ()) if first <= at < last)
    words = [
        at
        for at in told
        if not (_is_name(sentence, at) or _delivers(sentence, at) or _is_of_one(sentence, at))
    ]
    if not future and all(_plans_another(sentence, quantity, at) for at in words):
        return False
    if period is None or period.target or period.year is None or published is None:
        return True
    return (period.year_end or period.year) >= published.year


def _is_deadline(sentence: Sentence, period: Period | None, published: date | None) -> bool:
    """«Жыл соңына дейін 60 миллионнан кем болмайды»: a time that was still to come; not «к началу
    2020 года», in that year."""
    if period is None or published is None or period.year is None or not period.target:
        return False
    if period.year > published.year:
        return True
    marks = (sentence.tokens[at].marks.get("period") for at in range(period.first, period.last))
    begins = any(mark is not None and mark.value == "start" for mark in marks)
    if begins or sentence.within("done", *sentence.clause(period.first)):
        return False  # «на конец года составила»
    return period.year == published.year and not period.months


def is_a_past_end(sentence: Sentence, period: Period) -> bool:
    """«На конец года долг составил 5 млн»: a verb of the past, so of which year nobody can say."""
    told = sentence.within("done", *sentence.clause(period.first))
    return period.target and period.offset == 0 and bool(told)


def _is_name(sentence: Sentence, at: int) -> bool:
    """«Мирамбек ұлының айтуынша», «үш ұлттық саябақ»: a Kazakh word that ends as a verb of
    intending does, in the middle of its clause or at the end of a pair: «дәрі-дәрмек»."""
    if sentence.tokens[at].marks["plan"].value != "verb":
        return False
    if at and sentence.tokens[at].glued and sentence.tokens[at - 1].text == "-":
        return True
    if at + 1 >= len(sentence.tokens):
        return False
    behind = sentence.tokens[at + 1]
    meant = is_mark(sentence.tokens, at + 1, "plan")  # «салмақ ниетте»
    told = meant is not None and meant.value == "plan"
    return behind.kind != "mark" and not told and "auxiliary" not in behind.marks


def _is_of_one(sentence: Sentence, at: int) -> bool:
    """«при плане 99,4»: the word is of the amount right behind it alone."""
    return any(
        ends_at(sentence.tokens, "at_plan", other.first) and other.first - _LONGEST_AT <= at
        for other in sentence.quantities
        if other.first > at
    )


def _delivers(sentence: Sentence, at: int) -> bool:
    """«өнімдерін жеткізу туралы келісім», where «300 мыңға жеткізу» is to reach so many."""
    if sentence.tokens[at].marks["plan"].value != "reach":
        return False
    at -= is_mark(sentence.tokens, at - 1, "bound_after") is not None  # «дейін жеткізу»
    return not any(quantity.last == at for quantity in sentence.quantities)


def _plans_another(sentence: Sentence, quantity: Quantity, at: int) -> bool:
    """«сейчас три рейса, с весны обещают пять»: between its commas the word has an amount."""
    first, last = between_commas(sentence.tokens, at, at + 1)
    firsts = [other.first for other in sentence.quantities if first <= other.first < last]
    return bool(firsts) and not first <= quantity.first < last
