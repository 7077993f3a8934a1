"""Candidates → the figures of an answer: the best for each thing asked, rivals, and the nearest."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from figures.types import Figure
from retrieval.context import marks_around
from retrieval.match import Candidate, Verdict, namesakes
from retrieval.ordering import merged, ranked, series_of, time_of
from retrieval.periods import Months, asked_months, months_of
from retrieval.slots import FLOWS, Slots, is_money
from retrieval.types import Reason
from retrieval.unknown import NEAREST, nearest, reason

THRESHOLD = 0.60
"""The score under which a figure is not given; docs/abstaining.md has the curve."""

_PART = 0.03  # how much worse the whole may fit than its part and still be meant
# How much worse than the best a figure of another source may fit and still disagree: where the
# statistic is named, other words are no other thing.
_RIVAL, _RIVAL_OTHER = 0.2, 0.12
# How much worse another figure of the same article may fit and still be as good: of "other" things
# an article counts many, which only their words tell apart.
_TWIN, _TWIN_OTHER = 0.06, 0.005
_NAMED = 0.08  # how much worse a part may fit that a word of the question stands beside
_NEARLY, _PLAINLY = 0.02, 0.3  # of the score, and of the words that tell more than it
_WORDS_APART = 0.04  # of the question's words, one of two or three in the part of the one only
_PLAINLY_APART = 0.25  # the same of another sentence
_VAGUE = 0.12  # what a question without a statistic and a unit needs beyond the threshold
_LISTED = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The verdicts that answer, best first; `conflict` where sources disagree on the first.

    `missing` are the places, partners and periods among several asked for that nothing is given of.
    """

    given: tuple[Verdict, ...] = ()
    conflict: bool = False
    reason: Reason | None = None
    nearest: tuple[Verdict, ...] = ()
    missing: tuple[str, ...] = ()


def choose(verdicts: Sequence[Verdict], slots: Slots, threshold: float = THRESHOLD) -> Choice:
    """The figures that match everything, or why there are none and what comes nearest."""
    # a question that names no statistic and no unit, or people by their country only ("how many
    # Germans study"), is answered only where its words are met
    unnamed = (slots.indicators, slots.units, slots.people) == (("other",), ("people",), "")
    vague = _VAGUE if unnamed or not (slots.indicators or slots.units) else 0.0
    fitting = ranked(
        [v for v in verdicts if not v.lost and v.score >= threshold + vague * (not v.names)],
        slots,
    )
    if not fitting:
        return Choice(reason=reason(verdicts, slots), nearest=nearest(verdicts, slots))
    given: list[Verdict] = []
    conflict = False
    for asked in _asked(slots):
        best = next((v for v in fitting if asked(v)), None)
        if best is None or best in given:
            continue
        if not slots.periods:
            best = _latest(best, fitting)
        best = _with_everybody(_by_words(best, fitting), fitting, slots)
        best = _named_part(_whole_or_part(best, fitting, slots), fitting)
        best = _end_of_pair(_exact(best, fitting), fitting)
        part = _is_part(best.candidate)
        twin = None if slots.asks > 1 or part else _twin(best, fitting)
        if twin is not None and _are_of_two_sources(best, twin):
            given += sorted([best, twin], key=_start)
            conflict = True  # "nine by the city's count, twelve by the embassy's"
            continue
        if twin is not None:
            continue  # one of the two was read wrong, and nothing tells which
        if _is_one_of_many(best, fitting):
            continue  # «сколько стоит цех»: each article tells of another
        rivals = _rivals(best, [v for v in fitting if asked(v)])
        conflict = conflict or bool(rivals)
        given += sorted([best, *rivals], key=_published, reverse=True) if rivals else [best]
    if slots.asks > 1 and len(given) == 1 and not conflict:
        given = _several(given[0], fitting, slots.asks)
    if not given:
        return Choice(reason="not_in_corpus", nearest=tuple(merged(fitting)[:NEAREST]))
    if not slots.periods:
        given += _other_times(given, fitting)
    return Choice(
        given=tuple(merged(given)), conflict=conflict, missing=tuple(_missing(given, slots))
    )


def _missing(given: Sequence[Verdict], slots: Slots) -> Iterator[str]:
    """«Trade with Sweden and Norway in 2016 and 2017»: what of it no figure speaks of."""
    figures = [verdict.candidate.figure for verdict in given]
    named = {code for f in figures for code in (f.place, f.partner, f.partner_region)}
    for asked in (slots.partners, slots.places):
        if len(asked) > 1 and named & set(asked):
            yield from (code for code in asked if code not in named)
    if len(slots.periods) > 1 and slots.kinds == ("level",):
        told = {months_of(figure.period) for figure in figures}
        wanted = [(period.edtf(), asked_months(period)) for period in slots.periods]
        if any(months in told for _, months in wanted):
            yield from (name for name, months in wanted if name and months not in told)


