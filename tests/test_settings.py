"""Settings from an environment and an .env file."""

from pathlib import Path

import pytest

from bot.settings import Settings, read_environment, read_settings
from index.errors import BadInput

ENVIRONMENTS = [
    ({"HOME": "/home/a"}, Settings(index=Path("/home/a/.local/share/sauda/index"))),
    ({"XDG_DATA_HOME": "/data", "HOME": "/home/a"}, Settings(index=Path("/data/sauda/index"))),
    ({"SAUDA_INDEX": "/x", "XDG_DATA_HOME": "/data"}, Settings(index=Path("/x"), index_given=True)),
    ({"SAUDA_INDEX": "", "XDG_DATA_HOME": "/data"}, Settings(index=Path("/data/sauda/index"))),
    (
        {"XDG_DATA_HOME": "/d", "ENCODER": "a/b", "BM25_ENGINE": "rank-bm25"},
        Settings(index=Path("/d/sauda/index"), encoder="a/b", bm25_engine="rank-bm25"),
    ),
]
LINES = [
    ("", {}),
    ("# a comment\n\nENCODER=x", {"ENCODER": "x"}),
    ("export ENCODER = x  # why", {"ENCODER": "x"}),
    ("ENCODER='a b # c'", {"ENCODER": "a b # c"}),
    ('ENCODER="x"', {"ENCODER": "x"}),
    ("A=1\nB=", {"A": "1", "B": ""}),
]


def test_settings_come_from_the_environment() -> None:
    for environment, wanted in ENVIRONMENTS:
        assert read_settings(environment) == wanted


def test_a_file_says_what_the_environment_leaves_open(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert read_environment({"A": "1"}, file) == {"A": "1"}
    for text, wanted in LINES:
        file.write_text(text, "utf-8")
        assert read_environment({}, file) == wanted
        assert read_environment({"ENCODER": "own"}, file)["ENCODER"] == "own"


def test_a_line_that_sets_nothing_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("A=1\nnonsense\n", "utf-8")
    with pytest.raises(BadInput, match=r"\.env:2: "):
        read_environment({}, file)
