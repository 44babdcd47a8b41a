"""Reading inverts writing wherever the file still says what was meant."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import formats
from formats.csv import Csv
from formats.csv.procedure import BLANKS

TEXT = st.text(st.sampled_from(list("ab,|\"'\\#!\n\r\t ;~é中😀\u00a0")), max_size=8) | st.text(max_size=6)
VALUES = st.none() | TEXT
FLAG = st.sampled_from(["true", "false"])


@st.composite
def invertible_dialects(draw: st.DrawFn) -> dict[str, str]:
    """Dialects whose characters stay out of each other's way; see ``formats.csv.reader`` for the ones that do not."""
    options = {
        "sep": st.sampled_from([",", "|", "\t", ";", "é", "~|~"]),
        "quote": st.sampled_from(['"', "'"]),
        "escape": st.sampled_from(["\\", '"', "'", "^"]),
        "quoteAll": FLAG,
        "escapeQuotes": FLAG,
        "nullValue": st.sampled_from(["", "NULL", "null", "\\N"]),
        "emptyValue": st.sampled_from(["", '""', "EMPTY"]),
        "lineSep": st.sampled_from(["\n", "\r", "\r\n"]),
        "encoding": st.sampled_from(["UTF-8", "UTF-16", "UTF-16LE", "UTF-32"]),
        "compression": st.sampled_from(["none", "gzip"]),
    }
    chosen = draw(st.fixed_dictionaries({}, optional=options))
    trims = draw(st.sampled_from([{}, {"ignoreLeadingWhiteSpace": "false", "ignoreTrailingWhiteSpace": "false"}]))
    return {**chosen, **trims, "header": "true"}


def what_comes_back(value: str | None, format: Csv, *, first: bool) -> str | None:
    """A value less what the dialect loses: trimmed blanks, and the difference between texts with the same field."""
    rules = format.procedure
    field = rules.null(first=first) if value is None else rules.value(value, first=first)
    if field == rules.null(first=first):
        return None
    if field == rules.value("", first=first):
        return ""
    assert value is not None
    return value.strip(BLANKS) if format.ignore_leading_white_space else value


@settings(max_examples=1000, deadline=None)
@given(invertible_dialects(), st.booleans(), st.lists(st.tuples(VALUES, VALUES), max_size=5))
def test_reading_inverts_writing(
    options: dict[str, str], legacy: bool, rows: list[tuple[str | None, str | None]]
) -> None:
    """Every text comes back but for what its dialect is known to lose."""
    format = Csv.from_options(options, legacy_nulls=legacy)
    # A delimiter of several characters may begin inside the value before it.
    assume(len(format.delimiter) == 1 or not any(value and "~" in value + value for row in rows for value in row))
    table = pa.table(
        {"a": pa.array([row[0] for row in rows], pa.string()), "b": pa.array([row[1] for row in rows], pa.string())}
    )
    read = list(formats.read(io.BytesIO(formats.dumps(table, format)), format))
    back = [(a, b) for batch in read for a, b in zip(*batch.to_pydict().values(), strict=True)]
    assert back == [(what_comes_back(a, format, first=True), what_comes_back(b, format, first=False)) for a, b in rows]


def test_values_come_back_in_their_types() -> None:
    """With a schema every documented type is read back, to the precision that the file has."""
    table = pa.table(
        {
            "flag": [True, None, False],
            "count": pa.array([1, None, -(2**63)], pa.int64()),
            "ratio": [1e7, None, -0.001],
            "price": pa.array([Decimal("12.30"), None, Decimal("0.00")], pa.decimal128(10, 2)),
            "on": [date(2024, 2, 29), None, date(1969, 12, 31)],
            "at": pa.array([datetime(2024, 2, 29, 12, 34, 56, 123000, UTC), None, None], pa.timestamp("us", "UTC")),
            "wall": pa.array([datetime(2024, 2, 29, 12, 34, 56), None, None], pa.timestamp("us")),
            "text": ["a,b", None, "x"],
        }
    )
    format = formats.from_options("csv", {"timeZone": "Europe/Berlin"})
    read = formats.read(io.BytesIO(formats.dumps(table, format)), format, schema=table.schema)
    assert pa.Table.from_batches(read) == table


@pytest.mark.parametrize(
    ("data", "type", "message"),
    [
        (b"007\n", pa.int32(), "column 'n': '007' is not how a value of type int32 is written"),
        (b"2024-02-30\n", pa.date32(), "column 'n': '2024-02-30' is not how a value of type date32"),
        (b"1,2\n", pa.int32(), "row 1 has 2 fields where 1 were expected"),
        (b'"abc\n', pa.string(), "the file ends inside a quoted value"),
    ],
)
def test_what_was_not_written_so_is_refused(data: bytes, type: pa.DataType, message: str) -> None:
    """A text that the writer would not have written for the type, or a broken record, is named."""
    with pytest.raises(formats.FormatError) as caught:
        list(formats.read(io.BytesIO(data), formats.from_options("csv", {}), schema=pa.schema([("n", type)])))
    assert message in str(caught.value)


def test_a_value_longer_than_a_block_is_read_whole() -> None:
    """Three million characters with newlines and quotes in them are one value."""
    value = 'a"\n' * 1_000_000 + "b"
    format = formats.from_options("csv", {})
    data = formats.dumps(pa.table({"a": ["x"], "b": [value]}), format)
    assert [batch.to_pydict() for batch in formats.read(io.BytesIO(data), format)] == [{"_c0": ["x"], "_c1": [value]}]
