"""`sauda index`: articles into an index."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.indexing import build
from bot.terminal import IndexOption, clear_progress, settings, show_progress
from index.types import BuildReport


def command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Folders and files.")] = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option(help="Start the index afresh.")] = False,
) -> None:
    """Index articles: add what is new, replace what has changed."""
    report = build(paths or [], settings(index), progress=show_progress, rebuild=rebuild)
    clear_progress()
    for skipped in report.skipped:
        print(f"skipped {skipped.path}: {skipped.reason}", file=sys.stderr)
    print(_line(report))


def _line(built: BuildReport) -> str:
    done = [
        f"{count} {name}"
        for name in ("added", "replaced", "unchanged", "removed")
        if (count := getattr(built, name))
    ]
    skipped = [f"{len(built.skipped)} skipped"] if built.skipped else []
    held = f"{built.articles} articles, {built.chunks} chunks, {built.figures} figures"
    return f"{held} ({', '.join(done + skipped)})" if done or skipped else held
