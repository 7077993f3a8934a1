"""How fast figures are read, against natasha's extractor of money on the same text.

    pip install natasha 'setuptools<81'
    python -m benchmarks.figures_speed [--rounds 5] [--copies 4] [--hostile 20000]

Both read the articles of the gold questions that are in Russian, one after another in one process
and on one core, in turns; printed are characters per second, by the fastest round of each, and the
ratio. Natasha's extractor finds amounts of money alone; ours finds all figures and links them.
Ours then reads the articles in the other languages, and both read hostile input: a few characters
over and over, of the length given and of twice that; twice the time is linear.
"""

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from natasha import MoneyExtractor, MorphVocab

from figures.extract import extract
from language.detect import detect

ROOT = Path(__file__).resolve().parents[1]
_NATASHA_TAKES = 2_000  # characters of hostile input: its parser is slow on them

Engine = Callable[[str], int]


# what is repeated: a table without words, a row of a table, prose of nothing but figures, and marks
HOSTILE = {
    "numbers": "1 ",
    "percents": "5%",
    "amounts": "$5 ",
    "number words": "миллион ",
    "rows of a table": "Алматы 5,3 млн тенге 12% 2017 ",
    "Kazakh rows": "Қытайға экспорт 5% өсті, ",
    "amounts and years": "от 5 до 6 млн тенге в 2017 году, ",
    "names": "Россия ",
    "brackets": "(",
    "one long number": "1",
    "accents": "\u0301",
}


def main() -> None:
    """Read the texts with both engines in turns and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="the fastest of so many counts")
    parser.add_argument("--copies", type=int, default=4, help="how often a round reads each text")
    parser.add_argument("--hostile", type=int, default=20_000, help="characters of hostile input")
    chosen = parser.parse_args()
    money = MoneyExtractor(MorphVocab())
    engines: dict[str, Engine] = {
        "natasha, money": lambda text: sum(1 for _ in money(text)),
        "figures.extract": lambda text: len(extract(text)),
    }
    texts = articles()
    for read in engines.values():  # dictionaries are loaded and caches warm
        read(texts["ru"][0])
    compare(engines, texts["ru"] * chosen.copies, chosen.rounds)
    for language in ("kk", "en"):
        seconds = fastest(engines["figures.extract"], texts[language], chosen.rounds)
        print(f"figures.extract, {language}: {speed(texts[language], seconds):.0f} characters/s")
    print(f"\n{'hostile input':<20}{'characters/s':>14}{'twice as long':>15}{'natasha':>10}")
    for name, unit in HOSTILE.items():
        hostile(engines, name, unit, chosen.hostile)


def compare(engines: Mapping[str, Engine], texts: Sequence[str], rounds: int) -> None:
    """Print what each engine took for the texts, and the ratio."""
    times = dict.fromkeys(engines, float("inf"))
    for _ in range(rounds):
        for name, read in engines.items():
            times[name] = min(times[name], fastest(read, texts, 1))
    print(f"{len(texts)} texts, {sum(map(len, texts))} characters, fastest of {rounds} rounds")
    for name, seconds in times.items():
        found = sum(map(engines[name], texts))
        rate = speed(texts, seconds)
        print(f"{name:<16}{found:>6} found{seconds:>9.2f} s{rate:>10.0f} characters/s")
    print(f"ratio {times['natasha, money'] / times['figures.extract']:.1f}")


def hostile(engines: Mapping[str, Engine], name: str, unit: str, size: int) -> None:
    """Print how fast an input is read, how much longer twice as much takes, and natasha's speed."""
    once, twice = (unit * (length // len(unit)) for length in (size, 2 * size))
    seconds = fastest(engines["figures.extract"], [once], 3)
    longer = fastest(engines["figures.extract"], [twice], 3) / seconds
    part = once[:_NATASHA_TAKES]
    theirs = speed([part], fastest(engines["natasha, money"], [part], 1))
    print(f"{name:<20}{speed([once], seconds):>14.0f}{longer:>14.1f}x{theirs:>10.0f}")


def fastest(read: Engine, texts: Sequence[str], rounds: int) -> float:
    """The seconds of this processor that the fastest of so many rounds took."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        for text in texts:
            read(text)
        times.append(time.process_time() - began)
    return min(times)


def speed(texts: Sequence[str], seconds: float) -> float:
    """Characters per second."""
    return sum(map(len, texts)) / max(seconds, 1e-9)


def articles() -> dict[str, list[str]]:
    """The articles of the repository by language, as they are read at ingest."""
    paths = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "gold").glob("**/articles/*.txt")]
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        text = path.read_text("utf-8")
        found.setdefault(detect(text), []).append(text)
    return found


if __name__ == "__main__":
    main()
