"""What an activation needs to know of each profile: its columns, and what decides who is in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Audience, Column
from exportsim.profiles.expressions import ExpressionError, parse, paths
from exportsim.profiles.headers import dotless
from exportsim.profiles.paths import spell

LATEST = "time of the latest"
"""The input by which the latest of several profiles is found; like all names with a blank, it is no header."""

ALIAS = "metadata.segment.alias"
"""Not of the profile: what the partner knows the audience by."""


_BY_ID = "segmentMembership.seg_namespace.seg_id"


@dataclass(frozen=True)
class Input:
    """One value of each profile."""

    source: str
    target: str
    """Its name in the batches: a column's header, or a name that no header has."""

    shape: Literal["value", "any", "identities"] = "value"
    """A single value; an object or list as well; or all the identities of a namespace."""

    complete: bool = False
    """Synthetic profiles never lack it."""

    sown: bool = True
    """It may be an edge case."""

    optional: bool = False
    """A file need not have it; then it is null."""


MEMBERSHIP = Input(f"{_BY_ID}.status", "status of profile", sown=False, optional=True)
"""Whether a profile is still in the audience, where its source says so."""


def inputs(activation: Activation) -> tuple[Input, ...]:
    """List what is read of each profile: first the columns, in order.

    A synthetic key has a value everywhere, unless it is mandatory: then it may be lacking, and the profile is left
    out. Keys hold no edge cases, for two profiles with the same one would be the same. Raises ``ConfigurationError``
    for an expression that cannot be read.
    """
    problems: list[Problem] = []
    found: dict[str, Input] = {}
    for column in activation.columns:
        try:
            for one in _of_column(column, activation):
                found.setdefault(one.target, one)
        except ExpressionError as error:
            problems.append(Problem(f"column {column.target!r}", f"{column.source!r}: {error}"))
    if problems:
        raise ConfigurationError(problems)
    if activation.deduplication:
        source = activation.latest or f"{_BY_ID}.lastQualificationTime"
        found[LATEST] = Input(source, LATEST, sown=False, optional=not activation.latest)
    return tuple(found.values())


def is_calculated(source: str) -> bool:
    """Whether a column's source is an expression rather than a path."""
    return "(" in source or source == ALIAS


def is_of_group(column: Column, activation: Activation) -> bool:
    """Whether a column is one of a grouped file's audiences."""
    return column in of_group(activation.grouped)


def of_group(audiences: Sequence[Audience]) -> tuple[Column, ...]:
    """The columns that a grouped file has for its audiences, each named by namespace and id."""
    return tuple(
        Column(spell(("segmentMembership", one.namespace, one.id, "status")), dotless(f"{one.namespace}_{one.id}"))
        for one in audiences
    )


def input_name(path: str) -> str:
    """What the values at a path are called that only an expression asks for."""
    return f"value of {path}"


def _of_column(column: Column, activation: Activation) -> Iterator[Input]:
    in_key = column.target in activation.key
    complete = in_key and column.target not in activation.mandatory
    sown = not in_key and column.target not in activation.deduplication
    if is_calculated(column.source):
        for path in paths(parse(column.source)):
            if path != ALIAS:
                yield Input(path, input_name(path), "any", complete, sown)
    elif is_of_group(column, activation):
        yield Input(column.source, column.target, sown=False, optional=True)
    elif column.target == activation.identity:
        yield Input(column.source, column.target, "identities", sown=False)
    else:
        yield Input(column.source, column.target, "any" if activation.nested else "value", complete, sown)
