"""What happens to profiles when an audience is activated: one step a module, each makes rows of rows."""

from __future__ import annotations

from exportsim.model import Activation, Rows
from exportsim.profiles.activation.deduplication import deduplicated
from exportsim.profiles.activation.identities import exploded
from exportsim.profiles.activation.mandatory import with_mandatory
from exportsim.profiles.activation.mapping import mapped
from exportsim.profiles.activation.membership import members, members_of_any
from exportsim.profiles.activation.projection import projected
from exportsim.profiles.inputs import LATEST, MEMBERSHIP, of_group

__all__ = ["activated"]


def activated(rows: Rows, activation: Activation) -> Rows:
    """Make the rows of the file of what ``inputs(activation)`` asked for: who lacks a mandatory value goes first."""
    headers = [column.target for column in activation.columns]
    if MEMBERSHIP.target in rows.schema.names:
        rows = members(rows)
    if activation.grouped:
        rows = members_of_any(rows, [column.target for column in of_group(activation.grouped)])
    rows = mapped(rows, activation)
    if activation.mandatory:
        rows = with_mandatory(rows, activation.mandatory, empty_is_missing=activation.empty_is_missing)
    if activation.deduplication:
        others = [name for name in headers if name not in activation.deduplication]
        rows = deduplicated(rows, activation.deduplication, latest=LATEST, others=others)
    if activation.identity:
        rows = exploded(rows, activation.identity)
    return projected(rows, headers) if rows.schema.names != headers else rows
