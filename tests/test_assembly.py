"""A service goes on without its encoder, and its answers say so; a command refuses."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import assembly
from bot.render import render
from bot.settings import Settings
from index.build import build_index
from index.encoder import load_encoder
from index.errors import EncoderUnavailable, IndexOutdated
from tests.conftest import ROOT

QUESTION = "what was Almaty–UK trade in 2017?"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("assembly")
    build_index(sorted((ROOT / "seeds").glob("*.txt")), directory, encoder=load_encoder())
    return directory


def _by_another_encoder(built: Path, copy: Path) -> Path:
    shutil.copytree(built, copy)
    (generation,) = (copy / "generations").iterdir()
    manifest = generation / "manifest.json"
    told = {**json.loads(manifest.read_text("utf-8")), "encoder": "another"}
    manifest.write_text(json.dumps(told), "utf-8")
    return copy


def _asked(settings: Settings) -> tuple[str, tuple[str, ...]]:
    answerer = assembly.answerer(settings, strict=False)
    answer = answerer.answer(QUESTION, asked_at=datetime(2026, 11, 22, tzinfo=UTC))
    return render(answer), answer.notices


def test_an_index_of_another_encoder_answers_from_words_and_the_ledger(
    built: Path, tmp_path: Path
) -> None:
    settings = Settings(index=_by_another_encoder(built, tmp_path / "copy"))
    with pytest.raises(IndexOutdated, match="sauda index --rebuild"):
        assembly.answerer(settings)
    text, notices = _asked(settings)
    assert text.startswith("275 million US dollars") and notices == ("encoder_changed",)
    assert "built with another encoder" in text


def test_an_encoder_that_cannot_be_loaded_stops_no_service(built: Path, tmp_path: Path) -> None:
    other = _by_another_encoder(built, tmp_path / "copy")
    settings = Settings(index=other, encoder=str(tmp_path / "nothing"))
    with pytest.raises(EncoderUnavailable, match="there is no folder"):
        assembly.answerer(settings)
    text, notices = _asked(settings)
    assert text.startswith("275 million US dollars") and notices == ("encoder_changed",)
