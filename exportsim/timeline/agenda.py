"""What is ahead: the exports of some days and how many people each is about, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from exportsim import adobe
from exportsim.errors import ConfigurationError, Gathering, Problem
from exportsim.model import Activation, Plan
from exportsim.offering import offer_to
from exportsim.rehearsal import Rehearsal
from exportsim.simulate import settle as settle_export
from exportsim.timeline import settings
from exportsim.timeline.calendar import Occurrence, Schedule, between
from exportsim.timeline.crowd import MANY, Crowd
from exportsim.timeline.status import Status, status_of
from exportsim.timeline.world import World

LOOKED_AT = 20_000_000
"""People times exports that a preview looks at; beyond that it looks at the first people and extrapolates."""

FEWEST = 50_000
"""People that it looks at in any case."""


@dataclass(frozen=True)
class Agenda:
    """Everything that is decided before the first export."""

    plan: Plan
    activation: Activation
    schedule: Schedule
    world: World
    occurrences: tuple[Occurrence, ...]
    status: Status | None
    """The column that tells who left; None: incremental files do not have them."""

    identities: bool
    """Whether a profile is exported again when its identity graph grows."""

    @property
    def replaces(self) -> bool:
        """Whether a partner replaces all that they hold by each file, as files of a full schedule ask for."""
        return self.schedule.mode == "full"

    def crowd(self, occurrence: Occurrence) -> Crowd:
        return Crowd(self.world, occurrence, self.status is not None, self.identities)


@dataclass(frozen=True)
class Entry:
    """One export that has not been written."""

    occurrence: Occurrence
    people: int
    """Before mandatory attributes and deduplication leave some out, and identities multiply rows."""


def plan_ahead(rehearsal: Rehearsal, begin: date, days: int, now: datetime) -> Agenda:
    """Settle the exports from ``begin`` on; ``now`` is the clock's, for keys that expire.

    Raises ``ConfigurationError`` with every problem of schedule, plan and activation.
    """
    gathering = Gathering()
    first = datetime.combine(begin, time(), UTC)
    with gathering:
        if rehearsal.profiles:
            what = "holds people as they are once, and a timeline needs people who change"
            raise ConfigurationError([Problem("profiles", what, "synthetic ones: --count, --seed, --schema")])
    with gathering:
        if rehearsal.run_id:
            raise ConfigurationError([Problem("run.id", "is given, and each export of a timeline is a run of its own")])
    with gathering:
        schedule, rates = settings.settle(rehearsal.schedule, begin, offer_to(rehearsal), of=rehearsal.of)
    with gathering:
        plan, activation = settle_export(rehearsal, now)
        status = status_of(plan, activation)
        if activation.grouped:
            what = "groups audiences into one file, and a timeline plays one audience"
            raise ConfigurationError([Problem("merge_policy", what, "left out; generate writes grouped files")])
    gathering.done()
    end = first + timedelta(days=days)
    occurrences = tuple(between(schedule, first, end))
    if not occurrences:
        raise ConfigurationError([_nothing(schedule, begin, days)])
    taken = adobe.taken(rehearsal.switches, ["identity-change", "merged-profile"] if rates.merges else [])
    plan = replace(
        plan,
        switches=(*plan.switches, *taken),
        warnings=(*plan.warnings, *settings.warnings(schedule, plan.place, first, end)),
    )
    return Agenda(
        plan,
        activation,
        schedule,
        World(rehearsal.seed, rehearsal.count, schedule.start, rates),
        occurrences,
        status,
        adobe.side(rehearsal.switches, "identity-change") == "included",
    )


def entries(agenda: Agenda) -> Iterator[Entry]:
    """Count the people of each export: exactly, or from the first ones where all together would be too many."""
    count, looked_at = agenda.world.count, _looked_at(agenda)
    for occurrence in agenda.occurrences:
        crowd = agenda.crowd(occurrence)
        found = sum(len(crowd.chosen(start, min(start + MANY, looked_at))) for start in range(0, looked_at, MANY))
        yield Entry(occurrence, round(found * count / looked_at) if looked_at else 0)


def is_estimate(agenda: Agenda) -> bool:
    """Whether ``entries`` extrapolates."""
    return agenda.world.count > _looked_at(agenda)


def _looked_at(agenda: Agenda) -> int:
    return min(agenda.world.count, max(FEWEST, LOOKED_AT // len(agenda.occurrences)))


def _nothing(schedule: Schedule, begin: date, days: int) -> Problem:
    last = begin + timedelta(days=days - 1)
    ends = f", ends before {schedule.end}" if schedule.end else ""
    what = (
        f"has no export from {begin} to {last}: it starts {schedule.start:%Y-%m-%dT%H:%MZ}, {schedule.frequency}{ends}"
    )
    return Problem("schedule", what, "other days: --from and --days")
