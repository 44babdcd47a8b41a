"""Choose: what of the profiles stands in the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa


class Slice(NamedTuple):
    """Some consecutive rows."""

    columns: pa.RecordBatch
    """The values, one Arrow column for each column of the file."""

    cases: pa.RecordBatch | None
    """For each column of ``columns``, by the same name, the edge-case id of each cell (``string``, null where the
    value is ordinary); None when the slice holds no edge case."""


@dataclass(frozen=True)
class LeftOut:
    """Profiles that stand in no file, for one reason."""

    why: str
    """Continues ``3 profiles``: ``without a value for email, which is mandatory``."""

    profiles: int


def _nobody() -> tuple[LeftOut, ...]:
    return ()


@dataclass(frozen=True)
class Rows:
    """What of the profiles stands in the files; ``slices`` can be read once."""

    schema: pa.Schema
    slices: Iterable[Slice]
    total: int | None = None
    """How many rows there will be; None when the source cannot tell."""

    left_out: Callable[[], tuple[LeftOut, ...]] = _nobody
    """Who stands in no row; only known when ``slices`` has been read to its end."""
