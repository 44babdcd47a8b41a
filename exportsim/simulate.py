"""The whole trip: agree, choose, write, send, read, judge. Each stage hands the next one value."""

from __future__ import annotations

import json
import shutil
import tempfile
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from exportsim import adobe, destinations, profiles
from exportsim.activation import activate, switches
from exportsim.destinations import Journal, Sending, Shipment, Store, waybill
from exportsim.errors import ConfigurationError, Gathering, Problem, TerminalFailure
from exportsim.export import (
    EXPORT,
    FETCHED,
    FOLDER,
    NOBODY,
    Watcher,
    file_names,
    is_static,
    load_public_key,
    require_ours,
    staged,
    write_export,
)
from exportsim.ingest import Limits, ingest
from exportsim.model import Activation, Delivery, Export, Place, Plan, Preview, PublicKey, Report, Rows, Run
from exportsim.offering import offer_to, within
from exportsim.progress import SILENT, Progress
from exportsim.rehearsal import Rehearsal
from exportsim.subject import fitted
from exportsim.verdict import compare

PEOPLE_UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
"""No synthetic time is after it, unless the rehearsal names a time of its own: the same seed, the same people."""

STATIC = "the file name holds no DATETIME and no TIMESTAMP: each export overwrites the one before"

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Arrived:
    """A delivery whose place is still connected, so that it can be read back."""

    delivery: Delivery
    store: Store


def agree(rehearsal: Rehearsal, now: datetime) -> Plan:
    """Stage 1: the destination server and the customer's data become a plan.

    A key for encryption must not have expired at ``now``, the time of the clock and not of the run.
    """
    bundled = rehearsal.server is None
    data_file = rehearsal.customer_data or (SAMPLES / "customer-data" / "s3.json" if bundled else None)
    gathering = Gathering()
    with gathering:
        server = adobe.load_server(rehearsal.server or SAMPLES / "servers" / "s3.json")
    with gathering:
        customer_data = adobe.load_customer_data(data_file, over=rehearsal.settings)
    with gathering:
        destination = adobe.load_destination(rehearsal.destination) if rehearsal.destination else None
    gathering.done()
    armor = {} if rehearsal.pgp_armor is None else {"encrypted-armor": str(rehearsal.pgp_armor).lower()}
    plan = adobe.resolve(
        server,
        customer_data,
        overrides={**rehearsal.switches, **armor},
        preset=rehearsal.preset,
        options=rehearsal.options,
        key=_public_key(rehearsal, now),
        destination=destination,
    )
    return replace(plan, max_file_rows=rehearsal.max_file_rows or plan.max_file_rows)


def choose(
    rehearsal: Rehearsal,
    activation: Activation,
    *,
    moment: profiles.Moment | None = None,
    also: Sequence[profiles.Input] = (),
    finish: Callable[[Rows, Activation], Rows] = profiles.activated,
) -> Rows:
    """Stage 2: profiles become rows; ``also`` and ``finish`` are for who wants more of a profile than a file does."""
    share = rehearsal.edge_cases
    if rehearsal.profiles:
        return profiles.from_file(
            activation, rehearsal.profiles, edge_case_share=share, seed=rehearsal.seed, also=also, finish=finish
        )
    return profiles.synthetic(
        activation,
        count=rehearsal.count,
        seed=rehearsal.seed,
        schema=rehearsal.schema,
        edge_case_share=share,
        now=rehearsal.now or PEOPLE_UNTIL,
        moment=moment,
        also=also,
        finish=finish,
    )


def samples(rehearsal: Rehearsal, count: int, now: datetime) -> list[dict[str, Any]]:
    """The first ``count`` profiles as the vendor's testing API shows and takes them, with what is mapped alone."""
    activation, memberships = profiles.asked(activate(rehearsal))
    rows = choose(replace(rehearsal, count=count), activation, also=memberships, finish=lambda rows, _: rows)
    return list(islice(profiles.nested(rows, activation, rehearsal.now or now), count))


def run_of(rehearsal: Rehearsal, now: datetime) -> Run:
    """One execution at ``now``; its id follows from the rehearsal, so that the same rehearsal has the same manifest."""
    named = f"{rehearsal.audience.id} {rehearsal.seed} {now.isoformat()}"
    run_id = rehearsal.run_id or str(uuid.uuid5(uuid.NAMESPACE_URL, f"exportsim:{named}"))
    run = Run(run_id, scheduled=now, started=now)
    offer = offer_to(rehearsal)
    return replace(
        run,
        destination=rehearsal.destination_name or (offer.name if offer else "") or run.destination,
        instance_id=rehearsal.instance_id or run.instance_id,
        instance_name=rehearsal.instance_name or run.instance_name,
        organization=rehearsal.organization or run.organization,
        sandbox=rehearsal.sandbox or run.sandbox,
    )


def generate(
    rehearsal: Rehearsal, folder: Path, now: datetime, progress: Progress = SILENT, watcher: Watcher = NOBODY
) -> Export:
    """Stages 1 to 3: an export in ``folder``, whole or not at all.

    ``now`` is the time of the run unless the rehearsal names one; ``watcher`` hears of files as they are written.
    Raises ``ConfigurationError`` before anything is written.
    """
    require_ours(folder)
    plan, activation = settle(rehearsal, now)
    now = rehearsal.now or now
    rows = choose(rehearsal, activation)
    return write_export(
        rows,
        plan,
        activation,
        run_of(rehearsal, now),
        folder,
        source=source_of(rehearsal),
        watcher=watcher,
        progress=progress,
    )


