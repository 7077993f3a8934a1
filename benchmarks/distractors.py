"""Articles of the genre that hold no gold answer: near misses by place, partner, year, statistic.

python -m benchmarks.distractors FILE.jsonl [--count 5400] [--seed 0]
"""

import argparse
import csv
import json
import random
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
_YEARS = range(2012, 2025)
_FIGURES = 3  # paragraphs with figures in one article
_FORMS = ("", "_of", "_in", "_with")

Row = dict[str, str]
Fact = tuple[str | None, str | None, str, str]
"""Place, partner, statistic and year ("" where a statement has none)."""


def compose(
    count: int, seed: int, avoid: frozenset[Fact] = frozenset()
) -> Iterator[dict[str, str]]:
    """So many articles as {id, text, published}; the same for the same seed.

    Places, partners and languages take turns, so each place meets each partner in each language
    in some year; a near miss of every question is among them once `count` is some thousands.
    No article states a fact to `avoid`.
    """
    chance = random.Random(seed)
    languages = tomllib.loads((_DATA / "templates.toml").read_text(encoding="utf-8"))["languages"]
    pairs = [
        (language, place, partner)
        for language in languages
        for place in _rows("places")
        for partner in _rows("partners")
    ]
    chance.shuffle(pairs)
    for number in range(count):
        language, place, partner = pairs[number % len(pairs)]
        year = chance.choice(_YEARS)
        text = _article(language, place, partner, year, chance, avoid)
        published = f"{year + 1}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        yield {"id": f"distractor_{number:05d}", "text": text, "published": published}


def _article(
    language: dict[str, Any],
    place: Row,
    partner: Row,
    year: int,
    chance: random.Random,
    avoid: frozenset[Fact],
) -> str:
    names = _forms("place", place, language["code"]) | _forms("partner", partner, language["code"])
    known = {
        (place["key"], partner["key"], statistic, str(when))
        for statistic in language["indicators"]
        for when in (year, year - 1, "")
    } & avoid
    free = sorted(set(language["indicators"]) - {fact[2] for fact in known})
    statistics = chance.sample(free, min(_FIGURES, len(free)))
    paragraphs = [chance.choice(language["opening"]).format(**names)]
    for statistic in statistics:
        template = str(language["indicators"][statistic])
        paragraphs.append(_capital(template.format(**names, **_numbers(year, language, chance))))
    return "\n\n".join([_capital(paragraphs[0]), *paragraphs[1:]]) + "\n"


def _forms(role: str, row: Row, language: str) -> Row:
    """The name as a template may ask for it; a form that a language lacks is the bare name."""
    bare = row.get(language) or row[f"{language}_of"]
    return {role + form: row.get(language + form, bare) for form in _FORMS}


def _numbers(year: int, language: dict[str, Any], chance: random.Random) -> Row:
    mark = "." if language["code"] == "en" else ","
    numbers = {
        "amount": f"{chance.uniform(3, 900):.1f}",
        "other": f"{chance.uniform(3, 900):.1f}",
        "percent": f"{chance.uniform(1, 60):.1f}",
    }
    whole = {"count": str(chance.randint(12, 480)), "year": str(year), "before": str(year - 1)}
    return {name: number.replace(".", mark) for name, number in numbers.items()} | whole


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _rows(name: str) -> tuple[Row, ...]:
    with (_DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter="\t"))


def write(path: Path, count: int, seed: int, avoid: frozenset[Fact] = frozenset()) -> None:
    """The articles as one .jsonl."""
    with path.open("w", encoding="utf-8") as out:
        for article in compose(count, seed, avoid):
            out.write(json.dumps(article, ensure_ascii=False) + "\n")


def main() -> None:
    """Write distractors to a file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.distractors", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--count", type=int, default=5400)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    write(given.file, given.count, given.seed)


if __name__ == "__main__":
    main()
