"""The model's card: what it is, what it was trained on, and what it reaches."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from training.settings import Settings
from training.sources import Source

TEMPLATE = Path(__file__).with_name("card.md")
LIBRARIES = ("numpy", "scipy", "tokenizers", "safetensors")


def write_card(
    settings: Settings,
    sources: list[Source],
    pieces: int,
    scores: Mapping[str, Mapping[str, float]],
) -> str:
    """The text of the card, filled in from a training run."""
    return TEMPLATE.read_text(encoding="utf-8").format(
        pieces=pieces,
        dimension=settings.dimension,
        seed=settings.seed,
        steps=settings.steps,
        batch=settings.batch,
        versions=", ".join(
            [f"Python {platform.python_version()}"]
            + [f"{name} {version(name)}" for name in LIBRARIES]
        ),
        sources="\n".join(
            f"| {source.name} | {len(source.rows)} | {source.origin} | {source.licence} |"
            for source in sources
        ),
        scores="\n".join(_score_row(name, shares) for name, shares in scores.items()),
    )


def _score_row(name: str, shares: Mapping[str, float]) -> str:
    cells = [
        f"{100 * shares[key]:.1f}" if key in shares else "–"
        for key in ("kk-ru", "ru-kk", "kk-en", "en-kk", "ru-en", "en-ru")
    ]
    mean = 100 * sum(shares.values()) / len(shares)
    return f"| {name} | " + " | ".join(cells) + f" | {mean:.1f} |"
