"""Places named in a sentence, and words that stand for one named before ("the city")."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from figures.link import GENITIVE, OWN, Carried, Mention
from figures.tokens import Token
from language.names import PlaceMention, known_place

_LEVELS = frozenset({"country", "region", "city"})
_REGION = "област"  # Russian, as are the endings of an adjective that agrees with it
_FEMININE = ("ская", "ской", "скую")
_SIDES = _LEVELS | {"group"}


def find_mentions(
    tokens: Sequence[Token],
    anaphors: Sequence[int],
    places: Sequence[PlaceMention],
    carried: Carried,
) -> list[Mention]:
    """The mentions of a sentence in order, those by anaphor resolved through what was carried."""
    named = place_mentions(tokens, places)
    mentions = _short_regions(tokens, [m for m in named if not _is_left_out(tokens, m)])
    if not anaphors:
        return mentions
    # "город Алматы", "Алматы қаласы" name one place, "өңірден Германияға" two
    taken = {
        at
        for mention in mentions
        if mention.level != "country"
        # «Облыста алтайлықтармен …»: an adjective names no region before it
        for at in range(mention.first - (not mention.adjective), mention.last + 1)
    }
    both = {at for at in anaphors if tokens[at].marks["anaphor"].value in _TWINS}
    for at in anaphors:
        mark = tokens[at].marks["anaphor"]
        if both and (mark.value == "bilateral" or at - 1 in both):
            continue  # «екі облыстың өзара саудасы» is of the regions, not of their countries
        if mark.value == "that_country":  # «с республикой»: theirs, not ours
            mentions = [m for m in mentions if not at <= m.first < at + mark.words]
        plain = mark.value in ("city", "region")
        # "облыстың Алтай өлкесімен айналымы": a genitive is whose, not what
        if plain and at in taken and not tokens[at].text.endswith(GENITIVE):
            continue
        mentions.extend(_resolve(str(mark.value), at, at + mark.words, carried))
    return sorted(mentions, key=lambda mention: mention.first)


_FAR_OUT = {"before": 1, "rival": 7}  # words between "without", "is second to" and a name
_LONGEST_OUT = 10  # words from the first of "without" to a name


def _is_left_out(tokens: Sequence[Token], mention: Mention) -> bool:
    """«без учёта отделившегося Улытау», «Ресейді қоспағанда», «уступая одному лишь Ташкенту»: it
    is not spoken of, or only as a rival."""
    told = mention.last + 1 < len(tokens) and tokens[mention.last].text == "("
    if told and tokens[mention.last + 1].kind == "number":
        return False  # «обогнав Италию (12 млн)»
    for at in range(mention.first - 1, max(-1, mention.first - _LONGEST_OUT), -1):
        if tokens[at].text in (",", ";"):
            break
        mark = tokens[at].marks.get("left_out")
        if mark is not None and mark.value in _FAR_OUT:
            return mention.first - at - mark.words <= _FAR_OUT[str(mark.value)]
    behind = tokens[mention.last].marks.get("left_out") if mention.last < len(tokens) else None
    return behind is not None and behind.value == "behind"


def _short_regions(tokens: Sequence[Token], mentions: list[Mention]) -> list[Mention]:
    """«у Восточно-Казахстанской области – 412 млн, у Павлодарской – 203 млн»: an adjective with no
    noun of its own, in a sentence with a region named in full, is of a region too."""
    full = any(
        mention.level == "region" and tokens[mention.last - 1].text.startswith(_REGION)
        for mention in mentions
    )
    return [_short(tokens, mention) if full else mention for mention in mentions]


def _short(tokens: Sequence[Token], mention: Mention) -> Mention:
    alone = mention.last >= len(tokens) or tokens[mention.last].kind != "word"
    if not alone or not mention.adjective or mention.demonym or mention.level == "country":
        return mention
    if not tokens[mention.last - 1].text.endswith(_FEMININE):
        return mention
    code = _region_of(mention.code) if mention.level == "city" else mention.code
    return replace(mention, code=code, level="region", adjective=False) if code else mention


def place_mentions(tokens: Sequence[Token], places: Sequence[PlaceMention]) -> list[Mention]:
    """The names of countries, regions and cities as mentions over the tokens."""
    mentions: list[Mention] = []
    if not places:
        return mentions
    starts = [token.start for token in tokens]
    for place in places:
        if place.level in _SIDES and place.country is not None:
            first = bisect_left(starts, place.start)
            last = bisect_left(starts, place.end)
            mentions.append(_mention(place, place.country, first, max(last, first + 1)))
    return mentions


def _mention(place: PlaceMention, country: str, first: int, last: int) -> Mention:
    return Mention(
        first=first,
        last=last,
        code=place.code,
        level=place.level,
        country=country,
        own=country == OWN,
        adjective=place.form in ("adjective", "demonym"),
        demonym=place.form == "demonym",
    )


_LEVEL_OF = {"city": "city", "region": "region", "two_cities": "city", "two_regions": "region"}
_TWINS = frozenset({"two_cities", "two_regions"})  # ours and the partner's


def _resolve(word: str, first: int, last: int, carried: Carried) -> list[Mention]:
    found: list[Mention] = []
    region = carried.region or _region_of(carried.city)
    ours = {
        "city": carried.city,
        "region": region,
        "own_country": OWN,
        "two_countries": OWN,
        "two_regions": region,
        "two_cities": carried.city,
    }.get(word)
    if ours is not None:
        level = _LEVEL_OF.get(word, "country")
        found.append(Mention(first=first, last=last, code=ours, level=level, country=OWN, own=True))
    if word == "here" and carried.here is not None:
        found.append(replace(carried.here, first=first, last=last))
    if word in _TWINS | {"two_countries", "bilateral", "that_country"}:
        partner = carried.partner or carried.main_partner
        main = carried.main_partner
        if word == "that_country" and main and main.country in {m.country for m in carried.listed}:
            partner = main  # «Нидерланд – Италиядан кейінгі серіктес. … бұл елмен»
        if partner is not None:
            found.append(
                Mention(
                    first=first,
                    last=last,
                    code=partner.code if word in _TWINS else partner.country,
                    level=partner.level if word in _TWINS else "country",
                    country=partner.country,
                    own=False,
                )
            )
    return found


def _region_of(city: str | None) -> str | None:
    """The region that a city lies in; None for cities that are none's."""
    place = known_place(city) if city else None
    parent = known_place(place.parent) if place and place.parent else None
    return parent.code if parent and parent.level == "region" else None


