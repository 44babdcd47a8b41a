"""``exportsim profiles``: a look at the people, without files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

import formats
from exportsim import simulate
from exportsim.activation import activate
from exportsim.cli.options import config_option, rehearsal_from, rehearsal_options
from exportsim.cli.terminal import show_json
from exportsim.errors import ConfigurationError, Problem
from exportsim.profiles import EDGE_CASES, known_paths

API_SHAPES: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "sample-profiles": lambda found: found,
    "test-request": lambda found: {"profiles": found},
}
AT_ONCE = range(1, 1_001)
"""How many sample profiles the vendor gives in one answer."""


@click.command()
@config_option
@rehearsal_options
@click.option("--paths", is_flag=True, help="List the paths that columns can be read from.")
@click.option("--catalogue", is_flag=True, help="List the edge cases: id, value, why it hurts.")
@click.option(
    "--as",
    "shape",
    type=click.Choice(["rows", *API_SHAPES]),
    default="rows",
    help="rows: JSON Lines; or one profile, more with --count, as the vendor's testing API shows and takes them.",
)
def profiles(paths: bool, catalogue: bool, shape: str, config: Path | None, **given: Any) -> None:
    """Print rows as the JSON Lines that the platform would write of them.

    Or the same people for the vendor's own test calls, with the fields that are mapped alone: the answer that lists
    sample profiles, or the body of a test request.
    """
    rehearsal = rehearsal_from(config, **given)
    if paths:
        for path in known_paths(rehearsal.schema):
            click.echo(path)
    elif catalogue:
        for case in EDGE_CASES:
            click.echo(json.dumps({"id": case.id, "value": case.value, "why": case.why}, ensure_ascii=False))
    elif shape != "rows":
        count = 1 if given["count"] is None else given["count"]
        if count not in AT_ONCE:
            raise ConfigurationError([Problem("--count", f"{count} profiles at once", "1 to 1000, as the API gives")])
        found = simulate.samples(rehearsal, count, datetime.now(UTC))
        show_json(API_SHAPES[shape](found))
    else:
        rows = simulate.choose(rehearsal, activate(rehearsal))
        lines = formats.from_options("json", {"ignoreNullFields": "false"})
        formats.write((piece.columns for piece in rows.slices), sys.stdout.buffer, lines, schema=rows.schema)
