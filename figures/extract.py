"""A text's figures: fold, scan, periods, quantities, change, links, in this order."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from figures.amounts import Quantity, Surroundings, ends_at
from figures.carry import update
from figures.change import Movement, movement
from figures.counted import is_part
from figures.dating import as_of, is_base, is_outdated, link_period, year_before
from figures.ellipsis import complete
from figures.lexicon import Lexicon, lexicon, plain_lexicon
from figures.link import (
    Carried,
    Found,
    Mention,
    Sentence,
    link_place,
    split_clauses,
)
from figures.mentions import find_mentions, main_places
from figures.movers import Scene
from figures.partitive import scope
from figures.partner import link_partner
from figures.periods import find_periods, period_text
from figures.plans import is_a_past_end, is_plan
from figures.quantities import STARTS, read_quantities
from figures.reading import in_cyrillic, language_of
from figures.roles import FLOWS, orient
from figures.statistic import link_indicator
from figures.timespan import Period
from figures.tokens import Token, annotate, is_mark, marked, tokenize
from figures.types import Figure
from figures.wholes import with_wholes
from language.fold import fold
from language.names import PlaceMention, find_places
from language.scripts import to_cyrillic
from language.sentences import sentences

# The first character stands apart, for it is what is searched for. Eleven digits undivided are a
# number: one that nothing counts is no figure anyway.
_PHONE = re.compile(
    r"[+\d](?:"
    r"(?:(?<=\+)\d|(?<=8)(?<!\d8)(?!\d{10}))[ (-]{0,2}\d{3}[) -]{0,2}\d{3}[ -]?\d\d[ -]?\d\d"
    r"|(?<=8)(?<!\d8) ?\(\d{3,5}\) ?\d{1,3}[ -]?\d\d[ -]?\d\d(?:, \d{5,7}(?!\d))*"
    r"|(?<=\d)(?<!\d\d)\d{1,2}-\d\d-\d\d(?!\d))"
)
_NUMBER = re.compile(r"\d+")
_LONGEST = 1_000  # characters of a sentence that are linked as one; real ones are shorter
_MOST_NUMBERS = 40  # in a sentence that is linked as one: a table is read in pieces

_ONCE = 1  # a region may be spoken of in a text about a town
_STOCKS = frozenset({"enterprises", "joint ventures", "population"})
_COUNTING = frozenset({"people", "counted"})
_MOVING = frozenset({"up", "down", "by_case", "shift"})

Span = tuple[int, int]


def extract(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    body: Sequence[Span] | None = None,
) -> tuple[Figure, ...]:
    """The figures of `text` in order, with offsets into it.

    `published` resolves "last year" and the like, which stay open without it. `body` holds the
    spans that may yield figures (default: all); what lies outside is page noise.
    """
    view = in_cyrillic(text)
    folded = fold(view.text)
    places = find_places(view.text, money=True, folded=folded)
    words = lexicon(language_of(view.text, folded))
    if view.text != text:  # not every word gets its Kazakh letters back
        words = plain_lexicon(words.language)
        folded = words.spelled(folded)
    titled = find_places(to_cyrillic(title).text) if title else ()
    carried = _opening(titled, places, lambda: _is_of_a_region(folded, words))
    figures: list[Figure] = []
    paragraphs = [0, 0]  # where the one before and the one at hand begin
    paragraph_end = -1
    at = 0
    for start, end in _sentences(view.text):
        if body is not None and not _inside(view.span(start, end), body):
            continue
        if "\n" in view.text[max(paragraph_end, 0) : start] or paragraph_end < 0:
            _new_paragraph(carried)
            paragraphs = [paragraphs[1], start]
        paragraph_end = end
        while at < len(places) and places[at].start < start:
            at += 1
        here = at
        while here < len(places) and places[here].end <= end:
            here += 1
        found = _sentence_figures(
            view.text, folded, (start, end), places[at:here], words, published, carried
        )
        if carried.shares:
            figures = with_wholes(figures, found, paragraphs[0])
        figures += found
    if view.text is text:
        return tuple(figures)
    return tuple(_to_original(figure, text, view.span) for figure in figures)


def _sentences(text: str) -> Iterator[Span]:
    for start, end in sentences(text):
        while end - start > _LONGEST:
            yield from _pieces(text, start, start + _LONGEST)
            start += _LONGEST
        yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The span whole, or in parts that hold no more numbers than are linked as one."""
    numbers = [found.start() for found in _NUMBER.finditer(text, start, end)]
    for at in numbers[_MOST_NUMBERS::_MOST_NUMBERS]:
        yield start, at
        start = at
    yield start, end