def main_places(
    title: Sequence[PlaceMention], body: Sequence[PlaceMention], regional: Callable[[], bool]
) -> tuple[str | None, str | None, str | None, Mention | None]:
    """The text's main place, city, region and partner: the title's, else the most frequent.

    Two partners that are named about as often leave the main partner open. `regional` tells of a
    text that names a town whether it speaks of the region with the town's name.
    """
    body = [place for place in body if place.form != "money"]
    ours = [place for place in body if place.country == OWN and place.level in _LEVELS]
    named = [place for place in ours if place.form not in ("adjective", "demonym")]
    cities = Counter(place.code for place in named if place.level == "city")
    regions = Counter(place.code for place in named if place.level == "region")
    everywhere = Counter(place.code for place in named or ours)
    titled = [
        place.code
        for place in title
        if place.country == OWN and place.level in _LEVELS and place.form != "demonym"
    ]
    main = titled[0] if titled else _top(everywhere)
    place = known_place(main) if main else None
    if place is not None and place.level == "city" and place.parent and place.parent in regions:
        # "Павлодар – Польша" over a text about the region
        leads = _comes_first(place.parent, place.code, _after_title(named, titled))
        main = place.parent if leads or regions[place.parent] >= cities[place.code] else main
    if main is not None and place is not None and place.parent == f"{main} Region" and regional():
        main = place.parent  # «Атырау мен Италия», and the text goes on with «область», «регион»
    foreign = [place for place in body if place.country != OWN and place.level in _LEVELS]
    titled_foreign = [p for p in title if p.country != OWN and p.level in _LEVELS]
    countries = Counter(place.country for place in foreign if place.country)
    countries.update({place.country: 2 for place in titled_foreign if place.country})
    partner = None
    ranked = countries.most_common(2)
    if ranked and titled_foreign and (len(ranked) == 1 or ranked[1][1] <= 0.6 * ranked[0][1]):
        code = ranked[0][0]
        partner = Mention(first=0, last=0, code=code, level="country", country=code, own=False)
    return main, _top(cities), _top(regions), partner


_NEAR = 100  # characters: in one sentence


def _after_title(named: Sequence[PlaceMention], titled: Sequence[str]) -> Sequence[PlaceMention]:
    """The places in order, without those of the title that opens the text."""
    opening = [place.code for place in named[: len(titled)]]
    return named[len(titled) :] if opening == list(titled) else named


def _comes_first(region: str, city: str, named: Sequence[PlaceMention]) -> bool:
    """«Бурабайға барушылар көбейді», and the text opens with all of Akmola Region; a town of the
    region's name is meant for itself."""
    first = next((place.start for place in named if place.code == region), None)
    if first is None or region.startswith(f"{city} "):
        return False
    return all(place.start > first + _NEAR for place in named if place.code == city)


def _top(counts: Counter[str]) -> str | None:
    return counts.most_common(1)[0][0] if counts else None