def _several(best: Verdict, fitting: Sequence[Verdict], asks: int) -> list[Verdict]:
    """«How many … and how many of them …»: as many figures of the article, in its order."""
    figure = best.candidate.figure
    beside = [
        verdict
        for verdict in fitting
        if verdict.candidate.article.id == best.candidate.article.id
        and verdict.candidate.figure.unit == figure.unit
        and verdict.candidate.figure.kind == figure.kind
    ]
    return sorted(beside[:asks], key=lambda verdict: verdict.candidate.figure.start) or [best]


def _published(verdict: Verdict) -> str:
    published = verdict.candidate.article.published
    return published.isoformat() if published else ""


def _asked(slots: Slots) -> list["_Wanted"]:
    """Each thing that the question asks for, as a test: by kind, by place, by partner."""
    places = slots.places if len(slots.places) > 1 else (None,)
    partners = slots.partners if len(slots.partners) > 1 else (None,)
    times = [asked_months(period) for period in slots.periods] if len(slots.periods) > 1 else [None]
    indicators = slots.indicators if len(slots.indicators) > 1 else (None,)
    number_and_sum = slots.units[:1] == ("count",) and any(map(is_money, slots.units[1:]))
    return [
        _Wanted(kind, place, partner, time, indicator, counts)
        for counts in ((True, False) if number_and_sum else (None,))
        for indicator in indicators
        for time in times
        for partner in partners
        for place in places
        for kind in slots.kinds
    ]


@dataclass(frozen=True, slots=True)
class _Wanted:
    kind: str
    place: str | None
    partner: str | None
    time: Months | None
    indicator: str | None
    counts: bool | None = None

    def __call__(self, verdict: Verdict) -> bool:
        figure = verdict.candidate.figure
        if self.kind != figure.kind and figure.unit != "times":
            return False
        if self.indicator is not None and figure.indicator != self.indicator:
            return False
        if self.counts is not None and (figure.unit == "count") is not self.counts:
            return False
        if self.place is not None and figure.place != self.place:
            return False
        if self.time is not None and months_of(figure.period) != self.time:
            return False
        return self.partner is None or figure.partner == self.partner


