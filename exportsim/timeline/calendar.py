"""From a schedule to the times of its exports: arithmetic on the calendar in UTC, no clock and no state.

Source: the vendor's page on activating audiences to batch destinations, and for *export file now* the page of that
name. An end date is exclusive; a weekly export comes on the weekday of the start date; a monthly one on its day of the
month, in shorter months on their last day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Literal

DAY = timedelta(days=1)

STEPS: dict[str, timedelta] = {
    "daily": DAY,
    "weekly": 7 * DAY,
    "every-hour": timedelta(hours=1),
    "every-3-hours": timedelta(hours=3),
    "every-6-hours": timedelta(hours=6),
    "every-8-hours": timedelta(hours=8),
    "every-12-hours": timedelta(hours=12),
}
"""Frequencies that repeat after the same time always; the others are ``once`` and ``monthly``."""

Kind = Literal["full", "first-full", "incremental", "now"]
"""What an export holds: all members; all members, as the first of an incremental schedule; who came or left since the
one before; or all members as the last evaluation found them, because somebody pressed *export file now*."""


@dataclass(frozen=True)
class Schedule:
    """When an audience is exported, and how."""

    start: datetime
    """The first scheduled export, in UTC."""

    mode: Literal["full", "incremental"] = "full"
    frequency: str = "daily"
    """``once``, ``monthly`` or one of ``STEPS``."""

    end: date | None = None
    """The first day without an export; None: it never ends."""

    evaluation: time = time()
    """Of the day, in UTC: when the platform evaluates batch audiences."""

    export_now: tuple[datetime, ...] = ()
    """When somebody asks for a file beside the schedule, ascending."""

    def covers(self, moment: datetime) -> bool:
        """Whether the schedule is in force on that day; one that exports once is from its day on."""
        day = moment.date()
        return day >= self.start.date() and (self.frequency == "once" or self.end is None or day < self.end)

    def evaluated(self, moment: datetime) -> datetime:
        """The last daily evaluation that was not after ``moment``."""
        today = datetime.combine(moment.date(), self.evaluation, UTC)
        return today if today <= moment else today - DAY


@dataclass(frozen=True)
class Occurrence:
    """One export."""

    at: datetime
    """Its scheduled time, or when it was asked for."""

    kind: Kind
    state: datetime
    """Of which time its people are."""

    since: datetime | None = None
    """The export before, whose changes an incremental one does not repeat."""


def between(schedule: Schedule, begin: datetime, end: datetime) -> Iterator[Occurrence]:
    """Yield the exports of ``[begin, end)`` in the order of their times; a scheduled one before what was asked for."""
    asked = [moment for moment in schedule.export_now if begin <= moment < end]
    for planned in _scheduled(schedule, begin, end):
        while asked and asked[0] < planned.at:
            yield _asked_for(schedule, asked.pop(0))
        yield planned
    for moment in asked:
        yield _asked_for(schedule, moment)


def _asked_for(schedule: Schedule, moment: datetime) -> Occurrence:
    return Occurrence(moment, "now", schedule.evaluated(moment))


def _scheduled(schedule: Schedule, begin: datetime, end: datetime) -> Iterator[Occurrence]:
    previous: datetime | None = None
    for moment in _times(schedule, begin):
        if moment >= end or not _is_before_end(schedule, moment):
            return
        if moment >= begin:
            yield _occurrence(schedule, moment, previous)
        previous = moment


def _is_before_end(schedule: Schedule, moment: datetime) -> bool:
    return schedule.frequency == "once" or schedule.end is None or moment.date() < schedule.end


def _occurrence(schedule: Schedule, moment: datetime, previous: datetime | None) -> Occurrence:
    if schedule.mode == "full":
        return Occurrence(moment, "full", moment)
    if moment == schedule.start:
        return Occurrence(moment, "first-full", moment)
    return Occurrence(moment, "incremental", moment, previous)


def _times(schedule: Schedule, begin: datetime) -> Iterator[datetime]:
    """The times of a schedule, from the last one before ``begin`` on (the first of all, where that is later)."""
    start, frequency = schedule.start, schedule.frequency
    if frequency == "once":
        yield start
    elif frequency == "monthly":
        skipped = max(0, (begin.year - start.year) * 12 + begin.month - start.month - 2)
        for month in count(skipped):
            yield months_later(start, month)
    else:
        step = STEPS[frequency]
        skipped = max(0, (begin - start) // step - 1)
        for number in count(skipped):
            yield start + number * step


def months_later(start: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return start.replace(year=year, month=month + 1, day=min(start.day, last))
