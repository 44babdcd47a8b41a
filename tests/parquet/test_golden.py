"""Files written by real Spark 3.5.9: the same schema, the same rows, the same words in the footer."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from golden_corpus import cases, output, table

import formats
from formats.parquet import Parquet
from formats.parquet.thrift import Struct, dump, load

WRITTEN = cases("spark", "parquet", errors=False)
REFUSED = cases("spark", "parquet", errors=True)


def case_id(case: dict[str, Any]) -> str:
    return str(case["id"])


def format_of(case: dict[str, Any]) -> formats.Format:
    return formats.from_options("parquet", {**case["options"], **(case.get("conf") or {})})


def footer(data: bytes) -> Struct:
    begin = len(data) - 8 - int.from_bytes(data[-8:-4], "little")
    structure, end = load(data, begin)
    assert (end, dump(structure)) == (len(data) - 8, data[begin:end])
    return structure


def rows(data: bytes) -> dict[str, pa.ChunkedArray]:
    """Each column as Arrow reads it; one with doubles as text, where NaN is equal to itself."""
    found = pq.ParquetFile(io.BytesIO(data), coerce_int96_timestamp_unit="us").read()
    columns = dict(zip(found.schema.names, found.columns, strict=True))
    texts = [Parquet().content(batch) for batch in found.to_batches()]
    doubles = {name for name in columns if "double" in str(columns[name].type) or "float" in str(columns[name].type)}
    return {name: [text[name] for text in texts] if name in doubles else columns[name] for name in columns}


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_rows_are_sparks(case: dict[str, Any]) -> None:
    """An independent reader finds in our file what it finds in Spark's."""
    assert rows(formats.dumps(table(case), format_of(case))) == rows(output(case))


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_footer_says_what_sparks_says(case: dict[str, Any]) -> None:
    """Schema, key-value metadata, number of rows and order of columns are equal, byte for byte."""
    ours, sparks = footer(formats.dumps(table(case), format_of(case))), footer(output(case))
    assert {field: ours[field] for field in (1, 2, 3, 5, 7)} == {field: sparks[field] for field in (1, 2, 3, 5, 7)}


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_columns_are_stored_as_sparks(case: dict[str, Any]) -> None:
    """Each chunk has the physical type, the path, the codec and the number of values of Spark's."""

    def chunks(data: bytes) -> list[Struct]:
        groups = [group.content for group in footer(data)[4].content]
        metadata = [chunk.content[3].content for group in groups for chunk in group[1].content]
        return [{field: column[field] for field in (1, 3, 4, 5)} for column in metadata]

    assert chunks(formats.dumps(table(case), format_of(case))) == chunks(output(case))


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_sparks_files_are_read(case: dict[str, Any]) -> None:
    """Spark's file and ours come back as the same batches in Spark's types."""
    format = format_of(case)
    ours = list(format.read(io.BytesIO(formats.dumps(table(case), format)), None))
    sparks = list(format.read(io.BytesIO(output(case)), None))
    assert [batch.schema for batch in ours] == [batch.schema for batch in sparks]
    assert [format.content(batch) for batch in ours] == [format.content(batch) for batch in sparks]


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_extension_is_sparks(case: dict[str, Any]) -> None:
    """A part file's name ends as Spark's does."""
    assert format_of(case).extension == case["part_suffix"]


@pytest.mark.parametrize("case", REFUSED, ids=case_id)
def test_what_spark_refuses_is_refused(case: dict[str, Any]) -> None:
    """The same options or the same table are a format error."""
    with pytest.raises(formats.FormatError):
        formats.dumps(table(case), format_of(case))
