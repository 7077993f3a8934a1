"""The command line: `sauda index`, `ask`, `figures`, `eval`, `telegram`.

Exit status 0 for any well-formed run, 2 with one line on stderr where something must be set right
first, 130 when interrupted.
"""

import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot import assembly
from bot.contract import answer_json
from bot.evaluate import evaluate, failures, gold_articles, read_gold, report
from bot.ledger_table import ledger_rows, ledger_text
from bot.render import render
from bot.settings import Settings, read_environment, read_settings
from index.errors import BadInput, SaudaError
from index.types import BuildReport
from retrieval.types import Answer

INTERRUPTED = 130

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Answers questions about figures in a corpus of news, each digit traced to its source.",
)

IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Where the index lives.")
]


@app.command("index")
def index_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders and files.")] = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option(help="Start the index afresh.")] = False,
) -> None:
    """Index articles: add what is new, replace what has changed."""
    report = assembly.build(paths or [], _settings(index), progress=_progress, rebuild=rebuild)
    _clear_progress()
    for skipped in report.skipped:
        print(f"skipped {skipped.path}: {skipped.reason}", file=sys.stderr)
    print(_build_line(report))


@app.command("ask")
def ask_command(
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
    settings = _settings(index)
    ask = _asker(settings)
    if batch is not None:
        _answer_batch(batch, ask, as_json=as_json)
        return
    text = sys.stdin.read() if question == "-" else question or ""
    _show(ask(text, context), as_json=as_json, explain=explain)


@app.command("figures")
def figures_command(
    place: Annotated[str | None, typer.Option(help="A city, region or country.")] = None,
    partner: Annotated[str | None, typer.Option(help="The other side.")] = None,
    indicator: Annotated[str | None, typer.Option(help="Such as exports.")] = None,
    year: Annotated[int | None, typer.Option(help="Figures that touch this year.")] = None,
    index: IndexOption = None,
) -> None:
    """Show the ledger: every figure that the articles give."""
    opened = assembly.index(_settings(index), first_use=_tell_first_use)
    rows = ledger_rows(opened, place=place, partner=partner, indicator=indicator, year=year)
    width = shutil.get_terminal_size().columns
    print(ledger_text(rows, terminal=_is_terminal(sys.stdout), width=width))


@app.command("eval")
def eval_command(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Questions with answers.")],
    index: IndexOption = None,
    articles: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Index these articles for the run.")
    ] = None,
    show_failures: Annotated[
        bool, typer.Option("--failures", help="List what did not go right.")
    ] = False,
) -> None:
    """Hold the answers against gold questions."""
    questions = read_gold(gold)
    if not questions:
        raise BadInput(f"{gold} holds no questions; give a .jsonl of gold questions")
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(index)
        if articles is not None:
            settings = _index_gold(articles, settings, Path(folder))
        ask = _asker(settings)
        results = evaluate(questions, lambda text: ask(text, None))
        opened = assembly.index(settings)
        languages = {article.id: article.language for article in opened.articles()}
        opened.close()
    if show_failures:
        print(*failures(results), "", sep="\n")
    print(report(results, lambda document: languages.get(document, "?")))


@app.command("telegram")
def telegram_command(index: IndexOption = None) -> None:
    """Answer in Telegram until told to stop."""
    door = _door("bot.telegram_bot", extra="telegram")
    settings = _settings(index)
    os.environ.update(_environment())  # where the door's own settings are looked for
    try:
        telegram = door.TelegramSettings()
    except ValueError as error:
        raise BadInput(f"a TELEGRAM_… setting cannot be read: {error}") from None
    door.run(settings, telegram)


def _door(module: str, *, extra: str) -> Any:
    """The module of a door whose libraries are an extra: no other command waits for them."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise BadInput(f"{error.name} is missing; run: pip install 'sauda[{extra}]'") from None


def _index_gold(articles: Path, settings: Settings, folder: Path) -> Settings:
    rows = gold_articles(articles)
    if not rows:
        raise BadInput(f"no .txt articles in {articles}; give the folder of the gold's articles")
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    settings = replace(settings, index=folder / "index", index_given=True)
    assembly.build([source], settings, progress=_progress)
    _clear_progress()
    return settings


def _settings(index: Path | None) -> Settings:
    settings = read_settings(_environment())
    return settings if index is None else replace(settings, index=index, index_given=True)


def _environment() -> dict[str, str]:
    return read_environment(os.environ, Path(".env"))


def _asker(settings: Settings) -> Callable[[str, str | None], Answer]:
    answerer = assembly.answerer(settings, first_use=_tell_first_use)

    def ask(text: str, context: str | None) -> Answer:
        asked_at = datetime.now().astimezone()
        return answerer.answer(_encodable(text), asked_at=asked_at, context=context)

    return ask


def _encodable(text: str) -> str:
    """The text with ? for half characters, which a shell or a JSON escape may hand over."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _show(answer: Answer, *, as_json: bool, explain: bool) -> None:
    if as_json:
        written = answer_json(answer)
        if explain:
            written["trace"] = list(answer.trace)
        print(json.dumps(written, ensure_ascii=False))
        return
    print(render(answer, surface="terminal" if _is_terminal(sys.stdout) else "plain"))
    if explain:
        print("", *answer.trace, sep="\n")


def _answer_batch(path: Path, ask: Callable[[str, str | None], Answer], *, as_json: bool) -> None:
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


def _build_line(built: BuildReport) -> str:
    done = [
        f"{count} {name}"
        for name in ("added", "replaced", "unchanged", "removed")
        if (count := getattr(built, name))
    ]
    skipped = [f"{len(built.skipped)} skipped"] if built.skipped else []
    held = f"{built.articles} articles, {built.chunks} chunks, {built.figures} figures"
    return f"{held} ({', '.join(done + skipped)})" if done or skipped else held


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _progress(stage: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage}: {done}", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _tell_first_use(directory: Path) -> None:
    print(f"No index yet: indexing the seed articles into {directory} …", file=sys.stderr)


def main() -> None:
    """Run the command line and leave with its status."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status; errors meant for the user become one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = app(list(arguments) or ["--help"], prog_name="sauda", standalone_mode=False)
        sys.stdout.flush()
    except typer.BadParameter as error:
        return _refuse(error.format_message())
    except typer.TyperException as error:
        return _refuse(str(error))
    except SaudaError as error:
        return _refuse(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader has left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return int(status or 0)


def _refuse(message: str) -> int:
    print("sauda: " + " ".join(message.split()), file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
