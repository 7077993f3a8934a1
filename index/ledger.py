"""The ledger: the table of all figures, asked by indicator, place, partner, period and article."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

from figures.types import Figure
from index.sqlite_files import open_to_read, open_to_write
from index.types import Article, Entry

_FIELDS = tuple(field.name for field in fields(Figure))
_DECIMALS = ("value", "value_max")
_INTEGERS = ("plan", "start", "end", "quote_start", "quote_end")
_COLUMNS = ", ".join(f'"{name}"' for name in _FIELDS)
_TYPES = ", ".join(f'"{name}" {"INTEGER" if name in _INTEGERS else "TEXT"}' for name in _FIELDS)
# With these behind the slots, the newest lines are found in an index alone: of half a million
# lines in 10 to 40 ms, where reading each that matches takes 100 to 400.
_SORTED = "year_from, year_to, published, article_id, start"
_ORDER = "ORDER BY published IS NULL, published DESC, article_id, start, id"
_SCHEMA = f"""
CREATE TABLE figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article_id TEXT NOT NULL, published TEXT,
    year_from INTEGER, year_to INTEGER, {_TYPES}
) STRICT;
CREATE INDEX figures_by_indicator ON figures (indicator, partner, place, {_SORTED});
CREATE INDEX figures_by_partner ON figures (partner, place, indicator, {_SORTED});
CREATE INDEX figures_by_place ON figures (place, indicator, {_SORTED});
CREATE INDEX figures_by_region ON figures (partner_region, indicator, {_SORTED})
    WHERE partner_region IS NOT NULL;
CREATE INDEX figures_by_period ON figures (period);
CREATE INDEX figures_by_article ON figures (article_id, start);
"""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
DISTINCT = ("indicator", "place", "partner", "partner_region", "unit", "kind", "counted")

Slot = str | Sequence[str] | None  # one value, any of several, or open


class Ledger:
    """Figures in one SQLite file."""

    def __init__(self, path: Path | None, *, write: bool = False, create: bool = False) -> None:
        """Open the file at `path`; with no path a ledger in memory, to be filled."""
        if path is None:
            self._db = sqlite3.connect(":memory:", check_same_thread=False)
        else:
            self._db = open_to_write(path) if write or create else open_to_read(path)
        if create or path is None:
            self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file; what was written is committed."""
        self._db.commit()
        self._db.close()

    def count(self) -> int:
        """How many figures there are."""
        return int(self._db.execute("SELECT count(*) FROM figures").fetchone()[0])

    def put(self, article: Article, found: Iterable[Figure]) -> None:
        """Enter an article's figures."""
        published = article.published.isoformat() if article.published else None
        marks = ", ".join("?" * (len(_FIELDS) + 4))
        self._db.executemany(
            f"INSERT INTO figures (article_id, published, year_from, year_to, {_COLUMNS}) "
            f"VALUES ({marks})",
            [(article.id, published, *years(figure.period), *_row(figure)) for figure in found],
        )

    def remove(self, article_id: str) -> None:
        """Strike out an article's figures."""
        self._db.execute("DELETE FROM figures WHERE article_id = ?", (article_id,))

    def figures(
        self,
        *,
        indicator: Slot = None,
        place: Slot = None,
        partner: Slot = None,
        partner_region: Slot = None,
        period: Slot = None,
        unit: Slot = None,
        kind: Slot = None,
        article: Slot = None,
        year: int | None = None,
        limit: int | None = None,
    ) -> list[Entry]:
        """The entries that match every slot given, newest article first, then as they stand in it.

        `year` matches periods that touch that year; `period` is the EDTF string itself.
        """
        slots = {
            "indicator": indicator, "place": place, "partner": partner, "period": period,
            "partner_region": partner_region, "unit": unit, "kind": kind, "article_id": article,
        }  # fmt: skip
        conditions, values = _conditions(slots)
        if year is not None:
            conditions.append("year_from <= ? AND year_to >= ?")
            values += [year, year]
        where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
        if limit is not None:
            where = f"WHERE id IN (SELECT id FROM figures {where} {_ORDER} LIMIT {int(limit)})"
        rows = self._db.execute(
            f"SELECT id, article_id, {_COLUMNS} FROM figures {where} {_ORDER}", values
        )
        return [_entry(row) for row in rows]

    def distinct(self, column: str) -> list[tuple[str, int]]:
        """The values of one of `DISTINCT`, each with its number of figures, most frequent first."""
        if column not in DISTINCT:
            raise ValueError(f"{column} is none of {', '.join(DISTINCT)}")
        return [
            (value, int(count))
            for value, count in self._db.execute(
                f"SELECT {column}, count(*) FROM figures WHERE {column} IS NOT NULL "
                f"GROUP BY {column} ORDER BY count(*) DESC, {column}"
            )
        ]

    def years(self) -> tuple[int, int] | None:
        """The first and the last year that a figure speaks of."""
        first, last = self._db.execute(
            "SELECT min(year_from), max(year_to) FROM figures"
        ).fetchone()
        return None if first is None else (int(first), int(last))


def years(period: str | None) -> tuple[int | None, int | None]:
    """The first and last year that an EDTF period touches."""
    found = [int(year) for year in _YEAR.findall(period or "")]
    return (min(found), max(found)) if found else (None, None)


def _conditions(slots: dict[str, Slot]) -> tuple[list[str], list[str | int]]:
    conditions: list[str] = []
    values: list[str | int] = []
    for column, wanted in slots.items():
        if wanted is None:
            continue
        several = [wanted] if isinstance(wanted, str) else list(wanted)
        conditions.append(f"{column} IN ({', '.join('?' * len(several))})")
        values += several
    return conditions, values


def _row(figure: Figure) -> Iterator[str | int | None]:
    for name in _FIELDS:
        value = getattr(figure, name)
        yield str(value) if isinstance(value, Decimal) else int(value) if name == "plan" else value


def _entry(row: Sequence[Any]) -> Entry:
    number, article_id, *values = row
    found = dict(zip(_FIELDS, values, strict=True))
    for name in _DECIMALS:
        found[name] = None if found[name] is None else Decimal(found[name])
    found["plan"] = bool(found["plan"])
    return Entry(id=number, article_id=article_id, figure=Figure(**found))
