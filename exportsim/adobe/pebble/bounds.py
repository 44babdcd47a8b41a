"""What a template may use: the reason why none can run for ever or eat all memory."""

from __future__ import annotations

from exportsim.adobe.pebble.faults import Fault

TEMPLATE_SIZE = 65_536
"""Characters of a template."""

NESTING = 32
"""Brackets, strings and tags inside each other, and values inside values."""

STEPS = 200_000
"""Nodes evaluated and values visited, a second's work."""

OUTPUT_SIZE = 1_000_000
"""Characters that a template comes to."""

WORK_SIZE = 8_000_000
"""Characters of all texts made on the way."""


class Budget:
    """What is left of the bounds while one template is rendered; every ``spend`` may raise a ``Fault``."""

    def __init__(self) -> None:
        self._steps = STEPS
        self._work = WORK_SIZE
        self._output = OUTPUT_SIZE

    def step(self, count: int = 1) -> None:
        """Spend steps; ask before doing the work."""
        self._steps -= count
        if self._steps < 0:
            raise exceeded("steps", STEPS, "takes")

    def text(self, size: int) -> None:
        """Spend characters of a text made on the way; ask before making a large one."""
        self._work -= size
        if self._work < 0:
            raise exceeded("characters on the way", WORK_SIZE, "makes")

    def output(self, size: int) -> None:
        """Spend characters of the result."""
        self._output -= size
        if self._output < 0:
            raise exceeded("characters", OUTPUT_SIZE, "comes to")


def exceeded(unit: str, bound: int, verb: str) -> Fault:
    """The fault of a bound that is reached; its text names the bound."""
    return Fault(f"{verb} more than {bound:,} {unit}, the bound for one template")


def check_nesting(depth: int, at: int | None = None) -> None:
    """Refuse what is nested too deeply; ``at`` is its offset in the template, where it is known."""
    if depth > NESTING:
        fault = exceeded("levels", NESTING, "nests")
        fault.at = at
        raise fault
