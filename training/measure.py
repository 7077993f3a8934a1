"""Measure models on what was held out: `python -m training.measure index/model [--data DATA]`."""

import argparse
from dataclasses import replace
from pathlib import Path

from index.encoder import StaticEncoder
from language.scripts import to_cyrillic
from training.evaluate import Encode, mean, top_one
from training.heldout import HeldOut, hold_out, variants_of
from training.sources import own_sources, read_sources

DIRECTIONS = ("kk-ru", "ru-kk", "kk-en", "en-kk", "ru-en", "en-ru")


def main() -> None:
    """Print a table: a row for each model and held-out part, top-1 in percent.

    Parts marked "read" were made Cyrillic by `language.scripts` before they were encoded.
    """
    parser = argparse.ArgumentParser(prog="python -m training.measure", description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", help="folders of static models")
    parser.add_argument("--data", type=Path, help="folder of parallel data: its slices as well")
    options = parser.parse_args()
    _, parts = hold_out(read_sources(options.data) if options.data else own_sources())
    print(f"| model | held out | rows | {' | '.join(DIRECTIONS)} | mean |")
    print("|---" * (len(DIRECTIONS) + 4) + "|")
    for folder in options.models:
        encode = StaticEncoder(folder).encode_document
        for part in parts:
            print(_row(folder, part, encode))
        for part in variants_of(parts):
            print(_row(folder, part, encode))
            print(_row(folder, replace(part, name=f"{part.name}, read"), _reading(encode)))


def _row(folder: Path, part: HeldOut, encode: Encode) -> str:
    shares = top_one(encode, part.rows, part.others)
    cells = [f"{100 * shares[way]:.1f}" if way in shares else "–" for way in DIRECTIONS]
    cells.append(f"{100 * mean(shares):.1f}")
    return f"| {folder} | {part.name} | {len(part.rows)} | {' | '.join(cells)} |"


def _reading(encode: Encode) -> Encode:
    return lambda texts: encode([to_cyrillic(text).text for text in texts])


if __name__ == "__main__":
    main()
