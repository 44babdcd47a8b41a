"""``exportsim inspect``: what a file is, and whether a server orders such a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exportsim import adobe, inspection
from exportsim.cli.parameters import FILE, Setting, json_option
from exportsim.cli.terminal import show, show_json
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Plan
from exportsim.reports import inspection_text


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--server", type=FILE, help="Destination server JSON to compare the file with.")
@click.option("--customer-data", type=FILE, help="What the customer filled in, as JSON.")
@click.option(
    "--set", "settings", type=Setting(), multiple=True, help="One value of the customer data; a.b for a nested one."
)
@click.option(
    "--switch", "switches", type=Setting(), multiple=True, help="Take another side of something undocumented."
)
@json_option
def inspect(file: str, server: Path | None, as_json: bool, **given: Any) -> int:
    """Tell what a file is: container, charset, dialect, columns, rows, oddities.

    FILE is a path or a URL (file://, s3://, ...). Every answer comes with the evidence for it, and with the
    fileConfigurations that would give such a file. With --server the file is compared with what the server orders:
    exit code 0 when nothing contradicts it, 1 when something does.
    """
    if server is None and any(given.values()):
        what = "--customer-data, --set and --switch say something of a server"
        raise ConfigurationError([Problem("--server", "is missing", what)])
    plan = _plan(server, **given) if server else None
    found = inspection.inspect(file)
    told = inspection.document(found, inspection.compare(found, plan) if plan else None)
    if as_json:
        show_json(told)
    else:
        show(inspection_text.inspection(told))
    return 0 if told.get("agrees", True) else 1


def _plan(
    server: Path,
    customer_data: Path | None,
    settings: tuple[tuple[str, str], ...],
    switches: tuple[tuple[str, str], ...],
) -> Plan:
    data = adobe.load_customer_data(customer_data, over=dict(settings))
    return adobe.resolve(adobe.load_server(server), data, overrides=dict(switches))
