from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from exportsim.errors import ConfigurationError
from exportsim.model import Activation, Column
from exportsim.profiles import DEFAULT_COLUMNS, known_paths, synthetic
from exportsim.profiles.field import Field
from exportsim.profiles.paths import parse
from exportsim.profiles.synthetic import SLICE_ROWS
from exportsim.profiles.window import Window
from exportsim.profiles.xdm import FIELDS, find

Make = Callable[..., pa.Table]
NOW = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)
UNIQUE = [path for path, field in FIELDS.items() if field.unique]


def field_at(path: str, activation: Activation) -> Field:
    field = find(parse(path, activation.audience), activation.audience)
    assert field
    return field


@pytest.mark.parametrize("path", known_paths())
def test_any_slice_can_be_made_alone(path: str, activation: Callable[..., Activation]) -> None:
    """The profiles 700 to 1000 are the same, made by themselves or as a part of the first thousand."""
    field = field_at(path, activation())
    whole = field.values(path, Window(7, 0, 1000, NOW), in_key=False)
    piece = field.values(path, Window(7, 700, 1000, NOW), in_key=False)
    assert piece.equals(whole.slice(700))
    piece.validate(full=True)
    assert piece.type == field.type


def test_how_far_work_runs_ahead_changes_nothing(people: Make) -> None:
    """One slice ahead of the reader and four make the same rows, edge cases included, over several slices."""
    count, share = 2 * SLICE_ROWS + 100, 0.01
    one, four = (people(*known_paths(), count=count, ahead=n, edge_case_share=share) for n in (1, 4))
    assert one.equals(four)


def test_the_same_call_gives_the_same_people_and_another_seed_others(people: Make) -> None:
    """A seed names a world: every column differs from one seed to the next."""
    paths = [path for path in known_paths() if "seg_id.status" not in path]
    first, again, other = people(*paths), people(*paths), people(*paths, seed=8)
    assert first.equals(again)
    assert [path for path in paths if first[path].equals(other[path])] == []


def test_a_value_does_not_depend_on_the_other_columns(people: Make) -> None:
    """A column alone has the values that it has among all others."""
    together = people(*known_paths())
    for path in known_paths():
        assert people(path)[path].equals(together[path])


@pytest.mark.parametrize("path", UNIQUE)
def test_unique_fields_are_unique(path: str, people: Make) -> None:
    """Among 300 000 profiles nobody shares an identity, an e-mail address or an id."""
    column = people(path, count=300_000, key=(path,))[path]
    assert (column.null_count, pc.count_distinct(column).as_py()) == (0, 300_000)


def test_a_key_is_never_null_nor_an_edge_case(people: Make) -> None:
    """The loyalty id of non-members is null, unless rows are found by it."""
    path = "loyalty.loyaltyID"
    free = people(path, count=5000)
    held = people(path, count=5000, key=(path,), edge_case_share=1.0)
    assert free[path].null_count == pytest.approx(1500, rel=0.1)
    assert pc.all(pc.match_substring_regex(held[path], r"^L-[0-9a-z]{8}$")).as_py()


def test_rows_come_in_slices(activation: Callable[..., Activation]) -> None:
    """65 536 rows and one more give two slices; the total is known beforehand."""
    rows = synthetic(activation("_id"), count=SLICE_ROWS + 1, seed=1, now=NOW)
    assert rows.total == SLICE_ROWS + 1
    assert [len(part.columns) for part in rows.slices] == [SLICE_ROWS, 1]


def test_no_profiles_are_no_slices(activation: Callable[..., Activation]) -> None:
    """A count of zero is a schema without rows."""
    rows = synthetic(activation("_id"), count=0, seed=1, now=NOW)
    assert (rows.schema, list(rows.slices)) == (pa.schema([("_id", pa.string())]), [])


def test_columns_are_named_by_their_targets(activation: Callable[..., Activation]) -> None:
    """The default columns have twelve headers without dots, in the order of the mapping; all can be null."""
    default = Activation(activation().audience, DEFAULT_COLUMNS, ("_id",))
    schema = synthetic(default, count=1, seed=1, now=NOW).schema
    assert schema.names == [column.target for column in DEFAULT_COLUMNS]
    assert len(schema) == 12
    assert all(field.nullable and "." not in field.name for field in schema)


def test_built_in_types(people: Make) -> None:
    """Numbers, dates, times and amounts have types of their own, everything else is text."""
    table = people(*known_paths(), count=1)
    types = {field.name: str(field.type) for field in table.schema if field.type != pa.string()}
    assert types == {
        "person.birthDate": "date32[day]",
        "person.birthYear": "int32",
        "loyalty.points": "int64",
        "loyalty.joinDate": "date32[day]",
        "loyalty.balance": "decimal128(12, 2)",
        "lastActivity": "timestamp[us, tz=UTC]",
        "metrics.lifetimeValue": "double",
        "segmentMembership.seg_namespace.seg_id.lastQualificationTime": "timestamp[us, tz=UTC]",
    }


