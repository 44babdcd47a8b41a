"""Avro schemas, options and refusals."""

from __future__ import annotations

import io
import json
from typing import Any

import fastavro
import pyarrow as pa
import pytest

import formats
from formats.avro import Avro


def schema_of(data: bytes) -> Any:
    return json.loads(fastavro.reader(io.BytesIO(data)).metadata["avro.schema"])


def test_the_schema_is_spark_avros() -> None:
    """Unions with null last, Spark's logical types, and names after the path to a nested type."""
    kind = pa.struct([pa.field("amount", pa.decimal128(12, 2)), pa.field("on", pa.date32(), nullable=False)])
    schema = pa.schema(
        [
            pa.field("id", pa.int8(), nullable=False),
            pa.field("at", pa.timestamp("us", "UTC")),
            pa.field("wall", pa.timestamp("us"), nullable=False),
            pa.field("orders", pa.list_(pa.field("element", kind, nullable=False))),
            pa.field("scores", pa.map_(pa.string(), pa.float32()), nullable=False),
        ]
    )
    amount = {
        "type": "fixed",
        "name": "fixed",
        "namespace": "topLevelRecord.orders.amount",
        "size": 6,
        "logicalType": "decimal",
        "precision": 12,
        "scale": 2,
    }
    order = {
        "type": "record",
        "name": "orders",
        "namespace": "topLevelRecord",
        "fields": [
            {"name": "amount", "type": [amount, "null"]},
            {"name": "on", "type": {"type": "int", "logicalType": "date"}},
        ],
    }
    assert schema_of(formats.dumps(schema.empty_table(), Avro("null"))) == {
        "type": "record",
        "name": "topLevelRecord",
        "fields": [
            {"name": "id", "type": "int"},
            {"name": "at", "type": [{"type": "long", "logicalType": "timestamp-micros"}, "null"]},
            {"name": "wall", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
            {"name": "orders", "type": [{"type": "array", "items": order}, "null"]},
            {"name": "scores", "type": {"type": "map", "values": ["float", "null"]}},
        ],
    }


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("none", "null"),
        ("Uncompressed", "null"),
        ("deflate", "deflate"),
        ("SNAPPY", "snappy"),
        ("bzip2", "bzip2"),
        ("xz", "xz"),
        ("zstandard", "zstandard"),
    ],
)
def test_codecs_have_sparks_names(name: str, codec: str) -> None:
    """The option takes Spark's names, the file tells Avro's, and its name does not change."""
    format = formats.from_options("avro", {"compression": name})
    data = formats.dumps(pa.table({"a": [1]}), format)
    assert b"avro.codec" + bytes([2 * len(codec)]) + codec.encode() in data
    assert (format.extension, formats.from_options("avro", format.options())) == (".avro", format)


def test_the_default_is_sparks() -> None:
    """Without an option blocks are snappy; options of other formats and the older rule for nulls change nothing."""
    assert formats.from_options("avro", {"sep": ";", "quote": "long"}, legacy_nulls=True) == Avro("snappy")


def test_the_writers_option_beats_the_sessions_setting() -> None:
    """The codec may be given as Spark's setting, which loses against the option."""
    given = {"spark.sql.avro.compression.codec": "deflate"}
    assert formats.from_options("avro", given) == Avro("deflate")
    assert formats.from_options("avro", given | {"compression": "xz"}) == Avro("xz")


@pytest.mark.parametrize("name", ["gzip", "lz4", "zstd", ""])
def test_other_codecs_are_refused(name: str) -> None:
    """The error tells the option, the value and the codecs there are."""
    with pytest.raises(formats.FormatError) as refusal:
        formats.from_options("avro", {"codec": name})
    error = refusal.value
    assert (error.option, error.value) == ("codec", name)
    assert error.allowed == "null, deflate, snappy, bzip2, xz, zstandard, uncompressed, none"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a b", pa.int8()),
        ("1a", pa.int8()),
        ("", pa.int8()),
        ("é", pa.int8()),
        ("a", pa.struct([("b.c", pa.int8())])),
        ("a", pa.map_(pa.int32(), pa.string())),
        ("a", pa.list_(pa.map_(pa.date32(), pa.string()))),
        ("a", pa.time32("s")),
    ],
    ids=str,
)
def test_what_avro_lacks_is_refused(name: str, kind: pa.DataType) -> None:
    """Names that are no identifiers, maps with keys that are not strings, and types Spark lacks."""
    with pytest.raises(formats.FormatError, match="column"):
        Avro().check(pa.schema([(name, kind)]))


def test_ancient_and_far_days_are_written_as_they_are() -> None:
    """Nothing is rebased, and years may have more than four digits."""
    days = pa.array([-1_000_000, 5_000_000, None], pa.int32()).cast(pa.date32())
    table = pa.table({"on": days, "at": pa.array([-(2**60), 2**60, None], pa.timestamp("us", "UTC"))})
    (batch,) = Avro().read(io.BytesIO(formats.dumps(table, Avro())), None)
    assert pa.Table.from_batches([batch]).equals(table)


def changed(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x55]) + data[place:][1:]


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy", "bzip2", "xz", "zstandard"])
def test_a_file_cut_short_is_refused(codec: str) -> None:
    """Wherever a file is cut inside its header or its only block, reading it is a format error, never fewer rows."""
    format = formats.from_options("avro", {"codec": codec})
    table = pa.table({"text": ["some text", None] * 50})
    data, header = formats.dumps(table, format), formats.dumps(table.slice(0, 0), format)
    for end in set(range(0, len(data), 7)) - {len(header)}:
        with pytest.raises(formats.FormatError):
            list(format.read(io.BytesIO(data[:end]), None))


@pytest.mark.parametrize("place", [0, -1, -18], ids=["magic", "sync marker", "checksum"])
def test_a_damaged_file_is_refused(place: int) -> None:
    """What a file holds to be recognised and checked by is looked at."""
    data = formats.dumps(pa.table({"text": ["some text"] * 50}), Avro("snappy"))
    with pytest.raises(formats.FormatError):
        list(Avro().read(io.BytesIO(changed(data, place)), None))


def test_other_columns_than_expected_are_refused() -> None:
    """A schema with other names is no schema of the file."""
    data = formats.dumps(pa.table({"a": [1]}), Avro())
    with pytest.raises(formats.FormatError, match="expected"):
        list(Avro().read(io.BytesIO(data), pa.schema([("b", pa.int64())])))


def test_content_is_what_an_exact_reader_finds() -> None:
    """Scalars are Spark's text, nested values JSON with their nulls."""
    batch = pa.RecordBatch.from_pydict({"number": [0.5, None], "nested": [{"a": None}, None]})
    assert Avro().content(batch).to_pylist() == [
        {"number": "0.5", "nested": '{"a":null}'},
        {"number": None, "nested": None},
    ]
