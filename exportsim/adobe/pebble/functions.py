"""Functions: Pebble's without ``range``, and two of the platform's own."""

from __future__ import annotations

from collections.abc import Callable

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.operators import BINARY
from exportsim.adobe.pebble.values import Value, kind

ADDED = ("realized", "existing")
"""Statuses of who is in an audience; the second stands in older texts only."""

REMOVED = ("exited",)


def members(value: Value, statuses: tuple[str, ...]) -> Value:
    """Of a map of audience memberships those with one of the statuses; null stays null."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Fault(f"looks for audiences in {kind(value)}", "a map such as segmentMembership.ups")
    return {
        key: membership
        for key, membership in value.items()
        if isinstance(membership, dict) and membership.get("status") in statuses
    }


def _best(operator: str) -> Callable[[list[Value], Budget], Value]:
    def best(arguments: list[Value], budget: Budget) -> Value:
        found: Value = None
        for candidate in arguments:
            if found is None or BINARY[operator](candidate, found, budget):
                found = candidate
        return found

    return best


def _of_members(statuses: tuple[str, ...]) -> Callable[[list[Value], Budget], Value]:
    def of_members(arguments: list[Value], _budget: Budget) -> Value:
        if len(arguments) != 1:
            raise Fault(f"gives {len(arguments)} arguments", "one map such as segmentMembership.ups")
        return members(arguments[0], statuses)

    return of_members


FUNCTIONS: dict[str, Callable[[list[Value], Budget], Value]] = {
    "addedSegments": _of_members(ADDED),
    "max": _best(">"),
    "min": _best("<"),
    "removedSegments": _of_members(REMOVED),
}

ELSEWHERE = {
    "range": ", which the platform leaves out of Pebble",
    "block": ", which needs the tag block",
    "parent": ", which needs the tag extends",
    "i18n": ", which needs files of the program that runs Pebble",
}
"""Why some functions of Pebble are not here."""
