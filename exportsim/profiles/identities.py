"""Several identities of one person in a namespace: most have one, some have two or three."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

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
    """For each profile its identities, first the one that a plain column shows; then those of one that it absorbed."""
    own = _of_one(field, path, window)
    if window.joined is None or not len(window.joined.at):
        return own
    at, others = window.joined
    theirs = _of_one(field, path, Window(window.seed, 0, 0, window.now, chosen=others))
    owners = np.concatenate([_owners(own), at[_owners(theirs)]])
    order = np.argsort(owners, kind="stable")
    offsets = np.searchsorted(owners[order], np.arange(len(window) + 1)).astype(np.int32)
    values = pa.concat_arrays([own.flatten(), theirs.flatten()]).take(pa.array(order))
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _owners(lists: pa.ListArray) -> hashing.Whole:
    return np.asarray(pc.list_parent_indices(lists)).astype(np.int64)


def _of_one(field: Field, path: str, window: Window) -> pa.ListArray:
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
