"""What a clock and a calendar on the wall would show: the numbers behind a column of dates or timestamps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.text.civil import Integers
from formats.text.zones import Zone

SECONDS_PER_DAY = 86_400

_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


@dataclass(frozen=True, eq=False)
class Clock:
    """Local day and time of some values, each of shape (n,); a date has the time zero."""

    day: Integers
    """Since 1970-01-01."""
    second: Integers
    """Of the day."""
    fraction: Integers
    """Of the second, in units of its last digit."""
    digits: int
    """How many digits ``fraction`` has."""
    period: Integers | None
    """Which of the zone's periods each value is in; None when there is no zone or it has one period."""


def read_clock(array: pa.Array, zone: Zone | None) -> Clock:
    """Read a date or timestamp column with at least one value; instants in ``zone``, else as they stand.

    Where the column is null the numbers are those of its earliest value.
    """
    if pa.types.is_date(array.type):
        day = _integers(array.view(pa.int32() if pa.types.is_date32(array.type) else pa.int64()))
        if pa.types.is_date64(array.type):
            day = day // (SECONDS_PER_DAY * 1000)
        zero = np.zeros(len(day), np.int64)
        return Clock(day, zero, zero, 0, None)
    ticks = _integers(array.view(pa.int64()))
    per_second = _PER_SECOND[array.type.unit]
    seconds = ticks // per_second
    fraction = ticks - seconds * per_second
    period = None
    if zone is not None and len(zone.periods) == 1:
        seconds = seconds + zone.periods[0].offset
    elif zone is not None:
        period = zone.period_of(seconds)
        seconds = seconds + np.array([period.offset for period in zone.periods]).take(period)
    day = seconds // SECONDS_PER_DAY
    return Clock(day, seconds - day * SECONDS_PER_DAY, fraction, len(str(per_second)) - 1, period)


def _integers(array: pa.Array) -> Integers:
    if array.null_count:
        array = pc.fill_null(array, pc.min(array))
    return np.asarray(array.to_numpy(zero_copy_only=True), np.int64)
