"""What the commands share: the option that names an index, the settings, and the terminal."""

import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.settings import Settings, read_environment, read_settings

IndexOption = Annotated[
    Path | None, typer.Option("--index", metavar="DIR", help="Where the index lives.")
]


def environment() -> Mapping[str, str]:
    """The environment over the .env file of the folder that the command runs in."""
    return read_environment(os.environ, Path(".env"))


def settings(index: Path | None) -> Settings:
    """The settings, with the folder that the command line gives."""
    read = read_settings(environment())
    return read if index is None else replace(read, index=index, index_given=True)


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream shows colours to a person."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show_progress(stage: str, done: int) -> None:
    """One line on a terminal that tells how far an index is."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{stage}: {done}", end="", file=sys.stderr, flush=True)


def clear_progress() -> None:
    """Take that line away."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def tell_first_use(directory: Path) -> None:
    """Say why the first answer takes longer."""
    print(f"No index yet: indexing the seed articles into {directory} …", file=sys.stderr)
