"""Trying again: transient failures only, with growing pauses that no two clients share."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from exportsim.errors import TransientFailure

Result = TypeVar("Result")


@dataclass(frozen=True)
class Attempts:
    """How often, and how long to wait between."""

    most: int = 5
    """Five attempts bridge some 15 seconds: a restarted server, a throttled account."""

    first_pause: float = 1.0
    """Seconds before the second attempt; doubled each time."""

    longest_pause: float = 30.0

    sleep: Callable[[float], None] = time.sleep
    """Waits; raises to break off, as for an interrupt."""

    def make(self, attempt: Callable[[], Result]) -> tuple[Result, int]:
        """Return what an attempt gave and which it was; the last ``TransientFailure`` says how many there were."""
        for number in range(1, self.most + 1):
            try:
                return attempt(), number
            except TransientFailure as failure:
                if number == self.most:
                    tries = f"{number} attempts" if number > 1 else "1 attempt"
                    raise TransientFailure(f"{failure} ({tries}; the same command later may go through)") from failure
                self.sleep(self._pause(number))
        raise AssertionError("at least one attempt is made")

    def _pause(self, number: int) -> float:
        longest = min(self.longest_pause, self.first_pause * 2.0 ** (number - 1))
        # Half fixed and half by chance: clients that failed together do not come back together.
        return longest / 2 + random.uniform(0, longest / 2)
