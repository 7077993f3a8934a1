"""What is kept out of training to measure it: sentences of this project, a slice of the corpora."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from training.rows import Row
from training.sources import Source, read_rows
from training.variants import ALPHABETS, rewritten

FOLDER = Path(__file__).with_name("heldout_sentences")
SLICED = ("apertium-corpus-kk-ru", "libreoffice")
SLICE = 12  # one row in so many


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """Rows to find, and other rows whose texts are candidates as well."""

    name: str
    rows: tuple[Row, ...]
    others: tuple[Row, ...]


def hold_out(sources: list[Source]) -> tuple[list[Source], list[HeldOut]]:
    """The sources without what is held out, and what is held out."""
    kept, parts = [], []
    for source in sources:
        rows = tuple(row for row in source.rows if not _chosen(source, row))
        chosen = tuple(row for row in source.rows if _chosen(source, row))
        kept.append(
            Source(
                name=source.name,
                kind=source.kind,
                weight=source.weight,
                origin=source.origin,
                licence=source.licence,
                rows=rows,
            )
        )
        if chosen:
            parts.append(HeldOut(name=source.name, rows=chosen, others=()))
    ours = tuple(row for source in kept if source.name == "own-news" for row in source.rows)
    written = tuple(row for path in sorted(FOLDER.glob("*.tsv")) for row in read_rows(path))
    parts.append(HeldOut(name="own prose", rows=written, others=ours))
    return kept, parts


def variants_of(parts: list[HeldOut]) -> list[HeldOut]:
    """The project's own part again, its Kazakh in other alphabets; candidates are rewritten too."""
    tables = tomllib.loads(ALPHABETS.read_text(encoding="utf-8"))
    return [
        HeldOut(
            name=f"{part.name}, {table['title']}",
            rows=tuple(rewritten(row, table["letters"]) for row in part.rows),
            others=tuple(rewritten(row, table["letters"]) for row in part.others),
        )
        for part in parts
        if part.name.startswith("own")
        for table in tables.values()
    ]


def _chosen(source: Source, row: Row) -> bool:
    text = "\t".join(row.texts)
    return (
        source.name in SLICED
        and min(len(cell) for cell in row.texts if cell) > 30
        and crc32(text.encode()) % SLICE == 0
    )
