"""A question that leans on the one before: what it leaves open it inherits, visibly."""

import json
from dataclasses import replace
from typing import Any

from figures.timespan import Period
from retrieval.slots import Slots

_VERSION = 1
_PERIOD = ("year", "year_end", "months", "back", "since", "to_date")


def remember(slots: Slots) -> str:
    """The slots of an answered question as the context that its answer returns."""
    periods = [
        {name: getattr(period, name) for name in _PERIOD if getattr(period, name)}
        for period in slots.periods
    ]
    kept = {
        "v": _VERSION,
        "language": slots.language,
        "indicators": slots.indicators,
        "kinds": slots.kinds,
        "units": slots.units,
        "places": slots.places,
        "partners": slots.partners,
        "partner_regions": slots.partner_regions,
        "periods": periods,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def inherit(slots: Slots, context: str | None) -> tuple[Slots, tuple[str, ...]]:
    """The slots with what they leave open taken from the context, and the names of those taken.

    A full question, one that names its own statistic and side, takes nothing. A context that is
    not ours or of another version is no context.
    """
    known = _read(context)
    if known is None or not _leans(slots):
        return slots, ()
    taken: dict[str, Any] = {}
    spoken = known.get("language")
    if {spoken, slots.language} == {"kk", "ru"}:
        taken["language"] = spoken  # "Ал Швециямен ше?" has no letter that tells
    if not slots.indicators:
        taken["indicators"] = tuple(known["indicators"])
        taken["kinds"] = tuple(known["kinds"]) if slots.kinds == ("level",) else slots.kinds
        taken["units"] = slots.units or tuple(known["units"])
    if not slots.places:
        taken["places"] = tuple(known["places"])
    if not slots.partners:
        taken["partners"] = tuple(known["partners"])
        taken["partner_regions"] = tuple(known["partner_regions"])
    if not slots.periods:
        taken["periods"] = tuple(_period(told) for told in known["periods"])
    names = [
        name
        for name, field in (
            ("indicator", "indicators"),
            ("place", "places"),
            ("partner", "partners"),
            ("period", "periods"),
        )
        if taken.get(field)
    ]
    return replace(slots, type="level", asks_for_figure=True, **taken), tuple(names)


def _leans(slots: Slots) -> bool:
    """Whether a question needs the one before: it says so, or is no question by itself."""
    named = bool(slots.partners or slots.places or slots.partner_regions)
    if slots.leans:
        return not (slots.indicators and named and slots.periods)
    return not slots.indicators and not slots.words and (named or bool(slots.periods))


def _read(context: str | None) -> dict[str, Any] | None:
    if not context:
        return None
    try:
        known = json.loads(context)
    except ValueError:
        return None
    fields = ("indicators", "kinds", "units", "places", "partners", "partner_regions", "periods")
    if not isinstance(known, dict) or known.get("v") != _VERSION:
        return None
    return known if all(isinstance(known.get(field), list) for field in fields) else None


def _period(told: dict[str, Any]) -> Period:
    fields = {name: told[name] for name in _PERIOD if name in told}
    if "months" in fields:
        fields["months"] = tuple(fields["months"])
    return Period(first=0, last=0, **fields)
