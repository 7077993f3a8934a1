"""How much of other projects' published cases the figure engine reads.

    python -m benchmarks.peers FOLDER

FOLDER holds rows of JSON, one a line, in natasha_ru_money_date.jsonl, nemo_ru_spoken.jsonl,
kaznerd_kk_spans.jsonl, quantulum3_en.jsonl and dateparser_ru_kk.jsonl, each with its `text` and
what the source expects; the rows are the sources' own and are not kept here. Printed are a table of
what was read and, beneath, each row that was not.

Conventions: a bare number is no figure of ours, so spoken numbers are read as amounts of roubles.
KazNERD and quantulum3 mark every number, also durations, years and bare ones, which are no figures:
they are measured with `read_numbers`, which gives those too, and a second time with `extract`,
which the answers rest on. A span is recalled if a number overlaps it and, where the row has a
value, has that value. The F1 is that of scaled values, whatever their units; quantulum3 gives a
range its middle, and so do we here.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from figures.extract import extract
from figures.numbers import Number, read_numbers
from figures.types import Figure

Row = dict[str, Any]
Read = Figure | Number
Reader = Callable[[str], Sequence[Read]]
Judge = Callable[[Row], list["Case"]]
SPANS = ("MONEY", "PERCENTAGE", "CARDINAL")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """One thing expected of a text: whether it was read, and whether a power of ten was missed."""

    text: str
    wanted: str
    got: str
    read: bool
    scale_slip: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A line of the table: a file's rows whose source ends so, and how each is judged."""

    name: str
    file: str
    judge: Judge


def main() -> None:
    """Print the table, then what was not read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the rows lie")
    folder = parser.parse_args().folder
    measured = {
        measure.name: [case for row in rows(folder / measure.file) for case in measure.judge(row)]
        for measure in MEASURES
    }
    print(f"{'cases':<52}{'read':>6}{'of':>6}{'share':>9}")
    for name, cases in measured.items():
        read = sum(case.read for case in cases)
        print(f"{name:<52}{read:>6}{len(cases):>6}{read / max(1, len(cases)):>9.1%}")
    sentences = list(rows(folder / "quantulum3_en.jsonl"))
    for name, reader in READERS.items():
        print(f"quantulum3, {name}: {value_scores(sentences, reader)}")
    slips = [case for cases in measured.values() for case in cases if case.scale_slip]
    print(f"wrong by a power of ten: {len(slips)}\n")
    for name, cases in measured.items():
        for case in cases:
            if not case.read:
                print("WRONG BY A POWER OF TEN " if case.scale_slip else "", end="")
                print(f"{name}: {case.text!r} wanted {case.wanted}, got {case.got or 'nothing'}")


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def money(row: Row) -> list[Case]:
    """An amount with its currency, the only figure of its text."""
    if row.get("unit") is None or not row["unit"].isupper():
        return []
    return [amount(row, row["text"], row["unit"])]


def spoken(row: Row) -> list[Case]:
    """A cardinal or decimal number in words, read as an amount."""
    if "value" not in row or row["unit"] is not None:
        return []
    return [amount(row, row["text"] + " рублей", "RUB")]


def amount(row: Row, text: str, unit: str) -> Case:
    """Whether `text` has one figure, with the row's value and `unit`."""
    figures = extract(text)
    value = Decimal(row["value"])
    return Case(
        text=text,
        wanted=f"{value} {unit}",
        got=told(figures),
        read=[(figure.value, figure.unit) for figure in figures] == [(value, unit)],
        scale_slip=any(slips(figure, value) for figure in figures),
    )


def spans(row: Row, reader: Reader) -> list[Case]:
    """Each span of money, percent or a cardinal number."""
    figures = reader(row["text"])
    return [span(row, entity, figures) for entity in row["entities"] if entity["type"] in SPANS]


def span(row: Row, entity: Row, figures: Sequence[Read]) -> Case:
    """Whether a figure overlaps the span and has its value, if the row tells one."""
    over = [each for each in figures if each.start < entity["end"] and entity["start"] < each.end]
    derived = entity.get("value_derived")
    values = {value for each in over for value in (each.value, each.value_max)}
    read = bool(over) if derived is None else Decimal(derived) in values
    return Case(
        text=row["text"],
        wanted=f"{entity['type']} {entity['span']!r} {derived or ''}",
        got=told(over),
        read=read,
        scale_slip=not read and any(slips(each, Decimal(derived)) for each in over if derived),
    )


