"""README shows real output: each block that begins with `$` is what its command prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
TIMED = re.compile(r"\d+\.\d+ (?:ms|s|times)\b")  # what no two runs share
SETUP = "…"


def commands() -> list[tuple[str, list[str]]]:
    """Every command of the README with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(README):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands keep what they index."""
    return tmp_path_factory.mktemp("readme")


@pytest.mark.parametrize(("command", "shown"), commands(), ids=[each for each, _ in commands()])
def test_a_block_is_what_its_command_prints(command: str, shown: list[str], folder: Path) -> None:
    scripts = Path(sys.executable).parent
    ran = subprocess.run(
        ["bash", "-c", command.replace("make ask", "make --no-print-directory ask")],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "XDG_DATA_HOME": str(folder),
            "LANG": "C.UTF-8",
        },
    )
    assert ran.returncode == 0, ran.stderr
    wanted = [untimed(line) for line in shown if not line.startswith(SETUP)]
    printed = [untimed(line) for line in ran.stdout.splitlines()]
    assert printed[len(printed) - len(wanted) :] == wanted, shlex.quote(command)


def untimed(line: str) -> str:
    """The line without measured times and without the kind of its spaces."""
    return TIMED.sub("N", line.replace("\u00a0", " ").rstrip())
