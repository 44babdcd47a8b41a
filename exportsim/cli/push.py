"""``exportsim push``: an export travels to a place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from exportsim.cli.parameters import json_option
from exportsim.cli.sending import Sent, sending_options
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.destinations import FORMS, connect, deliver, deliver_as, place_from_url, planned
from exportsim.errors import ConfigurationError, DeliveryError, Problem
from exportsim.export import load_export
from exportsim.model import Export, LocalFolder, Place
from exportsim.reports import as_json as json_report
from exportsim.reports import text


@click.command()
@click.argument("folder", metavar="EXPORT_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--to", "url", metavar="URL", help=f"{', '.join(FORMS)} or a path.  [default: the place of the plan]")
@sending_options("--jobs", "--connections")
@click.option("--dry-run", is_flag=True, help="Look what is there and show what would be sent; send nothing.")
@json_option
def push(folder: Path, url: str | None, dry_run: bool, as_json: bool, **how: Any) -> int:
    """Send an export: every file whole or not at all, the manifest last.

    A push that was interrupted is completed by the same command, unless a behaviour made it leave half a file in
    sight; what has arrived whole is not sent twice.
    Credentials come from the environment: docs/destinations.md names them for each kind of place. exportsim doctor
    says what is wrong with a place. A dry run ends as the push would: with 4 where other content is in the way.
    """
    export = load_export(folder)
    place = place_of(export, url)
    sent = Sent.of(how)
    settings, sending = sent.settings(), sent.sending()
    with connect(place, settings) as store, progress_on_stderr() as progress:
        acting = sent.acting(place, store, export)
        if dry_run:
            would = planned(acting.travelling(export), place, store, sending=sending, progress=progress)
        elif acting.names:
            delivery = deliver_as(acting, export, place, store, settings, sending=sending, progress=progress)
        else:
            delivery = deliver(export, place, store, sending=sending, progress=progress)
    if dry_run:
        show_json(json_report.planned(would)) if as_json else show(text.planned(would))
        return DeliveryError.exit_code if would.refused else 0
    show_json(json_report.delivery(delivery)) if as_json else show(text.delivery(delivery))
    return 0


def place_of(export: Export, url: str | None) -> Place:
    """Where an export travels: as a URL says, or else as its plan does."""
    place = place_from_url(url) if url else export.plan.place
    if isinstance(place, LocalFolder) and place.path.resolve().is_relative_to(export.folder.resolve()):
        raise ConfigurationError([Problem("--to", f"{place.path} lies inside the export", "another folder")])
    return place
