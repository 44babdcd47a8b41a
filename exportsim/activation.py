"""What a customer chose when they activated an audience: from a rehearsal's settings, checked as the platform would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from exportsim import adobe, profiles
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Column
from exportsim.offering import offer_to, within
from exportsim.rehearsal import Rehearsal

MOST_ATTRIBUTES = 2
"""How many attributes a deduplication key can have."""


def activate(rehearsal: Rehearsal) -> Activation:
    """Agree on columns, key and names; ``ConfigurationError`` with everything the platform would refuse."""
    rehearsal = within(rehearsal, offer_to(rehearsal))
    columns = rehearsal.columns or _default_columns(rehearsal)
    if problems := [*_check_headers(rehearsal, columns), *_check_deduplication(rehearsal)]:
        raise ConfigurationError(problems)
    activation = Activation(
        rehearsal.audience,
        columns,
        rehearsal.key or rehearsal.deduplication or _default_key(rehearsal, columns),
        custom_text=rehearsal.custom_text,
        mandatory=rehearsal.mandatory,
        empty_is_missing=adobe.side(rehearsal.switches, "mandatory-empty") == "missing",
        deduplication=rehearsal.deduplication,
        latest=rehearsal.latest or "",
    )
    if rehearsal.filename is not None:
        activation = replace(activation, filename=rehearsal.filename)
    if rehearsal.filename_append is not None:
        activation = replace(activation, filename_append=rehearsal.filename_append)
    return activation


def switches(rehearsal: Rehearsal) -> tuple[str, ...]:
    """Name what the vendor leaves open that this activation depends on."""
    taken = {
        "mandatory-empty": rehearsal.mandatory,
        "deduplication-without-key": rehearsal.deduplication,
    }
    return tuple(name for name, when in taken.items() if when)


def _check_headers(rehearsal: Rehearsal, columns: Sequence[Column]) -> Iterator[Problem]:
    names = [column.target for column in columns]
    for where in ("key", "mandatory", "deduplication"):
        for name in getattr(rehearsal, where):
            if name not in names:
                yield Problem(where, f'"{name}" is no column', "columns: " + ", ".join(names))
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem("columns", f'"{name}" is a header twice', "PATH=HEADER")


def _check_deduplication(rehearsal: Rehearsal) -> Iterator[Problem]:
    if len(rehearsal.deduplication) > MOST_ATTRIBUTES:
        what = f"has {len(rehearsal.deduplication)} columns"
        yield Problem("deduplication", what, "one identity namespace, one attribute, or two attributes")


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
