"""Where the parts meet: settings in, an answerer or an index out. Every door starts here."""

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.settings import Settings
from index.build import Progress
from index.corpus import Index, build_index, open_index
from index.encoder import load_encoder
from index.types import BuildReport
from retrieval.answerer import Answerer, open_corpus

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
DEFAULT_BM25 = "tantivy"


def answerer(
    settings: Settings, *, first_use: Callable[[Path], None] = lambda directory: None
) -> Answerer:
    """What answers questions about the index of the settings.

    At the first use of the default folder the seed articles are indexed into it, after
    `first_use` was told. Errors: SaudaError, each with what to do.
    """
    seed(settings, first_use)
    return open_corpus(
        settings.index,
        encoder=load_encoder(settings.encoder),
        bm25_engine=settings.bm25_engine or DEFAULT_BM25,
        strict=True,
    )


def index(
    settings: Settings, *, first_use: Callable[[Path], None] = lambda directory: None
) -> Index:
    """The index of the settings, for what needs no answers: the ledger."""
    seed(settings, first_use)
    return open_index(
        settings.index,
        encoder=load_encoder(settings.encoder),
        bm25_engine=settings.bm25_engine or DEFAULT_BM25,
    )


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
    build(sorted(SEEDS.glob("*.txt")), settings, progress=lambda stage, done: None)
