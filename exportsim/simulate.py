"""The whole trip: agree, choose, write, read, judge. Each stage hands the next one value."""

from __future__ import annotations

import tempfile
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exportsim import adobe, profiles
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import file_names, load_public_key, require_ours, write_export
from exportsim.ingest import Limits, ingest
from exportsim.model import Activation, Column, Export, Plan, Preview, PublicKey, Report, Rows, Run
from exportsim.progress import SILENT, Progress
from exportsim.rehearsal import Rehearsal
from exportsim.verdict import compare

PEOPLE_UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
"""No synthetic time is after it, unless the rehearsal names a time of its own: the same seed, the same people."""

SAMPLES = Path(__file__).parent / "samples"


def agree(rehearsal: Rehearsal, now: datetime) -> Plan:
    """Stage 1: the destination server and the customer's data become a plan.

    A key for encryption must not have expired at ``now``, the time of the clock and not of the run.
    """
    bundled = rehearsal.server is None
    server = adobe.load_server(rehearsal.server or SAMPLES / "servers" / "s3.json")
    data_file = rehearsal.customer_data or (SAMPLES / "customer-data" / "s3.json" if bundled else None)
    customer_data = adobe.load_customer_data(data_file, over=rehearsal.settings)
    armor = {} if rehearsal.pgp_armor is None else {"encrypted-armor": str(rehearsal.pgp_armor).lower()}
    plan = adobe.resolve(
        server,
        customer_data,
        overrides={**rehearsal.switches, **armor},
        preset=rehearsal.preset,
        options=rehearsal.options,
        key=_public_key(rehearsal, now),
    )
    return replace(plan, max_file_rows=rehearsal.max_file_rows or plan.max_file_rows)


def activate(rehearsal: Rehearsal) -> Activation:
    """What a customer would choose in the platform's activation pages."""
    columns = rehearsal.columns or _default_columns(rehearsal)
    names = [column.target for column in columns]
    unknown = [name for name in rehearsal.key if name not in names]
    if unknown:
        raise ConfigurationError(
            [Problem("key", f'"{name}" is no column', "columns: " + ", ".join(names)) for name in unknown]
        )
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ConfigurationError([Problem("columns", f'"{name}" is a header twice', "PATH=HEADER") for name in twice])
    key = rehearsal.key or _default_key(rehearsal, columns)
    activation = Activation(rehearsal.audience, columns, key, custom_text=rehearsal.custom_text)
    if rehearsal.filename is not None:
        activation = replace(activation, filename=rehearsal.filename)
    if rehearsal.filename_append is not None:
        activation = replace(activation, filename_append=rehearsal.filename_append)
    return activation


def choose(rehearsal: Rehearsal, activation: Activation) -> Rows:
    """Stage 2: profiles become rows."""
    share = rehearsal.edge_cases
    if rehearsal.profiles:
        return profiles.from_file(activation, rehearsal.profiles, edge_case_share=share, seed=rehearsal.seed)
    return profiles.synthetic(
        activation,
        count=rehearsal.count,
        seed=rehearsal.seed,
        schema=rehearsal.schema,
        edge_case_share=share,
        now=rehearsal.now or PEOPLE_UNTIL,
    )


def run_of(rehearsal: Rehearsal, now: datetime) -> Run:
    """One execution at ``now``; its id follows from the rehearsal, so that the same rehearsal has the same manifest."""
    named = f"{rehearsal.audience.id} {rehearsal.seed} {now.isoformat()}"
    run_id = rehearsal.run_id or str(uuid.uuid5(uuid.NAMESPACE_URL, f"exportsim:{named}"))
    return Run(run_id, scheduled=now, started=now)


def generate(rehearsal: Rehearsal, folder: Path, now: datetime, progress: Progress = SILENT) -> Export:
    """Stages 1 to 3: an export in ``folder``, whole or not at all.

    ``now`` is the time of the run unless the rehearsal names one. Raises ``ConfigurationError`` before anything is
    written.
    """
    require_ours(folder)
    plan = agree(rehearsal, now)
    activation = activate(rehearsal)
    now = rehearsal.now or now
    rows = choose(rehearsal, activation)
    return write_export(
        rows, plan, activation, run_of(rehearsal, now), folder, source=_source(rehearsal), progress=progress
    )


def preview(rehearsal: Rehearsal, now: datetime) -> Preview:
    """What ``generate`` would do, with everything checked and nothing written."""
    plan, activation = agree(rehearsal, now), activate(rehearsal)
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
    progress: Progress = SILENT,
) -> Report:
    """Stages 5 and 6: what the partner's parser makes of an export, held against what was meant."""
    with tempfile.TemporaryDirectory(prefix="exportsim-") as work:
        ingestion = ingest(
            export,
            parser,
            work=Path(work),
            limits=limits,
            jobs=jobs,
            output_format=output_format,
            progress=progress,
        )
        return compare(export, ingestion, work=Path(work), examples=examples, progress=progress)


def _public_key(rehearsal: Rehearsal, now: datetime) -> PublicKey | None:
    if rehearsal.pgp_key:
        return load_public_key(rehearsal.pgp_key, rehearsal.pgp_subkey, now=now)
    if rehearsal.pgp_subkey is not None or rehearsal.pgp_armor is not None:
        raise ConfigurationError([Problem("encryption", "is described without a key", "--pgp-key FILE")])
    return None


def _default_columns(rehearsal: Rehearsal) -> tuple[Column, ...]:
    if rehearsal.profiles:
        return profiles.file_columns(rehearsal.profiles)
    return profiles.default_columns(rehearsal.schema)


def _default_key(rehearsal: Rehearsal, columns: tuple[Column, ...]) -> tuple[str, ...]:
    if rehearsal.profiles:
        identities = [column.target for column in columns if column.source in ("_id", "id")]
        identities += [column.target for column in columns if column.source.startswith("identityMap")]
        return (*identities, columns[0].target)[:1]
    return profiles.default_key(columns, rehearsal.audience, rehearsal.schema)


def _source(rehearsal: Rehearsal) -> dict[str, Any]:
    if rehearsal.profiles:
        source: dict[str, Any] = {"profiles": str(rehearsal.profiles)}
    else:
        source = {"count": rehearsal.count, "seed": rehearsal.seed}
        if rehearsal.schema:
            source["schema"] = str(rehearsal.schema)
    return source | ({"edge_cases": rehearsal.edge_cases} if rehearsal.edge_cases else {})
