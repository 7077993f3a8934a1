"""Right, abstained and wrong at each threshold of the score, over gold questions.

    python -m benchmarks.abstaining tests/gold/dev tests/gold/held/ru …

Each folder holds `questions.jsonl` and the articles that they are asked about.
"""

import sys
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluate import evaluate, read_gold
from index.build import build_index
from index.corpus import open_index
from index.encoder import load_encoder
from retrieval.answerer import Answerer
from retrieval.choose import THRESHOLD

STEPS = [0.40, 0.50, 0.55, 0.58, 0.60, 0.61, 0.62, 0.64, 0.66, 0.70, 0.75, 0.80, 0.85]


def outcomes(folders: list[Path], threshold: float, indexes: dict[Path, Answerer]) -> Counter[str]:
    """How many questions of all folders go right, are abstained from, or go wrong."""
    counts: Counter[str] = Counter()
    now = datetime.now(UTC)
    for folder in folders:
        answerer = indexes[folder]
        answerer.threshold = threshold
        gold = read_gold(folder / "questions.jsonl")
        results = evaluate(gold, lambda text, ask=answerer: ask.answer(text, asked_at=now))
        counts.update(result.outcome for result in results)
    return counts


def main(folders: list[Path]) -> None:
    """Print the table."""
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as directory:
        indexes = {}
        for number, folder in enumerate(folders):
            place = Path(directory) / str(number)
            build_index([folder], place, encoder=encoder)
            indexes[folder] = Answerer(open_index(place, encoder=encoder))
        print("| threshold | right | abstained | wrong |\n|---|---|---|---|")
        for threshold in STEPS:
            counts = outcomes(folders, threshold, indexes)
            total = sum(counts.values())
            mark = " (ours)" if threshold == THRESHOLD else ""
            cells = [
                f"{100 * counts[name] / total:.1f} %" for name in ("right", "abstained", "wrong")
            ]
            print(f"| {threshold:.2f}{mark} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
