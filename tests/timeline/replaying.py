"""A partner's loader, written without looking at how the truth is worked out: dictionaries, row by row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from exportsim.model import Column
from exportsim.rehearsal import Rehearsal
from exportsim.simulate import SAMPLES
from exportsim.timeline import Timeline, plan_ahead, play

Table = dict[Any, dict[str, Any]]
BEGIN = date(2026, 3, 1)
CLOCK = datetime(2026, 1, 1, tzinfo=UTC)
CUSTOMER = SAMPLES / "customer-data" / "s3.json"
STATUS = Column("segmentMembership.status", "status")
COLUMNS = (
    Column("_id", "id"),
    Column("personalEmail.address", "email"),
    Column("homeAddress.city", "city"),
    Column("loyalty.points", "points"),
    STATUS,
)
SERVER = Path(__file__).with_name("server.json")


def rehearsal(*columns: Column, count: int = 400, switches: dict[str, str] | None = None, **schedule: Any) -> Rehearsal:
    """Some people of whom many come and go."""
    rates = {"churn": 0.3, "changes": 0.1, "merges": 0.01}
    return Rehearsal(
        server=SERVER,
        customer_data=CUSTOMER,
        columns=columns or COLUMNS,
        count=count,
        schedule=rates | schedule,
        switches=switches or {},
    )


def played(folder: Path, trip: Rehearsal, days: int = 2) -> Timeline:
    return play(trip, plan_ahead(trip, BEGIN, days, CLOCK), folder)


def ingested(
    timeline: Timeline, order: Iterable[int], *, replaces: bool = False, key: Sequence[str] = ("id",)
) -> Table:
    """Read these exports' files as they lie there, one after the other, into a table."""
    table: Table = {}
    for number in order:
        if replaces:
            table = {}
        for file in timeline.exports[number - 1].files:
            for line in (timeline.folder / file.name).read_text("utf-8").splitlines():
                row = json.loads(line)
                name = tuple(row[part] for part in key)
                if row.get("status") == "exited" or row.get("delete") == "1":
                    table.pop(name, None)
                else:
                    table[name] = row
    return table


def differences(held: Table, other: Table) -> set[tuple[str, Any]]:
    """What is different in the other table."""
    missing = {("missing", name) for name in held.keys() - other.keys()}
    extra = {("extra", name) for name in other.keys() - held.keys()}
    return missing | extra | {("stale", name) for name in held.keys() & other.keys() if held[name] != other[name]}


def orders(exports: int) -> dict[tuple[str, int], list[int]]:
    """In which order each scenario ingests the exports."""
    everything = list(range(1, exports + 1))
    found = {("missed", one): [other for other in everything if other != one] for one in everything}
    found |= {("replayed", one): [*everything, one] for one in everything}
    for one in everything[:-1]:
        found["out-of-order", one] = [*everything[: one - 1], one + 1, one, *everything[one + 1 :]]
    return found
