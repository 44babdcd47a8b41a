"""The end state is what ingesting the files gives; a loader of dictionaries and JSON lines is the judge."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from timeline.replaying import BEGIN, CLOCK, COLUMNS, STATUS, differences, ingested, orders, played, rehearsal

from exportsim.model import Column
from exportsim.rehearsal import parse_time
from exportsim.timeline import Timeline, plan_ahead, play

KEY = "value.id"


def truth(timeline: Timeline, name: str) -> list[dict[str, Any]]:
    rows = pq.read_table(timeline.folder / ".exportsim" / name / "truth.parquet").to_pylist()
    return [dict(row) for row in rows]


def values(row: dict[str, Any]) -> dict[str, Any]:
    """A row as a JSON line has it: nulls are not there."""
    found = {name.removeprefix("value."): value for name, value in row.items() if name.startswith("value.")}
    return {name: value for name, value in found.items() if value is not None}


SCHEDULES = {
    "merged": {"mode": "incremental", "frequency": "every-6-hours"},
    "merged, with files asked for": {
        "mode": "incremental",
        "frequency": "every-12-hours",
        "export_now": ("2026-03-01T05:00Z", "2026-03-02T23:30Z"),
    },
    "replaced": {"mode": "full", "frequency": "daily", "export_now": ("2026-03-01T05:00Z",)},
}


def trip(schedule: str, *columns: Column, count: int = 400) -> Any:

    given = dict(SCHEDULES[schedule])
    given["export_now"] = tuple(map(parse_time, given.get("export_now", ())))
    return rehearsal(*columns, count=count, **given)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("status", [True, False])
def test_all_files_in_order_give_exactly_the_end_state(tmp_path: Path, schedule: str, status: bool) -> None:
    """Members' rows take the place of those with their key, leavers' take them away; full files replace everything."""
    columns = COLUMNS if status else COLUMNS[:-1]
    timeline = played(tmp_path / "out", trip(schedule, *columns))
    table = ingested(timeline, range(1, len(timeline.exports) + 1), replaces=schedule == "replaced")
    held = truth(timeline, "end-state")
    assert {(row[KEY],): values(row) for row in held} == table
    assert timeline.end_state.rows == len(held) == len(table)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_scenario_is_what_a_naive_replay_gives(tmp_path: Path, schedule: str) -> None:
    """Each file missed, replayed and swapped: what is missing, extra and stale, with the rows that are held."""
    replaces = schedule == "replaced"
    timeline = played(tmp_path / "out", trip(schedule))
    in_order = ingested(timeline, range(1, len(timeline.exports) + 1), replaces=replaces)
    expected = orders(len(timeline.exports))
    assert [(one.scenario, one.export) for one in timeline.end_state.effects] == list(expected)
    for effect in timeline.end_state.effects:
        order = expected[effect.scenario, effect.export]
        table = ingested(timeline, order, replaces=replaces)
        if replaces:
            assert effect.holds is not None
            assert table == ingested(timeline, [effect.holds] if effect.holds else [], replaces=True)
            continue
        found = differences(in_order, table)
        counts = Counter(change for change, _ in found)
        assert (effect.missing, effect.extra, effect.stale) == tuple(
            counts[one] for one in ("missing", "extra", "stale")
        )
        rows = [row for row in truth(timeline, effect.scenario) if row["export"] == effect.export]
        assert {(row["change"], (row[KEY],)) for row in rows} == found
        for row in rows:
            source = in_order if row["change"] == "missing" else table
            assert values(row) == source[(row[KEY],)]
    assert any(effect.shows(len(timeline.exports)) for effect in timeline.end_state.effects)


def test_without_the_status_a_partner_holds_leavers_for_ever(tmp_path: Path) -> None:
    """No file tells that they left; with it the partner holds the members of the last export and nobody else."""
    timelines = {
        mapped: played(tmp_path / str(mapped), rehearsal(*columns, mode="incremental", merges=0.0))
        for mapped, columns in {True: COLUMNS, False: COLUMNS[:-1]}.items()
    }
    world, last = timelines[True].agenda.world, timelines[True].agenda.occurrences[-1]

    members = int(world.members(np.arange(world.count, dtype=np.uint64), last.at).sum())
    assert timelines[True].end_state.rows == members
    assert timelines[False].end_state.rows > members


def test_two_who_become_one_share_their_identities(tmp_path: Path) -> None:
    """The first of the pair has a row for each identity of both; the second's own rows are nobody's any more."""
    columns = (Column("identityMap.Email", "email"), Column("_id", "id"), STATUS)
    timeline = played(
        tmp_path / "out", rehearsal(*columns, mode="incremental", frequency="every-12-hours", churn=0.0, merges=0.2), 3
    )
    table = ingested(timeline, range(1, len(timeline.exports) + 1), key=("email",))
    assert {row["value.email"]: row["value.id"] for row in truth(timeline, "end-state")} == {
        email: row["id"] for (email,), row in table.items()
    }
    assert sum(export.rows for export in timeline.exports[1:]) > 0


@given(st.integers(0, 10**6), st.sampled_from(["daily", "every-3-hours"]), st.integers(1, 3))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_world_ends_as_its_files_say(tmp_path: Path, seed: int, frequency: str, days: int) -> None:
    """Whatever the seed: files in order give the end state."""
    some = replace(rehearsal(count=60, mode="incremental", frequency=frequency), seed=seed)
    timeline = played(tmp_path / f"{seed}-{frequency}-{days}", some, days)
    table = ingested(timeline, range(1, len(timeline.exports) + 1))
    assert {(row[KEY],): values(row) for row in truth(timeline, "end-state")} == table


def test_a_stretch_of_a_longer_schedule_is_the_same_alone(tmp_path: Path) -> None:
    """The second day played by itself has the second day's bytes: nothing is carried from export to export."""
    some = rehearsal(mode="incremental", frequency="every-8-hours", start=BEGIN)
    both = played(tmp_path / "both", some)
    second = play(some, plan_ahead(some, BEGIN + timedelta(days=1), 1, CLOCK), tmp_path / "second")
    later = [replace(one, number=one.number - 3) for one in both.exports[3:]]
    assert list(second.exports) == later
    assert [one.occurrence.kind for one in second.exports] == ["incremental"] * 3
