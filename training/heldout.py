"""What is kept out of training to measure it: sentences of this project, a slice of the corpora."""

from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from training.rows import Row
from training.sources import Source, read_rows

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
    for path in sorted(FOLDER.glob("*.tsv")):
        parts.append(HeldOut(name=f"own {path.stem}", rows=tuple(read_rows(path)), others=ours))
    return kept, parts


def _chosen(source: Source, row: Row) -> bool:
    text = "\t".join(row.texts)
    return (
        source.name in SLICED
        and min(len(cell) for cell in row.texts if cell) > 30
        and crc32(text.encode()) % SLICE == 0
    )
