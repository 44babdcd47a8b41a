"""Mandatory attributes: a profile that lacks one is in no file.

Source: the vendor's page on mandatory attributes; of 100 profiles of which 80 have the attribute, 80 are activated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import LeftOut, Rows, Slice


def with_mandatory(rows: Rows, names: Sequence[str], *, empty_is_missing: bool) -> Rows:
    """Leave out the profiles without a value in one of these columns, and count them by the first that they lack."""
    lacking: Counter[str] = Counter()

    def slices() -> Iterator[Slice]:
        for piece in rows.slices:
            kept: pa.BooleanArray | None = None
            for name in names:
                there = _is_there(piece.columns.column(name), empty_is_missing)
                before = len(there) if kept is None else kept.true_count
                kept = there if kept is None else pc.and_(kept, there)
                lacking[name] += before - kept.true_count
            yield only(piece, kept)

    def left_out() -> tuple[LeftOut, ...]:
        counted = [
            LeftOut(f"without a value for {name}, which is mandatory", lacking[name]) for name in names if lacking[name]
        ]
        return (*rows.left_out(), *counted)

    return replace(rows, slices=slices(), total=None, left_out=left_out)


def only(piece: Slice, kept: pa.BooleanArray | None) -> Slice:
    """The rows of a slice for which ``kept`` is true; all of them where it is None."""
    if kept is None or kept.true_count == len(kept):
        return piece
    return Slice(piece.columns.filter(kept), piece.cases.filter(kept) if piece.cases else None)


def _is_there(values: pa.Array, empty_is_missing: bool) -> pa.BooleanArray:
    there = values.is_valid()
    if pa.types.is_nested(values.type):
        there = pc.and_(there, pc.greater(pc.list_value_length(values).fill_null(0), 0))
    elif empty_is_missing and pa.types.is_string(values.type):
        there = pc.and_(there, pc.greater(pc.binary_length(values).fill_null(0), 0))
    return there