def no_amount(row: Row) -> list[Case]:
    """A date, a time or an ordinal number, which is no figure."""
    source = row["source"]
    if not any(word in source for word in ("ordinal", "normalisation date", "test_date")):
        if "dateparser" not in source:
            return []
    figures = extract(row["text"])
    return [Case(text=row["text"], wanted="no figure", got=told(figures), read=not figures)]


def values(row: Row, reader: Reader) -> list[Case]:
    """Each value of an English sentence."""
    figures = reader(row["text"])
    left = found_values(figures)
    cases = []
    for wanted in row["quantities"]:
        value = Decimal(str(wanted["value"]))
        same = next((each for each in left if close(each, value)), None)
        if same is not None:
            left.remove(same)
        cases.append(
            Case(
                text=row["text"],
                wanted=f"{wanted['span']!r} {value}",
                got=told(figures),
                read=same is not None,
                scale_slip=same is None and slipped(figures, value, row["text"], wanted["span"]),
            )
        )
    return cases


def value_scores(sentences: Sequence[Row], reader: Reader) -> str:
    """Precision, recall and F1 of the scaled values of all sentences."""
    expected = sum(len(row["quantities"]) for row in sentences)
    found = sum(len(found_values(reader(row["text"]))) for row in sentences)
    read = sum(case.read for row in sentences for case in values(row, reader))
    precision, recall = read / max(1, found), read / max(1, expected)
    f1 = 2 * read / max(1, found + expected)
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f}"


def found_values(figures: Sequence[Read]) -> list[Decimal]:
    """The values of the figures, of a range its middle."""
    return [
        figure.value if figure.value_max is None else (figure.value + figure.value_max) / 2
        for figure in figures
    ]


def close(one: Decimal, other: Decimal) -> bool:
    """Equal but for the rounding of a published expectation."""
    return abs(one - other) <= Decimal("1e-6") * max(abs(one), abs(other))


def slips(figure: Read, value: Decimal) -> bool:
    """Whether the figure's digits are right and their scale is not."""
    same = figure.value.normalize().as_tuple().digits == value.normalize().as_tuple().digits
    return same and abs(figure.value) != abs(value)


def slipped(figures: Sequence[Read], value: Decimal, text: str, span: str) -> bool:
    """Whether a figure at the span has these digits at another scale."""
    start = text.find(span)
    return any(
        slips(each, value) and each.start < start + len(span) and start < each.end
        for each in figures
    )


def told(figures: Sequence[Read]) -> str:
    """The figures for a line of print."""
    return "; ".join(
        f"{figure.value}{f'..{figure.value_max}' if figure.value_max else ''} {figure.unit}"
        for figure in figures
    )


READERS: dict[str, Reader] = {"every number": read_numbers, "figures alone": extract}
MEASURES = [
    Measure(name="natasha, money", file="natasha_ru_money_date.jsonl", judge=money),
    Measure(name="NeMo, spoken cardinals and decimals", file="nemo_ru_spoken.jsonl", judge=spoken),
    Measure(name="NeMo, spoken money", file="nemo_ru_spoken.jsonl", judge=money),
    *(
        Measure(
            name=f"KazNERD, money, percent, cardinals: {name}",
            file="kaznerd_kk_spans.jsonl",
            judge=partial(spans, reader=reader),
        )
        for name, reader in READERS.items()
    ),
    *(
        Measure(
            name=f"quantulum3, values: {name}",
            file="quantulum3_en.jsonl",
            judge=partial(values, reader=reader),
        )
        for name, reader in READERS.items()
    ),
    Measure(name="natasha, dates: no figure", file="natasha_ru_money_date.jsonl", judge=no_amount),
    Measure(
        name="NeMo, ordinals and dates: no figure", file="nemo_ru_spoken.jsonl", judge=no_amount
    ),
    Measure(
        name="dateparser, dates and times: no figure",
        file="dateparser_ru_kk.jsonl",
        judge=no_amount,
    ),
]


if __name__ == "__main__":
    main()
