"""Indexing with the encoder of the settings."""

from collections.abc import Sequence
from pathlib import Path

from bot.settings import Settings
from index.build import Progress, build_index
from index.encoder import load_encoder
from index.types import BuildReport


def build(
    paths: Sequence[Path], settings: Settings, *, progress: Progress, rebuild: bool = False
) -> BuildReport:
    """Index the articles under `paths`. Errors: SaudaError, each with what to do."""
    encoder = load_encoder(settings.encoder)
    return build_index(paths, settings.index, encoder=encoder, progress=progress, rebuild=rebuild)
