"""How fast figures are read, against natasha's extractor of money on the same text.

    pip install natasha 'setuptools<81'
    python -m benchmarks.figures_speed [--rounds 5] [--copies 4]

Both read the articles of the gold questions that are in Russian, one after another in one process
and on one core, in turns; printed are characters per second, by the fastest round of each, and the
ratio. Natasha's extractor finds amounts of money alone; ours finds all figures and links them.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from natasha import MoneyExtractor, MorphVocab

from figures.extract import extract
from language.detect import detect

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Read the texts with both engines in turns and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="the fastest of so many counts")
    parser.add_argument("--copies", type=int, default=4, help="how often a round reads each text")
    chosen = parser.parse_args()
    texts = russian_texts() * chosen.copies
    characters = sum(len(text) for text in texts)
    money = MoneyExtractor(MorphVocab())
    engines: dict[str, Callable[[str], int]] = {
        "natasha, money": lambda text: sum(1 for _ in money(text)),
        "figures.extract": lambda text: len(extract(text)),
    }
    fastest = dict.fromkeys(engines, float("inf"))
    found = dict.fromkeys(engines, 0)
    for read in engines.values():  # dictionaries are loaded and caches warm
        read(texts[0])
    for _ in range(chosen.rounds):
        for name, read in engines.items():
            began = time.process_time()
            found[name] = sum(read(text) for text in texts)
            fastest[name] = min(fastest[name], time.process_time() - began)
    print(f"{len(texts)} texts, {characters} characters, fastest of {chosen.rounds} rounds")
    for name, seconds in fastest.items():
        speed = characters / seconds
        print(f"{name:<16}{found[name]:>6} found{seconds:>9.2f} s{speed:>10.0f} characters/s")
    print(f"ratio {fastest['natasha, money'] / fastest['figures.extract']:.1f}")


def russian_texts() -> list[str]:
    """The Russian articles of the repository, as they are read at ingest."""
    paths = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "gold").glob("**/articles/*.txt")]
    texts = [path.read_text("utf-8") for path in sorted(paths)]
    return [text for text in texts if detect(text) == "ru"]


if __name__ == "__main__":
    main()
