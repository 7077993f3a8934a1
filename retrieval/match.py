"""One figure against one question: what it is lost for, or how well it fits."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from figures.types import Figure
from index.types import Article, Entry
from language.names import known_place, place_name
from language.sounds import consonants
from retrieval import people
from retrieval.context import Asked, Context, Reader, Surroundings, context_of, marks_around
from retrieval.investors import goes_abroad, is_other_way
from retrieval.people import gives_work
from retrieval.periods import PART_OF_YEAR, fit, has_been, is_past, is_to_come
from retrieval.slots import FLOWS, MONEY, OWN, PHYSICAL, Slots, is_money

_STRICT = FLOWS | {"enterprises", "joint ventures", "tourists", "flights", "population"}
# What a question's statistic may also be called in an article, where the words agree otherwise.
_KIN = {
    "investment": {"investment", "projects", "contracts", "other", "production"},
    "contracts": {"contracts", "investment", "other", "projects"},
    "projects": {"projects", "investment", "other"},
    "production": {"production", "other"},
    "jobs": {"jobs", "other"},
    "flights": {"flights", "other"},
}
_AGREED = frozenset({"@agreement", "@contract", "@deal", "@memorandum", "@document"})
_INCOME = frozenset({"other", "exports", "production", "tourists"})
_KINSHIP = 0.6  # how well a statistic of the same kin fits
# Cities that lie in no region of their name, as Almaty does in none of ours.
_APART = frozenset({"Moscow", "Tashkent", "Minsk", "Kyiv", "Beijing", "Baku", "Sofia", "Prague"})
# Regions split off in 2022, and what their towns belonged to before.
_SPLIT_OFF = {
    "Abai Region": "East Kazakhstan Region",
    "Ulytau Region": "Karaganda Region",
    "Zhetisu Region": "Almaty Region",
}
_GOODS = frozenset({"t", "kg", "c", "m3", "l", "bbl"})
_MEASURES = _GOODS | {"count", "kWh"}
_FIRMS = frozenset({"enterprises", "joint ventures"})
_WHOLE = frozenset({"count", "people"})
_RELATIVE = frozenset({"percent", "percentage_point", "times"})
_LINKS = {
    "clause": 1.0,
    "trailing": 1.0,
    "noun": 1.0,
    "sentence": 0.9,
    "carried": 0.8,
    "main": 0.6,
    "none": 0.5,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A line of the ledger with its article and what reads the text around it."""

    entry: Entry
    article: Article
    reader: Reader

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return self.entry.figure

    @property
    def around(self) -> Surroundings:
        """What stands around the figure's sentence."""
        figure = self.figure
        return self.reader.surroundings(self.article, figure.quote_start, figure.quote_end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """`lost` names the slots that a candidate fails, none for one that fits; `score` is 0 to 1.

    `names` tells that the question names what the figure counts, `told` which of the question's
    words stand between the commas around it.
    """

    candidate: Candidate
    lost: tuple[str, ...]
    score: float
    notes: tuple[str, ...] = ()
    names: bool = False
    told: frozenset[int] = frozenset()
    parts: tuple[tuple[str, float], ...] = ()


def judge(candidate: Candidate, slots: Slots, asked: Asked) -> Verdict:
    """Holds a figure against every slot that the question pins down; what fails one has score 0."""
    figure = candidate.figure
    lost = [name for name, rule in _RULES if not rule(candidate, slots)]
    counted = people.of_some_kind(figure)
    if people.are_others(figure, slots, asked, candidate.around):
        lost.append("indicator")
    if slots.head and slots.measures and figure.unit == "people" and not asked.names(counted or ""):
        lost.append("unit")  # «қанша стипендия бөледі» counts no students
    if people.come_from_elsewhere(figure, slots):
        lost.append("partner")
    if not slots.periods and figure.rule.endswith("period:earlier"):
        lost.append("period")  # "two years earlier there were 22" is not what there is
    time = fit(slots.periods, figure, candidate.article.published, candidate.article.language)
    if time.score == 0 or (slots.whole and time.note == PART_OF_YEAR):
        lost.append("period")
    if lost:
        return Verdict(candidate=candidate, lost=tuple(lost), score=0.0)
    context = context_of(candidate.article, figure, asked, candidate.reader)
    alone = figure.partner and not slots.partners and not slots.partner_regions
    if alone and figure.indicator in FLOWS and context.knows_nothing_of_a_word():
        # "торговля рк японя": the unknown word may be the partner
        return Verdict(candidate=candidate, lost=("partner",), score=0.0)
    weighed = figure.unit in _GOODS or (figure.unit == "count" and figure.indicator in FLOWS)
    others = context.misses_goods() if weighed else context.lacks_goods()
    goods = weighed or figure.indicator in FLOWS
    if context.lacks_a_name() or _lacks_head(figure, slots, context) or (goods and others):
        return Verdict(candidate=candidate, lost=("indicator",), score=0.0)
    if asked.leaves_open(counted) and context.has_no_word_near():
        # «сколько человек было в делегации» asks for no students of another sentence
        return Verdict(candidate=candidate, lost=("indicator",), score=0.0)
    coverage = context.coverage(_pinned(figure, slots))
    parts = (
        ("period", time.score),
        ("words", coverage),
        ("links", link_quality(figure.rule)),
        ("similarity", context.similarity),
        ("unpinned", _unpinned(figure, slots)),
        ("place", place_fit(candidate, slots)),
    )
    return Verdict(
        candidate=candidate,
        lost=tuple(lost),
        score=sum(_WEIGHTS[name] * value for name, value in parts)
        + _OF_THEM * bool(counted and asked.counts_them(counted))
        - _NOT_OF_FOREIGNERS * context.tells_of_others()
        - _ONLY_FOREIGNERS * (_is_foreign_part(figure) and not asked.about_foreigners)
        - _LONG_AGO * is_past(figure, candidate.article.published, slots.periods)
        - _OTHERWISE * _is_called_otherwise(figure, slots)
        - _FURTHER * _is_further(candidate)
        - _OF_GOODS * (figure.indicator in FLOWS and context.is_of_goods())
        - _NO_PLAN * (slots.plan and not figure.plan)
        - _KIN_ONLY * bool(slots.indicators and figure.indicator in FLOWS - set(slots.indicators))
        - _NOT_WITH * bool(slots.partners and not _is_with(figure, slots)),
        notes=(time.note,) if time.note else (),
        names=slots.measures
        and figure.unit in ("count", "people")
        and asked.names(figure.counted or ""),
        told=context.told,
        parts=parts,
    )


def _lacks_head(figure: Figure, slots: Slots, context: Context) -> bool:
    """A size says what it is by its unit: «станция на 40 МВт»."""
    sized = PHYSICAL in slots.units and figure.indicator == "other" and figure.unit not in _WHOLE
    return not sized and context.lacks_head()


_OF_THEM = 0.03  # for the very people that "how many" counts
_KIN_ONLY = 0.04  # for a flow of goods where its kin is asked for
_TAKEN_OVER = 0.3  # how much narrower a partner makes a figure that stands in an earlier sentence
_NOT_OF_FOREIGNERS = 0.04  # for all of them, where their foreigners are counted beside
_ONLY_FOREIGNERS = 0.05  # for the foreigners among them, where all are asked for
_LONG_AGO = 0.05  # for how many there were years before the article, where no time is asked for
_OTHERWISE = 0.08  # for a wage or a tax, where an investment is asked for
_OF_GOODS = 0.07  # for the trade in some goods, where that in all is asked for
_FURTHER = 0.05  # for what is added: «ещё 120 гектаров»
_NO_PLAN = 0.08  # for what is, where what is planned is asked for
_NOT_WITH = 0.1  # for a partner that only the paragraph names
_WEIGHTS = {
    "period": 0.2,
    "words": 0.3,
    "links": 0.1,
    "similarity": 0.15,
    "unpinned": 0.1,
    "place": 0.15,
}


def _is_foreign_part(figure: Figure) -> bool:
    return figure.rule.startswith("part") and "partner:worldwide" in figure.rule


def _is_called_otherwise(figure: Figure, slots: Slots) -> bool:
    asked = slots.indicators[:1] == ("investment",)
    return asked and figure.indicator == "other" and "indicator:clause" in figure.rule


_MORE = re.compile(r"\b(?:ещё|еще|тағы|тагы|another|further)\W+$", re.IGNORECASE)
_LONGEST_MORE = 12  # characters


def _is_further(candidate: Candidate) -> bool:
    figure = candidate.figure
    before = candidate.article.text[max(0, figure.start - _LONGEST_MORE) : figure.start]
    return _MORE.search(before) is not None


def _pinned(figure: Figure, slots: Slots) -> float:
    """How much of the question the slots alone decide, 0 to 1."""
    pinned = 0.0
    if (
        slots.indicators
        and figure.indicator == slots.indicators[0]
        and slots.indicators[0] != "other"
    ):
        pinned += 0.4
    elif slots.units and figure.unit in slots.units:
        pinned += 0.2
    pinned += 0.3 * bool(slots.partners) + 0.2 * bool(slots.places) + 0.3 * bool(slots.periods)
    return min(1.0, pinned)


_OF_A_TOWN = 0.2  # a partner's town is named where its country is asked for


def _unpinned(figure: Figure, slots: Slots) -> float:
    """Lower where the figure is narrower than the question: a partner or place nobody asked for."""
    narrower = 0.0
    if not slots.partners and figure.partner and figure.indicator not in FLOWS:
        narrower += 0.5 if "partner:clause" in figure.rule else _TAKEN_OVER
    if not slots.places and figure.place not in (None, OWN):
        narrower += 0.2
    town = slots.partners and figure.partner_region
    if town and town not in slots.partner_regions:
        narrower += _OF_A_TOWN
    return 1.0 - narrower


@lru_cache(maxsize=4_096)
def link_quality(rule: str) -> float:
    """How surely statistic, place and partner were linked, from the rule that a figure keeps."""
    hows = [part.partition(":")[2] for part in rule.split(" ") if ":" in part]
    known = [_LINKS[how] for how in hows if how in _LINKS]
    return sum(known) / len(known) if known else 0.5


def slot_fits(candidate: Candidate, slots: Slots) -> dict[str, float]:
    """How well each slot that the question pins down is met, 0 to 1; `judge` asks for all."""
    figure, article = candidate.figure, candidate.article
    fits = {
        "kind": float(_kind(candidate, slots)),
        "unit": float(_unit(candidate, slots)),
        "plan": float(_plan(candidate, slots)),
        "partner region": float(_partner_region(candidate, slots)),
        "narrower": _unpinned(figure, slots),
    }
    if slots.indicators:
        kin = 1.0 if figure.indicator in slots.indicators else _KINSHIP
        fits["indicator"] = kin * _indicator(candidate, slots)
    elif not slots.units:
        # a question for trade or tourists would have said so
        fits["indicator"] = float(figure.indicator not in _STRICT)
    if slots.partners:
        fits["partner"] = float(_partner(candidate, slots))
    if slots.places:
        fits["place"] = place_fit(candidate, slots)
    if slots.periods:
        fits["period"] = fit(slots.periods, figure, article.published, article.language).score
    return fits


def _kind(candidate: Candidate, slots: Slots) -> bool:
    figure = candidate.figure
    if figure.unit == "times" and "times" in slots.units:
        return True
    if figure.unit == "percent" and "share" in slots.kinds and figure.kind == "level":
        return True
    if figure.kind not in slots.kinds:
        return False
    return not (
        figure.kind == "change"
        and slots.direction
        and figure.direction
        and slots.direction != figure.direction
        and "down" in (slots.direction,)
    )


def _unit(candidate: Candidate, slots: Slots) -> bool:
    figure = candidate.figure
    money = is_money(figure.unit)
    asked = set(slots.units)
    if figure.kind == "level" and "change" in slots.kinds:
        asked -= _RELATIVE  # "how much was it, and by how many percent did it fall"
    if asked:
        if figure.kind == "change" and "level" in slots.kinds:
            return figure.unit in ("percent", "times") or figure.unit in asked
        if asked & {"count", "people"}:
            if slots.indicators == ("jobs",) and figure.unit == "people":
                return gives_work(candidate.article.text, figure)
            if "people" in asked and figure.indicator != "other":
                return figure.unit == "people"  # no jobs, firms or flights
            return figure.unit in asked or (money and MONEY in asked)
        if PHYSICAL in asked:
            counted = figure.unit in ("count", "people")
            sized = not counted or "dimension" in marks_around(candidate.article, figure)
            return not money and figure.unit not in _RELATIVE and sized
        if MONEY in asked:
            return money
        return figure.unit in asked
    if figure.kind == "level" and slots.indicators:
        goods = slots.measures or bool(slots.words)  # "rice exports to Tajikistan"
        if slots.indicators[0] in ("exports", "imports") and goods:
            return money or figure.unit in _MEASURES
        if slots.indicators[0] in FLOWS | {"investment"}:
            return money
        if slots.indicators[0] in ("enterprises", "joint ventures"):
            return figure.unit == "count"
    return True


def _indicator(candidate: Candidate, slots: Slots) -> bool:
    figure = candidate.figure
    if slots.earned and not FLOWS & set(slots.indicators):
        return figure.indicator in _INCOME  # nothing that was spent or put into something
    if not slots.indicators:
        # «при какой загрузке откроют рейс»: a question for trade or flights would have said so
        return not slots.head or bool(slots.units) or figure.indicator not in _STRICT
    asked = slots.indicators[0]
    if figure.indicator in slots.indicators:
        return True
    if asked == "other":
        if slots.measures and not slots.units and figure.indicator == "investment":
            return False  # «қанша стипендия бөледі» asks for no money
        # "how many people work …" is no question for the population, but may be for tourists
        return figure.indicator not in _STRICT
    weighed = figure.unit in _GOODS and figure.unit in slots.units
    if asked in ("exports", "imports") and weighed and figure.indicator == "other":
        return "partner:clause" in figure.rule  # «жылына 5 мың тонна ет алуға дайынбыз»
    if asked == "tourists" and people.are_ours_abroad(figure, slots):
        # «в Грузии побывало 61,5 тыс. казахстанцев»
        return "travel" in marks_around(candidate.article, figure)
    if asked == "contracts" and not candidate.around.neighbour & _AGREED:
        return False
    if slots.invested and figure.indicator in ("other", "production"):
        return False  # a sum of documents, fines, output
    if figure.unit == "times" and "times" in slots.units and asked in ("exports", "imports"):
        return figure.indicator in (
            "exports",
            "imports",
        )  # the one is said to be so many times the other
    return figure.indicator in _KIN.get(asked, set())


def _sides(figure: Figure) -> set[str]:
    sides = {side for side in (figure.place, figure.partner, figure.partner_region) if side}
    place = known_place(figure.place) if figure.place else None
    if place is not None and place.country is not None and place.country != OWN:
        sides.add(place.country)
    return sides


def _place(candidate: Candidate, slots: Slots) -> bool:
    return place_fit(candidate, slots) > 0


def place_fit(candidate: Candidate, slots: Slots) -> float:
    """1 where the place is the one asked for, less where it is told to lie in it or around it."""
    if not slots.places:
        return 1.0
    figure = candidate.figure
    asked = set(slots.places)
    if _sides(figure) & asked:
        return 1.0
    if any(namesakes(figure.place, code) for code in asked):
        return 0.0 if slots.town and "place:clause" in figure.rule else 0.7
    if figure.indicator in _STRICT:
        return 0.0
    if figure.unit in _WHOLE and figure.place == OWN and "place:adjective" in figure.rule:
        return 0.0  # «казахстанские студенты» are not those of a town
    if figure.unit in _WHOLE | _GOODS and OWN in asked and not people.are_ours(slots.text):
        return 0.0  # a town's students are not the country's
    if figure.place and _parent(figure.place) in asked:
        return 0.9
    if "place:clause" in figure.rule and figure.place != OWN:
        around = _parent(figure.place or "") in asked or bool(
            {_parent(code) for code in asked} & {figure.place}
        )
        return 0.6 if around and candidate.around.places & asked else 0.0
    if candidate.around.places & asked:
        return 0.6 if "place:clause" in figure.rule else 0.8
    if figure.place == OWN and "place:clause" in figure.rule:
        return 0.0  # "in Kazakhstan there are 26 thousand": in no city of the line before
    if candidate.around.nearby & asked:
        return 0.5
    # a town of the region that the whole article is of
    regions = {_parent(code) for code in asked}
    regions |= {_SPLIT_OFF.get(region or "") for region in regions}
    inside = figure.place is not None and figure.place in regions
    told = {f"@place:{code}" for code in asked} & candidate.around.article
    return 0.4 if inside and told and "place:main" in figure.rule else 0.0


def _parent(code: str) -> str | None:
    place = known_place(code)
    return place.parent if place else None


def namesakes(one: str | None, other: str) -> bool:
    """A region and its main town of the same name, which people say for each other."""
    if one is None:
        return False
    town, region = sorted((one, other), key=len)
    place, around = known_place(town), known_place(region)
    if place is None or around is None or not region.startswith(f"{town} "):
        return False
    if place.country == OWN:
        return place.parent == region
    return place.country == around.country and town not in _APART


def _partner(candidate: Candidate, slots: Slots) -> bool:
    """A country that only the paragraph names is met where the figure's own part names no other."""
    if not slots.partners or _is_with(candidate.figure, slots):
        return True
    figure = candidate.figure
    groups = {code for code in slots.partners if _is_group(code)}
    if groups and figure.indicator not in FLOWS:
        # «разрешение на поставки в ЕС имеют 11 предприятий»: only flows are traded with a group
        return bool(candidate.around.beside & groups)
    if figure.indicator in _STRICT or (figure.partner and "partner:clause" in figure.rule):
        return False
    if "partner:worldwide" in figure.rule:
        return False  # foreigners of any country
    # of people a paragraph counts many: whose they are stands in their sentence
    near = candidate.around.beside if figure.unit in _WHOLE else candidate.around.partners
    return bool(near & set(slots.partners))


def _is_group(code: str) -> bool:
    place = known_place(code)
    return place is not None and place.level == "group"


def _is_with(figure: Figure, slots: Slots) -> bool:
    return bool(_sides(figure) & set(slots.partners))


def _presence(candidate: Candidate, slots: Slots) -> bool:
    """Firms that came to a forum are not those that work in its city."""
    figure = candidate.figure
    if figure.indicator != "enterprises" or figure.kind != "level" or slots.attends:
        return True
    return "attends" not in marks_around(candidate.article, figure)


def _investor(candidate: Candidate, slots: Slots) -> bool:
    """Our money in their country is none of theirs in ours, and our firms there none of theirs."""
    figure = candidate.figure
    if figure.indicator in _FIRMS and slots.partners and slots.indicators[:1] != ("investment",):
        ours = figure.partner == OWN and figure.place is not None
        return ours == (goes_abroad(slots.text, from_us=True) is True)
    if slots.indicators[:1] != ("investment",) or not slots.partners:
        return True
    return not is_other_way(candidate.article.text, candidate.figure, slots.text)


def _partner_region(candidate: Candidate, slots: Slots) -> bool:
    """A region of the partner must be meant if asked for, and must not if not asked for."""
    figure = candidate.figure
    if slots.partner_regions:
        named = set(slots.partner_regions)
        sides = _sides(figure)
        if any(side == code or namesakes(side, code) for side in sides for code in named):
            return True
        if figure.indicator in _STRICT:
            return False
        if any(consonants(place_name(code, "en")) in candidate.around.names for code in named):
            return True  # the name of a company: «Lianyungang Port Group»
        regions = candidate.around.regions
        return any(one == code or namesakes(one, code) for one in regions for code in named)
    region = known_place(figure.partner_region) if figure.partner_region else None
    if region is not None and region.level == "region" and figure.indicator in FLOWS:
        return not slots.partners
    return True


def _plan(candidate: Candidate, slots: Slots) -> bool:
    figure = candidate.figure
    if figure.indicator not in FLOWS:
        later = not (slots.plan or _TO_COME.search(slots.text)) and is_to_come(
            figure, candidate.article.published, slots.periods
        )
        if slots.plan and not figure.plan and has_been(figure, candidate.article.published):
            return False  # «how many tourists are expected» asks for none who came
        # what will be built is none of those that are registered
        built = figure.indicator in _FIRMS and not _TO_COME.search(slots.text)
        return not (figure.plan and (slots.now or later or (built and not slots.plan)))
    target = any(period.target for period in slots.periods)
    return figure.plan == slots.plan or (figure.plan and target)  # "by 2025"


# «сколько будет», "will"; «қанша адам жұмыс істейді»: a Kazakh verb may tell of what will be
_TO_COME = re.compile(
    r"\bбуд[еу]т\b|\bwill\b|\w(?:[ая]|[ео]|й)(?:ды|ді)\b|"
    r"\b(?:по(?:стро|яв)|откро|созда|запуст|введ|возвед|разме)[а-я]{0,3}[ияеую]т(?:ся)?\b",
    re.IGNORECASE,
)


_RULES: Sequence[tuple[str, Callable[[Candidate, Slots], bool]]] = (
    ("kind", _kind),
    ("unit", _unit),
    ("indicator", _indicator),
    ("partner", _partner),
    ("partner", _partner_region),
    ("partner", _investor),
    ("indicator", _presence),
    ("place", _place),
    ("plan", _plan),
)
