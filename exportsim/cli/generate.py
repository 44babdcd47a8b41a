"""``exportsim generate``: the files of one export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from exportsim import simulate
from exportsim.cli.options import config_option, rehearsal_from, rehearsal_options
from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import note, progress_on_stderr, show, show_json
from exportsim.errors import ConfigurationError, Problem
from exportsim.reports import as_json as json_report
from exportsim.reports import text


@click.command()
@config_option
@rehearsal_options
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the export: new, empty or an older export.")
@click.option("--dry-run", is_flag=True, help="Check everything and show the plan; write nothing.")
@json_option
def generate(out: Path | None, dry_run: bool, as_json: bool, config: Path | None, **given: Any) -> None:
    """Write the files that the platform would write.

    With --out alone: a thousand synthetic people as the bundled sample server orders them. The same options give the
    same bytes, before encryption.
    """
    rehearsal = rehearsal_from(config, out=out, **given)
    if rehearsal.server is None:
        note("no --server given: using the bundled Amazon S3 sample")
    if dry_run:
        preview = simulate.preview(rehearsal, datetime.now(UTC))
        if as_json:
            show_json(json_report.preview(preview))
        else:
            show(text.preview(preview))
        return
    if rehearsal.out is None:
        raise ConfigurationError([Problem("--out", "is missing", "a folder that is new, empty or an older export")])
    with progress_on_stderr() as progress:
        export = simulate.generate(rehearsal, rehearsal.out, datetime.now(UTC), progress)
    if as_json:
        show_json(json_report.export(export))
    else:
        show(text.export(export))
