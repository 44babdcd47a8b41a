"""What an activation needs to know of each profile: its columns, and what decides who is in the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from exportsim.model import Activation

LATEST = "latest profile"
"""The input by which the latest of several profiles is found; no header has a blank in front of ``profile``."""

QUALIFIED = "segmentMembership.seg_namespace.seg_id.lastQualificationTime"


class Mapped(Protocol):
    """A column or an input: where it is read from, and what it is called."""

    @property
    def source(self) -> str: ...

    @property
    def target(self) -> str: ...


@dataclass(frozen=True)
class Input:
    """One value of each profile."""

    source: str
    target: str
    """Its name in the batches: a column's header, or a name that no header has."""

    complete: bool = False
    """Synthetic profiles never lack it."""

    sown: bool = True
    """It may be an edge case."""

    optional: bool = False
    """A file need not have it; then it is null."""


def inputs(activation: Activation) -> tuple[Input, ...]:
    """List what is read of each profile: first the columns, in order.

    A synthetic key has a value everywhere, unless it is mandatory: then it may be lacking, and the profile is left
    out. Keys hold no edge cases, for two profiles with the same one would be the same.
    """
    found = _keys(activation)
    columns = [
        Input(
            column.source,
            column.target,
            complete=column.target in activation.key and column.target not in activation.mandatory,
            sown=column.target not in found,
        )
        for column in activation.columns
    ]
    if activation.deduplication:
        source = activation.latest or QUALIFIED
        columns.append(Input(source, LATEST, sown=False, optional=not activation.latest))
    return tuple(columns)


def _keys(activation: Activation) -> frozenset[str]:
    return frozenset((*activation.key, *activation.deduplication))
