"""How a file tells that somebody left: by the membership status, or by what is calculated from it.

Source: the vendor's pages on incremental exports (leavers are there only where the status is mapped) and on required
mappings, one of which is calculated: ``iif(segmentMembership.ups.seg_id.status=="exited", "1", "0")``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Column, Plan, Rows, Slice
from exportsim.profiles.activation.mapping import mapped
from exportsim.profiles.inputs import inputs
from exportsim.profiles.paths import parse

BOTH = ("realized", "exited")


class Status(NamedTuple):
    """A column, and its text in a leaver's row."""

    column: str
    left: str


def status_of(plan: Plan, activation: Activation) -> Status | None:
    """Find the first column that tells leavers from members; None where no column is about the status at all.

    Raises ``ConfigurationError`` where columns are about it and none of them tells.
    """
    vague = []
    for column in activation.columns:
        alone = replace(activation, columns=(column,), deduplication=(), identity="")
        sources = [parse(one.source, activation.audience) for one in inputs(alone)]
        if _own_status(activation) not in sources:
            continue
        member, left = _texts(plan, alone) if len(sources) == 1 else (None, None)
        if left is not None and left != member:
            return Status(column.target, left)
        vague.append(column)
    if vague:
        raise ConfigurationError(map(_problem, vague))
    return None


def _own_status(activation: Activation) -> tuple[str, ...]:
    return ("segmentMembership", activation.audience.namespace, activation.audience.id, "status")


def _texts(plan: Plan, activation: Activation) -> tuple[str | None, str | None]:
    """What stands in the only column of a member's row and of a leaver's."""
    (read,) = inputs(activation)
    batch = pa.RecordBatch.from_arrays([pa.array(BOTH)], names=[read.target])
    rows = mapped(Rows(batch.schema, [Slice(batch, None)]), activation)
    ((columns, _),) = rows.slices
    member, left = plan.format.content(columns).column(0).to_pylist()
    return member, left


def _problem(column: Column) -> Problem:
    what = f"{column.source!r} is about the membership status, yet nobody can tell by it who left"
    return Problem(f"column {column.target!r}", what, "segmentMembership.status in a column of its own")
