"""Whether an amount is a target or a forecast."""

from datetime import date

from figures.amounts import Quantity
from figures.link import Sentence, between_commas
from figures.timespan import Period


def is_plan(
    sentence: Sentence, quantity: Quantity, period: Period | None, published: date | None
) -> bool:
    """A target or forecast: a word of planning in the clause, with a time to come or no time."""
    first, last = sentence.clause(quantity.first)
    future = period is not None and period.offset is not None and period.offset > 0
    words = [at for at in sentence.marked.get("plan", ()) if first <= at < last]
    if not future and all(_plans_another(sentence, quantity, at) for at in words):
        return False
    if period is None or period.target or period.year is None or published is None:
        return True
    return (period.year_end or period.year) >= published.year


def _plans_another(sentence: Sentence, quantity: Quantity, at: int) -> bool:
    """«сейчас три рейса, с весны обещают пять»: between its commas the word has an amount."""
    first, last = between_commas(sentence.tokens, at, at + 1)
    firsts = [other.first for other in sentence.quantities if first <= other.first < last]
    return bool(firsts) and not first <= quantity.first < last
