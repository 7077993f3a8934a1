"""How much longer four times the text takes, for texts that invite to take it much longer.

    python -m benchmarks.growth [--rounds 5]

Each text is read at two lengths, in turns, in one process and on one core; printed are the seconds
of the fastest round of each, and their ratio: 4 is linear, 16 is quadratic. The tests count calls
instead, which is the same on every machine but does not see what goes on in a regular expression.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial

from figures.extract import extract
from language.fold import fold
from language.names import find_places
from language.scripts import to_cyrillic
from tests.test_figures_properties import UGLY, ugly
from tests.test_names import LONG as PLACES
from tests.test_scripts import LONG as SCRIPTS

SHORT, TIMES = 10_000, 4
READERS: dict[str, tuple[Callable[[str], object], dict[str, str]]] = {
    "extract": (extract, UGLY),
    "find_places": (find_places, {unit: unit for unit in PLACES}),
    "fold": (fold, {unit: unit for unit in SCRIPTS}),
    "to_cyrillic": (to_cyrillic, {unit: unit for unit in SCRIPTS}),
}


def main() -> None:
    """Read the texts at both lengths and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="the fastest of so many counts")
    rounds = parser.parse_args().rounds
    for name, (read, units) in READERS.items():
        for kind, unit in units.items():
            short, long = fastest(read, unit, rounds)
            print(f"{name:<12}{kind:<20}{short:>9.4f} s{long:>9.4f} s{long / short:>7.1f}")


def fastest(read: Callable[[str], object], unit: str, rounds: int) -> tuple[float, float]:
    """Seconds for a text of a kind and for one that is four times as long."""
    works = [partial(read, ugly(unit, SHORT * times)) for times in (1, TIMES)]
    works[0]()  # dictionaries are loaded and caches warm
    taken = [(seconds(works[0]), seconds(works[1])) for _ in range(rounds)]
    return min(short for short, _ in taken), min(long for _, long in taken)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of this processor, whatever else it has to do."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
