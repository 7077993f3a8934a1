"""Measure models on what was held out: `python -m training.measure index/model [--data DATA]`."""

import argparse
from pathlib import Path

from index.encoder import StaticEncoder
from training.evaluate import mean, top_one
from training.heldout import hold_out, variants_of
from training.sources import own_sources, read_sources

DIRECTIONS = ("kk-ru", "ru-kk", "kk-en", "en-kk", "ru-en", "en-ru")


def main() -> None:
    """Print a table: a row for each model and held-out part, top-1 in percent."""
    parser = argparse.ArgumentParser(prog="python -m training.measure", description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", help="folders of static models")
    parser.add_argument("--data", type=Path, help="folder of parallel data: its slices as well")
    options = parser.parse_args()
    _, parts = hold_out(read_sources(options.data) if options.data else own_sources())
    print(f"| model | held out | rows | {' | '.join(DIRECTIONS)} | mean |")
    print("|---" * (len(DIRECTIONS) + 4) + "|")
    for folder in options.models:
        encode = StaticEncoder(folder).encode_document
        for part in [*parts, *variants_of(parts)]:
            shares = top_one(encode, part.rows, part.others)
            cells = [f"{100 * shares[way]:.1f}" if way in shares else "–" for way in DIRECTIONS]
            total = 100 * mean(shares)
            print(
                f"| {folder} | {part.name} | {len(part.rows)} | {' | '.join(cells)} | {total:.1f} |"
            )


if __name__ == "__main__":
    main()