def generate_and_send(
    rehearsal: Rehearsal,
    folder: Path,
    now: datetime,
    place: Place,
    store: Store,
    *,
    sending: Sending | None = None,
    progress: Progress = SILENT,
) -> tuple[Export, Delivery]:
    """Stages 1 to 4 at once: each file travels while the next is written, the manifest when all have arrived.

    A failure to send does not end the writing: the export is there, and pushing it completes the delivery. A failure
    to write leaves what has arrived, without a manifest, as the platform would.
    """
    sending = sending or Sending()
    beside = progress.beside()
    beside.start("Sending", None, "bytes")
    with Shipment(place, store, Journal(folder / FOLDER, place), sending=sending, progress=beside) as shipment:
        export = generate(rehearsal, folder, now, progress, shipment)
        delivery = shipment.finish(export)
    beside.finish()
    return export, delivery


def fetch_into(
    folder: Path,
    store: Store,
    url: str,
    export: Export | None = None,
    *,
    jobs: int = destinations.JOBS,
    progress: Progress = SILENT,
) -> tuple[tuple[str, int], ...]:
    """Get files back from a place into a folder of their own, whole or not at all; says their names and sizes.

    Those of ``export`` alone, each held against its record, and then the folder is an export too; or whatever is
    there.
    """
    with staged(folder, EXPORT if export else FETCHED) as building:
        (building / FOLDER).mkdir()
        if export:
            destinations.fetch(export, store, building, jobs=jobs, progress=progress)
            for path in (export.record, export.truth):
                shutil.copyfile(path, building / FOLDER / path.name)
            return tuple((file.name, file.size) for file in waybill(export))
        files = destinations.fetch_all(store, building, jobs=jobs, progress=progress)
        record = {"url": url, "files": [stored._asdict() for stored in files]}
        (building / FOLDER / f"{FETCHED}.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        return tuple(files)


def preview(rehearsal: Rehearsal, now: datetime) -> Preview:
    """What ``generate`` would do, with everything checked and nothing written."""
    plan, activation = settle(rehearsal, now)
    now = rehearsal.now or now
    rows = choose(rehearsal, activation)
    files = file_names(rows.schema, plan, activation, run_of(rehearsal, now), rows.total)
    return Preview(plan, activation, rows.schema, rows.total, files)


def verify(
    export: Export,
    parser: str,
    *,
    limits: Limits,
    jobs: int = 1,
    output_format: str | None = None,
    examples: int = 5,
    arrived: Arrived | None = None,
    progress: Progress = SILENT,
) -> Report:
    """Stages 5 and 6: what the partner's parser makes of an export, held against what was meant.

    With ``arrived`` the parser gets the files that are fetched from the place, not those that were written.
    """
    with tempfile.TemporaryDirectory(prefix="exportsim-") as work:
        read = _fetched(export, arrived, Path(work) / "arrived", progress) if arrived else export
        ingestion = ingest(
            read,
            parser,
            work=Path(work),
            limits=limits,
            jobs=jobs,
            output_format=output_format,
            progress=progress,
        )
        report = compare(export, ingestion, work=Path(work), examples=examples, progress=progress)
    return replace(report, delivery=arrived.delivery) if arrived else report


def _fetched(export: Export, arrived: Arrived, folder: Path, progress: Progress) -> Export:
    """The export as it lies at the place, its record where it was."""
    left = arrived.delivery.left
    if left:
        raise TerminalFailure(f"{left[0]} at the place is not what was written, so no parser can be judged on it")
    keys = {receipt.key for receipt in arrived.delivery.receipts}
    if export.manifest and export.manifest.name not in keys:
        export = replace(export, manifest=None)
    destinations.fetch(export, arrived.store, folder, progress=progress)
    return replace(export, folder=folder, home=export.record.parent)


def settle(rehearsal: Rehearsal, now: datetime) -> tuple[Plan, Activation]:
    """All that is decided before the first row, with every problem of it told at once."""
    gathering = Gathering()
    with gathering:
        rehearsal = within(rehearsal, offer_to(rehearsal))
    with gathering:
        plan = agree(rehearsal, now)
    with gathering:
        activation = activate(rehearsal)
    gathering.done()
    taken = adobe.taken(rehearsal.switches, switches(activation))
    warnings = [*([STATIC] if is_static(activation) else []), *adobe.lost_by(plan.format)]
    plan = replace(plan, switches=(*plan.switches, *taken), warnings=(*plan.warnings, *warnings))
    return fitted(plan, activation), activation


def _public_key(rehearsal: Rehearsal, now: datetime) -> PublicKey | None:
    if rehearsal.pgp_key:
        return load_public_key(rehearsal.pgp_key, rehearsal.pgp_subkey, now=now)
    if rehearsal.pgp_subkey is not None or rehearsal.pgp_armor is not None:
        raise ConfigurationError([Problem("encryption", "is described without a key", "--pgp-key FILE")])
    return None


def source_of(rehearsal: Rehearsal) -> dict[str, Any]:
    """Where the people come from, as a record keeps it."""
    if rehearsal.profiles:
        source: dict[str, Any] = {"profiles": str(rehearsal.profiles)}
    else:
        source = {"count": rehearsal.count, "seed": rehearsal.seed}
        if rehearsal.schema:
            source["schema"] = str(rehearsal.schema)
    return source | ({"edge_cases": rehearsal.edge_cases} if rehearsal.edge_cases else {})
