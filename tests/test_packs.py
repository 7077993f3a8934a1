"""Every pack's corpus file holds: its figures are found with their fields, and no others."""

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from figures.extract import extract
from figures.types import Figure

PACKS = Path(__file__).parent.parent / "language" / "packs"
FIELDS = ("kind", "bound", "direction", "plan", "indicator", "place", "partner", "text")
SUBYEAR = {"H": 6, "Q": 3}
SHOWN = 400


def read_cases(name: str = "cases.jsonl") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (pack and line number, case) for every line of every corpus file of that name."""
    for path in sorted(PACKS.glob(f"*/{name}")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield f"{path.parent.name}:{number}", json.loads(line)


def day_span(period: str | None) -> tuple[date, date] | None:
    """The first and last day of an EDTF period; None stays None."""
    if period is None:
        return None
    first, _, last = period.partition("/")
    if last == "..":
        return part_span(first)[0], date.max
    return part_span(first)[0], part_span(last or first)[1]


def part_span(part: str) -> tuple[date, date]:
    """The days of `2017`, `2017-H1`, `2017-Q3`, `2017-05` or `2017-05-14`."""
    if match := re.fullmatch(r"(\d{4})-([HQ])(\d)", part):
        year, months = int(match[1]), SUBYEAR[match[2]]
        last_month = months * int(match[3])
        first_month = last_month - months + 1
    elif match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", part):
        year = int(match[1])
        first_month, last_month = (int(match[2]),) * 2 if match[2] else (1, 12)
    else:
        return date.fromisoformat(part), date.fromisoformat(part)
    return date(year, first_month, 1), date(year, last_month, monthrange(year, last_month)[1])


def same_amount(expected: dict[str, Any], found: Figure) -> bool:
    """Whether value, upper end and unit agree."""
    upper = expected.get("value_max")
    return (
        found.unit == expected["unit"]
        and found.value == Decimal(expected["value"])
        and found.value_max == (None if upper is None else Decimal(upper))
    )


def wrong_fields(expected: dict[str, Any], found: Figure) -> list[str]:
    """The pinned fields that differ, each as `name: found instead of expected`."""
    wrong = [
        f"{name}: {getattr(found, name)!r} instead of {expected[name]!r}"
        for name in FIELDS
        if name in expected and getattr(found, name) != expected[name]
    ]
    if "period" in expected and day_span(found.period) != day_span(expected["period"]):
        wrong.append(f"period: {found.period!r} instead of {expected['period']!r}")
    return wrong


def check(case: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """Compare one case with what `extract` finds: counts of outcomes and the complaints."""
    published = case.get("published")
    found = list(
        extract(case["text"], published=date.fromisoformat(published) if published else None)
    )
    counts: Counter[str] = Counter(cases=1, expected=len(case["figures"]))
    complaints: list[str] = []
    for expected in case["figures"]:
        candidates = [figure for figure in found if same_amount(expected, figure)]
        if not candidates:
            counts["missing"] += 1
            complaints.append(f"missing {expected['value']} {expected['unit']}")
            continue
        best = min(candidates, key=lambda figure: len(wrong_fields(expected, figure)))
        found.remove(best)
        wrong = wrong_fields(expected, best)
        counts["right" if not wrong else "wrong fields"] += 1
        counts.update(f"wrong {complaint.split(':')[0]}" for complaint in wrong)
        complaints += [f"{expected['value']} {expected['unit']}: {entry}" for entry in wrong]
    counts["extra"] += len(found)
    complaints += [f"extra {figure.value} {figure.unit} {figure.text!r}" for figure in found]
    counts["cases failed"] += bool(complaints)
    return counts, complaints


def test_every_figure_of_the_packs_is_found_and_no_other() -> None:
    totals: dict[str, Counter[str]] = {}
    failures: list[str] = []
    for name, case in read_cases():
        counts, complaints = check(case)
        totals.setdefault(name.partition(":")[0], Counter()).update(counts)
        if complaints:
            lines = "".join(f"\n    {complaint}" for complaint in complaints)
            failures.append(f"{name} [{case['about']}] {case['text']}{lines}")
    summary = "\n".join(
        f"{pack}: " + ", ".join(f"{key} {count}" for key, count in sorted(counts.items()))
        for pack, counts in totals.items()
    )
    assert not failures, "\n".join([summary, *failures[:SHOWN], summary])


def test_open_cases_still_fail_and_say_why() -> None:
    rows = list(read_cases("open.jsonl"))
    passing = [name for name, case in rows if not check(case)[1]]
    assert not passing, f"now right, so they belong into cases.jsonl: {passing}"
    assert all(case["why"] for _, case in rows)
    assert len(rows) <= 12


def test_the_corpus_files_are_well_formed() -> None:
    sizes: Counter[str] = Counter()
    for name, case in read_cases():
        sizes[name.partition(":")[0]] += 1
        assert case.keys() <= {"text", "published", "figures", "about"}, name
        for expected in case["figures"]:
            assert expected.get("text", "") in case["text"], name
            assert format(Decimal(expected["value"]), "f") == expected["value"], name
            day_span(expected.get("period"))
    assert len(sizes) == 3
    assert min(sizes.values()) >= 300, sizes
