"""The rows of every file: ten in which each option shows, then synthetic people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import Activation, Audience, Column, Run, Slice
from exportsim.profiles import EDGE_CASES, synthetic

TEN = 10
NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
"""Given, so that everybody's matrix has the same bytes."""

SCHEMA = pa.schema(
    [
        ("remark", pa.string()),
        ("id", pa.string()),
        ("name", pa.string()),
        ("city", pa.string()),
        ("consent", pa.bool_()),
        ("points", pa.int64()),
        ("spent", pa.float64()),
        ("balance", pa.decimal128(12, 2)),
        ("birthDate", pa.date32()),
        ("lastSeen", pa.timestamp("us", "UTC")),
        ("appointment", pa.timestamp("us")),
    ]
)
"""Every type that a text file can hold. The remark stands first because there a comment sign matters."""

ACTIVATION = Activation(
    Audience("00000000-1111-4222-8333-444444444444", "Matrix"),
    tuple(
        Column(source, name)
        for source, name in zip(
            (
                "notes",
                "_id",
                "person.name.fullName",
                "homeAddress.city",
                "consents.marketing.email.val",
                "loyalty.points",
                "metrics.lifetimeValue",
                "loyalty.balance",
                "person.birthDate",
                "lastActivity",
                "lastActivity",
            ),
            SCHEMA.names,
            strict=True,
        )
    ),
    key=("id",),
)
"""What the files hold, and where people's values are read from."""

RUN = Run("6b0e3bd5-3c0c-4d0b-9d40-0a3b5d0b6f01", NOW, NOW)

CASES = {case.id: case.value for case in EDGE_CASES}

TEXT_COLUMNS = ("remark", "name", "city")

NASTY: tuple[tuple[str | None, str | None, str | None], ...] = (
    (";-) hello", "Zoë Müller", "São Paulo"),
    ("hash-leading", "comma", "two||pipes"),
    ("quote-inside", "quote-delimiter", "apostrophe"),
    ("quote-around", "backslash-quote", "backslash-trailing"),
    ("backslash-inside", "all-delimiters", "10:30 from Zürich"),
    ("line-feed", "crlf", "carriage-return"),
    ("blank-leading", "blank-trailing", "blank-only"),
    (None, "empty", None),
    ("text-null", "text-null-upper", "text-na"),
    ("latin-accents", "emoji-joined", "cjk"),
)
"""The texts of each row: an edge case by its id, or a text of its own."""

TEXTS = frozenset(CASES.get(text, text) for row in NASTY for text in row if text is not None)
"""What they come to."""


_ODD_MOMENTS: dict[str, dict[int, date | datetime | None]] = {
    "birthDate": {0: date(1815, 12, 10), 7: None, 8: date(2000, 2, 29), 9: date(1969, 12, 31)},
    "lastSeen": {0: datetime(2026, 2, 1, 9, 30, tzinfo=UTC), 7: None, 8: datetime(1999, 12, 31, 23, tzinfo=UTC)},
    "appointment": {0: datetime(2026, 10, 25, 2, 30), 7: None, 8: datetime(2027, 1, 1)},
}
"""By column and position in the ten rows: before the epoch, without a fraction, at a change of clocks, absent."""


def rows(count: int) -> Slice:
    """``count`` rows with the edge-case id of each cell; the first ten are those of every matrix."""
    values = ten()
    tags = pa.RecordBatch.from_pydict({name: _tags(name) for name in SCHEMA.names})
    if count > TEN:
        people = _people(count - TEN)
        values = _joined(values, people)
        none = [pa.nulls(len(people), pa.string())] * len(SCHEMA)
        tags = _joined(tags, pa.RecordBatch.from_arrays(none, tags.schema.names))
    return Slice(values.slice(0, count), tags.slice(0, count))


def ten() -> pa.RecordBatch:
    """The ten rows: every kind of value, in most columns null once."""
    numbers = range(1, TEN + 1)
    columns: dict[str, list[Any]] = {
        "id": [f"row-{number:02}" for number in numbers],
        "consent": [True, False, True, False, True, False, True, None, False, True],
        "points": [0, 7, -1, 1234567, 2**53 + 1, 42, 100, None, 10**15, 5],
        "spent": [0.0, 1.5, -0.1, 1e7, 1.0e-5, 123456.789, 3.0, None, 1e100, 0.30000000000000004],
        "balance": ["0.00", "19.90", "-5.05", "1234567890.12", "0.01", "7.00", "100.10", None, "-0.99", "12.30"],
        "birthDate": [date(1980 + number, number, 9) for number in numbers],
        "lastSeen": [datetime(2026, number, 7, 23, 59, number, number * 1001, UTC) for number in numbers],
        "appointment": [datetime(2026, number, 28, 8, 15, 30 + number, number * 1001) for number in numbers],
    }
    columns["balance"] = [amount and Decimal(amount) for amount in columns["balance"]]
    for name, odd in _ODD_MOMENTS.items():
        for position, value in odd.items():
            columns[name][position] = value
    for position, name in enumerate(TEXT_COLUMNS):
        columns[name] = [text and CASES.get(text, text) for text in (row[position] for row in NASTY)]
    return pa.RecordBatch.from_arrays([pa.array(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


def _tags(name: str) -> pa.Array:
    """The edge cases in a column of the ten rows."""
    if name not in TEXT_COLUMNS:
        return pa.nulls(TEN, pa.string())
    texts = (row[TEXT_COLUMNS.index(name)] for row in NASTY)
    return pa.array([text if text in CASES else None for text in texts], pa.string())


def _people(count: int) -> pa.RecordBatch:
    """People under the same columns; of their activity both an instant and a wall-clock time are made."""
    found = synthetic(ACTIVATION, count=count, seed=0, now=NOW)
    table = pa.Table.from_batches([piece.columns for piece in found.slices], found.schema).combine_chunks()
    columns = dict(zip(SCHEMA.names, table.itercolumns(), strict=True))
    columns["consent"] = pc.equal(columns["consent"], "y")
    columns["appointment"] = columns["appointment"].cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))
    return pa.table([columns[field.name].cast(field.type) for field in SCHEMA], schema=SCHEMA).to_batches()[0]


def _joined(one: pa.RecordBatch, other: pa.RecordBatch) -> pa.RecordBatch:
    return pa.Table.from_batches([one, other]).combine_chunks().to_batches()[0]
