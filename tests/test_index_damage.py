"""Damage, misuse and age of an index: one clear line each, and what can still answer does."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build_index, remove_articles
from index.corpus import open_index
from index.errors import (
    BadInput,
    EncoderUnavailable,
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    SaudaError,
)
from index.generations import current, read_manifest, write_manifest
from tests.index_toy import ToyEncoder, found_by_terms, found_by_vector, opened, write_articles

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TOY = ToyEncoder()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """An index of the three toy articles."""
    directory = tmp_path / "index"
    build_index([write_articles(tmp_path / "news")], directory, encoder=TOY)
    return directory


def test_another_encoder_is_noticed(built: Path) -> None:
    other = ToyEncoder("other", 32)
    index = open_index(built, encoder=other)
    assert index.notices == ("encoder_changed",) and index.search_dense("Швеция", 5) == []
    assert found_by_terms(index, "шведских предприятий")[0] == "stockholm"
    with pytest.raises(IndexOutdated, match=r"toy.*other.*--rebuild"):
        open_index(built, encoder=other, strict=True)
    with pytest.raises(IndexOutdated, match=r"toy.*other.*--rebuild"):
        build_index([built.parent / "news"], built, encoder=other)
    assert opened(built).notices == ()


def test_missing_vectors_are_noticed_and_made_again(built: Path, tmp_path: Path) -> None:
    (current(built) / "dense.faiss").unlink()
    index = opened(built)
    assert index.notices == ("vectors_missing",)
    assert found_by_terms(index, "шведских предприятий")[0] == "stockholm"
    with pytest.raises(IndexDamaged, match="dense"):
        open_index(built, encoder=TOY, strict=True)
    build_index([tmp_path / "news"], built, encoder=TOY)
    assert found_by_vector(opened(built), "шведских предприятий") == "stockholm"


def test_a_missing_ledger_is_rebuilt_from_the_articles(built: Path) -> None:
    before = [entry.figure for entry in opened(built).figures()]
    (current(built) / "ledger.sqlite").unlink()
    index = opened(built)
    assert index.notices == ("ledger_rebuilt",)
    assert [entry.figure for entry in index.figures()] == before != []
    assert opened(built).notices == ()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[:16] = bytes(16)
    path.write_bytes(bytes(data))


def _delete(path: Path) -> None:
    path.unlink()


DAMAGES: list[tuple[Callable[[Path], None], str]] = [
    (_truncate, "articles.sqlite"),
    (_truncate, "ledger.sqlite"),
    (_truncate, "dense.faiss"),
    (_truncate, "bm25/meta.json"),
    (_truncate, "bm25/*.term"),
    (_truncate, "manifest.json"),
    (_scribble, "articles.sqlite"),
    (_scribble, "dense.faiss"),
    (_scribble, "manifest.json"),
    (_delete, "articles.sqlite"),
    (_delete, "bm25/*.idx"),
    (_delete, "manifest.json"),
]


@pytest.mark.parametrize(("damage", "name"), DAMAGES)
def test_damage_is_said_in_one_line(
    built: Path, tmp_path: Path, damage: Callable[[Path], None], name: str
) -> None:
    path = next(current(built).glob(name))
    damage(path)
    for attempt in (opened, lambda at: build_index([tmp_path / "news"], at, encoder=TOY)):
        with pytest.raises(IndexDamaged) as raised:
            attempt(built)
        message = str(raised.value)
        assert path.name in message and "--rebuild" in message and "\n" not in message
    build_index([tmp_path / "news"], built, encoder=TOY, rebuild=True)
    assert found_by_terms(opened(built), "шведских предприятий")[0] == "stockholm"


def test_no_index(tmp_path: Path) -> None:
    for directory in (tmp_path, tmp_path / "nowhere", Path(__file__)):
        with pytest.raises(IndexMissing, match="sauda index"):
            opened(directory)
    with pytest.raises(IndexMissing):
        remove_articles(["a"], tmp_path, encoder=TOY)


def test_a_pointer_to_nothing_is_damage(built: Path) -> None:
    for name in ("", "../..", "000077", "\udcff"):
        (built / "CURRENT").write_bytes(name.encode("utf-8", "surrogateescape"))
        with pytest.raises(IndexDamaged, match="CURRENT"):
            opened(built)


@pytest.mark.parametrize(
    ("name", "value"), [("analyzer", "other"), ("reading", "other"), ("format", 99)]
)
def test_what_another_version_built_is_outdated(built: Path, name: str, value: object) -> None:
    generation = current(built)
    write_manifest(generation, replace(read_manifest(generation), **{name: value}))  # type: ignore[arg-type]
    with pytest.raises(IndexOutdated, match="--rebuild"):
        opened(built)


def test_bad_input_leaves_the_old_index(built: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "Жаңа мақала."}\n{oops}\n', encoding="utf-8")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7")
    cases: list[tuple[list[Path], str]] = [
        ([bad], "bad.jsonl, line 2"),
        ([tmp_path / "nowhere"], "nowhere"),
        ([], "no files"),
    ]
    for paths, told in cases:
        with pytest.raises(BadInput, match=told):
            build_index(paths, built, encoder=TOY)
        assert len(opened(built)) == 3
    for paths, told in [([empty], "no articles in .*empty"), ([scan], "scan.pdf")]:
        with pytest.raises(BadInput, match=told):
            build_index(paths, tmp_path / "new", encoder=TOY)
        with pytest.raises(IndexMissing):
            opened(tmp_path / "new")
        with pytest.raises(BadInput, match=told):
            build_index(paths, built, encoder=TOY)
        assert len(opened(built)) == 3
    assert len(list((built / "generations").iterdir())) == 1


def test_one_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "news")
    (folder / "noise.txt").write_bytes(bytes(range(256)))
    report = build_index([folder], tmp_path / "index", encoder=TOY)
    assert report.articles == 3
    assert [(Path(one.path).name, one.reason) for one in report.skipped] == [
        ("noise.txt", "not text")
    ]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="cannot be written"):
        build_index(SEEDS, blocked / "index", encoder=TOY)


def test_every_error_is_ours_and_one_line() -> None:
    for error in (BadInput, EncoderUnavailable, IndexBusy, IndexDamaged, IndexMissing):
        assert issubclass(error, SaudaError)
    assert str(BadInput("two\nlines")) == "two lines"


# Opens sys.argv[1] as a user who may not write there.
READER = """
import os, sys
from pathlib import Path
from index.corpus import open_index
from tests.index_toy import ToyEncoder

directory, encoder = Path(sys.argv[1]), ToyEncoder()
open_index(directory, encoder=encoder).search_bm25("сауда", 5)  # imports all that it needs
if os.getuid() == 0:
    os.setresuid(65534, 65534, 65534)
index = open_index(directory, encoder=encoder)
print(os.access(directory, os.W_OK), len(index), len(index.search_bm25("Швеция", 5)))
"""


@pytest.fixture
def readable() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_an_index_that_may_not_be_written_is_read(readable: Path) -> None:
    build_index([write_articles(readable / "news")], readable / "index", encoder=TOY)
    for path in [readable / "index", *(readable / "index").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    ran = subprocess.run(
        [sys.executable, "-c", READER, str(readable / "index")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert ran.stdout.split() == ["False", "3", "1"]
