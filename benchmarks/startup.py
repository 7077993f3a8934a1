"""How long one answer takes from the shell, against `import numpy, faiss` in the same environment.

    python -m benchmarks.startup [RUNS]

Both are timed in turns, in fresh processes, with bytecode compiled and the index built; printed are
the medians in seconds and their ratio.
"""

import compileall
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("bot", "retrieval", "index", "figures", "language")
QUESTION = "what was Almaty–UK trade in 2017?"


def seconds(command: list[str]) -> float:
    """The wall time of one command that must succeed."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - started


def measure(runs: int) -> tuple[float, float]:
    """Median seconds of the import and of an answer, timed in turns."""
    for room in ROOMS:
        compileall.compile_dir(ROOT / room, quiet=2)
    python = [sys.executable]
    engines = [*python, "-c", "import numpy, faiss"]
    with tempfile.TemporaryDirectory() as folder:
        sauda = [*python, "-m", "bot.cli"]
        seeds = [str(path) for path in sorted((ROOT / "seeds").glob("*.txt"))]
        seconds([*sauda, "index", *seeds, "--index", folder])
        ask = [*sauda, "ask", QUESTION, "--index", folder]
        seconds(engines), seconds(ask)  # the first runs fill the caches
        pairs = [(seconds(engines), seconds(ask)) for _ in range(runs)]
    imports, answers = zip(*pairs, strict=True)
    return statistics.median(imports), statistics.median(answers)


def main() -> None:
    """Print the two medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    imports, answers = measure(runs)
    print(f"import numpy, faiss   {imports:.3f} s")
    print(f"sauda ask             {answers:.3f} s   {answers / imports:.2f} times")


if __name__ == "__main__":
    main()
