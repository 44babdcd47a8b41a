"""A file is read by what it is, whatever codec its reader expected."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest

import formats
from formats.codecs import CODECS

TABLE = pa.table({"id": ["1", "2"], "text": ["a,b", "two\nlines"]})


@pytest.mark.parametrize("file_type", ["csv", "json"])
@pytest.mark.parametrize("codec", CODECS)
def test_the_codec_is_recognised(file_type: str, codec: str) -> None:
    """A reader that expects gzip, or nothing, reads every framing."""
    data = formats.dumps(TABLE, formats.from_options(file_type, {"header": "true", "compression": codec}))
    for expected in ("none", "gzip"):
        format = formats.from_options(file_type, {"header": "true", "compression": expected})
        assert pa.Table.from_batches(formats.read(io.BytesIO(data), format, schema=TABLE.schema)) == TABLE


def test_the_framing_is_told() -> None:
    """Two files of the name ``.snappy`` and what they really are."""
    told = []
    for codec in ("snappy", "snappy-framed"):
        data = formats.dumps(TABLE, formats.from_options("csv", {"compression": codec}))
        told.append(formats.recognise(io.BufferedReader(io.BytesIO(data))).name)
    assert told == ["snappy", "snappy-framed"]


@pytest.mark.parametrize(("expected", "is_really"), [("csv", "parquet"), ("json", "avro"), ("parquet", "csv")])
def test_another_kind_of_file_is_named(expected: str, is_really: str) -> None:
    """Parquet under a CSV reader, and the like."""
    data = formats.dumps(TABLE, formats.from_options(is_really, {}))
    with pytest.raises(formats.FormatError):
        list(formats.read(io.BytesIO(data), formats.from_options(expected, {}), schema=TABLE.schema))
