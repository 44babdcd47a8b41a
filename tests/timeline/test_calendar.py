"""From a schedule to the times of its exports, by the rules of the vendor's page on activating batch destinations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportsim.timeline.calendar import STEPS, Occurrence, Schedule, between, months_later


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times(schedule: Schedule, begin: str, days: int) -> list[str]:
    start = at(begin)
    return [f"{one.at:%Y-%m-%dT%H:%M}" for one in between(schedule, start, start + timedelta(days=days))]


def test_the_end_date_is_exclusive() -> None:
    """D-34, the page's example: an interval of 4 to 11 January has its last file on the 10th."""
    schedule = Schedule(at("2026-01-04T00:00"), end=date(2026, 1, 11))
    assert times(schedule, "2026-01-01", 31) == [f"2026-01-{day:02}T00:00" for day in range(4, 11)]


def test_hours_of_the_last_day_are_exported_still() -> None:
    """The exclusive end is a day: every export of the day before it comes."""
    schedule = Schedule(at("2026-01-09T01:00"), "incremental", "every-8-hours", date(2026, 1, 11))
    assert times(schedule, "2026-01-10", 9) == ["2026-01-10T01:00", "2026-01-10T09:00", "2026-01-10T17:00"]


def test_a_weekly_export_comes_on_the_weekday_of_the_start_date() -> None:
    """30 January 2026 is a Friday."""
    schedule = Schedule(at("2026-01-30T06:00"), frequency="weekly")
    assert times(schedule, "2026-01-01", 50) == ["2026-01-30T06:00", "2026-02-06T06:00", "2026-02-13T06:00"]


def test_a_month_that_lacks_the_day_has_its_export_on_its_last() -> None:
    """Started on the 31st: the last of February in common and leap years, then the 31st again."""
    schedule = Schedule(at("2027-12-31T00:00"), frequency="monthly")
    expected = ["2027-12-31T00:00", "2028-01-31T00:00", "2028-02-29T00:00", "2028-03-31T00:00", "2028-04-30T00:00"]
    assert times(schedule, "2027-12-01", 152) == expected
    assert months_later(at("2026-01-30T00:00"), 1) == at("2026-02-28T00:00")


def test_once_is_once() -> None:
    """An end date does not apply to it."""
    schedule = Schedule(at("2026-01-04T00:00"), frequency="once", end=date(2026, 1, 1))
    assert times(schedule, "2025-01-01", 3660) == ["2026-01-04T00:00"]


def test_the_first_incremental_export_is_full_and_each_later_one_goes_on_where_the_last_ended() -> None:
    """Incremental exports: all members first, then what changed since the export before."""
    schedule = Schedule(at("2026-01-04T00:00"), "incremental", "every-12-hours")
    first, second, third = between(schedule, at("2026-01-04"), at("2026-01-05T01:00"))
    assert first == Occurrence(at("2026-01-04T00:00"), "first-full", at("2026-01-04T00:00"))
    assert second == Occurrence(at("2026-01-04T12:00"), "incremental", at("2026-01-04T12:00"), at("2026-01-04T00:00"))
    assert third.since == second.at


def test_full_exports_are_all_full() -> None:
    """Nothing of a full schedule is about changes."""
    schedule = Schedule(at("2026-01-04T00:00"))
    assert {(one.kind, one.since) for one in between(schedule, at("2026-01-01"), at("2026-02-01"))} == {("full", None)}


def test_export_file_now_comes_in_between_with_the_people_of_the_last_evaluation() -> None:
    """It adds a full file of the snapshot, and the incremental ones around it go on as if it were not there."""
    schedule = Schedule(
        at("2026-01-04T00:00"),
        "incremental",
        "every-12-hours",
        None,
        time(3),
        (at("2026-01-04T02:59"), at("2026-01-04T09:00")),
    )
    assert list(between(schedule, at("2026-01-04"), at("2026-01-05"))) == [
        Occurrence(at("2026-01-04T00:00"), "first-full", at("2026-01-04T00:00")),
        Occurrence(at("2026-01-04T02:59"), "now", at("2026-01-03T03:00")),
        Occurrence(at("2026-01-04T09:00"), "now", at("2026-01-04T03:00")),
        Occurrence(at("2026-01-04T12:00"), "incremental", at("2026-01-04T12:00"), at("2026-01-04T00:00")),
    ]


@pytest.mark.parametrize(("day", "covered"), [("03", False), ("04", True), ("10", True), ("11", False)])
def test_export_file_now_is_there_for_schedules_that_cover_the_day(day: str, covered: bool) -> None:
    """From the start date on, until the exclusive end."""
    schedule = Schedule(at("2026-01-04T12:00"), end=date(2026, 1, 11))
    assert schedule.covers(at(f"2026-01-{day}T00:30")) is covered


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2029, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))
SCHEDULES = st.builds(
    Schedule,
    MOMENTS,
    st.sampled_from(["full", "incremental"]),
    st.sampled_from([*STEPS, "once", "monthly"]),
    st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.times(),
    st.lists(MOMENTS, max_size=3).map(lambda some: tuple(sorted(set(some)))),
)


@given(SCHEDULES, MOMENTS, st.integers(0, 40), st.integers(0, 40))
def test_any_days_can_be_played_alone(schedule: Schedule, begin: datetime, days: int, more: int) -> None:
    """The exports of two stretches of time, one after the other, are those of both at once."""
    middle, end = begin + timedelta(days=days), begin + timedelta(days=days + more)
    halves = [*between(schedule, begin, middle), *between(schedule, middle, end)]
    assert sorted(halves, key=str) == sorted(between(schedule, begin, end), key=str)


@given(SCHEDULES, MOMENTS)
def test_what_holds_of_every_calendar(schedule: Schedule, begin: datetime) -> None:
    """In order, within the days, none before the start or after the end, and each incremental one after its last."""
    found = list(between(schedule, begin, begin + timedelta(days=60)))
    moments = [one.at for one in found]
    assert moments == sorted(moments)
    planned = [one for one in found if one.kind != "now"]
    assert all(schedule.start <= one.at for one in planned)
    if schedule.end and schedule.frequency != "once":
        assert all(one.at.date() < schedule.end for one in planned)
    for before, after in pairwise(planned):
        assert after.since in (None, before.at)


@given(MOMENTS, st.sampled_from(["daily", "weekly", "every-3-hours", "every-6-hours"]))
def test_frequencies_are_steps_of_one_length(start: datetime, frequency: str) -> None:
    """UTC knows no summer time."""
    found = [one.at for one in between(Schedule(start, "full", frequency), start, start + timedelta(days=22))]
    assert {after - before for before, after in pairwise(found)} == {STEPS[frequency]}


@given(MOMENTS, st.integers(0, 200))
def test_months_are_counted_on_the_calendar(start: datetime, months: int) -> None:
    """So many months later, on the same day or the last one before it."""
    later = months_later(start, months)
    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day == start.day or (later.day < start.day and (later + timedelta(days=1)).day == 1)
