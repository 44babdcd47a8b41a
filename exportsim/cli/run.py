"""``exportsim run``: the trip that an exportsim.toml describes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from exportsim import simulate
from exportsim.cli.options import rehearsal_from, rehearsal_options
from exportsim.cli.parameters import FILE, json_option
from exportsim.cli.report_files import require_writable
from exportsim.cli.sending import SENDING_NAMES, Sent, sending_options
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.cli.verify import VERIFY_NAMES, judge, report_files, tell, verify_options
from exportsim.destinations import FORMS, Store, connect, deliver_as, place_from_url
from exportsim.errors import ConfigurationError, Gathering, Problem
from exportsim.ingest import require_parser
from exportsim.model import Delivery, Export, LocalFolder, Place
from exportsim.rehearsal import Rehearsal
from exportsim.reports import as_json as json_report
from exportsim.reports import text

PLAN = "plan"
"""In place of a URL: where the destination server says."""


@click.command()
@click.argument("config", metavar="EXPORTSIM_TOML", type=FILE)
@rehearsal_options
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the export, in place of the file's.")
@click.option("--to", metavar="URL", help=f"{', '.join(FORMS)}, a path, or plan: where the server says.")
@sending_options("--connections")
@verify_options
@json_option
def run(config: Path, as_json: bool, **given: Any) -> int:
    """Generate, send, fetch back and verify in one go, as exportsim.toml says.

    Needs out, [deliver] to where files are to be sent, and [verify] parser where they are to be judged: then the
    parser reads what arrived at the place. Options go before the file.
    """
    how = {name: given.pop(name) for name in VERIFY_NAMES}
    sending = {name: given.pop(name) for name in SENDING_NAMES}
    rehearsal = rehearsal_from(config, **given)
    sent = Sent.of(sending, rehearsal.sending)
    now = datetime.now(UTC)
    if rehearsal.out is None:
        raise ConfigurationError([Problem(f"{config}: out", "is missing", 'out = "folder for the export"')])
    trip = _Trip(rehearsal, as_json, how)
    gathering = Gathering()
    with gathering:
        require_writable(report_files(how), coming=rehearsal.out)
    with gathering:
        if rehearsal.parser is not None:
            require_parser(rehearsal.parser, f"{config}: verify.parser")
    place = None
    with gathering:
        if rehearsal.to is not None:
            where = "--to" if given["to"] else f"{config}: deliver.to"
            place = _place(rehearsal.to, rehearsal, rehearsal.out, now, where)
    gathering.done()
    if place is None:
        with progress_on_stderr() as progress:
            export = simulate.generate(rehearsal, rehearsal.out, now, progress)
        return trip.told(export)
    settings, how_sent = sent.settings(), sent.sending()
    with connect(place, settings) as store:
        where = "--behaviour" if sending["behaviours"] else f"{config}: deliver.behaviours"
        acting = sent.acting(place, store, where=where)
        with progress_on_stderr() as progress:
            if acting.names:  # they change what a whole export does, so none of it travels before it is whole
                export = simulate.generate(rehearsal, rehearsal.out, now, progress)
                delivery = deliver_as(acting, export, place, store, settings, sending=how_sent, progress=progress)
            else:
                export, delivery = simulate.generate_and_send(
                    rehearsal, rehearsal.out, now, place, store, sending=how_sent, progress=progress
                )
        return trip.told(export, delivery, store)


class _Trip:
    """Tells of each stage when it is through."""

    def __init__(self, rehearsal: Rehearsal, as_json: bool, how: dict[str, Any]) -> None:
        self._parser, self._as_json, self._how = rehearsal.parser, as_json, how

    def told(self, export: Export, delivery: Delivery | None = None, store: Store | None = None) -> int:
        """Verify where a parser is named; the exit code."""
        told: dict[str, Any] = {"export": json_report.export(export)}
        if delivery:
            told["delivery"] = json_report.delivery(delivery)
        if not self._as_json:
            show(text.export(export))
            show("")
            if delivery:
                show(text.delivery(delivery))
                show("")
        if self._parser is None:
            if self._as_json:
                show_json(told)
            return 0
        arrived = simulate.Arrived(delivery, store) if delivery and store else None
        judged = judge(export, self._parser, arrived=arrived, **self._how)
        if self._as_json:
            show_json({**told, "verification": json_report.verification(judged.report)})
        else:
            tell(judged, json_wanted=False)
        return judged.exit_code


def _place(url: str, rehearsal: Rehearsal, out: Path, now: datetime, where: str) -> Place:
    place = simulate.agree(rehearsal, now).place if url == PLAN else place_from_url(url, where)
    if isinstance(place, LocalFolder) and place.path.resolve().is_relative_to(out.resolve()):
        raise ConfigurationError([Problem(where, f"{place.path} lies inside the export", "another folder")])
    return place
