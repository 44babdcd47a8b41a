"""What becomes of values and types that Spark has otherwise, or not at all."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import formats
from formats.parquet import Parquet


def written(table: pa.Table, format: Parquet) -> pq.ParquetFile:
    return pq.ParquetFile(io.BytesIO(formats.dumps(table, format)), coerce_int96_timestamp_unit="us")


def test_spark_finds_its_own_types() -> None:
    """The key-value metadata hold Spark's version and its schema, nullability included."""
    element = pa.field("item", pa.int8(), nullable=False)
    schema = pa.schema([pa.field("tags", pa.list_(element), nullable=False), pa.field("at", pa.timestamp("ns"))])
    metadata = written(schema.empty_table(), Parquet()).metadata.metadata
    assert metadata[b"org.apache.spark.version"] == b"3.5.9"
    assert set(metadata) == {b"org.apache.spark.version", b"org.apache.spark.sql.parquet.row.metadata"}
    assert json.loads(metadata[b"org.apache.spark.sql.parquet.row.metadata"])["fields"] == [
        {
            "name": "tags",
            "type": {"type": "array", "elementType": "byte", "containsNull": False},
            "nullable": False,
            "metadata": {},
        },
        {"name": "at", "type": "timestamp_ntz", "nullable": True, "metadata": {}},
    ]


@pytest.mark.parametrize(
    ("unit", "ticks", "micros"),
    [
        ("s", [-1, None, 1], [-1_000_000, None, 1_000_000]),
        ("ms", [-1, None, 1], [-1_000, None, 1_000]),
        ("us", [-1, None, 1], [-1, None, 1]),
        ("ns", [-1, None, 1_999], [-1, None, 1]),
    ],
)
def test_instants_of_any_unit_are_microseconds(unit: str, ticks: list[int], micros: list[int]) -> None:
    """Coarser units are widened, finer ones cut towards the past, in nested columns as well."""
    column = pa.array(ticks, pa.timestamp(unit, "Europe/Berlin"))
    table = pa.table({"at": column, "list": pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), column)})
    for format in (Parquet(), Parquet(timestamp_type="TIMESTAMP_MICROS")):
        batch = next(iter(format.read(io.BytesIO(formats.dumps(table, format)), None)))
        assert batch["at"].type == pa.timestamp("us", "UTC")
        assert batch["at"].view(pa.int64()).to_pylist() == micros
        assert batch["list"].flatten().view(pa.int64()).to_pylist() == micros


def test_milliseconds_are_cut_towards_the_past() -> None:
    """TIMESTAMP_MILLIS keeps whole milliseconds of instants, and all microseconds of wall-clock times."""
    ticks = [-1, -1_000, 1_999]
    table = pa.table({"at": pa.array(ticks, pa.timestamp("us", "UTC")), "wall": pa.array(ticks, pa.timestamp("us"))})
    found = written(table, Parquet(timestamp_type="TIMESTAMP_MILLIS")).read()
    assert found["at"].cast(pa.int64()).to_pylist() == [-1, -1, 1]
    assert found["wall"].cast(pa.int64()).to_pylist() == ticks


LIMIT = datetime(1900, 1, 1, tzinfo=UTC)
BEFORE = datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("timestamp_type", ["INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS"])
def test_ancient_instants_are_refused_or_kept(timestamp_type: str) -> None:
    """The limit is 1900 in UTC, the mode that counts is that of the stored type, and nested values count."""
    options = {"outputTimestampType": timestamp_type}
    mode = "int96RebaseModeInWrite" if timestamp_type == "INT96" else "datetimeRebaseModeInWrite"
    other = "datetimeRebaseModeInWrite" if timestamp_type == "INT96" else "int96RebaseModeInWrite"
    kind = pa.list_(pa.timestamp("us", "UTC"))
    ancient, modern = (pa.table({"at": pa.array([None, [moment]], kind)}) for moment in (BEFORE, LIMIT))
    formats.dumps(modern, formats.from_options("parquet", options))
    with pytest.raises(formats.FormatError, match="1900"):
        formats.dumps(ancient, formats.from_options("parquet", options | {other: "CORRECTED"}))
    kept = formats.dumps(ancient, formats.from_options("parquet", options | {mode: "CORRECTED"}))
    batch = next(iter(Parquet().read(io.BytesIO(kept), None)))
    assert batch["at"].to_pylist() == [None, [BEFORE]]