def _exact(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """«не дотянул и до сорока миллионов: 38,4 млн»: of a bound and a number, the number."""
    chosen = best.candidate
    if chosen.figure.bound == "exact":
        return best
    for verdict in fitting:
        figure = verdict.candidate.figure
        if (
            verdict.candidate.article.id == chosen.article.id
            and (figure.quote_start, figure.bound) == (chosen.figure.quote_start, "exact")
            and series_of(figure) == series_of(chosen.figure)
            and figure.period == chosen.figure.period
            and chosen.figure.value / 2 <= figure.value <= chosen.figure.value * 2
        ):
            return verdict
    return best


def _latest(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """«действует 29 предприятий; двумя годами раньше – 22», and no time asked for: what is now."""
    chosen = best.candidate
    same = [
        verdict
        for verdict in fitting
        if verdict.candidate.article.id == chosen.article.id
        and series_of(verdict.candidate.figure) == series_of(chosen.figure)
        and verdict.candidate.figure.quote_start == chosen.figure.quote_start
        and verdict.score >= best.score - _TWIN
    ]
    return max(same, key=time_of) if time_of(best) < max(map(time_of, same)) else best


def _end_of_pair(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """«число рейсов вырастет с четырёх до семи», no time said: where it has come to."""
    chosen = best.candidate
    for verdict in fitting:
        if _are_pair(chosen, verdict.candidate):
            return max(best, verdict, key=lambda v: v.candidate.figure.start)
    return best


def _are_pair(one: Candidate, two: Candidate) -> bool:
    """Whether two figures are the ends of one movement to which the text gives no time."""
    a, b = one.figure, two.figure
    return (
        one.article.id == two.article.id
        and (a.quote_start, a.period, series_of(a)) == (b.quote_start, None, series_of(b))
        and a.start != b.start
        and "/pair " in a.rule
        and "/pair " in b.rule
    )


def _whole_or_part(best: Verdict, fitting: Sequence[Verdict], slots: Slots) -> Verdict:
    """«зарегистрировано 58, действующих среди них – 35»: who asks who works gets the part, who
    asks for all of them the whole."""
    chosen = best.candidate
    is_part = _is_part(chosen)
    if is_part == slots.operating:
        return best if is_part else _all_of_them(best, fitting)
    for verdict in fitting:
        other = verdict.candidate
        told = best.told > verdict.told or _words_apart(best, verdict) >= _WORDS_APART
        if is_part and told:
            continue  # «сколько из них занимается строительством»
        if (
            other.article.id == chosen.article.id
            and _is_part(other) != is_part
            and series_of(other.figure) == series_of(chosen.figure)
            and (is_part or _is_at_work(other))
            and verdict.score >= best.score - (_PART if is_part else 1)
        ):
            return verdict
    return best


_ALL = re.compile(r"\b(?:всего|барлығы|жалпы|in total|altogether|in all)\b", re.IGNORECASE)


def _all_of_them(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """«по программе – 46, всего же около 200»: the one that is said to be all of them."""
    chosen = best.candidate
    for verdict in fitting:
        other = verdict.candidate
        if (
            other.figure.quote_start == chosen.figure.quote_start
            and other.article.id == chosen.article.id
            and series_of(other.figure) == series_of(chosen.figure)
            and other.figure.value > chosen.figure.value
            and not best.told - verdict.told
            and _ALL.search(other.article.text, chosen.figure.end, other.figure.start)
        ):
            return verdict
    return best


def _by_words(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """Of figures of one article that fit nearly alike, the one whose words are plainly those of
    the question: international passengers, not all of them."""
    chosen = best.candidate
    alike = [
        verdict
        for verdict in fitting
        if verdict.candidate.article.id == chosen.article.id
        and verdict.candidate.figure.unit == chosen.figure.unit
        and verdict.score >= best.score - _NEARLY
        and dict(verdict.parts)["words"] >= dict(best.parts)["words"] + _PLAINLY
    ]
    return alike[0] if alike else best


def _named_part(best: Verdict, fitting: Sequence[Verdict]) -> Verdict:
    """«1,2 млн пассажиров, из них на международных линиях – 486 тыс.»: where a word of the question
    stands beside the part alone, the part is asked for."""
    chosen = best.candidate
    for verdict in fitting:
        other = verdict.candidate
        if (
            other.article.id == chosen.article.id
            and other.figure.quote_start == chosen.figure.quote_start
            and other.figure.start > chosen.figure.start
            and series_of(other.figure) == series_of(chosen.figure)
            and (
                verdict.told > best.told
                or (other.figure.rule.startswith(("part", "ellipsis")) and verdict.told - best.told)
            )
            and verdict.score >= best.score - _NAMED
        ):
            return verdict
    return best


def _with_everybody(best: Verdict, fitting: Sequence[Verdict], slots: Slots) -> Verdict:
    """«Внешнеторговый оборот области» without a partner asked for: that with the whole world,
    where it is told, before that with one country."""
    chosen = best.candidate.figure
    if slots.partners or chosen.partner is None or chosen.indicator not in FLOWS:
        return best
    for verdict in fitting:
        figure = verdict.candidate.figure
        if figure.partner is None and (figure.place, figure.period) == (
            chosen.place,
            chosen.period,
        ):
            if (figure.indicator, figure.kind, figure.unit) == (
                chosen.indicator,
                chosen.kind,
                chosen.unit,
            ):
                return verdict
    return best


def _is_part(candidate: Candidate) -> bool:
    """«37 тіркелген, оның 24-і …», «37 тіркелген, бірақ жұмыс істеп тұрғаны – 24»: the second."""
    rule = candidate.figure.rule
    return rule.startswith("part") or (rule.startswith("ellipsis") and _is_at_work(candidate))


def _is_at_work(candidate: Candidate) -> bool:
    return "operating" in marks_around(candidate.article, candidate.figure)


_SOURCE = re.compile(
    r"\b(?:по (?:данным|информации|сведениям|подсч[её]там|оценк\w+|словам|версии)|"
    r"according to|by the \w+ (?:count|estimate|figures)|per the|"
    r"(?:дерег|дерект|мәлімет|есеб)\w*(?:нше|нша)|айтуынша|"
    r"(?:дерек|дерег|мәлімет|есеб)\w* бойынша)",
    re.IGNORECASE,
)


def _are_of_two_sources(best: Verdict, twin: Verdict) -> bool:
    """«По данным акимата, девять, по данным посольства – двенадцать»: each is told whose it is."""
    first, second = sorted((best, twin), key=_start)
    text, one, two = first.candidate.article.text, first.candidate.figure, second.candidate.figure
    return (
        one.quote_start == two.quote_start
        and _SOURCE.search(text, one.quote_start, one.start) is not None
        and _SOURCE.search(text, one.end, two.start) is not None
    )


def _start(verdict: Verdict) -> int:
    return verdict.candidate.figure.start


def _twin(best: Verdict, fitting: Sequence[Verdict]) -> Verdict | None:
    """What the same article says as plainly of the very same thing, with another number."""
    chosen = best.candidate

    def is_twin(verdict: Verdict) -> bool:
        other = verdict.candidate
        told_apart = (
            chosen.figure.indicator == "other"
            or best.told > verdict.told
            or _told_apart(best, verdict)
        )
        margin = _TWIN_OTHER if told_apart else _TWIN
        return (
            other.article.id == chosen.article.id
            and verdict.score >= best.score - margin
            and not _is_part(other)
            and other.figure.bound == chosen.figure.bound
            and series_of(other.figure) == series_of(chosen.figure)
            and (other.figure.period, other.figure.counted)
            == (chosen.figure.period, chosen.figure.counted)
            and other.figure.value != chosen.figure.value
            and not _are_pair(chosen, other)
            and not _is_told_whose(chosen.figure, other.figure)
        )

    return next((verdict for verdict in fitting if is_twin(verdict)), None)


_HARDLY = 0.6  # of the question's words
_CLOSE = 0.08  # of the score
_UNLIKE = frozenset({"investment", "projects", "contracts", "production", "other"})


def _is_one_of_many(best: Verdict, fitting: Sequence[Verdict]) -> bool:
    """Whether few of the question's words are told of the figure, and as few of another article's:
    what was built or bought is not the same from article to article, as trade is."""
    chosen = best.candidate
    if chosen.figure.indicator not in _UNLIKE or dict(best.parts)["words"] >= _HARDLY:
        return False
    return any(
        verdict.candidate.article.id != chosen.article.id
        and is_money(verdict.candidate.figure.unit) == is_money(chosen.figure.unit)
        and (verdict.candidate.figure.unit, verdict.candidate.figure.value)
        != (chosen.figure.unit, chosen.figure.value)
        and verdict.score >= best.score - _CLOSE
        for verdict in fitting
    )


def _told_apart(best: Verdict, other: Verdict) -> bool:
    """«Foreign tourists grew by 12 %, domestic ones by 25 %»: the words of its part tell."""
    same = other.candidate.figure.quote_start == best.candidate.figure.quote_start
    return _words_apart(best, other) >= (_WORDS_APART if same else _PLAINLY_APART)


def _words_apart(best: Verdict, other: Verdict) -> float:
    return dict(best.parts)["words"] - dict(other.parts)["words"]


def _is_told_whose(one: Figure, two: Figure) -> bool:
    """Whether the partner stands beside the first figure, and the second only took it over."""
    return "partner:clause" in one.rule and (
        "partner:main" in two.rule or "partner:carried" in two.rule
    )


def _rivals(best: Verdict, fitting: Sequence[Verdict]) -> list[Verdict]:
    """Figures of other articles that say another number of the same thing at the same time."""
    chosen = best.candidate
    margin = _RIVAL_OTHER if chosen.figure.indicator == "other" else _RIVAL
    rivals: list[Verdict] = []
    for verdict in fitting:
        other = verdict.candidate
        if other.article.id == chosen.article.id or verdict.score < best.score - margin:
            continue
        if any(other.article.id == rival.candidate.article.id for rival in rivals):
            continue
        if not _same_thing(chosen.figure, other.figure) or not _same_time(chosen, other):
            continue
        if (other.figure.value, other.figure.value_max) != (
            chosen.figure.value,
            chosen.figure.value_max,
        ):
            rivals.append(verdict)
    return rivals


def _same_thing(one: Figure, two: Figure) -> bool:
    """The same statistic of the same sides; "Aktobe" and its region are said for each other."""
    if one.place and two.place and namesakes(one.place, two.place):
        two = replace(two, place=one.place)
    regions = one.partner_region, two.partner_region
    if None in regions or namesakes(regions[0], regions[1] or ""):
        two = replace(two, partner_region=one.partner_region)  # both met what was asked for
    return series_of(one) == series_of(two)


def _same_time(one: Candidate, two: Candidate) -> bool:
    if one.figure.period or two.figure.period:
        return _told_time(one) == _told_time(two)
    if one.article.published and two.article.published:
        return one.article.published.year == two.article.published.year
    return False


def _told_time(candidate: Candidate) -> Months | None:
    """When a figure is of: a stock without a date is of the year in which its article came out."""
    figure, published = candidate.figure, candidate.article.published
    stock = figure.unit in ("count", "people") and figure.kind == "level"
    if figure.period is None and stock and published:
        return published.year * 12, published.year * 12 + 11
    return months_of(figure.period)


def _other_times(given: Sequence[Verdict], fitting: Sequence[Verdict]) -> list[Verdict]:
    """With no time asked for: the same statistic at its other times, newest first."""
    first = given[0].candidate.figure
    seen = {(series_of(v.candidate.figure), v.candidate.figure.period) for v in given}
    others = []
    for verdict in sorted(fitting, key=time_of, reverse=True):
        figure = verdict.candidate.figure
        key = (series_of(figure), figure.period)
        if key in seen or figure.indicator != first.indicator or figure.kind != first.kind:
            continue
        if figure.unit != first.unit or figure.indicator == "other":
            continue
        seen.add(key)
        others.append(verdict)
    return others[:_LISTED]
