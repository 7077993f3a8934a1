"""What an answer waits for: nothing heavy is imported on the way to it."""

import subprocess
import sys

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "fastapi",
    "starlette",
    "uvicorn",
    "aiohttp",
    "telegram",
    "sqlalchemy",
    "matplotlib",
    "pydantic",
    "babel",
)
ASK = """
import sys
from bot.cli import run
status = run(["ask", "what was Almaty–UK trade in 2017?", "--index", sys.argv[1]])
print(*sys.modules, file=sys.stderr)
sys.exit(status)
"""


def test_an_answer_imports_no_web_framework_and_no_training_library(seed_index: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", ASK, seed_index], capture_output=True, text=True, check=True
    )
    imported = {name.partition(".")[0] for name in ran.stderr.split()}
    assert "faiss" in imported
    assert imported.isdisjoint(HEAVY), imported.intersection(HEAVY)
