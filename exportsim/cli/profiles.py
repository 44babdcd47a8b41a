"""``exportsim profiles``: a look at the people, without files."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

import formats
from exportsim import simulate
from exportsim.activation import activate
from exportsim.cli.options import config_option, rehearsal_from, rehearsal_options
from exportsim.profiles import EDGE_CASES, known_paths


@click.command()
@config_option
@rehearsal_options
@click.option("--paths", is_flag=True, help="List the paths that columns can be read from.")
@click.option("--catalogue", is_flag=True, help="List the edge cases: id, value, why it hurts.")
def profiles(paths: bool, catalogue: bool, config: Path | None, **given: Any) -> None:
    """Print rows as the JSON Lines that the platform would write of them."""
    rehearsal = rehearsal_from(config, **given)
    if paths:
        for path in known_paths(rehearsal.schema):
            click.echo(path)
    elif catalogue:
        for case in EDGE_CASES:
            click.echo(json.dumps({"id": case.id, "value": case.value, "why": case.why}, ensure_ascii=False))
    else:
        rows = simulate.choose(rehearsal, activate(rehearsal))
        lines = formats.from_options("json", {"ignoreNullFields": "false"})
        formats.write((piece.columns for piece in rows.slices), sys.stdout.buffer, lines, schema=rows.schema)
