"""The command line: read arguments, call one function, render, choose the exit code."""

from __future__ import annotations

import click

from exportsim import __version__
from exportsim.cli.commands import COMMANDS, LazyCommands

EPILOG = """Exit codes: 0 all well, 1 the verdict is fail, 2 wrong usage or configuration, 3 the parser crashed or
timed out, 4 files could not be written or delivered, 130 interrupted."""


@click.group(
    cls=LazyCommands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="exportsim")
def main() -> None:
    """Rehearse Adobe Experience Platform batch exports before a customer's first one arrives.

    exportsim writes the files that the platform would write, runs your own parser on them and says cell by cell
    whether what was read is what was meant. Begin with: exportsim demo
    """


__all__ = ["COMMANDS", "main"]
