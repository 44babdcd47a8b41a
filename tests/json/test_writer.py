"""What a file holds besides the values of the corpus."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import formats
from formats import Json


def written(column: pa.Array, format: Json | None = None) -> str:
    return formats.dumps(pa.table({"c": column}), format or Json()).decode()


@pytest.mark.parametrize(
    ("type", "values", "text"),
    [
        (pa.string_view(), ["é", None], '{"c":"é"}\n{}\n'),
        (pa.binary_view(), [b"\0", None, b""], '{"c":"AA=="}\n{}\n{"c":""}\n'),
        (pa.list_view(pa.int8()), [[1, None], None, []], '{"c":[1,null]}\n{}\n{"c":[]}\n'),
        (pa.large_list_view(pa.string()), [["a"], None], '{"c":["a"]}\n{}\n'),
        (pa.dictionary(pa.int8(), pa.string()), ['"', None], '{"c":"\\""}\n{}\n'),
        (pa.null(), [None], "{}\n"),
        (pa.list_(pa.null()), [[None, None]], '{"c":[null,null]}\n'),
        (pa.map_(pa.string(), pa.null()), [[("a", None)]], '{"c":{"a":null}}\n'),
        (pa.map_(pa.timestamp("ns"), pa.bool_()), [[(-1, True)]], '{"c":{"-1":true}}\n'),
        (pa.map_(pa.timestamp("s"), pa.bool_()), [[(2, True)]], '{"c":{"2000000":true}}\n'),
        (pa.map_(pa.date64(), pa.bool_()), [[(86_400_000, True)]], '{"c":{"1":true}}\n'),
        (pa.map_(pa.float64(), pa.float32()), [[(float("nan"), 1e7)]], '{"c":{"NaN":1.0E7}}\n'),
        (pa.map_(pa.dictionary(pa.int8(), pa.string()), pa.int8()), [[("\n", 1)]], '{"c":{"\\n":1}}\n'),
        (pa.float16(), [0.5, -np.inf], '{"c":0.5}\n{"c":"-Infinity"}\n'),
        (pa.uint64(), [2**64 - 1], '{"c":18446744073709551615}\n'),
    ],
)
def test_types_that_spark_has_no_files_of(type: pa.DataType, values: list[Any], text: str) -> None:
    """Arrow's other layouts and units are written as the Spark types that they stand for."""
    assert written(pa.array(values, type)) == text


def test_dictionaries_of_anything_are_written_as_their_values() -> None:
    """A dictionary of structs is structs."""
    structs = pa.array([{"a": 1}, None, {"a": None}])
    column = pa.DictionaryArray.from_arrays(pa.array([2, 0, 1, None], pa.int8()), structs)
    assert written(column) == '{"c":{}}\n{"c":{"a":1}}\n{}\n{}\n'


def test_a_dictionary_smaller_than_its_column() -> None:
    """Values that recur are escaped once and look the same in every row."""
    column = pa.array(['"', None, "é", '"', "é", '"']).dictionary_encode()
    assert written(column) == '{"c":"\\""}\n{}\n{"c":"é"}\n{"c":"\\""}\n{"c":"é"}\n{"c":"\\""}\n'


def test_a_void_column_is_null() -> None:
    """It is left out as other nulls are, or written."""
    assert written(pa.nulls(1), Json(ignore_null_fields=False)) == '{"c":null}\n'


def test_names_may_repeat_within_structs() -> None:
    """Spark minds the names of columns only."""
    struct = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], ["a", "a"])
    assert written(struct) == '{"c":{"a":1,"a":2}}\n'


def test_broken_utf_8_becomes_the_replacement_character() -> None:
    """Wherever it stands, as Java reads it."""
    broken = pa.array([b"a\xff"]).view(pa.string())
    maps = pa.MapArray.from_arrays(pa.array([0, 1], pa.int32()), broken, broken)
    assert written(maps) == '{"c":{"a\N{REPLACEMENT CHARACTER}":"a\N{REPLACEMENT CHARACTER}"}}\n'


