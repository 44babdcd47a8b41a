"""A limit on bytes a second, shared by every file that is on its way."""

from __future__ import annotations

import re
import threading
import time

UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "ki": 2**10, "mi": 2**20, "gi": 2**30}
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*(|[kmg]i?)(?:b(?:/s)?)?", re.IGNORECASE)


class Bandwidth:
    """Called with every amount that left; returns when the next may leave.

    What was not used in the past is not made up for: after a pause the rate is the rate again, not a burst.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._free_at = 0.0

    def __call__(self, amount: int) -> None:
        with self._lock:
            now = time.monotonic()
            self._free_at = max(self._free_at, now) + amount / self.rate
            pause = self._free_at - now
        time.sleep(pause)


def parse_rate(text: str) -> float:
    """Bytes a second: ``500kB/s``, ``10M``, ``1.5MiB``; ``ValueError`` for anything else."""
    found = _RATE.fullmatch(text.strip())
    rate = float(found[1]) * UNITS[found[2].lower()] if found else 0.0
    if rate <= 0:
        raise ValueError(f'"{text}" is not a rate such as 500kB/s, 10MB/s or 1.5MiB/s')
    return rate
