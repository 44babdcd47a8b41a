"""Deduplication keys: the documented cases, and what holds for any number of rows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles.activating import activation, exported, lines, saved, table

from exportsim.errors import ConfigurationError, ExportError
from exportsim.model import LeftOut, Rows, Slice
from exportsim.profiles import DEFAULT_COLUMNS, from_file, synthetic
from exportsim.profiles.activation.deduplication import deduplicated

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def profile(second: str, last: str, time: str) -> dict[str, Any]:
    """One of the two profiles that the vendor's page uses in all examples."""
    membership = {"status": "realized", "lastQualificationTime": time}
    return {
        "identityMap": {"Email": [{"id": "johndoe@example.com"}, {"id": second}]},
        "segmentMembership": {"ups": {"fa5c4622-6847-4199-8dd4-8b7c7c7ed1d6": membership}},
        "person": {"name": {"lastName": last, "firstName": "John"}},
        "personalEmail": {"address": "johndoe@example.com"},
    }


BOTH = [
    profile("doejohn_1@example.com", "Doe", "2021-03-10 10:03:08"),
    profile("doejohn_2@example.com", "D", "2021-04-10 11:33:28"),
]
EMAIL, FIRST, LAST = (
    "personalEmail.address=personalEmail",
    "person.name.firstName=firstName",
    "person.name.lastName=lastName",
)


@pytest.mark.parametrize(
    ("columns", "key", "expected"),
    [
        pytest.param(
            (EMAIL, FIRST, LAST), (), {"johndoe@example.com,John,Doe", "johndoe@example.com,John,D"}, id="D-27 case 1"
        ),
        pytest.param((EMAIL, FIRST, LAST), ("personalEmail",), {"johndoe@example.com,John,D"}, id="D-27 case 3"),
        pytest.param(
            (EMAIL, LAST, FIRST),
            ("personalEmail", "lastName"),
            {"johndoe@example.com,D,John", "johndoe@example.com,Doe,John"},
            id="D-27 case 4",
        ),
    ],
)
def test_the_documented_cases(
    columns: tuple[str, ...], key: tuple[str, ...], expected: set[str], tmp_path: Path
) -> None:
    """One attribute or two as the key: of those who share it the one with the later membership stays."""
    assert set(exported(tmp_path, BOTH, *columns, deduplication=key)) == expected
    assert set(exported(tmp_path, BOTH[::-1], *columns, deduplication=key)) == expected


def test_the_documented_tie_break(tmp_path: Path) -> None:
    """D-27: with equal times the other columns decide, in lexicographic order: Doe before Morris."""
    names = ("Email", "first_name", "last_name", "timestamp")
    records = [
        dict(zip(names, line.split(","), strict=True))
        for line in (
            "test1@test.com,John,Morris,2024-10-12T09:50",
            "test1@test.com,John,Doe,2024-10-12T09:50",
            "test2@test.com,Frank,Smith,2024-10-12T09:50",
        )
    ]
    expected = ["test1@test.com,John,Doe,2024-10-12T09:50", "test2@test.com,Frank,Smith,2024-10-12T09:50"]
    assert exported(tmp_path, records, *names, deduplication=("Email",), latest="timestamp") == expected


def test_who_has_no_key_stays_and_who_has_no_time_goes(tmp_path: Path) -> None:
    """Nulls are not equal to one another; a profile without a reference time is older than any other."""
    records = [
        {"id": 1, "mail": None, "at": "2026-01-01"},
        {"id": 2, "mail": None, "at": "2026-01-01"},
        {"id": 3, "mail": "a", "at": "no time"},
        {"id": 4, "mail": "a", "at": "1999-01-01T00:00:00+02:00"},
        {"id": 5, "mail": "", "at": "1999-01-01"},
        {"id": 6, "mail": "", "at": "1999-01-02"},
    ]
    assert exported(tmp_path, records, "id", "mail", deduplication=("mail",), latest="at") == ["1,", "2,", "4,a", "6,"]


def test_losers_are_counted() -> None:
    """What is left out is known once everything was read."""
    chosen = activation("mobilePhone.number=phone", key=("phone",), deduplication=("phone",), mandatory=("phone",))
    rows = synthetic(chosen, count=20_000, seed=3, now=NOW)
    left, (without, later) = len(table(rows)), rows.left_out()
    assert without.why == "without a value for phone, which is mandatory"
    assert later.why == "whose phone a later profile has"
    assert left + without.profiles + later.profiles == 20_000
    assert min(left, without.profiles, later.profiles) > 1_000


records = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "", None]),
        st.sampled_from(["x", None]),
        st.integers(0, 2) | st.none(),
        st.sampled_from(["", "m", "é", "n", None]),
    ),
    max_size=40,
)
SCHEMA = pa.schema([("k", pa.string()), ("l", pa.string()), ("t", pa.int64()), ("v", pa.string()), ("n", pa.int64())])


