"""What a figure is, in words: its headline, its label, its source."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.formats import amount, number, period, plain
from bot.seeds import seed_files
from bot.vocabulary import Words, every
from figures.types import Direction
from language.names import place_name
from retrieval.types import AnswerFigure, Question, Reason, Repeat

SEPARATOR = " · "
REPEATS = 6  # other sources of a figure that are named
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def headline(figure: AnswerFigure, words: Words) -> str:
    """The number itself: "about 44 million US dollars", "+54.7%", "82% of trade turnover"."""
    if figure.unit == "times":
        return _times(figure, words)
    written = amount(figure.value, figure.value_max, figure.unit, words, noun=figure.indicator)
    if figure.kind == "change":
        written = _signed(written, figure.direction, words)
    if figure.kind == "share":
        written = _share(figure, written, words)
    return words.bounds[figure.bound].format(written)


def _times(figure: AnswerFigure, words: Words) -> str:
    named = words.times["named"].get(plain(figure.value)) if figure.value_max is None else None
    written = named or words.times["plain"].format(
        amount(figure.value, figure.value_max, figure.unit, words)
    )
    bounded = words.bounds[figure.bound].format(written)
    return str(words.times[figure.direction]).format(bounded) if figure.direction else bounded


def _signed(written: str, direction: Direction | None, words: Words) -> str:
    signs = {"up": words.numbers["plus"], "down": words.numbers["minus"], None: ""}
    return f"{signs[direction]}{written}"


def _share(figure: AnswerFigure, written: str, words: Words) -> str:
    whole = words.indicators.get(figure.of or "")
    if whole is None:
        return words.share["unnamed"].format(amount=written)
    pattern = words.share["percent" if figure.unit == "percent" else "amount"]
    return pattern.format(amount=written, of=whole[-1])


def comparison(change: AnswerFigure, words: Words) -> str:
    """A change with what it is against, where its quote says that: "+54.7% on the year before"."""
    written = headline(change, words)
    years = set(re.findall(r"\d{4}", change.period or ""))
    quote = " ".join(change.quote.lower().split())
    if len(years) != 1 or not any(re.search(said, quote) for said in every("year_before", "said")):
        return written
    whole = change.period in years
    return str(words.year_before["to_year" if whole else "to_part"]).format(written)


def label(figure: AnswerFigure, words: Words) -> str:
    """What the figure is of: "Almaty – United Kingdom · trade turnover · 2017"."""
    parts = [
        pair(figure.place, figure.partner, figure.partner_region, words),
        _subject(figure, words),
        stated_period(figure, words),
        words.phrases["change"] if figure.kind == "change" and not figure.direction else "",
        words.phrases["plan"] if figure.plan else "",
        _computed(figure.computed, words) if figure.computed else "",
    ]
    return SEPARATOR.join(part for part in parts if part)


def _computed(formula: str, words: Words) -> str:
    """How a derived figure came about, its numbers written as the language writes them."""
    written = _NUMBER.sub(lambda found: number(Decimal(found[0]), words), formula)
    return words.phrases["computed"].format(written)


def _subject(figure: AnswerFigure, words: Words) -> str:
    if figure.kind == "change" and figure.of in words.indicators:
        return words.indicators[figure.of or ""][0]
    if figure.unit in ("count", "people") and figure.indicator in words.nouns:
        return ""  # the headline has it: "114 enterprises"
    if figure.indicator in words.indicators:
        return words.indicators[figure.indicator][0]
    return _counted(figure, words)


def _counted(figure: AnswerFigure, words: Words) -> str:
    if not figure.counted or figure.counted in every("units", "people"):
        return ""  # "30 people" says it already
    return words.phrases["opening"] + figure.counted + words.phrases["closing"]


def pair(place: str | None, partner: str | None, region: str | None, words: Words) -> str:
    """The two sides of a figure by name: "Almaty – United Kingdom"."""
    sides = [
        place_name(place, words.language) if place else "",
        place_name(partner, words.language) if partner and not region else "",
        place_name(region, words.language) if region else "",
    ]
    return " – ".join(side for side in sides if side)


def noted(notice: str, words: Words) -> str:
    """A code of the rooms below, such as "part_of_year" or "missing: SE", in the reader's words;
    else as it is."""
    code, _, rest = notice.partition(":")
    if code not in words.notices:
        return notice
    rest = rest.strip()
    if code == "missing":
        rest = period(rest, words) if rest[:1].isdigit() else place_name(rest, words.language)
    return words.notices[code].format(rest)


def stated_period(figure: AnswerFigure, words: Words) -> str:
    """The period as far as the article states it, and what it leaves open."""
    if figure.period is not None:
        return period(figure.period, words, said=figure.period_text)
    stock = figure.kind == "level" and figure.unit in ("count", "people")
    if figure.period_text:
        said = words.phrases["opening"] + figure.period_text + words.phrases["closing"]
        dated = stock and figure.published  # "today" is the day of the article
        return said if dated else f"{said} ({words.periods['no_year']})"
    return "" if stock else str(words.periods["unknown"])


def sought(question: Question, words: Words) -> str:
    """What was asked for, as far as it was understood."""
    parts = [
        pair(question.place, question.partner, question.partner_region, words),
        words.indicators.get(question.indicator or "", [""])[0],
        period(question.period, words) if question.period else "",
    ]
    return SEPARATOR.join(part for part in parts if part)


def refusal(question: Question, reason: Reason | None, words: Words) -> str:
    """Why there is no answer, with what is missing by name where that is known."""
    missing = {
        "no_such_place": pair(question.place, None, None, words),
        "no_such_partner": pair(None, question.partner, question.partner_region, words),
        "no_such_indicator": words.indicators.get(question.indicator or "", [""])[0],
        "no_such_period": period(question.period, words) if question.period else "",
    }.get(reason or "", "")
    named = words.reasons["missing"].format(missing) if missing else ""
    return words.reasons[reason or "unknown"].format(named)


def source(figure: AnswerFigure, words: Words) -> str:
    """Where the figure stands: "Kazakhstan Today · 14 February 2018 · document"."""
    return named_source(figure.source, figure.published, figure.url, figure.document, words)


def repeated(repeats: Sequence[Repeat], words: Words) -> Iterator[str]:
    """Where else the same is stated, a line each; of many the first and how many more."""
    for other in repeats[:REPEATS]:
        named = named_source(other.source, other.published, other.url, other.document, words)
        yield words.phrases["also"].format(named)
    if len(repeats) > REPEATS:
        yield words.phrases["more"].format(len(repeats) - REPEATS)


def named_source(
    name: str | None, published: str | None, url: str | None, document: str, words: Words
) -> str:
    """Publisher and date of an article in one line, and where to read it: address, file or id."""
    day = period(published, words) if published else str(words.periods["undated"])
    where = url or seed_files().get(document, document)
    return SEPARATOR.join(part for part in (name, day, where) if part)