def test_ancient_dates_are_refused_or_kept() -> None:
    """The first day of the Gregorian calendar may be written; the day before it only as it is."""
    first, before = (pa.table({"on": [day, None]}) for day in (date(1582, 10, 15), date(1582, 10, 14)))
    assert written(first, Parquet()).read().equals(first)
    with pytest.raises(formats.FormatError, match="1582-10-15"):
        formats.dumps(before, Parquet())
    assert written(before, Parquet(rebase_mode="CORRECTED")).read().equals(before)


def test_wall_clock_times_have_no_ancient_days() -> None:
    """Times without a zone are written as they are, in every mode."""
    table = pa.table({"wall": [datetime(1, 1, 1)]})
    assert written(table, Parquet()).read().equals(table)


@pytest.mark.parametrize(
    "kind",
    [
        pa.null(),
        pa.float16(),
        pa.time32("s"),
        pa.duration("us"),
        pa.decimal256(39, 0),
        pa.decimal128(5, -1),
        pa.struct([]),
        pa.list_(pa.time64("us")),
        pa.map_(pa.string(), pa.struct([("x", pa.null())])),
        pa.struct([("a", pa.int8()), ("A", pa.int8())]),
    ],
    ids=str,
)
def test_types_that_spark_lacks_are_refused(kind: pa.DataType) -> None:
    """The check names the column, however deep the type stands in it."""
    with pytest.raises(formats.FormatError, match="odd"):
        Parquet().check(pa.schema([("odd", kind)]))


def test_a_table_needs_columns_with_different_names() -> None:
    """No columns, and names alike but for letter case, are refused; any other name is fine."""
    for schema in (pa.schema([]), pa.schema([("a", pa.int8()), ("A", pa.int8())]), pa.schema([("a", pa.int8())] * 2)):
        with pytest.raises(formats.FormatError):
            Parquet().check(schema)
    odd = pa.table({"": [1], "a b.c,d": ["x"], "é\n": [True]})
    assert written(odd, Parquet()).read().equals(odd)


NUMBERS = pa.array([1, None], pa.int32())
NUMBER = pa.field("x", pa.int32(), nullable=False)


@pytest.mark.parametrize(
    ("column", "promised"),
    [
        (NUMBERS, pa.int32()),
        (pa.ListArray.from_arrays(pa.array([0, 2], pa.int32()), NUMBERS), pa.list_(NUMBER)),
        (pa.StructArray.from_arrays([NUMBERS], names=["x"]), pa.struct([NUMBER])),
    ],
    ids=["column", "list", "struct"],
)
def test_a_null_where_none_was_promised_is_refused(column: pa.Array, promised: pa.DataType) -> None:
    """A column declared without nulls is checked, and so are the elements and fields of nested ones."""
    batch = pa.RecordBatch.from_arrays([column], names=["c"])
    schema = pa.schema([pa.field("c", promised, nullable=False)])
    with pytest.raises(formats.FormatError, match="without nulls"):
        formats.write([batch], io.BytesIO(), Parquet(), schema=schema)


def test_content_is_what_an_exact_reader_finds() -> None:
    """Scalars are Spark's text, bytes base64, nested values JSON with their nulls."""
    batch = pa.RecordBatch.from_pydict(
        {
            "number": [1.0, None],
            "bytes": [b"\x00\xff", None],
            "nested": [{"a": None, "b": ['"', None]}, None],
            "at": pa.array([0, None], pa.timestamp("us", "UTC")),
        }
    )
    assert Parquet().content(batch).to_pylist() == [
        {"number": "1.0", "bytes": "AP8=", "nested": r'{"a":null,"b":["\"",null]}', "at": "1970-01-01T00:00:00.000Z"},
        {"number": None, "bytes": None, "nested": None, "at": None},
    ]


def test_a_file_that_is_none_is_refused() -> None:
    """Bytes that are no Parquet file, and columns other than those asked for, are format errors."""
    with pytest.raises(formats.FormatError):
        list(Parquet().read(io.BytesIO(b"PAR1 but no more"), None))
    data = formats.dumps(pa.table({"a": [1]}), Parquet())
    with pytest.raises(formats.FormatError, match="expected"):
        list(Parquet().read(io.BytesIO(data), pa.schema([("b", pa.int64())])))
