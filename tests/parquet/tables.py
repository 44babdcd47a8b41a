"""Random tables: every type there is, nested in each other, with and without nulls."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st

Values = st.SearchStrategy[Any]

SINCE, UNTIL = datetime(1900, 1, 1), datetime(9999, 12, 31)


def _integers(bits: int, *, signed: bool = True) -> Values:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else st.integers(0, 2**bits - 1)


def _decimals(precision: int, scale: int) -> Values:
    limit = 10**precision - 1
    return st.integers(-limit, limit).map(lambda unscaled: Decimal(f"{unscaled}E-{scale}"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
INSTANTS = st.datetimes(SINCE, UNTIL, timezones=st.just(UTC))

LEAVES: list[tuple[pa.DataType, Values]] = [
    (pa.bool_(), st.booleans()),
    (pa.int8(), _integers(8)),
    (pa.int16(), _integers(16)),
    (pa.int32(), _integers(32)),
    (pa.int64(), _integers(64)),
    (pa.uint8(), _integers(8, signed=False)),
    (pa.uint32(), _integers(32, signed=False)),
    (pa.uint64(), _integers(64, signed=False)),
    (pa.float32(), st.floats(width=32, allow_nan=False)),
    (pa.float64(), st.floats(allow_nan=False)),
    (pa.string(), TEXTS),
    (pa.large_string(), TEXTS),
    (pa.dictionary(pa.int32(), pa.string()), TEXTS),
    (pa.binary(), st.binary(max_size=6)),
    (pa.binary(3), st.binary(min_size=3, max_size=3)),
    (pa.decimal128(5, 2), _decimals(5, 2)),
    (pa.decimal128(18, 0), _decimals(18, 0)),
    (pa.decimal128(38, 10), _decimals(38, 10)),
    (pa.date32(), st.dates(date(1582, 10, 15))),
    (pa.timestamp("us", "UTC"), INSTANTS),
    (pa.timestamp("us", "Europe/Berlin"), INSTANTS),
    (pa.timestamp("us"), st.datetimes()),
    (pa.timestamp("ms"), st.datetimes().map(lambda moment: moment.replace(microsecond=0))),
]


@st.composite
def _nested(draw: st.DrawFn, inner: st.SearchStrategy[tuple[pa.DataType, Values]]) -> tuple[pa.DataType, Values]:
    shape = draw(st.sampled_from(["struct", "list", "large list", "map"]))
    if shape == "struct":
        parts = [(f"f{index}", *draw(_cells(inner))) for index in range(draw(st.integers(1, 3)))]
        kind = pa.struct([pa.field(name, part, nullable) for name, part, nullable, _ in parts])
        return kind, st.fixed_dictionaries({name: values for name, _, _, values in parts})
    part, nullable, values = draw(_cells(inner))
    if shape == "map":
        pairs = st.dictionaries(TEXTS, values, max_size=3).map(lambda entries: list(entries.items()))
        return pa.map_(pa.string(), pa.field("value", part, nullable)), pairs
    make = pa.list_ if shape == "list" else pa.large_list
    return make(pa.field("element", part, nullable)), st.lists(values, max_size=3)


@st.composite
def _cells(draw: st.DrawFn, types: st.SearchStrategy[tuple[pa.DataType, Values]]) -> tuple[pa.DataType, bool, Values]:
    kind, values = draw(types)
    nullable = draw(st.booleans())
    return kind, nullable, values | st.none() if nullable else values


TYPES = st.recursive(st.sampled_from(LEAVES), _nested, max_leaves=4)


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    """Up to four columns and thirty rows."""
    columns, fields = [], []
    rows = draw(st.integers(0, 30))
    for index in range(draw(st.integers(1, 4))):
        kind, nullable, values = draw(_cells(TYPES))
        fields.append(pa.field(f"c{index}", kind, nullable))
        columns.append(pa.array(draw(st.lists(values, min_size=rows, max_size=rows)), kind))
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


@st.composite
def in_pieces(draw: st.DrawFn, table: pa.Table) -> list[pa.RecordBatch]:
    """The table's rows in batches of any size, empty ones too, each a slice of something larger."""
    (whole,) = table.combine_chunks().to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    cuts = sorted(draw(st.lists(st.integers(0, table.num_rows), max_size=4)))
    edges = [0, *cuts, table.num_rows]
    return [whole.slice(start, end - start) for start, end in pairwise(edges)]
