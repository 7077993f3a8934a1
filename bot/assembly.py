"""Where the parts meet: settings in, an answerer or an index out. Every door starts here."""

import logging
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path

from bot.seeds import seed_articles
from bot.settings import Settings
from index.corpus import Index, open_index
from index.encoder import load_encoder
from index.errors import EncoderUnavailable, IndexOutdated
from index.generations import REBUILD
from retrieval.answerer import Answerer
from retrieval.types import Answer

logger = logging.getLogger(__name__)

DEFAULT_BM25 = "tantivy"

Ask = Callable[[str, str | None], Answer]
"""A question and the context of the answer that it follows, to an answer."""

FirstUse = Callable[[Path], None]
"""Told the folder of the index before the seed articles are indexed into it."""


def _silent(directory: Path) -> None:
    """Nobody waits for the first use."""


def asker(settings: Settings, *, first_use: FirstUse = _silent) -> Ask:
    """What answers a question asked now about the index of the settings."""
    opened = answerer(settings, first_use=first_use)

    def ask(text: str, context: str | None) -> Answer:
        asked_at = datetime.now().astimezone()
        return opened.answer(_encodable(text), asked_at=asked_at, context=context)

    return ask


def answerer(settings: Settings, *, first_use: FirstUse = _silent, strict: bool = True) -> Answerer:
    """What answers questions about the index of the settings.

    At the first use of the default folder the seed articles are indexed into it. A service that
    must go on (`strict` false) answers without an encoder too, and its answers say so.
    Errors: SaudaError, each with what to do.
    """
    return Answerer(index(settings, first_use=first_use, strict=strict))


def index(settings: Settings, *, first_use: FirstUse = _silent, strict: bool = True) -> Index:
    """The index of the settings; without its vectors it still opens, and its notices say so.

    Errors: SaudaError; if `strict`, also where the encoder of the settings cannot be loaded or is
    another one than the index was built with.
    """
    _seed(settings, first_use)
    engine = settings.bm25_engine or DEFAULT_BM25
    try:
        encoder = load_encoder(settings.encoder)
    except EncoderUnavailable as error:
        if strict:
            raise
        logger.error("%s; answering from words and the ledger alone", error)
        encoder = None
    opened = open_index(settings.index, encoder=encoder, bm25_engine=engine)
    if strict and encoder is not None and "encoder_changed" in opened.notices:
        raise IndexOutdated(
            f"the index was built with encoder {opened.manifest.encoder}, the settings say "
            f"{encoder.name}; {REBUILD}"
        )
    return opened


def _seed(settings: Settings, first_use: FirstUse) -> None:
    """Index the seed articles where the default folder has no index yet."""
    if settings.index_given or (settings.index / "CURRENT").exists():
        return
    first_use(settings.index)
    indexing = import_module("bot.indexing")  # only the first answer waits for it
    indexing.build(seed_articles(), settings, progress=lambda stage, done: None)


def _encodable(text: str) -> str:
    """The text with ? for half characters, which a shell or a JSON escape may hand over."""
    return text.encode("utf-8", "replace").decode("utf-8")
