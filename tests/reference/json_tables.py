"""Random tables of nested types, built so that null slots carry bytes and children that mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

NASTY = st.text(st.sampled_from(list('ab"\\/{}[],: \n\r\t\b\f\0\x1f\x7f\x85~é中😀\u2028')), max_size=8) | st.text(
    max_size=6
)

ZONED = pa.timestamp("us", "UTC")
SCALARS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.bool_(): st.booleans(),
    pa.int8(): st.integers(-(2**7), 2**7 - 1),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.uint16(): st.integers(0, 2**16 - 1),
    pa.float32(): st.floats(width=32),
    pa.float64(): st.floats(),
    pa.decimal128(12, 3): st.integers(-(10**12) + 1, 10**12 - 1).map(lambda number: Decimal(number).scaleb(-3)),
    pa.decimal128(38, 9): st.integers(-(10**12), 10**12).map(lambda number: Decimal(number).scaleb(-9)),
    pa.string(): NASTY,
    pa.large_string(): NASTY,
    pa.date32(): st.integers(-719_000, 2_932_000),
    ZONED: st.integers(-(62 * 10**15), 253 * 10**15),
    pa.timestamp("ms"): st.integers(-(62 * 10**12), 253 * 10**12),
}
"""What can be a map's key, too."""

OTHERS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.null(): st.none(),
    pa.binary(): st.binary(max_size=7),
    pa.large_binary(): st.binary(max_size=4),
    pa.binary(2): st.binary(min_size=2, max_size=2),
    pa.dictionary(pa.int32(), pa.string()): NASTY,
}

FILLERS = {pa.bool_(): True, pa.string(): 'x"\n', pa.large_string(): "é", pa.binary(): b"x", pa.large_binary(): b"xy"}


def kinds(*, others: dict[pa.DataType, st.SearchStrategy[Any]] = OTHERS) -> st.SearchStrategy[pa.DataType]:
    """Types nested a few levels deep."""
    keys = st.sampled_from(list(SCALARS))

    def nested(inner: st.SearchStrategy[pa.DataType]) -> st.SearchStrategy[pa.DataType]:
        return st.one_of(
            st.lists(st.tuples(NASTY, inner), min_size=1, max_size=3, unique_by=lambda field: field[0]).map(pa.struct),
            inner.map(pa.list_),
            inner.map(pa.large_list),
            inner.map(lambda kind: pa.list_(kind, 2)),
            st.tuples(keys, inner).map(lambda pair: pa.map_(*pair)),
        )

    return st.recursive(st.sampled_from([*SCALARS, *others]), nested, max_leaves=5)


def values(kind: pa.DataType) -> st.SearchStrategy[Any]:
    """Values of a type in the form that ``reference.json_rows`` takes, sometimes None."""
    if kind in SCALARS or kind in OTHERS:
        return st.none() | (SCALARS | OTHERS)[kind]
    if pa.types.is_struct(kind):
        return st.none() | st.tuples(*(values(field.type) for field in kind))
    if pa.types.is_map(kind):
        return st.none() | st.lists(st.tuples(SCALARS[kind.key_type], values(kind.item_type)), max_size=3)
    if pa.types.is_fixed_size_list(kind):
        return st.none() | st.lists(values(kind.value_type), min_size=2, max_size=2)
    return st.none() | st.lists(values(kind.value_type), max_size=3)


@st.composite
def tables(draw: st.DrawFn, kinds: st.SearchStrategy[pa.DataType]) -> tuple[list[tuple[Any, ...]], pa.Table]:
    """Rows, and the same as a table of two batches that are windows into longer ones."""
    fields = draw(st.lists(st.tuples(NASTY, kinds), min_size=1, max_size=4, unique_by=lambda field: field[0].lower()))
    schema = pa.schema(fields)
    rows = draw(st.lists(st.tuples(*(values(kind) for _, kind in fields)), max_size=7))
    first, last = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    columns = [build([row[index] for row in rows], kind) for index, (_, kind) in enumerate(fields)]
    whole = pa.RecordBatch.from_arrays(columns, schema=schema)
    end = max(first, len(rows) - last)
    middle = (first + end) // 2
    batches = [whole.slice(first, middle - first), whole.slice(middle, end - middle)]
    return rows[first:end], pa.Table.from_batches(batches, schema)


def build(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """An array whose null slots are full of fillers."""
    if pa.types.is_null(kind) or pa.types.is_dictionary(kind):
        return pa.array(values, kind)
    rows = len(values)
    values = list(values)
    validity = pa.array([value is not None for value in values], pa.bool_()).buffers()[1]
    filled = [filler(kind) if value is None else value for value in values]
    if pa.types.is_struct(kind):
        children = [build([value[index] for value in filled], field.type) for index, field in enumerate(kind)]
        return pa.Array.from_buffers(kind, rows, [validity], children=children)
    if not pa.types.is_nested(kind):
        _, *buffers = pa.array(filled, kind).buffers()
        return pa.Array.from_buffers(kind, rows, [validity, *buffers])
    flat = [child for value in filled for child in value]
    if pa.types.is_map(kind):
        child = build(flat, pa.struct([kind.key_field, kind.item_field]))
    else:
        child = build(flat, kind.value_type)
    buffers = [validity]
    if not pa.types.is_fixed_size_list(kind):
        ends = accumulate(map(len, filled), initial=0)
        buffers.append(pa.array(ends, pa.int64() if pa.types.is_large_list(kind) else pa.int32()).buffers()[1])
    return pa.Array.from_buffers(kind, rows, buffers, children=[child])


def filler(kind: pa.DataType) -> Any:
    """A value of the type, for slots where none counts."""
    if pa.types.is_struct(kind):
        return tuple(filler(field.type) for field in kind)
    if pa.types.is_map(kind):
        return [(filler(kind.key_type), filler(kind.item_type))]
    if pa.types.is_nested(kind):
        return [filler(kind.value_type)] * 2
    if pa.types.is_null(kind):
        return None
    if pa.types.is_dictionary(kind):
        return filler(kind.value_type)
    if pa.types.is_fixed_size_binary(kind) and not pa.types.is_decimal(kind):
        return b"zz"
    return FILLERS.get(kind, 1)
