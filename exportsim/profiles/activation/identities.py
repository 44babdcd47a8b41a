"""A row for each identity: what mapping a namespace makes of a profile.

Source: the vendor's page on identities in exports: a profile with two e-mail identities gives two rows, which agree in
everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import Rows, Slice


def only_ids(values: pa.Array) -> pa.ListArray:
    """The identities of each profile as texts, however a source holds them: one text, or a list of objects or texts.

    Ids that are null are left out, and so is an id that the same profile has twice.
    """
    if not pa.types.is_list(values.type) and not pa.types.is_large_list(values.type):
        whole = pa.array(np.arange(len(values) + 1, dtype=np.int32))
        values = pa.ListArray.from_arrays(whole, values)
    ids = values.flatten()
    if pa.types.is_struct(ids.type):
        ids = pc.struct_field(ids, "id") if ids.type.get_field_index("id") >= 0 else pa.nulls(len(ids))
    ids = ids.cast(pa.string())
    owners = pc.list_parent_indices(values).to_numpy(zero_copy_only=False).astype(np.int64)
    codes = ids.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    _, first = np.unique(np.stack([owners, codes]), axis=1, return_index=True)
    kept = np.sort(first)
    kept = kept[codes[kept] >= 0]
    offsets = np.searchsorted(owners[kept], np.arange(len(values) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), ids.take(pa.array(kept)))


def exploded(rows: Rows, name: str) -> Rows:
    """Make a row of each identity in the column of lists; a profile without one gives none."""
    place = rows.schema.get_field_index(name)
    schema = rows.schema.set(place, pa.field(name, pa.string()))

    def slices() -> Iterator[Slice]:
        for piece in rows.slices:
            lists = piece.columns.column(place)
            owners = pc.list_parent_indices(lists)
            arrays = [column.take(owners) for column in piece.columns.columns]
            arrays[place] = lists.flatten()
            cases = piece.cases.take(owners) if piece.cases else None
            yield Slice(pa.RecordBatch.from_arrays(arrays, schema=schema), cases)

    return replace(rows, schema=schema, slices=slices(), total=None)
