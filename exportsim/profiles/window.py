"""Some consecutive synthetic profiles, as the makers of their fields see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import numpy as np

from exportsim.profiles import hashing

T = TypeVar("T")


class Standing(NamedTuple):
    """Where people stand with the audience that is exported."""

    members: hashing.Mask
    """False: they were in it, and left."""

    since: hashing.Whole
    """Microseconds since 1970."""


class Joined(NamedTuple):
    """Profiles that turned out to be one with another, whose identities are now theirs."""

    at: hashing.Whole
    """Positions in a window, ascending."""

    others: hashing.Bits
    """The other profile's index, for each of them."""


@dataclass(frozen=True)
class Window:
    """The profiles ``[start, stop)``: each draw depends on the seed, a name and a profile's index alone."""

    seed: int
    start: int
    stop: int
    now: datetime
    """No time that is made lies after it; has a time zone."""

    chosen: hashing.Bits | None = field(default=None, compare=False)
    """Indices of the profiles, where it is not all of them from ``start`` to ``stop``."""

    _shared: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return self.stop - self.start if self.chosen is None else len(self.chosen)

    @property
    def indices(self) -> hashing.Bits:
        """The numbers of the profiles in the world of the seed."""
        return np.arange(self.start, self.stop, dtype=np.uint64) if self.chosen is None else self.chosen

    @property
    def lasting(self) -> Window:
        """The same profiles as they are at all times, for what tells them apart."""
        return self

    @property
    def standing(self) -> Standing | None:
        """Their membership in the audience that is exported; None: all are in it."""
        return None

    @property
    def joined(self) -> Joined | None:
        """Who has another profile's identities, too; None: nobody."""
        return None

    def bits(self, name: str) -> hashing.Bits:
        """64 random bits for each profile, all different; columns that use one name say the same thing."""
        if self.chosen is None:
            return hashing.bits(self.seed, name, self.start, self.stop)
        return hashing.bits_of(self.seed, name, self.chosen)

    def shuffled(self, name: str, width: int) -> hashing.Bits:
        """Make a number of ``width`` bits for each profile, different for the first ``2**width`` profiles."""
        return hashing.shuffled_of(self.seed, name, self.indices, width)

    def shared(self, name: str, make: Callable[[Window], T]) -> T:
        """Give what ``make`` says of these profiles, worked out once for all columns that want it."""
        if name not in self._shared:
            self._shared[name] = make(self)
        return cast(T, self._shared[name])


class Moment(Protocol):
    """Some of the people, as they are at some time."""

    @property
    def window_rows(self) -> int:
        """Of how many consecutive profiles a window chooses some."""

    def window(self, seed: int, start: int, stop: int, now: datetime) -> Window:
        """Those among the profiles ``[start, stop)``."""
