"""Where a value stands in a profile, as mappings spell it: ``person.name``, ``identityMap.Email[0].id``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Protocol

from exportsim.errors import Problem
from exportsim.model import Audience


class Mapped(Protocol):
    """A column or an input: where it is read from, and what it is called."""

    @property
    def source(self) -> str: ...

    @property
    def target(self) -> str: ...


Steps = tuple[str | int, ...]
"""A name leads into an object or map, a number into a list, from 0."""

EVERY = -1
"""In place of a number: every element of a list."""

# The mapping stands for every audience of a data flow; the platform puts in the one that a file is about.
_NAMESPACES = ("seg_namespace", "aep_seg_namespace")
_IDS = ("seg_id", "aep_seg_id")


def parse(source: str, audience: Audience) -> Steps:
    """Split a path into its steps; a bare identity becomes its first id, ``seg_id`` the audience's.

    A dot inside a name is written ``//.`` (``identityMap.Phone_E//.164``), and the ``xdm:`` that the
    platform's screens show before a path is not part of it.
    """
    steps: list[str | int] = []
    for name in re.split(r"(?<!//)\.", source.removeprefix("xdm:").strip()):
        bare, *indices = re.split(r"\[(\d+)\]", name.replace("//.", "."))
        steps += [bare, *(int(index) for index in indices if index)]
    match steps:
        case ["identityMap", str()]:
            steps += [0, "id"]
        case ["identityMap", str(), int()]:
            steps += ["id"]
        case ["segmentMembership", str() as leaf]:
            steps = ["segmentMembership", audience.namespace, audience.id, leaf]
        case ["segmentMembership", str() as namespace, str() as id_, str() as leaf]:
            namespace = audience.namespace if namespace in _NAMESPACES else namespace
            steps = ["segmentMembership", namespace, audience.id if id_ in _IDS else id_, leaf]
    return tuple(steps)


def spell(steps: Steps) -> str:
    """Spell a path in one way for each value: ``identityMap.Email``, not ``identityMap.Email[0].id``."""
    if steps[0] == "identityMap" and steps[2:] == (0, "id"):
        steps = steps[:2]
    if len(steps) == 1:
        return str(steps[0])
    names = (f"[{step}]" if isinstance(step, int) else "." + step.replace(".", "//.") for step in steps)
    return "".join(names).removeprefix(".")


def unknown(column: Mapped, known: Iterable[str], what: str) -> Problem:
    """Nobody has this path: say so, and which paths come nearest."""
    known = sorted(known)
    near = get_close_matches(column.source, known, n=5, cutoff=0.5)
    allowed = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(known[:20])}"
    where = column.target if " " in column.target else f"column {column.target!r}"
    return Problem(where, f"{column.source!r} {what}", allowed if known else "")
