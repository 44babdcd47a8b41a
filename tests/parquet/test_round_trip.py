"""Random nested tables through Parquet files and back."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from parquet.tables import in_pieces, tables

import formats
from formats.parquet import Parquet, reader, writer

FORMATS = st.builds(
    Parquet,
    codec=st.sampled_from(["none", "snappy", "gzip", "zstd", "lz4", "lz4_raw"]),
    timestamp_type=st.sampled_from(["INT96", "TIMESTAMP_MICROS"]),
    legacy_layout=st.booleans(),
)


def readable(kind: pa.DataType) -> bool:
    """Whether Arrow reads the type in the legacy layout, which repeats lists in lists without nulls as they are."""
    if pa.types.is_struct(kind):
        return all(readable(field.type) for field in kind)
    if pa.types.is_map(kind):
        return readable(kind.item_type)
    if not pa.types.is_nested(kind):
        return True
    inner = kind.value_type
    repeated = pa.types.is_nested(inner) and not pa.types.is_struct(inner)
    return readable(inner) and (kind.value_field.nullable or not repeated)


def back(data: bytes, format: Parquet, schema: pa.Schema | None = None) -> pa.Table:
    batches = list(format.read(io.BytesIO(data), schema))
    return pa.Table.from_batches(batches, schema or batches[0].schema)


@given(tables(), FORMATS)
@settings(max_examples=80, deadline=None)
def test_what_was_written_is_read(table: pa.Table, format: Parquet) -> None:
    """Any table comes back in its own types, whatever the codec and the layout."""
    assume(not format.legacy_layout or all(readable(kind) for kind in table.schema.types))
    assert back(formats.dumps(table, format), format, table.schema).equals(table)


@given(tables(), FORMATS)
@settings(max_examples=30, deadline=None)
def test_arrow_finds_the_physical_types_that_the_schema_promises(table: pa.Table, format: Parquet) -> None:
    """Each column chunk says the type and the path of its leaf."""
    assume(not format.legacy_layout or all(readable(kind) for kind in table.schema.types))
    file = pq.ParquetFile(io.BytesIO(formats.dumps(table, format)))
    for group in range(file.num_row_groups):
        chunks = [file.metadata.row_group(group).column(leaf) for leaf in range(file.metadata.num_columns)]
        promised = [file.schema.column(leaf) for leaf in range(file.metadata.num_columns)]
        assert [(chunk.physical_type, chunk.path_in_schema) for chunk in chunks] == [
            (leaf.physical_type, leaf.path) for leaf in promised
        ]


@given(st.data(), tables(), FORMATS)
@settings(max_examples=40, deadline=None)
def test_bytes_do_not_depend_on_batches(data: st.DataObject, table: pa.Table, format: Parquet) -> None:
    """The same rows in other batches, slices among them, make the same file."""
    sink = io.BytesIO()
    formats.write(data.draw(in_pieces(table)), sink, format, schema=table.schema)
    assert sink.getvalue() == formats.dumps(table, format)


def test_a_large_table_has_row_groups_of_one_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are grouped by their number, and groups are read in order."""
    monkeypatch.setattr(writer, "ROWS", 40)
    table = pa.table({"n": range(100), "text": [str(number) * 3 for number in range(100)]})
    for codec in ("snappy", "lz4"):
        data = formats.dumps(table, Parquet(codec=codec))
        file = pq.ParquetFile(io.BytesIO(data))
        sizes = [file.metadata.row_group(index).num_rows for index in range(file.num_row_groups)]
        assert (sizes, file.metadata.num_rows) == ([40, 40, 20], 100)
        assert back(data, Parquet()).equals(table)


def test_pages_larger_than_a_hadoop_block_come_back() -> None:
    """A value of a megabyte is several LZ4 blocks of one page, none above 256 KiB."""
    table = pa.table({"long": ["ab" * 500_000, None, ""], "nothing": pa.nulls(3, pa.string())})
    data = formats.dumps(table, Parquet(codec="lz4"))
    assert back(data, Parquet()).equals(table)


class Counted(io.BytesIO):
    """Bytes that count how many of them were asked for."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


def test_reading_goes_from_group_to_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first batches come when a part of the file has been read, and no batch is large."""
    monkeypatch.setattr(writer, "ROWS", reader.ROWS * 2)
    table = pa.table({"n": range(reader.ROWS * 10)})
    source = Counted(formats.dumps(table, Parquet("none")))
    batches = Parquet().read(source, None)
    assert next(batches).num_rows == reader.ROWS
    assert source.taken < len(source.getvalue()) / 2
    assert [batch.num_rows for batch in batches] == [reader.ROWS] * 9
