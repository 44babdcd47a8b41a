"""``exportsim fetch``: an export comes back from a place."""

from __future__ import annotations

import os
from pathlib import Path

import click

from exportsim import simulate
from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import progress_on_stderr, show_json
from exportsim.destinations import JOBS, Settings, connect, place_from_url
from exportsim.export import load_export
from exportsim.reports.facts import count


@click.command()
@click.argument("url", metavar="URL")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--export",
    "original",
    metavar="EXPORT_DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Fetch the files of this export alone, hold them against its record, and make DIR an export to verify.",
)
@click.option(
    "--connections", type=click.IntRange(min=1, max=64), default=JOBS, show_default=True, help="Files at once."
)
@json_option
def fetch(url: str, folder: Path, original: Path | None, connections: int, as_json: bool) -> None:
    """Get back what lies at a place, into a new folder; whole or not at all.

    What an older fetch left in the folder is replaced.

    With --export every file is compared with what was sent, and exportsim verify DIR judges a parser on what really
    arrived.
    """
    place = place_from_url(url, "URL")
    export = load_export(original) if original else None
    with connect(place, Settings(os.environ, jobs=connections)) as store, progress_on_stderr() as progress:
        files = simulate.fetch_into(folder, store, url, export, jobs=connections, progress=progress)
    if as_json:
        show_json({"folder": str(folder), "files": [{"name": name, "size": size} for name, size in files]})
        return
    for name, size in files:
        click.echo(f"{size:>13,}  {name}")
    click.echo(f"{count(len(files), 'file')} in {folder}")
