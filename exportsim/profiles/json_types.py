"""What types the values of JSON profiles have, from the kinds that were met at each path."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

import pyarrow as pa

from exportsim.profiles.paths import EVERY, Steps

Seen = dict[Steps, dict[str, int]]
"""For each path the kinds of value found there, each with the line where it was met first."""

INNER = {"object", "list"}
_TYPES = {"text": pa.string(), "whole number": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def values(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Give the kind of a value and of all that stand below it, by their paths."""
    match value:
        case dict():
            yield steps, "object"
            for name, child in value.items():
                yield from values(child, (*steps, name))
        case list():
            yield steps, "list"
            for position, child in enumerate(value):
                yield from values(child, (*steps, position))
        case str():
            yield steps, "text"
        case bool():
            yield steps, "boolean"
        case int():
            yield steps, "whole number" if -(2**63) <= value < 2**63 else "number"
        case float():
            yield steps, "number"
        case _:
            yield steps, "null"


def of_every(seen: Seen) -> Seen:
    """The same kinds by paths that speak of every element of a list."""
    merged: Seen = {}
    for place, kinds in seen.items():
        there = merged.setdefault(as_every(place), {})
        for kind, line in kinds.items():
            there.setdefault(kind, line)
    return merged


def as_every(steps: Steps) -> Steps:
    return tuple(EVERY if isinstance(step, int) else step for step in steps)


def through_lists(merged: Seen, steps: Steps) -> Steps | None:
    """The same path with ``EVERY`` where it leads through a list by name; None when it leads nowhere."""
    found: Steps = ()
    for step in steps:
        if as_every((*found, step)) in merged:
            found = (*found, step)
        elif as_every((*found, EVERY, step)) in merged:
            found = (*found, EVERY, step)
        else:
            return None
    return found


def type_of(merged: Seen, steps: Steps) -> pa.DataType:
    """The type of what stands at a path: objects with all members that were met, in the order they were met in."""
    kinds = merged.get(steps, {})
    if "list" in kinds:
        return pa.list_(type_of(merged, (*steps, EVERY)))
    if "object" in kinds:
        members = [place for place in merged if place[:-1] == steps and place != steps]
        return pa.struct([(str(place[-1]), type_of(merged, place)) for place in members])
    return next((_TYPES[kind] for kind in ("number", "whole number", "boolean") if kind in kinds), pa.string())


def column_type(merged: Seen, steps: Steps) -> pa.DataType:
    """The type of a column of what stands at a path: a list where it leads through every element of one."""
    type_ = type_of(merged, as_every(steps))
    for _ in range(steps.count(EVERY)):
        type_ = pa.list_(type_)
    return type_


def only(merged: Seen, wanted: Set[Steps], steps: Steps = ()) -> Iterator[pa.Field]:
    """The fields below a path that lead to what is wanted, and nothing else."""
    length = len(steps)
    below = dict.fromkeys(path[length] for path in wanted if path[:length] == steps and len(path) > length)
    for name in below:
        place = (*steps, name)
        if place in wanted:
            yield pa.field(str(name), type_of(merged, place))
        elif (*place, EVERY) in {path[: length + 2] for path in wanted}:
            yield pa.field(str(name), pa.list_(_element(merged, wanted, (*place, EVERY))))
        else:
            yield pa.field(str(name), pa.struct(list(only(merged, wanted, place))))


def _element(merged: Seen, wanted: Set[Steps], steps: Steps) -> pa.DataType:
    if steps in wanted:
        return type_of(merged, steps)
    if (*steps, EVERY) in {path[: len(steps) + 1] for path in wanted}:
        return pa.list_(_element(merged, wanted, (*steps, EVERY)))
    return pa.struct(list(only(merged, wanted, steps)))
