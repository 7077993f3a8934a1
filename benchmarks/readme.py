"""README's blocks of commands, and what they print today.

python -m benchmarks.readme        writes it into README.md; a test holds the two together
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
SETUP = "…"  # a line of a block that begins so stands for output that is left out


def commands(text: str) -> list[tuple[str, list[str]]]:
    """Every command of a text with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall(text):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def printed(command: str, data: Path) -> list[str]:
    """What a command prints, run in the checkout, with `data` as the user's data folder."""
    scripts = Path(sys.executable).parent
    ran = subprocess.run(
        ["bash", "-c", command],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=ROOT,
        env={
            "PATH": f"{scripts}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "LANG": "C.UTF-8",
            "MAKEFLAGS": "--no-print-directory",
            "XDG_DATA_HOME": str(data),
        },
    )
    return [line.rstrip() for line in ran.stdout.splitlines()]


def main() -> None:
    """Write what the commands print into the README."""
    with tempfile.TemporaryDirectory() as folder:

        def written(block: re.Match[str]) -> str:
            lines = ["```console"]
            for command, shown in commands(block[0]):
                setup = [line for line in shown if line.startswith(SETUP)]
                output = printed(command, Path(folder))
                lines += [f"$ {command}", *setup, *output]
            return "\n".join([*lines, "```"])

        README.write_text(BLOCK.sub(written, README.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
