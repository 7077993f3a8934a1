"""README shows real output: each block that begins with `$` is what its command prints today."""

import re
from pathlib import Path

import pytest

from benchmarks.readme import README, SETUP, commands, printed

COMMANDS = commands(README.read_text("utf-8"))
TIMED = re.compile(r" *\d+\.\d+ (?:ms|s|times)\b")  # what no two runs share


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the commands keep what they index."""
    return tmp_path_factory.mktemp("data")


def test_the_readme_opens_with_the_two_commands() -> None:
    assert [command for command, _ in COMMANDS[:2]] == [
        "make ask",
        'make ask Q="Сколько предприятий с бельгийским капиталом в Алматы?"',
    ]


@pytest.mark.parametrize(("command", "shown"), COMMANDS, ids=[each for each, _ in COMMANDS])
def test_a_block_is_what_its_command_prints(command: str, shown: list[str], data: Path) -> None:
    # make tells what it sets up, when it is the first to be run.
    left_out = command.startswith("make") or any(line.startswith(SETUP) for line in shown)
    wanted = [untimed(line) for line in shown if not line.startswith(SETUP)]
    lines = [untimed(line) for line in printed(command, data)]
    assert (lines[-len(wanted) :] if left_out else lines) == wanted, (
        "run: python -m benchmarks.readme"
    )


def untimed(line: str) -> str:
    """The line without what was measured in it."""
    return TIMED.sub("N", line.rstrip())