def test_moments_that_never_count_are_never_written() -> None:
    """A pattern that dates lack fields for does no harm where no date is: under a null struct, in a null list."""
    dates = pa.array([1, 1], pa.date32())
    nothing = pa.array([True, True])
    structs = pa.StructArray.from_arrays([dates], ["d"], mask=nothing)
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), dates, mask=nothing)
    format = Json(date_format="HH")
    assert formats.dumps(pa.table({"s": structs, "l": lists}), format) == b"{}\n{}\n"
    with pytest.raises(formats.FormatError):
        written(dates, format)


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-8"])
def test_a_file_without_rows_is_empty(encoding: str) -> None:
    """Not even a byte order mark is in it."""
    table = pa.table({"a": pa.array([], pa.list_(pa.string()))})
    assert formats.dumps(table, Json(encoding=encoding)) == b""


def test_a_byte_order_mark_stands_once() -> None:
    """UTF-16 is big-endian; the separator is encoded too."""
    assert formats.dumps(pa.table({"a": [1, 2]}), Json(encoding="UTF-16")) == (
        b"\xfe\xff" + '{"a":1}\n{"a":2}\n'.encode("utf-16-be")
    )


def test_characters_that_a_charset_lacks() -> None:
    """They become question marks, one each, but for those that are escaped."""
    column = pa.array(["Ł😀é"])
    assert formats.dumps(pa.table({"c": column}), Json(encoding="ISO-8859-1")) == b'{"c":"??\xe9"}\n'
    escaped = formats.dumps(pa.table({"Ł": column}), Json(encoding="US-ASCII", escape_non_ascii=True))
    assert escaped == b'{"\\u0141":"\\u0141\\uD83D\\uDE00\\u00E9"}\n'


@pytest.mark.parametrize("codec", ["none", "gzip"])
def test_bytes_do_not_depend_on_batches(codec: Any) -> None:
    """Seventy thousand nested rows give one file however they arrive."""
    numbers = pa.array(np.arange(70_000))
    lists = pa.ListArray.from_arrays(pa.array(np.arange(0, 70_001), pa.int32()), numbers)
    table = pa.table({"n": numbers, "l": lists, "s": pa.StructArray.from_arrays([lists], ["x"])})
    format = Json(codec=codec)
    whole = formats.dumps(table, format)
    for size in (999, 40_000):
        sink = io.BytesIO()
        formats.write(table.to_batches(max_chunksize=size), sink, format, schema=table.schema)
        assert sink.getvalue() == whole


def test_a_very_wide_table_is_written_in_small_pieces() -> None:
    """Two thousand columns with long names, three hundred rows: more text of keys than values by far."""
    names = [f"{'column ' * 20}{index}" for index in range(2000)]
    table = pa.table([pa.array([True] * 300)] * len(names), names=names)
    row = b"{" + b",".join(b'"%s":true' % name.encode() for name in names) + b"}\n"
    assert formats.dumps(table, Json()) == row * 300


def test_content_is_what_a_reader_finds() -> None:
    """Scalars as their text, untrimmed; bytes as base64; nested values as compact JSON under the format's null rule."""
    batch = pa.record_batch(
        {
            "s": [" é\n", None],
            "n": pa.array([1e7, np.nan]),
            "b": [b"\xff", None],
            "v": pa.nulls(2),
            "d": pa.array(["x", None]).dictionary_encode(),
            "l": [["é", None, '"'], None],
            "st": [{"a": None, "b": [1]}, None],
            "m": pa.array([[(1, None)], None], pa.map_(pa.date32(), pa.string())),
        }
    )
    expected = {
        "s": [" é\n", None],
        "n": ["1.0E7", "NaN"],
        "b": ["/w==", None],
        "v": [None, None],
        "d": ["x", None],
        "l": ['["é",null,"\\""]', None],
        "st": ['{"b":[1]}', None],
        "m": ['{"1":null}', None],
    }
    found = Json(pretty=True, escape_non_ascii=True).content(batch)
    assert found.to_pydict() == expected
    assert set(found.schema.types) == {pa.string()}
    assert Json(ignore_null_fields=False).content(batch)["st"].to_pylist() == ['{"a":null,"b":[1]}', None]
    assert Json(encoding="US-ASCII").content(batch)["l"].to_pylist() == ['["?",null,"\\""]', None]
    assert Json(encoding="US-ASCII", escape_non_ascii=True).content(batch)["s"].to_pylist() == [" é\n", None]
