"""Who of the people an export is about, and how they are seen: the world at one moment, for the makers of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from exportsim.profiles import hashing
from exportsim.profiles.hashing import Bits, Mask
from exportsim.profiles.synthetic import SLICE_ROWS
from exportsim.profiles.window import Joined, Standing, Window
from exportsim.timeline.calendar import Occurrence
from exportsim.timeline.world import World

MANY = 8 * SLICE_ROWS
"""Of so many people an incremental export chooses a few."""

LASTING = {"_id", "identityMap", "person", "personalEmail", "email", "phone", "birth", "preferredLanguage"}
"""What a person keeps for life, by the beginning of a path or a stream of draws; everything else may change."""

_APART = np.uint64(38)
"""A changed value is drawn as that of somebody so many bits behind the last person would be."""


@dataclass(frozen=True)
class Crowd:
    """The people of one export; a ``profiles.Moment``."""

    world: World
    occurrence: Occurrence
    leavers: bool = True
    """Whether those who left are of interest: they are in a file only where their status is."""

    identities: bool = True
    """Whether those whose identity graph grew are of interest."""

    @property
    def window_rows(self) -> int:
        return MANY if self.occurrence.kind == "incremental" else SLICE_ROWS

    def window(self, seed: int, start: int, stop: int, now: datetime) -> Window:
        """Those among the people ``[start, stop)``, as they are at the export's moment."""
        chosen = self.chosen(start, stop)
        return ChangingWindow(seed, start, stop, now, chosen, world=self.world, moment=self.occurrence.state)

    def chosen(self, start: int, stop: int) -> Bits:
        """The indices of those among the people ``[start, stop)``, ascending."""
        world, people = self.world, np.arange(start, stop, dtype=np.uint64)
        until, since = self.occurrence.state, self.occurrence.since
        if since is None:
            people = people[world.members(people, until)]
        else:
            moved = world.moved(people, since, until)
            told = moved if self.leavers else moved & world.members(people, until)
            if self.identities:
                told = told | self._grown(people, since, until)
            people = people[told]
        return people[~world.absorbed(people, until)]

    def _grown(self, people: Bits, since: datetime, until: datetime) -> Mask:
        """The members whose identity graph took in another's."""
        grown = self.world.absorbing(people, until) & ~self.world.absorbing(people, since)
        grown[grown] = self.world.members(people[grown], until)
        return grown


@dataclass(frozen=True, kw_only=True)
class ChangingWindow(Window):
    """Some people at a moment: their draws depend on how often what is drawn has changed."""

    world: World
    moment: datetime

    @property
    def lasting(self) -> Window:
        return self.shared("lasting", lambda _: Window(self.seed, self.start, self.stop, self.now, self.chosen))

    @property
    def standing(self) -> Standing:
        return self.shared("standing", lambda _: self._standing())

    @property
    def joined(self) -> Joined:
        at = np.flatnonzero(self.world.absorbing(self.indices, self.moment))
        return Joined(at, self.indices[at] + np.uint64(1))

    def bits(self, name: str) -> Bits:
        group = name.split("#")[0].split(".")[0].split("[")[0]
        # Fields with one presence are null together, and of those one may be lasting.
        if group in LASTING or name.endswith("#null"):
            return super().bits(name)
        return hashing.bits_of(
            self.seed, name, self.indices + self.shared(f"apart {group}", lambda _: self._apart(group))
        )

    def _apart(self, group: str) -> Bits:
        return self.world.versions(self.indices, group, self.moment) << _APART

    def _standing(self) -> Standing:
        members = self.world.members(self.indices, self.moment)
        return Standing(members, self.world.since(self.indices, self.moment))
