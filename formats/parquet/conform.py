"""Columns in another type of the same nesting: lists, maps and structs are rebuilt around their converted leaves."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.base import FormatError
from formats.kinds import is_list

Leaf = Callable[[pa.Array, pa.DataType, str], pa.Array]
"""From values without nesting, the type they shall have and their column's path to values of that type."""


def conform_batch(batch: pa.RecordBatch, schema: pa.Schema, leaf: Leaf) -> pa.RecordBatch:
    """The batch's columns, by position, in the types of ``schema``; ``FormatError`` where a value does not fit."""
    columns = [conform(column, field, leaf, field.name) for column, field in zip(batch, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def conform(array: pa.Array, field: pa.Field, leaf: Leaf, path: str, *, hidden: int = 0) -> pa.Array:
    """The same values in ``field.type``, which differs in leaves, in names and in the layout of lists only.

    ``hidden`` nulls are those under a null struct: even a field without nulls has them.
    """
    if not field.nullable and array.null_count > hidden:
        raise FormatError(f"the column `{path}` is declared without nulls but has some")
    kind = field.type
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_struct(kind):
        return _struct(array, kind, leaf, path)
    if pa.types.is_map(kind):
        return _map(array, kind, leaf, path)
    if is_list(kind):
        return _list(array, kind, leaf, path)
    try:
        values = leaf(array, kind, path)
    except pa.ArrowInvalid as error:
        raise FormatError(f"the column `{path}` does not fit into {kind}: {error}") from None
    return values if field.nullable else _bare(values)


def _bare(array: pa.Array) -> pa.Array:
    """Something, whatever it is, in place of hidden nulls, which Arrow's Parquet writer does not look behind."""
    if not array.null_count or pa.types.is_dictionary(array.type):
        return array
    return pa.Array.from_buffers(array.type, len(array), [None, *array.buffers()[1:]], 0, array.offset)


def parts(array: pa.Array) -> tuple[pa.Array, pa.Array]:
    """A list or map array of any layout as ``int32`` offsets and the values of those lists that are not null."""
    lengths = pc.list_value_length(array).fill_null(0).to_numpy()
    offsets = np.zeros(len(array) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    return pa.array(offsets), array.flatten()


def entries(array: pa.MapArray) -> pa.ListArray:
    """The maps as lists of structs."""
    kind = array.type
    pairs = pa.StructArray.from_arrays([array.keys, array.items], fields=[kind.key_field, kind.item_field])
    # Not by a cast: that refuses a value that is null and whose own fields may not be.
    of_pairs, validity_and_offsets = pa.list_(pairs.type), array.buffers()[:2]
    return pa.Array.from_buffers(
        of_pairs, len(array), validity_and_offsets, array.null_count, array.offset, children=[pairs]
    )


def _mask(array: pa.Array) -> pa.Array | None:
    return array.is_null() if array.null_count else None


def _struct(array: pa.StructArray, kind: pa.StructType, leaf: Leaf, path: str) -> pa.Array:
    children = [
        conform(child, field, leaf, f"{path}.{field.name}", hidden=array.null_count)
        for child, field in zip(array.flatten(), kind, strict=True)
    ]
    return pa.StructArray.from_arrays(children, fields=list(kind), mask=_mask(array))


def _list(array: pa.Array, kind: pa.DataType, leaf: Leaf, path: str) -> pa.Array:
    offsets, values = parts(array)
    values = conform(values, kind.value_field, leaf, f"{path}.{kind.value_field.name}")
    if pa.types.is_large_list(kind):
        return pa.LargeListArray.from_arrays(offsets.cast(pa.int64()), values, type=kind, mask=_mask(array))
    plain = pa.ListArray.from_arrays(offsets, values, type=pa.list_(kind.value_field), mask=_mask(array))
    return plain if pa.types.is_list(kind) else plain.cast(kind)


def _map(array: pa.MapArray, kind: pa.MapType, leaf: Leaf, path: str) -> pa.Array:
    offsets, pairs = parts(entries(array))
    keys = conform(pairs.field(0), kind.key_field, leaf, f"{path}.key")
    items = conform(pairs.field(1), kind.item_field, leaf, f"{path}.value")
    return pa.MapArray.from_arrays(offsets, keys, items, type=kind, mask=_mask(array))
