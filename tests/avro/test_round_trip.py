"""Random nested tables through Avro files and back; fastavro as the reader that knows nothing of ours."""

from __future__ import annotations

import io
from typing import Any

import fastavro
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parquet.tables import in_pieces, tables

import formats
from formats.avro import Avro, writer

CODECS = ("null", "deflate", "snappy", "bzip2", "xz", "zstandard")
FORMATS = st.builds(Avro, codec=st.sampled_from(CODECS))


def back(data: bytes, schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(Avro().read(io.BytesIO(data), schema), schema)


@given(tables(), FORMATS)
@settings(max_examples=80, deadline=None)
def test_what_was_written_is_read(table: pa.Table, format: Avro) -> None:
    """Any table comes back in its own types, whatever the codec."""
    assert back(formats.dumps(table, format), table.schema).equals(table)


@given(st.data(), tables(), FORMATS)
@settings(max_examples=40, deadline=None)
def test_bytes_do_not_depend_on_batches(data: st.DataObject, table: pa.Table, format: Avro) -> None:
    """The same rows in other batches, slices among them, make the same file, its sync marker included."""
    sink = io.BytesIO()
    formats.write(data.draw(in_pieces(table)), sink, format, schema=table.schema)
    assert sink.getvalue() == formats.dumps(table, format)


def same(value: Any) -> Any:
    """One form for what Arrow and fastavro have in two: pairs of maps for dictionaries, no items for an empty one."""
    if isinstance(value, dict):
        return [(key, same(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [(item[0], same(item[1])) if isinstance(item, tuple) else same(item) for item in value]
    return value


@given(tables())
@settings(max_examples=80, deadline=None)
def test_fastavro_reads_the_same(table: pa.Table) -> None:
    """Every value, dates, times and decimals among them, is what an independent reader finds."""
    data = formats.dumps(table, Avro("deflate"))
    ours = [row for batch in Avro().read(io.BytesIO(data), None) for row in batch.to_pylist()]
    assert [same(record) for record in fastavro.reader(io.BytesIO(data))] == [same(row) for row in ours]


def test_a_value_that_is_null_may_have_fields_that_may_not_be() -> None:
    """Of maps too, sliced or not."""
    strict = pa.struct([pa.field("f", pa.list_(pa.field("element", pa.bool_(), nullable=False)), nullable=False)])
    maps = [[("", None)], None, [("a", {"f": [True]}), ("b", None)]]
    table = pa.table({"m": pa.array(maps, pa.map_(pa.string(), strict))})
    read = [
        [row for batch in Avro().read(io.BytesIO(formats.dumps(part, Avro())), None) for row in batch.to_pylist()]
        for part in (table, table.slice(1), table.slice(2))
    ]
    assert read == [part.to_pylist() for part in (table, table.slice(1), table.slice(2))]


def test_a_block_ends_after_so_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks hold a fixed number of rows, the last one the rest, each read as one batch."""
    monkeypatch.setattr(writer, "ROWS", 40)
    table = pa.table({"n": range(100), "text": [str(number) * 3 for number in range(100)]})
    data = formats.dumps(table, Avro("deflate"))
    assert [block.num_records for block in fastavro.block_reader(io.BytesIO(data))] == [40, 40, 20]
    assert [batch.num_rows for batch in Avro().read(io.BytesIO(data), None)] == [40, 40, 20]
