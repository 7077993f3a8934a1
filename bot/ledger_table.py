"""The ledger as a table: coloured columns on a terminal, tabs between plain ones in a pipe."""

from collections.abc import Sequence

from bot.formats import plain
from bot.vocabulary import languages, words
from index.corpus import Index
from index.types import Entry
from language.names import find_places

COLUMNS = ("value", "unit", "kind", "indicator", "place", "partner", "period", "text", "document")


def ledger_rows(
    index: Index,
    *,
    place: str | None = None,
    partner: str | None = None,
    indicator: str | None = None,
    year: int | None = None,
) -> list[Entry]:
    """The entries that match, newest article first; names may be in any of the languages."""
    return index.figures(
        place=_code(place), partner=_code(partner), indicator=_indicator(indicator), year=year
    )


def _code(name: str | None) -> str | None:
    if name is None:
        return None
    found = find_places(name, fuzzy=True)
    return found[0].code if found else name


def _indicator(name: str | None) -> str | None:
    """The indicator of a name as the bot shows it: "товарооборот" is trade turnover."""
    for language in languages():
        for indicator, shown in words(language).indicators.items():
            if name is not None and name.lower() == shown[0]:
                return indicator
    return name


def cells(entry: Entry) -> tuple[str, ...]:
    """One row, column by column; a range, a bound and a direction stand beside the value."""
    figure = entry.figure
    value = plain(figure.value)
    if figure.value_max is not None:
        value += "–" + plain(figure.value_max)
    marks = [
        figure.kind,
        figure.direction or "",
        "" if figure.bound == "exact" else figure.bound,
        "plan" if figure.plan else "",
    ]
    return (
        value,
        figure.unit,
        " ".join(mark for mark in marks if mark),
        figure.indicator,
        figure.place or "",
        figure.partner_region or figure.partner or "",
        figure.period or figure.period_text or "",
        " ".join(figure.text.split()),
        entry.article_id,
    )


def ledger_text(entries: Sequence[Entry], *, terminal: bool, width: int = 120) -> str:
    """The whole table as text; on a terminal aligned, and cut to its `width` where it is wider."""
    rows = [COLUMNS, *(cells(entry) for entry in entries)]
    if not terminal:
        return "\n".join("\t".join(row) for row in rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    written = [
        "  ".join(cell.ljust(room) for cell, room in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    head, *body = [line if len(line) <= width else line[: width - 1] + "…" for line in written]
    return "\n".join([f"\x1b[1m{head}\x1b[0m", *body])
