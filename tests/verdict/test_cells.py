from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from verdict.judging import counts, judged, sent, shown, text, verdicts

from formats.base import Lookalikes

MILLIS = datetime(2024, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)
MICROS = MILLIS.replace(microsecond=250_499)
INSTANT = pa.timestamp("us", "UTC")
ISO = "2024-03-01T12:30:15.250Z"


def kinds(tmp_path: Path, value: pa.Array, read: Any, written: str | None = None, **more: Any) -> list[str]:
    """The kinds of findings of one cell that was meant as ``value``, written as ``written`` and read as ``read``."""
    texts = {} if written is None else {"n": [written]}
    export = sent(tmp_path, {"id": text("a"), "n": value}, texts=texts, **more)
    if isinstance(read, pa.Array):
        report = judged(export, pa.table({"id": ["a"], "n": read}), format="arrow")
    else:
        report = judged(export, [{"id": "a", "n": read}])
    return [group.kind for group in report.groups]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (text("007"), "007"),
        (text("7"), 7),
        (text("true"), True),
        (text("nul\0 and 😀 and \\ and \"'"), "nul\0 and 😀 and \\ and \"'"),
        (text(""), ""),
        (pa.array([7]), "7"),
        (pa.array([7]), "007"),
        (pa.array([7]), "7.0"),
        (pa.array([7]), 7),
        (pa.array([7]), pa.array([7], pa.int16())),
        (pa.array([7]), pa.array([7.0])),
        (pa.array([2**64 - 1], pa.uint64()), 2**64 - 1),
        (pa.array([7]), pa.array([Decimal("7.00")])),
        (pa.array([0.1]), 0.1),
        (pa.array([0.1]), "1e-1"),
        (pa.array([0.1]), pa.array([0.1])),
        (pa.array([0.1], pa.float32()), 0.1),
        (pa.array([0.1], pa.float32()), pa.array([0.1], pa.float64())),
        (pa.array([float("nan")]), pa.array([float("nan")], from_pandas=False)),
        (pa.array([Decimal("12.50")]), "12.5"),
        (pa.array([Decimal("12.50")]), 12.5),
        (pa.array([Decimal("12.50")]), pa.array([12.5])),
        (pa.array([Decimal("12.50")]), pa.array([Decimal("12.500")])),
        (pa.array([Decimal("1234567890123456.78")]), "1234567890123456.78"),
        (pa.array([Decimal("1234567890123456.78")]), 1234567890123456.78),
        (pa.array([True]), "True"),
        (pa.array([True]), True),
        (pa.array([True]), pa.array([True])),
        (pa.array([date(2024, 2, 29)]), "2024-02-29"),
        (pa.array([date(2024, 2, 29)]), "2024-02-29 00:00:00"),
        (pa.array([date(2024, 2, 29)]), pa.array([date(2024, 2, 29)])),
        (pa.array([date(2024, 2, 29)]), pa.array([datetime(2024, 2, 29)], pa.timestamp("ns"))),
    ],
)
def test_what_says_the_same_value_is_right(tmp_path: Path, value: pa.Array, read: Any) -> None:
    """Exact text is right; so is another form of the same number, boolean or date where the truth is one."""
    assert kinds(tmp_path, value, read) == []


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (text("007"), 7),
        (text("7.10"), 7.1),
        (text("7"), pa.array([7.0])),
        (text("True"), True),
        (text("Straße"), "StraÃŸe"),
        (text(" padded "), "padded"),
        (text("a\nb"), "a\r\nb"),
        (pa.array([7]), "7.4"),
        (pa.array([1000]), "1_000"),
        (pa.array([7]), " 7"),
        (pa.array([1]), True),
        (pa.array([2**53 + 1]), pa.array([float(2**53)])),
        (pa.array([7]), pa.array([7.5])),
        (pa.array([0.1]), pa.array([0.1], pa.float32())),
        (pa.array([0.1]), "0.10000000000001"),
        (pa.array([Decimal("12.50")]), "12.504"),
        (pa.array([Decimal("12.50")]), "12,50"),
        (pa.array([Decimal("1234567890123456.78")]), "1234567890123456.77"),
        (pa.array([True]), "1"),
        (pa.array([True]), 1),
        (pa.array([True]), False),
        (pa.array([date(2024, 2, 29)]), "2024-03-01"),
        (pa.array([date(2024, 2, 29)]), "29.02.2024"),
        (pa.array([date(2024, 2, 29)]), "2024-02-29T10:00:00"),
        (pa.array([date(2024, 2, 29)]), pa.array([date(2024, 2, 28)])),
    ],
)
def test_what_says_another_value_is_wrong(tmp_path: Path, value: pa.Array, read: Any) -> None:
    """A digit lost, a blank trimmed, a type guessed: each is a text finding."""
    assert kinds(tmp_path, value, read) == ["text"]


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (ISO, []),
        ("2024-03-01T12:30:15.25+00:00", []),
        ("2024-03-01 14:30:15.250+02:00", []),
        ("2024-03-01 12:30:15.25", []),
        (pa.array([MILLIS], INSTANT), []),
        (pa.array([MILLIS.replace(tzinfo=None)], pa.timestamp("ms")), []),
        ("2024-03-01T12:30:15Z", ["text"]),
        ("2024-03-01T12:30:15.250+02:00", ["text"]),
        ("1 March 2024", ["text"]),
        (1709296215250, ["text"]),
        (pa.array([MILLIS.replace(microsecond=0)], INSTANT), ["text"]),
        (pa.array([MILLIS.replace(hour=14)], INSTANT), ["text"]),
    ],
)
def test_an_instant_has_the_precision_of_its_text(tmp_path: Path, read: Any, expected: list[str]) -> None:
    """An instant meant in microseconds and written in milliseconds is right when read as the file has it."""
    assert kinds(tmp_path, pa.array([MICROS], INSTANT), read, ISO) == expected


