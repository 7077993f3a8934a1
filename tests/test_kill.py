"""A process killed while it indexes leaves the old index answering, whenever it dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.build import build_index
from index.corpus import open_index
from index.generations import current
from tests.index_toy import ARTICLES, ToyEncoder, write_articles

ROOT = Path(__file__).parent.parent
TOY = ToyEncoder()

# Indexes sys.argv[1] into sys.argv[2] and kills itself at stage sys.argv[3], call sys.argv[4].
INDEXER = """
import os, signal, sys
from pathlib import Path
from index.build import build_index
from tests.index_toy import ToyEncoder

news, directory, deadly, calls = sys.argv[1:]
seen = 0

def progress(stage, done):
    global seen
    seen += stage == deadly
    if stage == deadly and seen == int(calls):
        os.kill(os.getpid(), signal.SIGKILL)

build_index([Path(news)], Path(directory), encoder=ToyEncoder(), progress=progress)
"""


def index_and_die(news: Path, directory: Path, stage: str, calls: int) -> int:
    """Run the indexer in a process of its own; gives its exit status."""
    ran = subprocess.run(
        [sys.executable, "-c", INDEXER, str(news), str(directory), stage, str(calls)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return ran.returncode


STAGES = [
    ("articles", 1),
    ("articles", 3),
    ("vectors", 1),
    ("terms", 1),
    ("figures", 1),
    ("publish", 1),
    ("published", 1),
]


@pytest.mark.parametrize(("stage", "calls"), STAGES)
def test_killed_while_updating(tmp_path: Path, stage: str, calls: int) -> None:
    news, directory = write_articles(tmp_path / "news", ["london"]), tmp_path / "index"
    build_index([news], directory, encoder=TOY)
    (news / "london.txt").write_text(ARTICLES["london"].replace("275", "999"), encoding="utf-8")
    write_articles(news, ["stockholm", "brussels"])

    assert index_and_die(news, directory, stage, calls) == -signal.SIGKILL

    done = stage == "published"
    index = open_index(directory, encoder=TOY, strict=True)
    values = {str(entry.figure.value) for entry in index.figures(article="london")}
    assert len(index) == (3 if done else 1)
    assert ("999000000" in values, "275000000" in values) == (done, not done)
    assert bool(index.search_bm25("Швеция", 5)) == done
    assert index.search_dense("кәсіпорын", 5)

    report = build_index([news], directory, encoder=TOY)
    index = open_index(directory, encoder=TOY, strict=True)
    assert report.articles == len(index) == 3
    values = {str(entry.figure.value) for entry in index.figures(article="london")}
    assert "999000000" in values and "275000000" not in values
    left = [path.name for path in (directory / "generations").iterdir()]
    assert left == [current(directory).name]


@pytest.mark.parametrize("stage", ["articles", "terms", "publish"])
def test_killed_while_building_the_first_index(tmp_path: Path, stage: str) -> None:
    news, directory = write_articles(tmp_path / "news"), tmp_path / "index"
    assert index_and_die(news, directory, stage, 1) == -signal.SIGKILL
    assert not (directory / "CURRENT").exists()
    assert build_index([news], directory, encoder=TOY).articles == 3
    assert len(open_index(directory, encoder=TOY, strict=True)) == 3
