"""What a rehearsal says of time, held against the platform's rules and against what the destination offers.

Sources: the vendor's pages on activating audiences (which frequencies go with which mode, after-evaluation exports),
on account and prospect audiences, on data set exports, and on *export file now*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from exportsim.adobe import Offer
from exportsim.adobe.batch import LEGAL, Batch
from exportsim.adobe.batch import Schedule as Offered
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Adls, Place
from exportsim.timeline.calendar import Schedule

BY_EVALUATION = ("once", "daily")
"""Frequencies of exports that come after the daily evaluation rather than at a time."""


@dataclass(frozen=True)
class Rates:
    """How a world changes: shares, of all people or a day."""

    members: float = 0.7
    """Of the people, who are in the audience at any time."""

    churn: float = 0.02
    """Of the members, who leave in a day; as many enter."""

    changes: float = 0.01
    """Of the people, whose address (or loyalty, or consents, ...) changes in a day."""

    merges: float = 0.0005
    """Of the people, who turn out to be one with another in a day."""


def settle(
    given: Mapping[str, Any], begin: date, offer: Offer | None, *, of: str | None = None
) -> tuple[Schedule, Rates]:
    """Make the schedule of a rehearsal; what it leaves open is as the destination says, or documented.

    ``begin`` is the first day played: the schedule starts then unless it says otherwise. ``of`` is whose data a
    customer asks for where no destination says it. Raises ``ConfigurationError``
    with everything that the platform or the destination would refuse.
    """
    batch = offer.batch if offer else Batch()
    mode = given.get("mode", batch.mode)
    frequency = given.get("frequency") or _default_frequency(mode, batch)
    first = given.get("start", begin)
    evaluation = given.get("evaluation", time())
    by_evaluation = given.get("after_evaluation", False)
    at = evaluation if by_evaluation else given.get("time", time.fromisoformat(batch.start_time))
    schedule = Schedule(
        datetime.combine(first, at, UTC),
        mode,
        frequency,
        given.get("end"),
        evaluation,
        tuple(sorted({moment.astimezone(UTC) for moment in given.get("export_now", ())})),
    )
    rates = Rates(**{name: given[name] for name in Rates.__dataclass_fields__ if name in given})
    problems = [
        *_check_frequency(schedule),
        *_check_evaluation(schedule, given),
        *_check_end(schedule),
        *_check_export_now(schedule),
        *(_check_offer(schedule, offer) if offer else ()),
        *_check_audience(schedule, by_evaluation, offer, of),
        *_check_rates(rates),
    ]
    if problems:
        raise ConfigurationError(problems)
    return schedule, rates


def warnings(schedule: Schedule, place: Place, first: datetime, end: datetime) -> tuple[str, ...]:
    """Sentences about what the vendor's pages leave in doubt, and what ``[first, end)``, the days played, leave out."""
    told = [
        f"the export asked for at {moment:%Y-%m-%dT%H:%MZ} is on none of the days that are played"
        for moment in schedule.export_now
        if not first <= moment < end
    ]
    if schedule.frequency in ("weekly", "monthly") and isinstance(place, Adls):
        told.append(f"{schedule.frequency} exports: the vendor's list of places that take them lacks Data Lake Storage")
    if schedule.frequency == "every-hour":
        told.append("every-hour is in two of the vendor's examples and in no list of supported frequencies")
    return tuple(told)


def _default_frequency(mode: str, batch: Batch) -> str:
    """The destination's own where it goes with the mode."""
    return batch.frequency if batch.frequency in LEGAL.get(mode, ()) else "daily"


def _check_frequency(schedule: Schedule) -> Iterator[Problem]:
    legal = LEGAL[schedule.mode]
    if schedule.frequency not in legal:
        what = f"is {schedule.frequency}, and {schedule.mode} exports (schedule.mode) cannot be that"
        yield Problem("schedule.frequency", what, f"{schedule.mode}: " + ", ".join(legal))