@pytest.mark.parametrize(
    ("written", "read", "expected"),
    [
        ("01/03/2024 12:30", pa.array([MILLIS.replace(second=0, microsecond=0)], INSTANT), []),
        ("01/03/2024 12:30:15", pa.array([MILLIS.replace(microsecond=0)], INSTANT), []),
        ("01/03/2024 12:30:15", pa.array([MILLIS.replace(hour=11)], INSTANT), ["text"]),
        ("2024-03-01 07:30:15", pa.array([datetime(2024, 3, 1, 7, 30, 15)]), []),
        ("2024-03-01 07:30:15", pa.array([MILLIS.replace(microsecond=0)], INSTANT), []),
        ("2024-03-01 07:30:15.250", pa.array([MILLIS.replace(microsecond=0)], INSTANT), ["text"]),
    ],
)
def test_instants_in_other_patterns_and_zones(
    tmp_path: Path, written: str, read: pa.Array, expected: list[str]
) -> None:
    """Text in a pattern of its own, or in local time, is right as the instant meant or as the wall clock shows."""
    assert kinds(tmp_path, pa.array([MICROS], INSTANT), read, written) == expected


@pytest.mark.parametrize(
    ("value", "read", "lookalikes", "expected"),
    [
        (None, None, Lookalikes(None, None), []),
        (None, "", Lookalikes(None, None), ["null-read-as-text"]),
        (None, "", Lookalikes("", '""'), []),
        (None, "null", Lookalikes("null", None), ["null-read-as-text"]),
        ("", None, Lookalikes(None, None), ["text-read-as-null"]),
        ("", None, Lookalikes("", None), []),
        ("null", None, Lookalikes("null", None), []),
        ("NULL", None, Lookalikes("null", None), ["text-read-as-null"]),
        ("", '""', Lookalikes(None, '""'), ["text"]),
        ('""', "", Lookalikes(None, '""'), []),
        ('""', "", Lookalikes(None, None), ["text"]),
        ("it's \0", None, Lookalikes("it's \0", None), []),
    ],
)
def test_nulls_and_empties_are_told_apart_where_the_file_does(
    tmp_path: Path, value: str | None, read: str | None, lookalikes: Lookalikes, expected: list[str]
) -> None:
    """Null is not empty, except where the format writes both alike."""
    assert kinds(tmp_path, text(value), read, lookalikes=lookalikes) == expected


def test_the_verdicts_on_nulls_and_text_are_separate(tmp_path: Path) -> None:
    """A null read as text, a text read as null and a text misread stand in their own verdicts."""
    export = sent(tmp_path, {"id": text("a", "b", "c"), "n": text(None, "2", "3")})
    report = judged(export, [{"id": "a", "n": "null"}, {"id": "b", "n": None}, {"id": "c", "n": "?"}])
    assert verdicts(report) == {"rows": (3, 0), "text": (4, 1), "nulls": (6, 2)}
    assert shown(report) == [
        ("text", "people_1.csv", 3, "c", "n", "3", "?"),
        ("null-read-as-text", "people_1.csv", 1, "a", "n", None, "null"),
        ("text-read-as-null", "people_1.csv", 2, "b", "n", "2", None),
    ]


def test_a_null_of_any_type_must_be_null(tmp_path: Path) -> None:
    """A number made up where none was sent, as zero for null, is a finding of the nulls."""
    assert kinds(tmp_path, pa.array([None], pa.int64()), 0) == ["null-read-as-text"]


def test_lists_are_the_same_as_their_json(tmp_path: Path) -> None:
    """A list is right as a list, and as its JSON text in any spacing."""
    export = sent(tmp_path, {"id": text("a"), "n": pa.array([["x", "y"]])}, texts={"n": ['["x","y"]']})
    for read in (["x", "y"], '["x", "y"]'):
        assert judged(export, [{"id": "a", "n": read}]).passed
    assert judged(export, pa.table({"id": ["a"], "n": [["x", "y"]]}), format="arrow").passed
    assert counts(judged(export, [{"id": "a", "n": ["y", "x"]}])) == {("text", "n"): 1}
