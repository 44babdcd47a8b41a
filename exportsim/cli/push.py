"""``exportsim push``: an export travels to a place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import click

from exportsim.cli.options import json_option
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.destinations import IfExists, Sending, Settings, connect, deliver, place_from_url, waybill
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import load_export
from exportsim.model import LocalFolder
from exportsim.reports import as_json as json_report
from exportsim.reports import text


@click.command()
@click.argument("folder", metavar="EXPORT_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "url", help="file:///folder or a path.  [default: the place of the plan]")
@click.option(
    "--if-exists", type=click.Choice(get_args(IfExists)), default="fail", show_default=True, help="Of other content."
)
@click.option("--dry-run", is_flag=True, help="Show what would be sent, send nothing.")
@json_option
def push(folder: Path, url: str | None, if_exists: IfExists, dry_run: bool, as_json: bool) -> None:
    """Send an export: every file whole or not at all, the manifest last.

    A push that was interrupted is completed by the same command; what has arrived whole is not sent twice.
    """
    export = load_export(folder)
    place = place_from_url(url) if url else export.plan.place
    if isinstance(place, LocalFolder) and place.path.resolve().is_relative_to(folder.resolve()):
        raise ConfigurationError([Problem("--to", f"{place.path} lies inside the export", "another folder")])
    with connect(place, Settings(os.environ)) as store:
        if dry_run and as_json:
            show_json({"files": [{"key": file.name, "size": file.size} for file in waybill(export)]})
            return
        if dry_run:
            for file in waybill(export):
                click.echo(f"{file.name}  {file.size:,} bytes")
            return
        with progress_on_stderr() as progress:
            delivery = deliver(export, place, store, sending=Sending(if_exists), progress=progress)
    if as_json:
        show_json(json_report.delivery(delivery))
    else:
        show(text.delivery(delivery))
