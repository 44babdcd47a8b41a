"""Whether a parser is there at all, told before the work that would be for nothing without it."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from exportsim.ingest.callable import NOT_FOUND
from exportsim.ingest.command import FUNCTION, read_command, wrong
from exportsim.ingest.process import Limits, run

PATIENCE = Limits(seconds=10.0)
"""A module that takes longer to import is found wanting, if it is, when it has a file to read."""

MOST_OUTPUT = 64 << 20


def require_parser(parser: str, where: str = "--parser") -> None:
    """Look for the program, or import the module and look for the function; nothing is parsed.

    Raises ``ConfigurationError`` that names ``where``. A module that cannot be imported, or not so soon, passes: what
    it says of itself belongs to the run.
    """
    command = read_command(parser, where)
    if not command.is_callable:
        return
    look = [argument for argument in command.arguments if argument not in ("{file}", "{output}")]
    with tempfile.TemporaryDirectory(prefix="exportsim-") as work:
        out, err = Path(work) / "out", Path(work) / "err"
        outcome = run(look, PATIENCE, MOST_OUTPUT, out, err, [], threading.Event())
    if outcome.status == NOT_FOUND:
        raise wrong(outcome.stderr_tail, FUNCTION, where)