def in_slices(values: list[Any], size: int) -> Rows:
    columns = list(zip(*values, strict=True)) if values else [[]] * 4
    arrays = [pa.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=False)]
    whole = pa.RecordBatch.from_arrays([*arrays, pa.array(range(len(values)), pa.int64())], schema=SCHEMA)
    pieces = (Slice(whole.slice(at, size), None) for at in range(0, len(values), size))
    return Rows(SCHEMA, pieces, len(values))


@settings(max_examples=30, deadline=None)
@given(records, st.integers(1, 7))
def test_any_records_leave_the_first_of_each_key(values: list[Any], size: int) -> None:
    """However they are sliced: latest first, then the least text, null before all, then the order of arrival."""
    rows = deduplicated(in_slices(values, size), ["k", "l"], latest="t", others=["v"])
    best: dict[Any, Any] = {}
    for number, (*key, time, text) in enumerate(values):
        rank = 1 if time is None else -time, text is not None, (text or "").encode(), number
        place = number if key == [None, None] else tuple(key)
        best[place] = min(best.get(place, (rank, number)), (rank, number))
    assert table(rows)["n"].to_pylist() == sorted(number for _, number in best.values())


def test_little_memory_and_many_threads_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows in the same order, edge cases with them, and nothing is left on the disk, read or not."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    chosen = replace(
        activation(), columns=DEFAULT_COLUMNS, key=("homeAddress_city",), deduplication=("homeAddress_city",)
    )

    def read(ahead: int) -> Iterator[Slice]:
        rows = synthetic(chosen, count=100_000, seed=1, now=NOW, ahead=ahead, edge_case_share=0.01)
        yield from rows.slices

    first, again = list(read(1)), list(read(4))
    assert [piece.columns for piece in first] == [piece.columns for piece in again]
    assert [piece.cases for piece in first] == [piece.cases for piece in again]
    assert any(piece.cases for piece in first)
    plain = synthetic(replace(chosen, deduplication=(), key=()), count=100_000, seed=1, now=NOW)
    names = [column.target for column in DEFAULT_COLUMNS]
    others = [name for name in names if name != "homeAddress_city"]
    small = deduplicated(plain, ["homeAddress_city"], latest="lastActivity", others=others, memory="64MB")
    abandoned = small.slices
    next(iter(abandoned))
    assert list(tmp_path.iterdir())
    abandoned.close()  # type: ignore[attr-defined]  # it is a generator
    assert list(tmp_path.iterdir()) == []


def test_a_time_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    """The membership's own time may be lacking, one that was named may not."""
    assert exported(tmp_path, [{"a": "x"}, {"a": "x"}], "a", deduplication=("a",)) == ["x"]
    with pytest.raises(Exception, match="'b' is in no profile"):
        exported(tmp_path, [{"a": "x"}], "a", deduplication=("a",), latest="b")


def test_a_broken_file_is_told_as_it_is_without_a_key(tmp_path: Path) -> None:
    """Though a database reads the rows, the file and the line are told, and nothing is left."""
    profiles: list[dict[str, Any]] = [{"a": number} for number in range(10_100)]
    path = saved(tmp_path, [*profiles, {"a": "x"}])
    rows = from_file(activation("a", deduplication=("a",)), path)
    with pytest.raises(ConfigurationError, match=r"profiles\.jsonl:10101: 'a' is a text, before it was a number"):
        list(rows.slices)


def test_too_little_memory_is_told() -> None:
    """One sentence instead of a traceback."""
    chosen = replace(activation(), columns=DEFAULT_COLUMNS, key=())
    plain = synthetic(chosen, count=200_000, seed=1, now=NOW)
    with pytest.raises(ExportError, match="the profiles could not be deduplicated: Out of Memory"):
        list(deduplicated(plain, ["_id"], latest="lastActivity", others=(), memory="1MB").slices)


def test_eighty_of_a_hundred(tmp_path: Path) -> None:
    """D-35: of 100 profiles 80 have the mandatory attribute; they are activated, 20 are left out and counted."""
    profiles = [{"id": number, "loyalty": {"id": f"L{number}" if number % 5 else None}} for number in range(100)]
    rows = from_file(activation("id", "loyalty.id", mandatory=("loyalty_id",)), saved(tmp_path, profiles))
    assert len(lines(rows)) == 80
    assert rows.left_out() == (LeftOut("without a value for loyalty_id, which is mandatory", 20),)


@pytest.mark.parametrize(("empty_is_missing", "expected"), [(False, ["1,x", "3,"]), (True, ["1,x"])])
def test_an_empty_mandatory_text(empty_is_missing: bool, expected: list[str], tmp_path: Path) -> None:
    """The vendor does not say whether it is missing; a switch does."""
    profiles = [{"id": 1, "a": "x"}, {"id": 2, "a": None}, {"id": 3, "a": ""}]
    assert exported(tmp_path, profiles, "id", "a", mandatory=("a",), empty_is_missing=empty_is_missing) == expected
