"""The command line: `sauda ask`, `index`, `figures`, `eval`, `telegram`.

Exit status 0 for any well-formed run, 2 with one line on stderr where something must be set right
first, 130 when interrupted. Each command is a module, and only the one that was asked for is
imported: an answer does not wait for what builds an index.
"""

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import typer

from index.errors import SaudaError

COMMANDS = ("ask", "index", "figures", "eval", "telegram")
INTERRUPTED = 130
RARELY = 100_000  # new objects between two collections of garbage


def main() -> NoReturn:
    """Run the command line and leave with its status.

    Of the 0.72 s that an answer took, 0.06 went into collecting garbage among what had just been
    imported, and 0.06 into taking the libraries down again.
    """
    gc.set_threshold(RARELY)
    status = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status; errors meant for the user become one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    wanted = [name for name in COMMANDS if name in arguments[:1]] or COMMANDS
    try:
        commands = _commands(wanted)
        status = commands(list(arguments) or ["--help"], prog_name="sauda", standalone_mode=False)
        sys.stdout.flush()
    except typer.BadParameter as error:
        return _refuse(error.format_message())
    except typer.TyperException as error:
        return _refuse(str(error))
    except SaudaError as error:
        return _refuse(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SystemExit:  # so typer leaves when the reader has left, as `head` does
        return 0
    except BrokenPipeError:  # the reader left before the last line
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a full disk, a file that may not be read
        return _refuse(f"{error.filename or 'the system'}: {error.strerror}; mend that, try again")
    return int(status or 0)


def _commands(names: Sequence[str]) -> typer.Typer:
    commands = typer.Typer(
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        callback=_about,
    )
    for name in names:
        commands.command(name)(import_module(f"bot.command_{name}").command)
    return commands


def _about() -> None:
    """Answers questions about figures in a corpus of news, each digit traced to its source."""


def _refuse(message: str) -> int:
    print("sauda: " + " ".join(message.split()), file=sys.stderr)
    return 2


if __name__ == "__main__":
    main()
