"""Several identities of one person in a namespace: most have one, some have two or three."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from exportsim.profiles import hashing
from exportsim.profiles.field import Field
from exportsim.profiles.window import Window

WEIGHTS = (85.0, 11.0, 4.0)
"""How many of a hundred people have one identity, two, three."""

_APART = np.uint64(1 << 36)
"""Further identities are drawn as those of people far behind the last one would be, so no two are the same."""


@dataclass(frozen=True)
class _Another(Window):
    """The same people, but what is not about the person (``person.…``) is drawn for further identities."""

    turn: int = 0

    def bits(self, name: str) -> hashing.Bits:
        if name.startswith("person."):
            return super().bits(name)
        return hashing.bits_of(self.seed, name, self.indices + _APART * np.uint64(self.turn))

    def shuffled(self, name: str, width: int) -> hashing.Bits:
        return hashing.shuffled_of(self.seed, name, self.indices + _APART * np.uint64(self.turn), width)


def identities(field: Field, path: str, window: Window) -> pa.ListArray:
    """For each profile its identities, first the one that a plain column shows."""
    count = hashing.weighted(window.bits(f"{path}#count"), WEIGHTS) + 1
    values = [field.values(path, window, in_key=True)]
    places = np.zeros((len(window), len(WEIGHTS)), dtype=np.int64)
    places[:, 0] = np.arange(len(window))
    filled = len(window)
    for turn in range(1, len(WEIGHTS)):
        who = np.flatnonzero(count > turn)
        few = _Another(window.seed, 0, 0, window.now, chosen=window.indices[who], turn=turn)
        values.append(field.values(path, few, in_key=True))
        places[who, turn] = filled + np.arange(len(who))
        filled += len(who)
    offsets = np.zeros(len(window) + 1, dtype=np.int32)
    np.cumsum(count, out=offsets[1:])
    taken = places[np.arange(len(WEIGHTS)) < count[:, None]]
    return pa.ListArray.from_arrays(pa.array(offsets), pa.concat_arrays(values).take(pa.array(taken)))
