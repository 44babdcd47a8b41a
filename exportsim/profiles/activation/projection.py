"""Leaving out what was only needed to choose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa

from exportsim.model import Rows, Slice


def projected(rows: Rows, names: Sequence[str]) -> Rows:
    """Keep the columns of these names, in this order."""
    schema = pa.schema([rows.schema.field(name) for name in names])

    def slices() -> Iterator[Slice]:
        for columns, cases in rows.slices:
            yield Slice(columns.select(names), cases.select(names) if cases else None)

    return replace(rows, schema=schema, slices=slices())
