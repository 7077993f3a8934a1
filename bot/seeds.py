"""The articles that ship with the program, so that the first question has an answer."""

from functools import cache
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def seed_articles() -> list[Path]:
    """The files of the seed articles."""
    return sorted(SEEDS.glob("*.txt"))


@cache
def seed_files() -> dict[str, str]:
    """The name of each seed article's file by the id of its document: a reader can open it."""
    return {path.stem: f"{SEEDS.name}/{path.name}" for path in seed_articles()}
