"""Reading inverts writing wherever the file still says what was meant."""

from __future__ import annotations

import io
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.json_tables import kinds, tables

import formats

FLAG = st.sampled_from(["true", "false"])
OPTIONS = st.fixed_dictionaries(
    {"timestampFormat": st.just("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")},
    optional={
        "ignoreNullFields": FLAG,
        "pretty": FLAG,
        "writeNonAsciiCharacterAsCodePoint": FLAG,
        "lineSep": st.sampled_from(["\n", "\r\n", "|||", "é", ",", "}"]),
        "dateFormat": st.sampled_from(["dd/MM/yyyy", "yyyy'\"é\\'MMdd"]),
        "timeZone": st.sampled_from(["Europe/Berlin", "-08:00"]),
        "encoding": st.sampled_from(["UTF-8", "UTF-16", "UTF-32LE"]),
        "compression": st.sampled_from(["none", "gzip"]),
    },
)


def read(data: bytes, options: dict[str, str], schema: pa.Schema | None = None) -> list[pa.RecordBatch]:
    return list(formats.read(io.BytesIO(data), formats.from_options("json", options), schema=schema))


@settings(max_examples=300, deadline=None)
@given(OPTIONS, tables(kinds()))
def test_reading_inverts_writing(options: dict[str, str], rows_and_table: tuple[list[Any], pa.Table]) -> None:
    """With its schema every value of every type comes back, whatever the dialect."""
    _, table = rows_and_table
    data = formats.dumps(table, formats.from_options("json", options))
    back = pa.Table.from_batches(read(data, options, table.schema), table.schema)
    back.validate(full=True)
    assert repr(back.to_pylist()) == repr(table.to_pylist())


def test_without_a_schema_types_are_those_of_json() -> None:
    """Texts stay texts, a field that only later rows have is a column, whole and other numbers meet as float."""
    rows = b'{"n":1,"d":"2024-02-29","in":{"x":true}}\n{"n":1.5,"in":{},"list":[1,null]}\n{}\n'
    (batch,) = read(rows, {})
    assert batch.to_pylist() == [
        {"n": 1.0, "d": "2024-02-29", "in": {"x": True}, "list": None},
        {"n": 1.5, "d": None, "in": {"x": None}, "list": [1, None]},
        {"n": None, "d": None, "in": None, "list": None},
    ]
    assert batch.schema == pa.schema(
        {"n": pa.float64(), "d": pa.string(), "in": pa.struct({"x": pa.bool_()}), "list": pa.list_(pa.int64())}
    )


def test_an_empty_file_has_no_batches() -> None:
    """Neither with a schema nor without one."""
    assert read(b"", {}) == read(b"", {}, pa.schema({"a": pa.int32()})) == []


def test_many_rows_come_in_several_batches() -> None:
    """Forty thousand rows are three batches, and the last one needs no separator."""
    data = b"\n".join(b'{"a":%d}' % n for n in range(40_000))
    for schema in (None, pa.schema({"a": pa.int64()})):
        batches = read(data, {}, schema)
        assert [batch.num_rows for batch in batches] == [16_384, 16_384, 7_232]
        assert pa.Table.from_batches(batches)["a"].to_pylist() == list(range(40_000))


def test_a_row_longer_than_a_block_is_read_whole() -> None:
    """Three million characters with separators among them are one value."""
    table = pa.table({"a": ['x|y"\n' * 600_000, "b"]})
    data = formats.dumps(table, formats.from_options("json", {"lineSep": "|"}))
    assert pa.Table.from_batches(read(data, {"lineSep": "|"}, table.schema)) == table


@pytest.mark.parametrize(
    ("data", "type", "message"),
    [
        (b'{"n":007}\n', pa.int32(), "row 1 is not JSON"),
        (b'{"n":1}\n{"n"}\n', pa.int32(), "row 2 is not JSON"),
        (b'{"n":1}\n{"n":1', pa.int32(), "the file ends inside row 2"),
        (b'{"n":1} \n', pa.int32(), "row 1 is followed by ' \\n' and not by '\\n'"),
        (b'{"n":1}\n[1]\n', pa.int32(), "row 2 is not an object: '[1]'"),
        (b'{"n":1.0}\n', pa.int32(), "column 'n'"),
        (b'{"n":"1"}\n', pa.int32(), "column 'n': '1' is not how a value of type int32 is written"),
        (b'{"n":300}\n', pa.int8(), "column 'n'"),
        (b'{"n":1}\n', pa.string(), "column 'n': '1' is not how a value of type string is written"),
        (b'{"n":"true"}\n', pa.bool_(), "column 'n': 'true' is not how a value of type bool is written"),
        (b'{"n":NaN}\n', pa.float64(), "NaN is not JSON"),
        (b'{"n":1e7}\n', pa.float64(), "column 'n': '1e7' is not how a value of type double is written"),
        (b'{"n":"1.5"}\n', pa.float64(), "column 'n': '1.5' is not how a value of type double is written"),
        (b'{"n":"2024-02-30"}\n', pa.date32(), "column 'n': '2024-02-30' is not how a value of type date32"),
        (b'{"n":"AA="}\n', pa.binary(), "column 'n'"),
        (b'{"n":"AB=="}\n', pa.binary(), "column 'n': 'AB==' is not how a value of type binary is written"),
        (b'{"n":"AAA="}\n', pa.binary(3), "the rows do not fit the schema"),
        (b'{"n":1}\n', pa.null(), "column 'n': '1' is not how a value of type null is written"),
        (b'{"n":"\\ud800"}\n', pa.string(), "the rows do not fit the schema"),
        (b'{"n":1,"m":2}\n', pa.int32(), "the field 'm' of 'the row' is not in the schema"),
        (b'{"n":{"a":{"x":1}}}\n', pa.struct({"a": pa.struct({"b": pa.int8()})}), "the field 'x' of 'n.a' is not"),
        (b'{"n":{"a":true}}\n', pa.struct({"a": pa.int8()}), "column 'n.a': True is not how"),
        (b'{"n":[1]}\n', pa.map_(pa.string(), pa.int8()), "column 'n': ['1'] is not how"),
        (b'{"n":{"2020-01-01":1}}\n', pa.map_(pa.date32(), pa.int8()), "column 'n'"),
        (b'{"n":[1]}\n', pa.list_(pa.int8(), 2), "column 'n': ['1'] has not 2 elements"),
        (b'{"n":[1]}\n', pa.list_view(pa.int8()), "column 'n': lists of type list_view"),
        (b'{"n":1}\n{"n":"a"}\n', None, "the types of the rows do not fit together"),
        (b'{"n":99999999999999999999}\n', None, "the types of the rows do not fit together"),
    ],
)
def test_what_was_not_written_so_is_refused(data: bytes, type: pa.DataType | None, message: str) -> None:
    """A value that the writer would not have written for the type, or a broken row, is named."""
    with pytest.raises(formats.FormatError) as caught:
        read(data, {}, None if type is None else pa.schema({"n": type}))
    assert message in str(caught.value)