def _inside(span: Span, body: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in body)


def _is_of_a_region(folded: str, words: Lexicon) -> bool:
    """Whether a text speaks of a region oftener than of a city."""
    regional = len(words.regional.findall(folded))
    return regional > _ONCE and regional > len(words.urban.findall(folded))


def _opening(
    titled: Sequence[PlaceMention], places: Sequence[PlaceMention], regional: Callable[[], bool]
) -> Carried:
    main, city, region, partner = main_places(titled, places, regional)
    return Carried(city=city, region=region, main_place=main, main_partner=partner)


def _new_paragraph(carried: Carried) -> None:
    """A paragraph begins anew: only what the whole text is about goes on."""
    carried.indicator = None
    carried.with_all = False
    carried.whole_period = None
    carried.since = None
    main, partner = carried.main_partner, carried.partner
    if main is not None and partner is not None and partner.country != main.country:
        carried.partner = main  # a ranking has named others
    if not carried.questioned:
        carried.place = None
        carried.topic = None  # an interview's question says what the answer is of
        carried.period_is_near = False
    carried.counted = None
    carried.count = None


def _sentence_figures(
    text: str,
    folded: str,
    span: Span,
    places: Sequence[PlaceMention],
    words: Lexicon,
    published: date | None,
    carried: Carried,
) -> list[Figure]:
    tokens = tokenize(folded, *span)
    annotate(tokens, words)
    positions = marked(tokens)
    mentions = find_mentions(tokens, positions.get("anaphor", ()), places, carried)
    told = "report" in positions
    if (
        not told
        and STARTS.isdisjoint(positions)
        and not any(token.kind == "number" for token in tokens)
    ):
        timed = "period" in positions and not _COUNTING.isdisjoint(positions)
        periods = (
            _resolved(find_periods(tokens, words, text), tokens, published, carried)
            if timed
            else []
        )
        update(
            carried,
            Sentence(
                text=text,
                tokens=tokens,
                periods=periods,
                mentions=mentions,
                quantities=[],
                clauses=[],
                marked=positions,
            ),
            periods,
        )
        return []
    found = find_periods(tokens, words, text)
    clauses = split_clauses(tokens)
    around = Surroundings(
        lexicon=words,
        folded=folded,
        claimed=_claimed(tokens, found, folded, span),
        named=frozenset(at for m in mentions for at in range(m.first, m.last)),
        countries={m.first: (m.last, m.country) for m in mentions},
        partner=_counterpart(mentions, carried),
        moving=not _MOVING.isdisjoint(positions),
    )
    quantities = read_quantities(tokens, around)
    mentions = [mention for mention in mentions if not _in_currency(mention, quantities)]
    periods = _resolved(found, tokens, published, carried)
    sentence = Sentence(
        text=text,
        tokens=tokens,
        periods=periods,
        mentions=mentions,
        quantities=quantities,
        clauses=clauses,
        verb_final=words.verb_final,
        attribute=words.attribute,
        single=words.single,
        marked=positions,
    )
    quantities = complete(sentence, carried)
    sentence.quantities = quantities
    sentence.starts = frozenset(quantity.first for quantity in quantities)
    sentence.bases = frozenset(period.first for period in periods if is_base(sentence, period))
    figures = []
    for quantity in quantities:
        first, last = sentence.clause(quantity.first)
        scene = Scene(
            tokens=tokens,
            first=first,
            last=last,
            others=quantities,
            lexicon=words,
            positions=sentence.marked,
        )
        moved = movement(scene, quantity)
        figures.append(_figure(text, span, sentence, moved, published, carried))
    update(carried, sentence, periods)
    return figures


def _is_now(sentence: Sentence) -> bool:
    return any(period.now for period in sentence.periods)


def _counterpart(mentions: Sequence[Mention], carried: Carried) -> str | None:
    """The country that a shared name of a currency is likely of."""
    for partner in (carried.partner, carried.main_partner):
        if partner is not None:
            return partner.country
    return next((mention.country for mention in mentions if not mention.own), None)


def _claimed(
    tokens: Sequence[Token], periods: Sequence[Period], folded: str, span: Span
) -> frozenset[int]:
    """Tokens that belong to periods and phone numbers, and so to no amount."""
    claimed = {at for period in periods for at in range(period.first, period.last)}
    for phone in _PHONE.finditer(folded, *span):
        claimed.update(
            at
            for at, token in enumerate(tokens)
            if token.start < phone.end() and phone.start() < token.end
        )
    return frozenset(claimed)


