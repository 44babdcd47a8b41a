"""Columns of any Arrow table as Spark's values in the form that Arrow's Parquet writer gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.base import FormatError

if TYPE_CHECKING:
    from formats.parquet import Parquet

GREGORIAN = -141_427
"""1582-10-15 in days since 1970: before it, dates mean different days in the Julian calendar."""

MODERN = -2_208_988_800_000_000
"""1900-01-01T00:00Z in microseconds since 1970: before it, zones of the Java library had other offsets."""

INT96 = pa.binary(12)
"""An instant as Parquet stores it: eight bytes of nanoseconds in the day, four of the Julian day, little-endian."""

EPOCH = 2_440_588
"""The Julian day of 1970-01-01."""

_DAY = 86_400_000_000
"""Microseconds."""

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def leaf(format: Parquet, array: pa.Array, kind: pa.DataType, path: str) -> pa.Array:
    """Values without nesting as ``kind``; ``FormatError`` for an ancient date under ``EXCEPTION``."""
    types = pa.types
    if types.is_timestamp(array.type):
        micros = in_unit(array, "us")
        if array.type.tz is None:
            return micros.view(kind)
        _check_age(format.instant_rebase_mode, micros.view(pa.int64()), MODERN, path)
        if kind == INT96:
            return _int96(micros)
        return (in_unit(array, "ms") if format.timestamp_type == "TIMESTAMP_MILLIS" else micros).view(kind)
    if types.is_date(array.type):
        days = array.cast(pa.date32())
        _check_age(format.rebase_mode, days.view(pa.int32()), GREGORIAN, path)
        return days
    return array.cast(kind)


def in_unit(array: pa.Array, unit: str) -> pa.Array:
    """Timestamps as ``timestamp[unit]`` without a zone; finer ones are cut towards the past, as Spark does."""
    array = array.cast(pa.timestamp(array.type.unit))
    step = _PER_SECOND[array.type.unit] // _PER_SECOND[unit]
    if step <= 1:
        return array.cast(pa.timestamp(unit))
    ticks = array.view(pa.int64()).fill_null(0).to_numpy()
    mask = array.is_null().to_numpy(zero_copy_only=False) if array.null_count else None
    return pa.array(np.floor_divide(ticks, step), mask=mask).view(pa.timestamp(unit))


def _int96(micros: pa.TimestampArray) -> pa.Array:
    days, rest = np.divmod(micros.view(pa.int64()).fill_null(0).to_numpy(), _DAY)
    packed = np.empty(len(micros), [("nanoseconds", "<i8"), ("day", "<i4")])
    packed["nanoseconds"] = rest * 1_000
    packed["day"] = days + EPOCH
    plain = pa.Array.from_buffers(INT96, len(micros), [None, pa.py_buffer(packed)])
    return pc.if_else(micros.is_null(), None, plain) if micros.null_count else plain


def _check_age(mode: str, values: pa.Array, limit: int, path: str) -> None:
    if mode == "EXCEPTION" and len(values) and (pc.min(values).as_py() or 0) < limit:
        before = "1582-10-15" if limit == GREGORIAN else "1900-01-01T00:00:00Z"
        raise FormatError(
            f"the column `{path}` holds a value before {before}, which Spark 3.5 refuses to write into Parquet files",
            allowed="datetimeRebaseModeInWrite=CORRECTED and int96RebaseModeInWrite=CORRECTED write it as it is",
        )
