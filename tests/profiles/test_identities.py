"""Identities as columns: a row for each, and what it does to keys and hashes."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from profiles.activating import activation, exported, lines, saved, table
from profiles.test_deduplication import BOTH, EMAIL, FIRST, LAST

from exportsim.model import Activation, LeftOut
from exportsim.profiles import from_file, synthetic
from exportsim.profiles.activation.identities import only_ids

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def by_email(*more: str, **rest: Any) -> Activation:
    """The namespace is mapped, so it is mandatory and the key."""
    own = {"identity": "Email", "mandatory": ("Email",), "deduplication": ("Email",), "key": ("Email",)}
    return activation("identityMap.Email", *more, **{**own, **rest})


def test_a_namespace_drops_the_whole_older_profile(tmp_path: Path) -> None:
    """D-27 case 2: the older profile's other identity is not exported either; the winner gives two rows."""
    rows = from_file(by_email(EMAIL, FIRST, LAST), saved(tmp_path, BOTH))
    assert lines(rows) == [
        "johndoe@example.com,johndoe@example.com,John,D",
        "doejohn_2@example.com,johndoe@example.com,John,D",
    ]
    assert rows.left_out() == (LeftOut("whose Email a later profile has", 1),)


def test_an_identity_gives_two_rows_and_an_attribute_one(tmp_path: Path) -> None:
    """D-33: the merged profile has two e-mail identities and one e-mail attribute."""
    merged = {
        "identityMap": {"Email": [{"id": "email1"}, {"id": "email2"}], "Loyalty": [{"id": "ID1"}]},
        "person": {"name": {"firstName": "John", "lastName": "Doe"}},
        "personalEmail": {"address": "email 2"},
    }
    names = ("person.name.firstName", "person.name.lastName")
    path = saved(tmp_path, [merged])
    assert lines(from_file(by_email(*names), path)) == ["email1,John,Doe", "email2,John,Doe"]
    assert lines(from_file(activation("personalEmail.address", *names), path)) == ["email 2,John,Doe"]


def test_who_has_no_identity_is_left_out(tmp_path: Path) -> None:
    """An empty list, none at all, a null id; an id that stands twice is one."""
    profiles: list[dict[str, Any]] = [
        {"n": 1, "identityMap": {"Email": []}},
        {"n": 2, "identityMap": {"ECID": [{"id": "e"}]}},
        {"n": 3, "identityMap": {"Email": [{"id": None}]}},
        {"n": 4, "identityMap": {"Email": [{"id": "x"}, {"id": "y"}, {"id": "x"}]}},
    ]
    rows = from_file(by_email("n"), saved(tmp_path, profiles))
    assert lines(rows) == ["x,4", "y,4"]
    assert rows.left_out() == (LeftOut("without a value for Email, which is mandatory", 3),)


def test_a_chain_of_shared_identities(tmp_path: Path) -> None:
    """Whoever loses one identity is out, also to a profile that is out itself; the survivors share none."""
    profiles = [
        {"n": name, "at": f"2026-01-0{day}", "identityMap": {"Email": [{"id": one} for one in ids]}}
        for name, day, ids in (("a", 3, "12"), ("b", 2, "23"), ("c", 1, "3"), ("d", 1, "4"))
    ]
    assert lines(from_file(by_email("n", latest="at"), saved(tmp_path, profiles))) == ["1,a", "2,a", "4,d"]


def test_flat_files_have_one_identity_each(tmp_path: Path) -> None:
    """A column of plain texts, by its path or by its header; a list of texts is a list of ids."""
    for name, values in (
        ("identityMap.Email", ["a", None]),
        ("Email", ["a", None]),
        ("identityMap_Email", [["a"], []]),
    ):
        pq.write_table(pa.table({name: values, "n": [1, 2]}), tmp_path / "p.parquet")
        assert lines(from_file(by_email("n"), tmp_path / "p.parquet")) == ["a,1"]