def _in_currency(mention: Mention, quantities: Sequence[Quantity]) -> bool:
    """«млн АҚШ доллары» names no partner."""
    return any(
        quantity.first <= mention.first < quantity.last
        and len(quantity.unit) == 3
        and quantity.unit.isupper()
        for quantity in quantities
    )


def _resolved(
    periods: Sequence[Period], tokens: Sequence[Token], published: date | None, carried: Carried
) -> list[Period]:
    resolved: list[Period] = []
    context = carried.period
    since = carried.since
    for period in periods:
        full = period.resolve(published, since or context if period.since else context)
        resolved.append(full)
        if full.since and full.year is not None:
            since = full
        if full.year is not None and not full.earlier:
            context = full
    compared = (_as_compared(period, resolved) for period in resolved)
    return [_of_this_statistic(period, resolved, tokens) for period in compared]


def _of_this_statistic(period: Period, others: Sequence[Period], tokens: Sequence[Token]) -> Period:
    """«Бірінші жартыжылдықта 1,1 млн тонна, былтыр бұл көрсеткіш 540 мың болған»: of last year's
    half."""
    named = is_mark(tokens, period.last + 1, "referring") and is_mark(
        tokens, period.last, "resuming"
    )
    if period.offset != -1 or period.year is None or period.months is not None or not named:
        return period
    told = [o.months for o in others if o.year == period.year + 1 and o.first < period.first]
    return replace(period, months=told[-1]) if told else period


def _as_compared(period: Period, others: Sequence[Period]) -> Period:
    """«С начала года – 19,3 млн, меньше, чем за восемь месяцев прошлого»: it was eight months."""
    if not period.to_date or period.year is None:
        return period
    months = [o.months for o in others if o.year == period.year - 1 and o.months is not None]
    return replace(period, months=months[0]) if months and months[0][0] == 1 else period


def _figure(
    text: str,
    span: Span,
    sentence: Sentence,
    moved: Movement,
    published: date | None,
    carried: Carried,
) -> Figure:
    quantity = moved.quantity
    tokens = sentence.tokens
    indicator = link_indicator(sentence, quantity, carried, share=moved.kind == "share")
    parted = sentence.marked.keys() & {"part_open", "portion"}
    told = scope(sentence, quantity) if parted else sentence
    place = link_place(told, quantity, carried)
    if told is not sentence and place.how in _TAKEN_OVER and _is_named(sentence, place.value):
        place = Found()  # «в Алматы 214 из 856 предприятий»: all of them are elsewhere too
    partner, partner_how = link_partner(told, quantity, carried, indicator.value)
    carried.with_all |= partner_how == "total"
    period, period_how = link_period(sentence, moved, carried, indicator.value)
    stock = indicator.value in _STOCKS and moved.kind == "level"
    heads = quantity.unit in ("count", "people") and moved.kind == "level"
    if period is not None and period.year is None and _is_long_past(period):
        period_how = "earlier"
    if is_mark(tokens, quantity.last, "instead") or ends_at(tokens, "instead", quantity.first):
        period, period_how = None, "earlier"  # «три рейса вместо двух»
    if quantity.unit == "count" and moved.kind == "level" and is_outdated(sentence, quantity):
        period_how = "earlier"
    if indicator.value and period is not None and period_how in ("clause", "trailing"):
        if indicator.value not in carried.dated:
            carried.dated[indicator.value] = replace(period, first=0, last=0)
    if moved.kind == "level" and quantity.unit not in ("count", "people"):
        carried.whole_period = period
    if stock and period is not None and period.earlier:
        period = as_of(sentence, period, published)
    if heads and period is not None and period.earlier > 0 and _is_now(sentence):
        # «сегодня учатся 830 граждан Индии, год назад их было 610»
        period_how = "earlier"
        period = period if published else None
    if stock and period is not None and period.months is not None and period.back is None:
        period, period_how = None, "none"  # "за 11 месяцев …, зарегистрировано 8": as of today
    if quantity.role == "from" and period is not None and period_how != "trailing":
        period = year_before(period)
    start = tokens[quantity.first].start
    end = tokens[quantity.last - 1].end
    name, place_code, partner_code, region = orient(
        sentence,
        quantity,
        indicator.value or "other",
        place.value,
        partner,
        share=moved.kind == "share",
    )
    whole = _whole(tokens, quantity, carried)
    planned = period is not None and is_plan(sentence, quantity, None, None)
    if planned and period_how in ("statistic", "carried"):
        period, period_how = None, "none"  # what is hoped for is of no time that has been told
    if planned and period is not None and period_how == "sentence":
        past = published is not None and (period.year or published.year) < published.year
        period, period_how = (None, "none") if past else (period, period_how)
    if period is not None and is_a_past_end(sentence, period):
        period, period_how = None, "none"
    _remember(carried, quantity, moved, name if indicator.value else None, place_code)
    if carried.count is not None and carried.count.first == quantity.first:
        carried.count_period = period
    return Figure(
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        kind=moved.kind,
        bound=quantity.bound,  # type: ignore[arg-type]  # the packs hold the closed vocabulary
        direction=moved.direction,
        of=name if moved.kind == "change" else whole if moved.kind == "share" else None,
        plan=is_plan(sentence, quantity, period, published),
        computed=moved.computed,
        indicator=name,
        place=place_code,
        partner=partner_code,
        partner_region=region,
        period=period.edtf(published) if period else None,
        period_text=_period_words(text, tokens, period, sentence),
        counted=quantity.noun,
        start=start,
        end=end,
        text=text[start:end],
        quote_start=span[0],
        quote_end=span[1],
        rule=(
            f"{_rule(sentence, quantity)}/{moved.rule} indicator:{indicator.how} place:{place.how}"
            f" partner:{partner_how} period:{period_how}"
        ),
    )


