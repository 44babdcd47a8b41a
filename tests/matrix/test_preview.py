"""What the page shows of a file."""

from __future__ import annotations

import pyarrow as pa
import pytest

import formats
from exportsim.matrix.preview import Stretch, compared, first_lines

TABLE = pa.table({"id": ["a", "b"], "at": pa.array([0, 1], pa.timestamp("us", "UTC"))})


def lines(file_type: str, **options: str) -> list[str]:
    format = formats.from_options(file_type, options)
    return first_lines(formats.dumps(TABLE.select(["id"]), format), format)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"header": "true"}, ["id\n", "a\n", "b\n"]),
        ({"lineSep": "\r"}, ["a\r", "b\r"]),
        ({"lineSep": "\r\n", "encoding": "UTF-16", "compression": "lz4"}, ["a\r\n", "b\r\n"]),
    ],
)
def test_text_is_unpacked_decoded_and_cut_into_its_lines(options: dict[str, str], expected: list[str]) -> None:
    """Whatever codec and charset the file has, each line with its end."""
    assert lines("csv", **options) == expected


def test_a_typed_file_says_what_it_is_and_shows_its_rows() -> None:
    """Codec and schema, then rows as JSON."""
    format = formats.from_options("parquet", {"compression": "zstd"})
    assert first_lines(formats.dumps(TABLE, format), format) == [
        "codec: ZSTD\n",
        "required group field_id=-1 spark_schema {\n",
        "  optional binary field_id=-1 id (String);\n",
        "  optional int96 field_id=-1 at;\n",
        "}\n",
        '{"id":"a","at":"1970-01-01T00:00:00.000Z"}\n',
        '{"id":"b","at":"1970-01-01T00:00:00.000Z"}\n',
    ]
    assert lines("avro", compression="deflate") == [
        "codec: deflate\n",
        'id: ["string", "null"]\n',
        '{"id":"a"}\n',
        '{"id":"b"}\n',
    ]


def test_lines_are_compared_piece_by_piece() -> None:
    """What is the same, what is different, and an empty piece where something is missing."""
    assert compared(["same\n", "a|b\n", "x\n"], ["same\n", "a,b\n", "x,\n"]) == [
        [Stretch("same\n", False)],
        [Stretch("a", False), Stretch("|", True), Stretch("b\n", False)],
        [Stretch("x", False), Stretch("", True), Stretch("\n", False)],
    ]


def test_a_line_without_counterpart_is_different_as_a_whole() -> None:
    """And one that is missing altogether shows nothing."""
    assert compared(["a\n", "b\n"], ["a\n"]) == [[Stretch("a\n", False)], [Stretch("b\n", True)]]
    assert compared(["a\n"], ["head\n", "a\n"]) == [[Stretch("a\n", False)]]