def test_identities_are_hashed(tmp_path: Path) -> None:
    """The transformation is over the lower-cased id; who shares the hash shares the id."""
    chosen = by_email("n")
    hashed = replace(chosen.columns[0], transformation="sha256(lower($))")
    chosen = replace(chosen, columns=(hashed, chosen.columns[1]))
    profiles = [
        {"n": 1, "identityMap": {"Email": [{"id": "A@example.com"}, {"id": "b"}]}},
        {"n": 2, "identityMap": None},
    ]
    expected = [f"{hashlib.sha256(text).hexdigest()},1" for text in (b"a@example.com", b"b")]
    assert lines(from_file(chosen, saved(tmp_path, profiles))) == expected


def test_synthetic_people_have_several() -> None:
    """Most have one, the first is the one that a plain column shows, all differ, and a part is made as in the whole."""
    chosen = by_email("identityMap.Email[0].id=first", "person.name.firstName=name", "_id")
    rows = table(synthetic(chosen, count=70_000, seed=5, now=NOW))
    counts = pc.value_counts(pc.struct_field(pc.value_counts(rows["_id"]), "counts")).to_pylist()
    shares = {item["values"]: round(item["counts"] / 70_000, 2) for item in counts}
    assert shares == {1: 0.85, 2: 0.11, 3: 0.04}
    assert pc.count_distinct(rows["Email"]).as_py() == len(rows)
    assert len(rows.filter(pc.equal(rows["Email"], rows["first"]))) == 70_000
    few = table(synthetic(chosen, count=100, seed=5, now=NOW))
    assert few.equals(rows.slice(0, len(few)))
    assert pc.count_distinct(few["_id"]).as_py() == 100


def test_statuses_and_times_are_spelled_as_asked(tmp_path: Path) -> None:
    """Realized or active, and the forms of a time that the vendor's pages show."""
    columns = ("segmentMembership.status=status", "segmentMembership.lastQualificationTime=time")
    for words in (("realized", "exited"), ("active", "expired")):
        rows = synthetic(activation(*columns, status=words), count=1, seed=1, now=NOW)
        assert table(rows)["status"].to_pylist() == [words[0]]
    plain = table(synthetic(activation(*columns), count=5, seed=1, now=NOW))["time"].to_pylist()
    for form, pattern in (
        ("microseconds", "%Y-%m-%dT%H:%M:%S.%fZ"),
        ("seconds", "%Y-%m-%dT%H:%M:%SZ"),
        ("blank", "%Y-%m-%d %H:%M:%S"),
        ("offset", "%Y-%m-%dT%H:%M:%S+00:00"),
    ):
        rows = synthetic(activation(*columns, qualified=form), count=5, seed=1, now=NOW)
        assert table(rows)["time"].to_pylist() == [time.strftime(pattern) for time in plain]


def test_who_left_is_in_no_full_file(tmp_path: Path) -> None:
    """A profile whose own membership has ended is left out; one that tells nothing of it is not."""
    own = "fa5c4622-6847-4199-8dd4-8b7c7c7ed1d6"
    profiles: list[dict[str, Any]] = [
        {"n": 1, "segmentMembership": {"ups": {own: {"status": "exited"}}}},
        {"n": 2, "segmentMembership": {"ups": {own: {"status": "existing"}, "other": {"status": "exited"}}}},
        {"n": 3},
    ]
    other = "segmentMembership.ups.other.status=other"
    rows = from_file(activation("n", other, status=("active", "expired")), saved(tmp_path, profiles))
    assert lines(rows) == ["2,expired", "3,"]
    assert rows.left_out() == (LeftOut("who left the audience", 1),)
    assert exported(tmp_path, profiles[:1], "n") == []


def test_ids_of_a_part_of_an_array() -> None:
    """Slices of longer arrays give the ids of the slice."""
    lists = pa.array([["a"], ["b", "c", "b"], None, [], ["d", None]])
    assert only_ids(lists[1:]).to_pylist() == [["b", "c"], [], [], ["d"]]