_TAKEN_OVER = frozenset({"carried", "main"})


def _is_named(sentence: Sentence, place: str | None) -> bool:
    return any(mention.code == place for mention in sentence.mentions)


def _rule(sentence: Sentence, quantity: Quantity) -> str:
    """«52 мың тонна май өндірілді, соның 38 мың тоннасы …»: an amount may be a part of another."""
    whole = any(
        other.unit == quantity.unit and other.last <= quantity.first
        for other in sentence.quantities
    )
    if quantity.rule == "amount" and whole and is_part(sentence, quantity):
        return "part of an amount"
    return quantity.rule


def _is_long_past(period: Period) -> bool:
    """«годом ранее», «пять лет назад» in a text without a date; «в прошлом году» is the latest."""
    return period.earlier > 0 or (period.offset is not None and period.offset < -1)


def _whole(tokens: Sequence[Token], quantity: Quantity, carried: Carried) -> str | None:
    """What a share is a share of: the statistic named right behind it, else the one before."""
    for at in range(quantity.last, min(quantity.last + 3, len(tokens))):
        mark = is_mark(tokens, at, "indicator")
        if mark:
            return str(mark.value)
    return carried.indicator


def _remember(
    carried: Carried,
    quantity: Quantity,
    moved: Movement,
    indicator: str | None,
    place: str | None,
) -> None:
    part = quantity.rule.startswith("part") or indicator == "joint ventures"
    whole = carried.count
    if part and whole is not None and whole.first < quantity.first and whole.unit == quantity.unit:
        return  # «134 предприятия, из них 39 совместных. По республике их 162»
    if quantity.unit in ("count", "people"):
        carried.count = replace(quantity, indicator=indicator or quantity.indicator)
        carried.count_place = place
    elif moved.kind != "share" or carried.indicator is None:
        carried.indicator = indicator  # a share tells of a part: the text goes on with the whole
        # exports and imports are told as parts of the turnover, which the text comes back to
        if indicator == "trade turnover" or (indicator in FLOWS and carried.statistic is None):
            carried.statistic = indicator
    if len(quantity.unit) == 3 and quantity.unit.isupper():
        carried.currency = quantity


def _period_words(
    text: str, tokens: Sequence[Token], period: Period | None, sentence: Sentence
) -> str | None:
    if period is None or period.now or not 0 <= period.first < period.last <= len(tokens):
        return None
    if period not in sentence.periods:
        return None
    return period_text(text, tokens, period)


def _to_original(figure: Figure, text: str, span: Callable[[int, int], Span]) -> Figure:
    start, end = span(figure.start, figure.end)
    quote_start, quote_end = span(figure.quote_start, figure.quote_end)
    return replace(
        figure,
        start=start,
        end=end,
        text=text[start:end],
        quote_start=quote_start,
        quote_end=quote_end,
    )
