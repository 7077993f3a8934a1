"""Other ways in which people write Kazakh: on a Russian keyboard, in Latin, in Arabic letters."""

import tomllib
from pathlib import Path

import numpy as np

from training.rows import Row
from training.sources import Source

ALPHABETS = Path(__file__).with_name("alphabets.toml")


def variant_sources(sources: list[Source], *, seed: int) -> list[Source]:
    """A source for each alphabet: rows of parallel text, their Kazakh side rewritten in it."""
    tables = tomllib.loads(ALPHABETS.read_text(encoding="utf-8"))
    rows = [
        row
        for source in sources
        if source.kind != "interface" and source.name != "apertium-kaz.tsv"
        for row in source.rows
        if row.texts[0]
    ]
    generator = np.random.default_rng(seed)
    made = []
    for name, table in tables.items():
        chosen = generator.choice(len(rows), min(len(rows), table["rows"]), replace=False)
        made.append(
            Source(
                name=f"variant-{name}",
                kind="parallel",
                weight=table["weight"],
                origin=f"the sources above, Kazakh rewritten ({table['title']})",
                licence="as above",
                rows=tuple(rewritten(rows[index], table["letters"]) for index in chosen),
            )
        )
    return made


def rewrite(text: str, letters: dict[str, str]) -> str:
    """`text` with each letter replaced as the table of lower-case letters says, case kept."""
    return "".join(_letter(character, letters) for character in text)


def rewritten(row: Row, letters: dict[str, str]) -> Row:
    """The row with its Kazakh side rewritten."""
    kazakh, russian, english = row.texts
    return Row(texts=(rewrite(kazakh, letters), russian, english))


def _letter(character: str, letters: dict[str, str]) -> str:
    small = character.lower()
    written = letters.get(small, small)
    return written if small == character else written.upper()
