"""``exportsim doctor``: why files do not arrive at a place."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path, PurePosixPath

import click

from exportsim import simulate
from exportsim.cli.options import rehearsal_from
from exportsim.cli.parameters import FILE, Setting, json_option
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.destinations import FORMS, Settings, examine, place_from_url
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import load_export
from exportsim.model import Place
from exportsim.reports import as_json as json_report
from exportsim.reports import diagnosis_text

UNHEALTHY = 4


@click.command()
@click.argument(
    "export", metavar="[EXPORT_DIR]", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--to", "url", metavar="URL", help=f"{', '.join(FORMS)} or a path.")
@click.option("--server", type=FILE, help="Destination server JSON that names the place.")
@click.option("--customer-data", type=FILE, help="What the customer filled in, as JSON.")
@click.option(
    "--set", "settings", type=Setting(), multiple=True, help="One value of the customer data; a.b for a nested one."
)
@click.option(
    "--patience",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds without a byte until a step has failed.",
)
@json_option
def doctor(
    export: Path | None,
    url: str | None,
    server: Path | None,
    customer_data: Path | None,
    settings: tuple[tuple[str, str], ...],
    patience: float,
    as_json: bool,
) -> int:
    """Go to a place, leave a small file there, read it back, list it and delete it.

    The place is that of --to, of an export, or of a destination server. Every step is told, and of one that fails the
    cause (settings, name, connection, certificate, clock, credentials, permission, missing bucket), what to do, and
    the permission that the platform needs for it too. Credentials come from the environment, as for exportsim push.
    Exit code 4 when a step failed.
    """
    if sum(map(bool, (export, url, server))) != 1:
        raise ConfigurationError([Problem("doctor", "needs one place", "one of --to, EXPORT_DIR and --server")])
    if export:
        place, folder = _of_export(export)
    elif server:
        place, folder = _of_server(server, customer_data, settings)
    else:
        place, folder = place_from_url(url or ""), ""
    reached = Settings(os.environ, timeout=patience, jobs=1, parts=1)
    with progress_on_stderr() as progress:
        found = examine(place, reached, _now, folder=folder, progress=progress)
    show_json(json_report.diagnosis(found)) if as_json else show(diagnosis_text.diagnosis(found))
    return 0 if found.healthy else UNHEALTHY


def _of_export(folder: Path) -> tuple[Place, str]:
    export = load_export(folder)
    names = [file.name for file in export.files]
    return export.plan.place, str(PurePosixPath(names[0]).parent) if names and "/" in names[0] else ""


def _of_server(server: Path, customer_data: Path | None, settings: tuple[tuple[str, str], ...]) -> tuple[Place, str]:
    rehearsal = rehearsal_from(None, server=server, customer_data=customer_data, settings=settings)
    plan = simulate.agree(rehearsal, _now())
    # What a run is called is not known here: the folder is that above its macros.
    return plan.place, "/".join(takewhile(lambda name: "%" not in name, plan.folder.split("/")))


def _now() -> datetime:
    return datetime.now(UTC)
