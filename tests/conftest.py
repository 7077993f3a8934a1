"""What several test files share."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the seed articles, built by the command line."""
    directory = str(tmp_path_factory.mktemp("seeds") / "index")
    seeds = sorted(str(path) for path in (ROOT / "seeds").glob("*.txt"))
    subprocess.run(
        [sys.executable, "-m", "bot.cli", "index", *seeds, "--index", directory],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    return directory
