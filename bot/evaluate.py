"""Answers held against gold questions: right, abstained or wrong, and by which languages."""

import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from index.errors import BadInput
from retrieval.types import Answer, AnswerFigure

Outcome = Literal["right", "abstained", "wrong"]
OUTCOMES: tuple[Outcome, ...] = ("right", "abstained", "wrong")
CHECKED = ("period", "place", "partner", "kind", "bound")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """A question with what a right answer holds; `figures` are as in the contract."""

    id: str
    language: str
    question: str
    answerable: bool
    documents: tuple[str, ...]
    figures: tuple[dict[str, Any], ...]
    conflict: bool
    evidence: str | None
    note: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """How one gold question went; `lower`: the right figure stood, but not in the first place."""

    gold: Gold
    answer: Answer
    outcome: Outcome
    lower: bool
    agreed: dict[str, bool]
    seconds: float


def read_gold(path: Path) -> list[Gold]:
    """The questions of a gold file, one JSON object a line.

    Errors: BadInput, naming file and line.
    """
    if not path.is_file():
        raise BadInput(f"there is no file {path}; give a .jsonl of gold questions")
    gold = []
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            gold.append(_gold(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadInput(f"{path}:{number}: not a gold question; correct the line") from None
    return gold


def _gold(row: dict[str, Any]) -> Gold:
    return Gold(
        id=row["id"],
        language=row["lang"],
        question=row["question"],
        answerable=row["answerable"],
        documents=tuple(row["docs"]),
        figures=tuple(row["figures"]),
        conflict=row.get("conflict", False),
        evidence=row.get("evidence"),
        note=row.get("note"),
    )


def evaluate(gold: Iterable[Gold], ask: Callable[[str], Answer]) -> list[Result]:
    """Ask every question and judge the answer."""
    results = []
    for each in gold:
        started = time.perf_counter()
        answer = ask(each.question)
        results.append(judge(each, answer, seconds=time.perf_counter() - started))
    return results


def judge(gold: Gold, answer: Answer, *, seconds: float = 0.0) -> Result:
    """Hold one answer against its gold question."""
    figures = every_figure(answer)
    outcome = _outcome(gold, answer, figures)
    wanted = gold.figures[0] if gold.figures else None
    matching = [figure for figure in figures if wanted and _is(figure, wanted, gold.documents)]
    shown = figures[0] if outcome == "right" and wanted and not gold.conflict else None
    return Result(
        gold=gold,
        answer=answer,
        outcome=outcome,
        lower=outcome == "wrong" and bool(matching),
        agreed={name: getattr(shown, name) == wanted.get(name) for name in CHECKED}
        if shown and wanted
        else {},
        seconds=seconds,
    )


def every_figure(answer: Answer) -> tuple[AnswerFigure, ...]:
    """The figures of an answer, or of its parts where it answers several questions."""
    if answer.parts:
        return tuple(figure for part in answer.parts for figure in every_figure(part))
    return answer.figures


def _outcome(gold: Gold, answer: Answer, figures: Sequence[AnswerFigure]) -> Outcome:
    if not gold.answerable:
        return "wrong" if answer.status == "answered" else "right"
    if answer.status == "not_found":
        return "abstained"
    return "right" if _answers(gold, answer, figures) else "wrong"


def _answers(gold: Gold, answer: Answer, figures: Sequence[AnswerFigure]) -> bool:
    if not gold.figures and gold.evidence:
        return any(
            gold.evidence in passage.chunk.text and passage.article.id in gold.documents
            for passage in answer.passages
        )
    if not gold.figures:  # a list over the ledger: every article has its line
        return {figure.document for figure in figures} >= set(gold.documents)
    if gold.conflict:
        return all(
            any(_is(figure, wanted, gold.documents) for figure in figures)
            for wanted in gold.figures
        )
    return bool(figures) and _is(figures[0], gold.figures[0], gold.documents)


def _is(figure: AnswerFigure, wanted: dict[str, Any], documents: Sequence[str]) -> bool:
    """Whether the figure has the wanted value (of a range: one of its ends) and unit."""
    ends = {Decimal(wanted[key]) for key in ("value", "value_max") if wanted.get(key) is not None}
    return (
        bool({figure.value, figure.value_max} & ends)
        and figure.unit == wanted["unit"]
        and figure.document in documents
    )


def report(results: Sequence[Result], article_language: Callable[[str], str]) -> str:
    """The table: totals, by question language and article language, and what else agreed."""
    pairs: dict[str, list[Result]] = {}
    for result in results:
        documents = result.gold.documents
        written = "+".join(sorted({article_language(document) for document in documents})) or "–"
        pairs.setdefault(f"{result.gold.language} → {written}", []).append(result)
    rows = [["question → article", "questions", *OUTCOMES]]
    rows += [_row(name, pairs[name]) for name in sorted(pairs)]
    rows.append(_row("all", results))
    lines = [_aligned(row) for row in rows]
    return "\n".join([*lines, "", *_details(results)])


def _row(name: str, results: Sequence[Result]) -> list[str]:
    counts = Counter(result.outcome for result in results)
    return [name, str(len(results)), *(str(counts[outcome]) for outcome in OUTCOMES)]


def _aligned(row: Sequence[str]) -> str:
    return row[0].ljust(20) + "".join(cell.rjust(11) for cell in row[1:])


def _details(results: Sequence[Result]) -> list[str]:
    lower = sum(result.lower for result in results)
    checked = [result.agreed for result in results if result.agreed]
    agreed = ", ".join(
        f"{name} {sum(each[name] for each in checked)}/{len(checked)}" for name in CHECKED
    )
    lines = [
        f"right figure lower in the list of a wrong answer: {lower}",
        f"of the right first figures also right: {agreed}",
    ]
    if results:
        seconds = sorted(result.seconds for result in results)
        median, most = statistics.median(seconds), seconds[-1]
        lines.append(f"time of an answer: median {median * 1000:.1f} ms, most {most * 1000:.1f} ms")
    return lines


def failures(results: Sequence[Result]) -> list[str]:
    """Each question that did not go right, what was wanted and what was answered."""
    return [_failure(result) for result in results if result.outcome != "right"]


def _failure(result: Result) -> str:
    wanted = ", ".join(f"{each['value']} {each['unit']}" for each in result.gold.figures)
    got = "; ".join(_told(figure) for figure in every_figure(result.answer)[:3])
    where = ", ".join(result.gold.documents)
    reason = f" ({result.answer.reason})" if result.answer.reason else ""
    return (
        f"{result.outcome} {result.gold.id} [{result.gold.language}] {result.gold.question}\n"
        f"    wanted {wanted or 'no figure'} in {where or 'no article'}\n"
        f"    got {result.answer.status}{reason} {got}"
    )


def _told(figure: AnswerFigure) -> str:
    return (
        f"{figure.value} {figure.unit} {figure.kind} {figure.indicator} "
        f"{figure.place}–{figure.partner} {figure.period} in {figure.document}"
    )


def gold_articles(folder: Path) -> list[dict[str, Any]]:
    """The articles of a gold folder with the titles and dates of the `articles.jsonl` beside it."""
    table = folder.parent / "articles.jsonl"
    known: dict[str, dict[str, Any]] = {}
    if table.is_file():
        rows = (json.loads(line) for line in table.read_text("utf-8").splitlines() if line.strip())
        known = {row["doc"]: row for row in rows}
    return [
        {
            "id": path.stem,
            "text": path.read_text("utf-8", "replace"),
            "title": known.get(path.stem, {}).get("title"),
            "published": known.get(path.stem, {}).get("published"),
        }
        for path in sorted(folder.glob("*.txt"))
    ]
