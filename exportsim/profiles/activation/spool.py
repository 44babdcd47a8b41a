"""Slices set aside on disk, so that they can be read again in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exportsim.model import Slice

Ordinals = NDArray[np.int64]

_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")


class Spool:
    """Two Arrow streams in a folder: values, and the edge cases of the slices that have some."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._values, self._cases = folder / "values.arrow", folder / "cases.arrow"
        self._schema = schema
        self._has_cases: list[bool] = []

    def filling(self, slices: Iterable[Slice]) -> Iterator[Slice]:
        """Hand every slice on once it is set aside; must be read to its end."""
        tags = pa.schema([(name, pa.string()) for name in self._schema.names])
        with (
            pa.ipc.new_stream(self._values, self._schema, options=_PACKED) as values,
            pa.ipc.new_stream(self._cases, tags, options=_PACKED) as cases,
        ):
            for piece in slices:
                values.write_batch(piece.columns)
                if piece.cases is not None:
                    cases.write_batch(piece.cases)
                self._has_cases.append(piece.cases is not None)
                yield piece

    def slices(self) -> Iterator[Slice]:
        """Everything that was set aside, in its order."""
        # Read, not mapped: what is mapped would count as memory.
        with (
            pa.OSFile(str(self._values)) as value_file,
            pa.OSFile(str(self._cases)) as case_file,
            pa.ipc.open_stream(value_file) as values,
            pa.ipc.open_stream(case_file) as cases,
        ):
            for has_cases in self._has_cases:
                yield Slice(values.read_next_batch(), cases.read_next_batch() if has_cases else None)


class Marked(NamedTuple):
    """A slice, and which of its rows are meant."""

    slice: Slice
    start: int
    """The ordinal of its first row, from 0 in the order of the slices."""

    rows: pa.BooleanArray


def marked(slices: Iterable[Slice], ordinals: Iterator[Ordinals]) -> Iterator[Marked]:
    """Find ascending ``ordinals``, which come in arrays of any length, in slices of any size."""
    start, waiting = 0, np.empty(0, np.int64)
    for piece in slices:
        stop = start + piece.columns.num_rows
        rows = np.zeros(stop - start, np.bool_)
        while True:
            here = int(np.searchsorted(waiting, stop))
            rows[waiting[:here] - start] = True
            waiting = waiting[here:]
            more = None if len(waiting) else next(ordinals, None)
            if more is None:
                break
            waiting = more
        yield Marked(piece, start, pa.array(rows))
        start = stop
