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
GLOSSARY = HERE.parent / "language" / "data" / "glossary"
WORDS = HERE / "words"
WORDS_WEIGHT = 1.5
LONGEST = 700
FRAME_ROWS = 14
WRITTEN_WEIGHT = 3.0


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
    """What this project wrote: the files of `sentences` by kind, frames, the glossary."""
    groups: dict[str, list[Row]] = {}
    for path in sorted((HERE / "sentences").glob("*.tsv")):
        groups.setdefault(path.stem.split("-")[0], []).extend(read_rows(path))
    written = [
        Source(
            name=f"own-{name}",
            kind="parallel",
            weight=WRITTEN_WEIGHT,
            origin=OWN,
            licence=OWN_LICENCE,
            rows=tuple(rows),
        )
        for name, rows in groups.items()
    ]
    return [*written, composed_source(), glossary_source(), words_source()]


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


def glossary_source() -> Source:
    """The project's glossary: each way to say a concept next to some way in the other languages."""
    rows = []
    for path in sorted(GLOSSARY.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) == 4:
                rows += _concept_rows([_ways(cell) for cell in cells[1:]])
    return Source(
        name="own-glossary",
        kind="lexicon",
        weight=1.2,
        origin="glossary of this project",
        licence=OWN_LICENCE,
        rows=tuple(dict.fromkeys(rows)),
    )


def words_source() -> Source:
    """The project's general word list: each line as one text, and its words one by one.

    The words of a line stand in the same order in the three languages, synonyms or near in meaning;
    where a language has fewer, its last word stands for the rest.
    """
    rows: list[Row] = []
    for path in sorted(WORDS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kazakh, russian, english = (_ways(cell) for cell in line.split("\t"))
            rows.append(Row(texts=(" ".join(kazakh), " ".join(russian), " ".join(english))))
            for turn in range(max(len(kazakh), len(russian), len(english))):
                words = (ways[min(turn, len(ways) - 1)] for ways in (kazakh, russian, english))
                rows.append(Row(texts=(next(words), next(words), next(words))))
    return Source(
        name="own-words",
        kind="lexicon",
        weight=WORDS_WEIGHT,
        origin="word list of this project",
        licence=OWN_LICENCE,
        rows=tuple(dict.fromkeys(rows)),
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


def _ways(cell: str) -> list[str]:
    return [way.strip().removesuffix("-") for way in cell.split(";") if way.strip()] or [""]


def _concept_rows(ways: list[list[str]]) -> list[Row]:
    """Every way at least twice, each time with other companions."""
    kazakh, russian, english = ways
    return [
        Row(
            texts=(
                kazakh[turn % len(kazakh)],
                russian[(turn + turn // len(russian)) % len(russian)],
                english[(turn + 2 * (turn // len(english))) % len(english)],
            )
        )
        for turn in range(2 * max(map(len, ways)))
    ]


def _lengths_agree(texts: tuple[str, str, str]) -> bool:
    """False where one side is so much longer that the row was aligned wrongly."""
    lengths = [len(text) for text in texts if text]
    return max(lengths) < 60 or max(lengths) < 2.2 * min(lengths)