def test_no_time_lies_after_now(people: Make) -> None:
    """Every generated time and date lies in the past of the run."""
    table = people(*known_paths(), count=50_000)
    for field in table.schema:
        if pa.types.is_temporal(field.type):
            latest = pc.max(table[field.name]).as_py()
            assert latest <= (NOW if pa.types.is_timestamp(field.type) else NOW.date())


def test_now_needs_a_time_zone(activation: Callable[..., Activation]) -> None:
    """A time without a zone would be read differently on different machines."""
    with pytest.raises(ValueError, match="time zone"):
        synthetic(activation("_id"), count=1, seed=1, now=NOW.replace(tzinfo=None))


def test_the_zone_of_now_does_not_matter(people: Make) -> None:
    """The same instant, told in another zone, gives the same times."""
    from zoneinfo import ZoneInfo

    elsewhere = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert people("lastActivity").equals(people("lastActivity", now=elsewhere))
    assert not people("lastActivity").equals(people("lastActivity", now=NOW + timedelta(seconds=1)))


@pytest.mark.parametrize(
    ("spelling", "same_as"),
    [
        ("identityMap.Email[0].id", "identityMap.Email"),
        ("identityMap.Email[0]", "identityMap.Email"),
        ("identityMap.crmid", "identityMap.CRMID"),
        ("identityMap.Phone_E//.164", "identityMap.Phone"),
        ("identityMap.Email", "personalEmail.address"),
        ("xdm: person.name.firstName", "person.name.firstName"),
        ("segmentMembership.status", "segmentMembership.seg_namespace.seg_id.status"),
        ("segmentMembership.ups.seg_id.lastQualificationTime", "segmentMembership.lastQualificationTime"),
    ],
)
def test_a_path_has_many_spellings(spelling: str, same_as: str, people: Make) -> None:
    """Whatever the platform's pages call a field, it is the same field."""
    assert people(spelling)[0].equals(people(same_as)[0])


def test_any_namespace_has_identities(people: Make) -> None:
    """A namespace nobody knows gets unique ids that begin with its name."""
    ids = people("identityMap.ExamplePartner_ID")[0]
    assert pc.all(pc.match_substring_regex(ids, "^ExamplePartner_ID-[0-9a-z]{8}$")).as_py()
    assert pc.count_distinct(ids).as_py() == 1000


def test_everybody_is_in_the_exported_audience_and_some_in_others(people: Make) -> None:
    """A full export holds members only; of another audience some are members, some were, most never."""
    own, other = people("segmentMembership.status")[0], people("segmentMembership.ups.another.status")[0]
    assert set(own.to_pylist()) == {"realized"}
    counts = {item["values"]: item["counts"] for item in pc.value_counts(other).to_pylist()}
    assert counts["realized"] > counts["exited"] > 0
    assert counts[None] == pytest.approx(600, rel=0.1)


def test_a_status_and_its_time_are_null_together(people: Make) -> None:
    """Who never was a member has no qualification time either."""
    paths = [f"segmentMembership.ups.another.{leaf}" for leaf in ("status", "lastQualificationTime")]
    table = people(*paths)
    assert table[0].is_null().equals(table[1].is_null())


def test_everything_wrong_is_told_at_once(activation: Callable[..., Activation]) -> None:
    """Every unknown path is named, each with the paths that come nearest."""
    wrong = activation("person.name.firstname", "homeAddress.town", "_id")
    with pytest.raises(ConfigurationError) as caught:
        synthetic(wrong, count=1, seed=1, now=NOW)
    assert [problem.where for problem in caught.value.problems] == [
        "column 'person.name.firstname'",
        "column 'homeAddress.town'",
    ]
    assert "person.name.firstName" in caught.value.problems[0].allowed


def test_a_key_must_tell_profiles_apart(activation: Callable[..., Activation]) -> None:
    """A first name finds nobody again; a missing column cannot be a key; a share is at most one."""
    named = activation("person.name.firstName", key=("person.name.firstName", "nothing"))
    with pytest.raises(ConfigurationError) as caught:
        synthetic(named, count=1, seed=1, now=NOW, edge_case_share=1.5)
    assert [(problem.where, problem.what) for problem in caught.value.problems] == [
        ("key", "'nothing' is no column"),
        ("key", "'person.name.firstName', 'nothing': different synthetic profiles may share it"),
        ("edge_case_share", "1.5 is no share"),
    ]


def test_columns_may_share_a_path() -> None:
    """One path mapped twice gives two equal columns under two names."""
    from exportsim.model import Audience

    twice = Activation(Audience("a", "A"), (Column("_id", "id"), Column("_id", "again")), ("id",))
    (part,) = synthetic(twice, count=10, seed=1, now=NOW).slices
    assert part.columns["id"].equals(part.columns["again"])
