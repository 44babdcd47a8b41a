"""The people of one export as the makers of rows see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.model import Activation, Audience, Column
from exportsim.profiles import synthetic
from exportsim.timeline.calendar import Occurrence
from exportsim.timeline.crowd import Crowd
from exportsim.timeline.settings import Rates
from exportsim.timeline.world import World

BEGINS = datetime(2026, 3, 1, tzinfo=UTC)
COUNT = 3_000
WORLD = World(7, COUNT, BEGINS, Rates(churn=0.2, changes=0.05, merges=0.02))
LASTING = ("_id", "personalEmail.address", "person.name.fullName", "person.birthDate", "loyalty.loyaltyID")
CHANGING = ("homeAddress.city", "loyalty.points", "consents.marketing.email.val", "notes")


def rows(moment: Crowd | None, *paths: str, count: int = COUNT) -> pa.Table:
    """The rows of an export of these columns, each called by its path."""
    columns = tuple(Column(path, path) for path in ("_id", *paths))
    activation = Activation(Audience("a", "A"), columns, ("_id",))
    made = synthetic(activation, count=count, seed=WORLD.seed, now=BEGINS, moment=moment)
    return pa.Table.from_batches([piece.columns for piece in made.slices], made.schema)


def members_at(days: int) -> Crowd:
    moment = BEGINS + timedelta(days=days)
    return Crowd(WORLD, Occurrence(moment, "full", moment))


def by_id(table: pa.Table) -> dict[str, dict[str, object]]:
    return {row["_id"]: row for row in table.to_pylist()}


def test_at_the_beginning_everybody_is_as_in_a_single_export() -> None:
    """The same seed, the same people, of whom some are members."""
    everybody = by_id(rows(None, *LASTING[1:], *CHANGING))
    found = by_id(rows(members_at(0), *LASTING[1:], *CHANGING))
    assert 0 < len(found) < len(everybody)
    assert all(everybody[name] == row for name, row in found.items())


def test_what_tells_people_apart_lasts_and_the_rest_changes() -> None:
    """After a year nobody has another name or e-mail address, and most live elsewhere."""
    before, after = (by_id(rows(members_at(days), *LASTING[1:], *CHANGING)) for days in (0, 365))
    both = before.keys() & after.keys()
    assert len(both) > 500
    assert all(before[one][path] == after[one][path] for one in both for path in LASTING)
    assert all((row["loyalty.loyaltyID"] is None) == (row["loyalty.points"] is None) for row in after.values())
    for path in CHANGING[:2]:
        assert sum(before[one][path] != after[one][path] for one in both) > len(both) / 3


@given(st.integers(1, 40), st.integers(1, COUNT - 1))
@settings(max_examples=10, deadline=None)
def test_any_people_of_an_export_can_be_made_alone(days: int, count: int) -> None:
    """The first people's rows are the same, whoever else there is."""
    until = BEGINS + timedelta(days=days)
    crowd = Crowd(WORLD, Occurrence(until, "incremental", until, until - timedelta(days=1)))
    few = rows(crowd, *CHANGING, "segmentMembership.status", count=count).to_pylist()
    everybody = rows(crowd, *CHANGING, "segmentMembership.status").to_pylist()
    assert few == everybody[: len(few)]


def test_status_and_time_are_those_of_the_world() -> None:
    """A leaver's row says so, with the time at which they left."""
    until = BEGINS + timedelta(days=3)
    crowd = Crowd(WORLD, Occurrence(until, "incremental", until, until - timedelta(hours=12)))
    table = rows(crowd, "segmentMembership.status", "segmentMembership.lastQualificationTime")
    people = crowd.chosen(0, COUNT)
    words = np.where(WORLD.members(people, until), "realized", "exited").tolist()
    assert table["segmentMembership.status"].to_pylist() == words
    assert {*words} == {"realized", "exited"}
    times = table["segmentMembership.lastQualificationTime"].cast(pa.int64()).to_pylist()
    assert times == WORLD.since(people, until).tolist()
