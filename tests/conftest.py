"""What several test files share, and how many examples their properties are held against.

Every run takes the same examples and no clock is looked at, so what passes passes again. To look
for others: `pytest --hypothesis-profile=explore`, with `--hypothesis-seed=…` to come back to them.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The plugin sets what the command line names after this file was read.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", UNTIMED, derandomize=True)
settings.register_profile("explore", UNTIMED, derandomize=False, max_examples=1000)
settings.load_profile("same")

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
