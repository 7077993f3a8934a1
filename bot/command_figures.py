"""`sauda figures`: the ledger as a table."""

import shutil
import sys
from typing import Annotated

import typer

from bot.assembly import index as open_index
from bot.ledger_table import ledger_rows, ledger_text
from bot.terminal import IndexOption, is_terminal, settings, tell_first_use


def command(
    place: Annotated[str | None, typer.Option(help="A city, region or country.")] = None,
    partner: Annotated[str | None, typer.Option(help="The other side.")] = None,
    indicator: Annotated[str | None, typer.Option(help="Such as exports.")] = None,
    year: Annotated[int | None, typer.Option(help="Figures that touch this year.")] = None,
    index: IndexOption = None,
) -> None:
    """Show the ledger: every figure that the articles give."""
    opened = open_index(settings(index), first_use=tell_first_use)
    rows = ledger_rows(opened, place=place, partner=partner, indicator=indicator, year=year)
    width = shutil.get_terminal_size().columns
    print(ledger_text(rows, terminal=is_terminal(sys.stdout), width=width))
