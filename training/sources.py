"""Parallel texts to train on: a folder of data as it stands, and the sentences of this project."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from training.compose import compose
from training.rows import LANGUAGES, Row

HERE = Path(__file__).parent
PAIRS = ((0, 1), (0, 2), (1, 2))
OWN = "sentences of this project"
OWN_LICENCE = "MIT"
LONGEST = 700
FRAME_ROWS = 14


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows of one origin, and how often training turns to them."""

    name: str
    kind: str
    weight: float
    origin: str
    licence: str
    rows: tuple[Row, ...]


def read_sources(folder: Path) -> list[Source]:
    """The sources listed in sources.toml that `folder` holds, then the project's own."""
    table = tomllib.loads((HERE / "sources.toml").read_text(encoding="utf-8"))
    shared = [
        Source(
            name=entry["file"].removesuffix(".tsv"),
            kind=entry["kind"],
            weight=entry["weight"],
            origin=entry["origin"],
            licence=entry["licence"],
            rows=tuple(read_rows(folder / entry["file"])),
        )
        for entry in table["source"]
        if (folder / entry["file"]).is_file()
    ]
    return [source for source in shared if source.rows] + own_sources()


def own_sources() -> list[Source]:
    """What this project wrote: sentences of news prose, glossary rows, each file a source."""
    kinds = {"words": ("lexicon", 1.0), "phrases": ("lexicon", 1.0)}
    sources = []
    for path in sorted((HERE / "sentences").glob("*.tsv")):
        kind, weight = kinds.get(path.stem.split("-")[0], ("parallel", 1.6))
        sources.append(
            Source(
                name=f"own-{path.stem}",
                kind=kind,
                weight=weight,
                origin=OWN,
                licence=OWN_LICENCE,
                rows=tuple(read_rows(path)),
            )
        )
    return [*sources, composed_source()]


def composed_source() -> Source:
    """The sentences that frames and slots make, the same ones at each run."""
    return Source(
        name="own-frames",
        kind="parallel",
        weight=1.0,
        origin=f"{OWN}, composed from frames",
        licence=OWN_LICENCE,
        rows=tuple(compose(each=FRAME_ROWS, seed=0)),
    )


def read_rows(path: Path) -> Iterator[Row]:
    """Rows of a file of Kazakh, Russian and English separated by tabs, repeated rows once."""
    seen = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip()[:LONGEST] for cell in line.split("\t")]
        if line.startswith("#") or len(cells) != len(LANGUAGES):
            continue
        texts = (cells[0], cells[1], cells[2])
        if texts not in seen and sum(map(bool, texts)) > 1 and _lengths_agree(texts):
            seen.add(texts)
            yield Row(texts=texts)


def texts_of(sources: Iterable[Source]) -> Iterator[str]:
    """Every text of every source, in order."""
    for source in sources:
        for row in source.rows:
            yield from filter(None, row.texts)


def _lengths_agree(texts: tuple[str, str, str]) -> bool:
    """False where one side is so much longer that the row was aligned wrongly."""
    lengths = [len(text) for text in texts if text]
    return max(lengths) < 60 or max(lengths) < 2.2 * min(lengths)
