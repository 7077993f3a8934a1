"""Trilingual sentences from frames and slots, both written for this project.

`frames/*.tsv` holds frames, one a line: Kazakh, Russian, English. A slot is `{kind}`, `{kind:case}`
or, to fill one kind twice, `{kind2:case}`. `frames/slots.txt` holds what fills them.
"""

import argparse
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from training.declension import decline_kazakh
from training.rows import LANGUAGES, Row

FOLDER = Path(__file__).with_name("frames")
RUSSIAN_CASES = ("nom", "gen", "dat", "acc", "ins", "loc")
SLOT = re.compile(r"\{(?P<kind>[a-z]+)(?P<number>\d?)(?::(?P<case>[a-z]+))?\}")
NUMBERS = {
    "n": (2, 95),
    "hundreds": (100, 990),
    "year": (2009, 2026),
    "share": (1, 60),
    "day": (1, 29),
}


@dataclass(frozen=True, kw_only=True)
class Filler:
    """One thing that fills a slot: a Kazakh base form, Russian forms by case, an English name."""

    kazakh: str
    russian: dict[str, str]
    english: str


FORMS: dict[str, Callable[[Filler, str], str]] = {
    "kk": lambda filler, case: decline_kazakh(filler.kazakh, case),
    "ru": lambda filler, case: filler.russian[case],
    "en": lambda filler, case: filler.english,
}
Slots = dict[str, tuple[Filler, ...]]


def compose(*, each: int, seed: int) -> list[Row]:
    """`each` different rows of every frame, fewer where it has fewer; the seed decides which."""
    slots = read_slots(FOLDER / "slots.txt")
    rows: dict[tuple[str, ...], Row] = {}
    for frame in read_frames():
        generator = np.random.default_rng([seed, zlib.crc32("\t".join(frame).encode())])
        for _ in range(each):
            row = fill(frame, slots, generator)
            rows.setdefault(row.texts, row)
    return list(rows.values())


def read_frames() -> Iterator[tuple[str, str, str]]:
    """The frames of all files, in order."""
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            kazakh, russian, english = line.split("\t")
            yield kazakh, russian, english


def read_slots(path: Path) -> Slots:
    """Fillers by kind: lines `[kind]`, then rows `kazakh | russian forms, by case | english`."""
    slots: dict[str, list[Filler]] = {}
    kind = ""
    for line in filter(None, map(str.strip, path.read_text(encoding="utf-8").splitlines())):
        if line.startswith("["):
            kind = line.strip("[]")
            slots[kind] = []
        elif not line.startswith("#"):
            kazakh, russian, english = (cell.strip() for cell in line.split("|"))
            forms = [form.strip() for form in russian.split(",")]
            forms += forms[:1] * (len(RUSSIAN_CASES) - len(forms))
            cases = dict(zip(RUSSIAN_CASES, forms, strict=True))
            slots[kind].append(Filler(kazakh=kazakh, russian=cases, english=english))
    return {kind: tuple(fillers) for kind, fillers in slots.items()}


def fill(frame: tuple[str, str, str], slots: Slots, generator: np.random.Generator) -> Row:
    """The frame with each of its slots filled by chance, the same filler in three languages."""
    chosen: dict[str, Filler] = {}
    for match in SLOT.finditer(" ".join(frame)):
        kind, name = match["kind"], match["kind"] + match["number"]
        if name not in chosen:
            taken = [filler for other, filler in chosen.items() if other.startswith(kind)]
            chosen[name] = _choose(kind, slots, taken, generator)
    kazakh, russian, english = (
        SLOT.sub(partial(_form, chosen=chosen, language=language), text)
        for language, text in zip(LANGUAGES, frame, strict=True)
    )
    return Row(texts=(_capital(kazakh), _capital(russian), _capital(english)))


def _choose(kind: str, slots: Slots, taken: list[Filler], generator: np.random.Generator) -> Filler:
    if kind in NUMBERS:
        low, high = NUMBERS[kind]
        number = str(generator.integers(low, high))
        return Filler(kazakh=number, russian=dict.fromkeys(RUSSIAN_CASES, number), english=number)
    if kind == "decimal":
        whole, tenth = generator.integers(1, 99), generator.integers(1, 9)
        written = f"{whole},{tenth}"
        return Filler(
            kazakh=written,
            russian=dict.fromkeys(RUSSIAN_CASES, written),
            english=f"{whole}.{tenth}",
        )
    left = [filler for filler in slots[kind] if filler not in taken]
    return left[generator.integers(len(left))]


def _form(match: re.Match[str], chosen: dict[str, Filler], language: str) -> str:
    filler, case = chosen[match["kind"] + match["number"]], match["case"] or "nom"
    return FORMS[language](filler, case)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def main() -> None:
    """Print composed rows: `python -m training.compose --each 12`."""
    parser = argparse.ArgumentParser(prog="python -m training.compose", description=__doc__)
    parser.add_argument("--each", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for row in compose(each=options.each, seed=options.seed):
        sys.stdout.write("\t".join(row.texts) + "\n")


if __name__ == "__main__":
    main()
