"""How membership is spelled in a file.

The vendor shows several words for the same two states, and several forms of the same time; which of them stand in an
ordinary file is undocumented, so both are chosen by switches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import LeftOut, Rows, Slice
from exportsim.profiles.activation.mandatory import only
from exportsim.profiles.inputs import MEMBERSHIP

MEMBER, LEFT = ("realized", "existing"), "exited"
"""The words in profiles; ``existing`` is in older ones."""

IN_GROUP = ("active", "expired")
"""The words of grouped files."""

FORMS = {
    "microseconds": ("us", "%Y-%m-%dT%H:%M:%SZ"),
    "seconds": ("s", "%Y-%m-%dT%H:%M:%SZ"),
    "blank": ("s", "%Y-%m-%d %H:%M:%S"),
    "offset": ("s", "%Y-%m-%dT%H:%M:%S+00:00"),
}
"""Texts for the time of a qualification: how exact, and how written."""


def members(rows: Rows) -> Rows:
    """Leave out who left the audience; whoever's membership is not told counts as a member."""
    left = 0

    def slices() -> Iterator[Slice]:
        nonlocal left
        for piece in rows.slices:
            gone = pc.equal(piece.columns.column(MEMBERSHIP.target), LEFT).fill_null(False)
            left += gone.true_count
            yield only(piece, pc.invert(gone))

    def left_out() -> tuple[LeftOut, ...]:
        return (*rows.left_out(), *([LeftOut("who left the audience", left)] if left else []))

    return replace(rows, slices=slices(), left_out=left_out)


def members_of_any(rows: Rows, names: Sequence[str]) -> Rows:
    """Leave out who is in none of the audiences whose statuses stand in these columns."""
    nobody = 0

    def slices() -> Iterator[Slice]:
        nonlocal nobody
        words = pa.array(MEMBER)
        for piece in rows.slices:
            inside = pa.array([False]).take(pa.array(np.zeros(len(piece.columns), np.int64)))
            for name in names:
                inside = pc.or_(inside, pc.is_in(piece.columns.column(name), words))
            nobody += len(inside) - inside.true_count
            yield only(piece, inside)

    def left_out() -> tuple[LeftOut, ...]:
        return (*rows.left_out(), *([LeftOut("in none of the audiences", nobody)] if nobody else []))

    return replace(rows, slices=slices(), total=None, left_out=left_out)


def spelled_in_group(values: pa.Array) -> pa.Array:
    """A status as grouped files have it; empty for whoever never was a member."""
    return spelled_status(values, words=IN_GROUP).fill_null("")


def spelled_status(values: pa.Array, *, words: tuple[str, str]) -> pa.Array:
    """A status in other words; what is no status stays as it is."""
    known = pa.array([*MEMBER, LEFT])
    spelling = pa.array([words[0]] * len(MEMBER) + [words[1]])
    return pc.coalesce(spelling.take(pc.index_in(values, known)), values)


def spelled_time(values: pa.Array, *, form: str) -> pa.Array:
    """A time as text; a text stays as it is."""
    if not pa.types.is_timestamp(values.type):
        return values
    unit, pattern = FORMS[form]
    return pc.strftime(values.cast(pa.timestamp(unit, "UTC"), safe=False), pattern)
