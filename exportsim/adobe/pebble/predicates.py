"""Tests: what may stand behind ``is``."""

from __future__ import annotations

from collections.abc import Callable

from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.values import Value, is_empty, kind


def _is_even(value: Value) -> bool:
    if type(value) is not int:
        raise Fault(f"asks whether {kind(value)} is even or odd", "a whole number")
    return value % 2 == 0


PREDICATES: dict[str, Callable[[Value], bool]] = {
    "defined": lambda value: value is not None,
    "empty": is_empty,
    "even": _is_even,
    "iterable": lambda value: isinstance(value, list | tuple),
    "map": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
    "odd": lambda value: not _is_even(value),
}
"""By name. A map is not ``iterable``, though ``for`` loops over it."""