def _check_evaluation(schedule: Schedule, given: Mapping[str, Any]) -> Iterator[Problem]:
    if not given.get("after_evaluation"):
        return
    if schedule.mode == "incremental":
        what = "is true, and incremental exports (schedule.mode) come at a time of the day"
        yield Problem("schedule.after_evaluation", what, "full exports, or left out")
    elif schedule.frequency not in BY_EVALUATION:
        what = f"is true, and {schedule.frequency} exports (schedule.frequency) come at a time of the day"
        yield Problem("schedule.after_evaluation", what, "frequencies: " + ", ".join(BY_EVALUATION))
    if "time" in given:
        what = f"is {given['time']:%H:%M}, and exports come after the evaluation (schedule.after_evaluation)"
        yield Problem("schedule.time", what, "one of them; the evaluation's own time is schedule.evaluation")


def _check_end(schedule: Schedule) -> Iterator[Problem]:
    if schedule.end is None:
        return
    if schedule.frequency == "once":
        yield Problem("schedule.end", "is given, and an export that comes once (schedule.frequency) has no end")
    elif schedule.end <= schedule.start.date():
        what = (
            f"is {schedule.end}, and the end is exclusive: with the start {schedule.start.date()} nothing is exported"
        )
        yield Problem("schedule.end", what, "a day after schedule.start")


def _check_export_now(schedule: Schedule) -> Iterator[Problem]:
    until = f" and before {schedule.end}" if schedule.end and schedule.frequency != "once" else ""
    for moment in schedule.export_now:
        if not schedule.covers(moment):
            what = f"{moment:%Y-%m-%dT%H:%M:%SZ} is on a day that the schedule does not cover"
            yield Problem("schedule.export_now", what, f"from {schedule.start.date()} on{until}")


def _check_offer(schedule: Schedule, offer: Offer) -> Iterator[Problem]:
    """Hold the choice against ``batchConfig``, or the part of it that is about data sets."""
    offered, path = offer.batch.schedule, offer.batch.path
    if offer.of == "datasets" and offer.batch.dataset_schedule:
        offered, path = offer.batch.dataset_schedule, f"{path}.datasetBatchConfig"
    yield from _check_offered(schedule, offered, f"{offer.file}: {path}")


def _check_offered(schedule: Schedule, offered: Offered, where: str) -> Iterator[Problem]:
    if schedule.mode not in offered.modes:
        what = f"is {schedule.mode}, which is not offered ({where}.allowedExportModes)"
        yield Problem("schedule.mode", what, "offered: " + ", ".join(offered.modes))
    if offered.frequencies and schedule.frequency not in offered.frequencies:
        what = f"is {schedule.frequency}, which is not offered ({where}.allowedScheduleFrequency)"
        yield Problem("schedule.frequency", what, "offered: " + ", ".join(offered.frequencies))


def _check_audience(schedule: Schedule, by_evaluation: bool, offer: Offer | None, of: str | None) -> Iterator[Problem]:
    """Find what the vendor's pages on special kinds of audiences rule out."""
    where = f"({offer.file}: $.sources)" if offer else "(activation.of)"
    match offer.of if offer else of:
        case "prospects" if schedule.mode != "full":
            yield Problem("schedule.mode", f"is incremental, and prospects are exported in full {where}", "full")
        case "accounts" if schedule.frequency not in ("daily", "once"):
            what = f"is {schedule.frequency}, and accounts are exported daily {where}"
            yield Problem("schedule.frequency", what, "daily")
        case "accounts" if schedule.mode == "full" and not by_evaluation:
            what = f"is not set, and accounts are exported after their evaluation {where}"
            yield Problem("schedule.after_evaluation", what, "true")
        case "datasets" if schedule.mode == "full" and schedule.frequency != "once":
            what = f"is {schedule.frequency}, and data sets are exported in full once only {where}"
            yield Problem("schedule.frequency", what, "once, or schedule.mode incremental")


def _check_rates(rates: Rates) -> Iterator[Problem]:
    if rates.members >= 1 and rates.churn:
        yield Problem(
            "schedule.members", "is 1, and nobody can leave (schedule.churn) where everybody is in", "below 1"
        )
    if rates.members <= 0 and rates.churn:
        yield Problem("schedule.members", "is 0, and nobody can leave (schedule.churn) where nobody is in", "above 0")
