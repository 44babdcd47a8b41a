"""Options under Spark's names, and what is refused."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest

import formats
from formats import FormatError, Json, Lookalikes

SET = {
    "ignoreNullFields": "False",
    "PRETTY": "true",
    "writeNonAsciiCharacterAsCodePoint": "TRUE",
    "lineSep": "\\n",
    "charset": "utf16",
    "dateFormat": "dd.MM.yyyy",
    "timestampFormat": "yyyy",
    "timestampNTZFormat": "yyyy-MM",
    "timezone": "Europe/Berlin",
    "locale": "de-DE",
    "codec": "GZIP",
}


def test_options_are_fields() -> None:
    """Names compare without letter case; a backslash and an n are two characters."""
    assert formats.from_options("JSON", SET) == Json(
        ignore_null_fields=False,
        pretty=True,
        escape_non_ascii=True,
        line_separator="\\n",
        encoding="UTF-16",
        date_format="dd.MM.yyyy",
        timestamp_format="yyyy",
        timestamp_ntz_format="yyyy-MM",
        time_zone="Europe/Berlin",
        locale="de-DE",
        codec="gzip",
    )


@pytest.mark.parametrize("options", [{}, SET])
def test_options_come_back(options: dict[str, str]) -> None:
    """A format shown as options and read again is the same."""
    format = Json.from_options(options)
    assert Json.from_options(format.options()) == format
    assert isinstance(format, formats.Format)
    assert format.file_type == "json"


def test_what_belongs_to_csv_changes_nothing() -> None:
    """Options of CSV are unknown here, sound or not, and the old null rule is none of JSON's."""
    options = {"sep": "", "quote": "long", "header": "perhaps", "nullValue": "x"}
    assert formats.from_options("json", options, legacy_nulls=True) == Json()


@pytest.mark.parametrize(
    "options",
    [
        {"ignoreNullFields": "yes"},
        {"pretty": ""},
        {"lineSep": ""},
        {"encoding": "EBCDIC"},
        {"compression": "zip"},
        {"dateFormat": "YYYY"},
        {"timeZone": "Mars"},
    ],
)
def test_bad_values_are_refused(options: dict[str, str]) -> None:
    """The error names the option and the value."""
    ((name, value),) = options.items()
    with pytest.raises(FormatError) as caught:
        Json.from_options(options)
    assert (caught.value.option, caught.value.value) == (name, value)


def test_nothing_looks_like_null() -> None:
    """A reader tells null from every text."""
    assert Json().lookalikes == Lookalikes(None, None)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({}, "a table without columns cannot be written as JSON"),
        ({"Name": pa.int8(), "name": pa.int8()}, "columns 'Name' and 'name' have the same name but for letter case"),
        ({"a": pa.struct([])}, "the struct `a` has no fields"),
        (
            {"a": pa.list_(pa.struct({"b": pa.duration("s")}))},
            'there is no text for the column `a.element.b` of the type "DURATION[S]"',
        ),
        (
            {"m": pa.map_(pa.list_(pa.int8()), pa.int8())},
            'the keys of the map `m` are of the type "ARRAY<TINYINT>", which has no text',
        ),
        ({"m": pa.map_(pa.string(), pa.map_(pa.binary(), pa.int8()))}, "the keys of the map `m.value`"),
        ({"d": pa.dictionary(pa.int8(), pa.time32("s"))}, "there is no text for the column `d`"),
    ],
)
def test_tables_that_spark_would_not_write_are_refused(schema: dict[str, pa.DataType], message: str) -> None:
    """Before anything is written; the message says where in the column the fault lies."""
    sink = io.BytesIO()
    with pytest.raises(FormatError) as caught:
        formats.write([], sink, Json(), schema=pa.schema(schema))
    assert message in str(caught.value)
    assert sink.getvalue() == b""
