"""Who is in the audience, whose attributes are which, and who turned out to be one person: at any moment.

All of it is a pure function of the seed, a person's index and the moment, over whole columns: a person's time is cut
into periods of one length that begin at a phase of their own, and each period draws whether they are a member. So no
state is kept, any moment can be computed alone, and what happened between two moments is told from the periods that
began there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from exportsim.profiles import hashing
from exportsim.profiles.hashing import Bits, Mask, Whole
from exportsim.timeline.settings import Rates

DAY = 86_400_000_000
"""Microseconds."""

HISTORY = 400 * DAY
"""How long before a world begins its people may have qualified."""

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


@dataclass(frozen=True)
class World:
    """The people ``[0, count)`` of a seed, and how they change from ``begins`` on."""

    seed: int
    count: int
    begins: datetime
    """Before it no two people are known to be one, and nobody's attributes have changed."""

    rates: Rates

    # -- membership -----------------------------------------------------------------------------------

    def members(self, people: Bits, moment: datetime) -> Mask:
        """Who is in the audience."""
        return self._drawn(people, self._periods(people, moment))

    def moved(self, people: Bits, since: datetime, until: datetime) -> Mask:
        """Who entered or left after ``since`` and not after ``until``, be it to come back at once."""
        moved = np.zeros(len(people), np.bool_)
        if not self.rates.churn:
            return moved
        before, period = self._periods(people, since), self._periods(people, until)
        at = np.flatnonzero(period > before)
        while len(at):
            now, then = self._drawn(people[at], period[at]), self._drawn(people[at], period[at] - 1)
            moved[at[now != then]] = True
            period[at] -= 1
            at = at[(now == then) & (period[at] > before[at])]
        return moved

    def since(self, people: Bits, moment: datetime) -> Whole:
        """When their membership last changed, in microseconds since 1970."""
        period = self._periods(people, moment)
        at = np.arange(len(people))
        while len(at) and self.rates.churn:
            same = self._drawn(people[at], period[at]) == self._drawn(people[at], period[at] - 1)
            at = at[same & (period[at] > 0)]
            period[at] -= 1
        return self._past + period * self._length - self._phase(people)

    @property
    def _past(self) -> int:
        return microseconds(self.begins) - HISTORY

    @property
    def _length(self) -> int:
        """Of a period: so that of the members, ``churn`` leave in a day."""
        return int((1 - self.rates.members) / self.rates.churn * DAY) or 1 if self.rates.churn else HISTORY

    def _phase(self, people: Bits) -> Whole:
        return _spread(hashing.bits_of(self.seed, "membership#phase", people), self._length)

    def _periods(self, people: Bits, moment: datetime) -> Whole:
        """The number of the period that each of them is in."""
        if not self.rates.churn:
            return np.zeros(len(people), np.int64)
        return (self._phase(people) + (microseconds(moment) - self._past)) // self._length

    def _drawn(self, people: Bits, periods: Whole) -> Mask:
        """Whether they are members in these periods."""
        own = hashing.bits_of(self.seed, "membership#person", people)
        return hashing.chance(
            hashing.bits_of(self.seed, "membership", own + periods.astype(np.uint64)), self.rates.members
        )

    # -- attributes -----------------------------------------------------------------------------------

    def versions(self, people: Bits, group: str, moment: datetime) -> Bits:
        """How often what ``group`` names (``homeAddress``, ``loyalty``, ...) has changed."""
        if not self.rates.changes:
            return np.zeros(len(people), np.uint64)
        length = int(DAY / self.rates.changes)
        phase = _spread(hashing.bits_of(self.seed, f"{group}#change", people), length)
        passed = microseconds(moment) - microseconds(self.begins)
        return np.maximum((phase + passed) // length, 0).astype(np.uint64)

    # -- identity graphs ------------------------------------------------------------------------------

    def absorbed(self, people: Bits, moment: datetime) -> Mask:
        """Who is no profile of their own any more: the second of a pair that became one."""
        return (people & np.uint64(1)).astype(np.bool_) & (self._joined(people) <= microseconds(moment))

    def absorbing(self, people: Bits, moment: datetime) -> Mask:
        """Who has another's identities beside their own: the first of such a pair; its second is the next index."""
        return ~(people & np.uint64(1)).astype(np.bool_) & (self._joined(people) <= microseconds(moment))

    def _joined(self, people: Bits) -> Whole:
        """When they became one with their neighbour, in microseconds since 1970; for most a time far away."""
        never = np.full(len(people), np.iinfo(np.int64).max)
        if not self.rates.merges:
            return never
        pairs = people >> np.uint64(1)
        spans = -np.log1p(-hashing.unit(hashing.bits_of(self.seed, "identity graph", pairs))) / self.rates.merges
        times = microseconds(self.begins) + (np.minimum(spans, 1e6) * DAY).astype(np.int64) + 1
        return np.where((pairs << np.uint64(1)) + np.uint64(1) < np.uint64(self.count), times, never)


def _spread(random: Bits, length: int) -> Whole:
    """Evenly spread whole numbers in ``[0, length)``."""
    return (hashing.unit(random) * length).astype(np.int64)
