"""What the platform and a destination let a customer choose of schedules."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from exportsim import adobe
from exportsim.errors import ConfigurationError
from exportsim.model import S3, Adls, MergePolicy
from exportsim.rehearsal import Rehearsal
from exportsim.timeline.agenda import plan_ahead
from exportsim.timeline.calendar import Schedule
from exportsim.timeline.settings import Rates, settle, warnings

BEGIN = date(2026, 3, 1)
LEGAL = [
    *(("full", frequency) for frequency in ("once", "daily", "weekly", "monthly")),
    *(("incremental", frequency) for frequency in ("daily", "every-3-hours", "every-6-hours", "every-8-hours")),
    ("incremental", "every-12-hours"),
]
ILLEGAL = [
    *(("full", f"every-{hours}-hours") for hours in (3, 6, 8, 12)),
    *(("incremental", frequency) for frequency in ("once", "weekly", "monthly")),
]


def problems(given: dict[str, Any], offer: adobe.Offer | None = None) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        settle(given, BEGIN, offer)
    return [f"{problem.where}: {problem.what}" for problem in caught.value.problems]


def offer(folder: Path, batch: dict[str, Any], **more: Any) -> adobe.Offer:
    path = folder / "destination.json"
    path.write_text(json.dumps({"name": "Kestrel", "batchConfig": batch, **more}))
    return adobe.read_offer(adobe.load_destination(path))


def test_daily_full_exports_at_midnight_are_the_default() -> None:
    """As ``batchConfig`` has it where it says nothing: DAILY_FULL_EXPORT, DAILY, 00:00."""
    assert settle({}, BEGIN, None) == (Schedule(datetime(2026, 3, 1, tzinfo=UTC)), Rates())


@pytest.mark.parametrize(("mode", "frequency"), LEGAL)
def test_documented_combinations_are_taken(mode: str, frequency: str) -> None:
    """The vendor's table of export modes and frequencies."""
    schedule, _ = settle({"mode": mode, "frequency": frequency}, BEGIN, None)
    assert (schedule.mode, schedule.frequency) == (mode, frequency)


@pytest.mark.parametrize(("mode", "frequency"), ILLEGAL)
def test_other_combinations_name_both_settings(mode: str, frequency: str) -> None:
    """What is not in the table cannot be chosen."""
    expected = f"schedule.frequency: is {frequency}, and {mode} exports (schedule.mode) cannot be that"
    assert problems({"mode": mode, "frequency": frequency}) == [expected]


def test_after_evaluation_is_for_full_daily_exports() -> None:
    """``AFTER_SEGMENT_EVAL`` follows the daily evaluation; not weekly, not monthly, not incremental."""
    given = {"after_evaluation": True, "evaluation": time(2, 30)}
    assert settle(given, BEGIN, None)[0].start == datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    for more in ({"frequency": "weekly"}, {"frequency": "monthly"}, {"mode": "incremental"}):
        (told,) = problems(given | more)
        assert told.startswith("schedule.after_evaluation: is true, and ")


def test_everything_wrong_is_told_at_once() -> None:
    """Frequency, time, end and export-file-now of one schedule."""
    given = {
        "mode": "full",
        "frequency": "every-3-hours",
        "after_evaluation": True,
        "time": time(6),
        "end": date(2026, 3, 1),
        "export_now": (datetime(2026, 2, 28, tzinfo=UTC),),
        "members": 1.0,
    }
    assert [line.split(":")[0] for line in problems(given)] == [
        "schedule.frequency",
        "schedule.after_evaluation",
        "schedule.time",
        "schedule.end",
        "schedule.export_now",
        "schedule.members",
    ]


def test_a_destination_gives_what_is_not_chosen(tmp_path: Path) -> None:
    """Its defaults for mode, frequency and time."""
    batch = {
        "defaultExportMode": "FIRST_FULL_THEN_INCREMENTAL",
        "defaultFrequency": "EVERY_6_HOURS",
        "defaultStartTime": "01:30",
    }
    schedule, _ = settle({}, BEGIN, offer(tmp_path, batch))
    assert schedule == Schedule(datetime(2026, 3, 1, 1, 30, tzinfo=UTC), "incremental", "every-6-hours")


def test_what_a_destination_does_not_offer_names_both_places(tmp_path: Path) -> None:
    """The setting, and the list in ``batchConfig`` that lacks it."""
    batch = {"allowedExportMode": ["DAILY_FULL_EXPORT"], "allowedScheduleFrequency": ["ONCE", "DAILY"]}
    where = "destination.json: $.batchConfig"
    assert problems({"mode": "incremental", "frequency": "every-3-hours"}, offer(tmp_path, batch)) == [
        f"schedule.mode: is incremental, which is not offered ({where}.allowedExportModes)",
        f"schedule.frequency: is every-3-hours, which is not offered ({where}.allowedScheduleFrequency)",
    ]


@pytest.mark.parametrize(
    ("source", "given", "told"),
    [
        ("UNIFIED_PROFILE_PROSPECTS", {"mode": "incremental"}, "schedule.mode"),
        ("ACCOUNTS", {"mode": "incremental", "frequency": "every-3-hours"}, "schedule.frequency"),
        ("ACCOUNTS", {"mode": "full"}, "schedule.after_evaluation"),
    ],
)
def test_special_audiences_have_fewer_schedules(tmp_path: Path, source: str, given: dict[str, Any], told: str) -> None:
    """Prospects: full files only. Accounts: daily, full ones after the evaluation."""
    (problem,) = problems(given, offer(tmp_path, {}, sources=[source]))
    assert problem.startswith(f"{told}: is ")
    assert "(destination.json: $.sources)" in problem


def test_special_audiences_without_a_destination() -> None:
    """Whoever asks for prospects without one is told the same, and where it was asked for."""
    with pytest.raises(ConfigurationError, match=r"prospects are exported in full \(activation\.of\)"):
        settle({"mode": "incremental"}, BEGIN, None, of="prospects")


def test_grouped_files_are_not_played() -> None:
    """A timeline is of one audience."""
    grouped = Rehearsal(merge_policy=MergePolicy("p", "P"), settings={"path": "in"})
    with pytest.raises(ConfigurationError, match="groups audiences into one file, and a timeline plays one audience"):
        plan_ahead(grouped, BEGIN, 1, datetime(2026, 3, 1, tzinfo=UTC))


DAYS = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)


def test_what_was_asked_for_on_another_day_is_told() -> None:
    """It is in the schedule, and not among the days that are played."""
    moments = [datetime(2026, 3, day, 10, tzinfo=UTC) for day in (1, 3, 4)]
    schedule = Schedule(datetime(2026, 3, 1, tzinfo=UTC), export_now=tuple(moments))
    assert warnings(schedule, S3("bucket"), *DAYS) == (
        "the export asked for at 2026-03-04T10:00Z is on none of the days that are played",
    )


def test_weekly_exports_to_a_data_lake_are_in_doubt() -> None:
    """The vendor's list of places with weekly and monthly exports lacks Azure Data Lake Storage."""
    weekly = Schedule(datetime(2026, 3, 1, tzinfo=UTC), frequency="weekly")
    assert len(warnings(weekly, Adls(), *DAYS)) == 1
    assert warnings(weekly, S3("bucket"), *DAYS) == ()
