"""What makes one column of synthetic values: its type, its values, and how often there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exportsim.profiles import hashing
from exportsim.profiles.hashing import Bits, Whole
from exportsim.profiles.vocabulary import Vocabulary
from exportsim.profiles.window import Window


class Pick(NamedTuple):
    """A value for each profile as its position in a list; copied out once nulls are known."""

    words: pa.Array
    at: Whole


Make = Callable[[Window], pa.Array | Pick]
"""Values for all profiles of a window, none of them null."""


@dataclass(frozen=True)
class Field:
    type: pa.DataType
    make: Make

    null_rate: float = 0.0
    """How many profiles lack the value, 0 to 1."""

    empty_rate: float = 0.0
    """How many of the others have an empty text, 0 to 1; for strings only."""

    presence: str = ""
    """Fields of the same presence are null in the same profiles; empty: this field decides for itself."""

    unique: bool = False
    """No two profiles have the same value."""

    def values(self, path: str, window: Window, *, in_key: bool) -> pa.Array:
        """Finish the column; in a key no value is null or empty, for without it a row is never exported."""
        values = self.make(window)
        null = None
        if self.null_rate and not in_key:
            null = hashing.chance(window.bits(f"{self.presence or path}#null"), self.null_rate)
        if isinstance(values, Pick):
            values = values.words.take(pa.array(values.at, mask=null))
        elif null is not None:
            values = pc.if_else(pa.array(null), pa.scalar(None, self.type), values)
        if self.empty_rate and not in_key:
            empty = hashing.chance(window.bits(f"{path}#empty"), self.empty_rate)
            empty &= np.asarray(values.is_valid())
            values = pc.if_else(pa.array(empty), pa.scalar("", self.type), values)
        return values


def pick(vocabulary: Vocabulary, group: Whole, random: Bits) -> Pick:
    """For each profile a word of its group."""
    return Pick(vocabulary.words, vocabulary.starts[group] + hashing.below(random, vocabulary.sizes[group]))
