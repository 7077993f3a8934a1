"""`sauda ask`: one question, or a file of them."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.assembly import Ask, asker
from bot.contract import answer_json
from bot.render import render
from bot.terminal import IndexOption, is_terminal, settings, tell_first_use
from index.errors import BadInput
from retrieval.answerer import LONGEST
from retrieval.types import Answer


def command(
    question: Annotated[
        str | None, typer.Argument(help="The question; - reads it from standard input.")
    ] = None,
    index: IndexOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="The answer as JSON.")] = False,
    explain: Annotated[bool, typer.Option(help="Show how the answer was found.")] = False,
    context: Annotated[
        str | None, typer.Option(help="`context` of the answer that this question follows.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Questions as .jsonl; - for standard input.")
    ] = None,
) -> None:
    """Ask a question about the articles."""
    if (question is None) == (batch is None):
        raise BadInput("give a question, or --batch FILE")
    if batch is not None:
        ask = asker(settings(index), first_use=tell_first_use)
        _answer_batch(batch, ask, as_json=as_json)
        return
    text = sys.stdin.read() if question == "-" else question or ""
    if not as_json:
        _check(text)
    ask = asker(settings(index), first_use=tell_first_use)
    _show(ask(text, context), as_json=as_json, explain=explain)


def _check(text: str) -> None:
    """What is no question gets a line, before anything is looked up."""
    if not any(char.isalnum() for char in text):
        raise BadInput('the question is empty; ask for a figure, as in "Almaty–UK trade 2017"')
    if len(text) > LONGEST:
        raise BadInput(f"the question has {len(text):,} characters; ask in {LONGEST:,} or fewer")


def _show(answer: Answer, *, as_json: bool, explain: bool) -> None:
    if as_json:
        written = answer_json(answer)
        if explain:
            written["trace"] = list(answer.trace)
        print(json.dumps(written, ensure_ascii=False))
        return
    print(render(answer, surface="terminal" if is_terminal(sys.stdout) else "plain"))
    if explain:
        print("", *answer.trace, sep="\n")


def _answer_batch(path: Path, ask: Ask, *, as_json: bool) -> None:
    """Answer every line that holds a question; what holds none is named at the end."""
    bad: list[str] = []
    with _opened(path) as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = _asked(line)
            except ValueError as error:
                bad.append(f"{path}:{number}: {error}")
                continue
            answer = ask(asked["question"], asked.get("context"))
            if as_json:
                written = answer_json(answer, id=asked.get("id"))
                print(json.dumps(written, ensure_ascii=False), flush=True)
            else:
                print(render(answer), end="\n\n", flush=True)
    if bad:
        more = f" (and {len(bad) - 1} more such lines)" if len(bad) > 1 else ""
        raise BadInput(f"{bad[0]}{more}; the other lines were answered, correct this one")


def _opened(path: Path) -> TextIO:
    if str(path) == "-":
        return sys.stdin
    try:
        return path.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); give a .jsonl file") from None


def _asked(line: str) -> dict[str, Any]:
    """A line of a batch; ValueError says what it lacks."""
    try:
        asked = json.loads(line)
    except ValueError:
        raise ValueError("not JSON") from None
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        raise ValueError('no "question" in it')
    return asked
