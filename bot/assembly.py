"""Where the parts meet: settings in, an answerer or an index out. Every door starts here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.seeds import seed_articles
from bot.settings import Settings
from index.build import Progress
from index.corpus import Index, build_index, open_index
from index.encoder import load_encoder
from index.errors import IndexOutdated
from index.generations import REBUILD
from index.types import BuildReport
from retrieval.answerer import Answerer

DEFAULT_BM25 = "tantivy"


def answerer(
    settings: Settings, *, first_use: Callable[[Path], None] = lambda directory: None
) -> Answerer:
    """What answers questions about the index of the settings.

    At the first use of the default folder the seed articles are indexed into it, after
    `first_use` was told. Errors: SaudaError, each with what to do.
    """
    return Answerer(index(settings, first_use=first_use))


def index(
    settings: Settings, *, first_use: Callable[[Path], None] = lambda directory: None
) -> Index:
    """The index of the settings; without its vectors it still opens, and its notices say so.

    Errors: SaudaError, also where the settings name another encoder than the index was built with.
    """
    seed(settings, first_use)
    encoder = load_encoder(settings.encoder)
    engine = settings.bm25_engine or DEFAULT_BM25
    opened = open_index(settings.index, encoder=encoder, bm25_engine=engine)
    if "encoder_changed" in opened.notices:
        raise IndexOutdated(
            f"the index was built with encoder {opened.manifest.encoder}, the settings say "
            f"{encoder.name}; {REBUILD}"
        )
    return opened


def build(
    paths: Sequence[Path], settings: Settings, *, progress: Progress, rebuild: bool = False
) -> BuildReport:
    """Index the articles under `paths` with the encoder of the settings."""
    encoder = load_encoder(settings.encoder)
    return build_index(paths, settings.index, encoder=encoder, progress=progress, rebuild=rebuild)


def seed(settings: Settings, first_use: Callable[[Path], None]) -> None:
    """Index the seed articles where the default folder has no index yet."""
    if settings.index_given or (settings.index / "CURRENT").exists():
        return
    first_use(settings.index)
    build(seed_articles(), settings, progress=lambda stage, done: None)
