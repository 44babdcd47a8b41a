"""Columns of texts as the bytes they lie in: which values hold a byte, and how some of them are exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from formats.memory import chunk_memory

Flags = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]


def offsets_and_bytes(texts: pa.Array) -> tuple[Offsets, Bytes]:
    """The n + 1 offsets of a ``string`` or ``binary`` array and the bytes they point into, without a copy."""
    _, offsets, data = texts.buffers()
    whole = np.frombuffer(offsets, dtype=np.int32) if offsets else np.zeros(1, dtype=np.int32)
    bytes_ = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    return whole[texts.offset : texts.offset + len(texts) + 1], bytes_


def values_holding(offsets: Offsets, places: Places) -> Flags:
    """Which values a byte lies in; ``places`` count from ``offsets[0]``."""
    flags = np.zeros(len(offsets) - 1, dtype=np.bool_)
    if len(places):
        flags[np.searchsorted(offsets, places + offsets[0], side="right") - 1] = True
    return flags


def places_of(data: Bytes, wanted: Sequence[int]) -> Places:
    """Where a byte is one of ``wanted``, in order.

    The signs that matter in a file of text are low ones, which are rare in most columns: one compare finds a few
    places to look at. Where they are not rare a few compares still beat a table look-up.
    """
    low = data <= max(wanted)
    if np.count_nonzero(low) * RARE < len(data):
        places = np.flatnonzero(low)
        return places[_table(tuple(wanted))[data[places]]]
    marks, more = data == wanted[0], low
    for byte in wanted[1:]:
        marks |= np.equal(data, byte, out=more)
    return np.flatnonzero(marks)


RARE = 16
"""One in so many bytes."""


@lru_cache(maxsize=64)
def _table(wanted: tuple[int, ...]) -> Flags:
    table = np.zeros(256, dtype=np.bool_)
    table[list(wanted)] = True
    return table


def replaced(texts: pa.Array, flags: Flags, others: pa.Array) -> pa.Array:
    """The texts, with ``others`` in order where a flag stands; faster than Arrow's own replacement."""
    if len(others) * SPARSE < len(texts):
        return _spliced(texts, np.flatnonzero(flags).tolist(), others)
    places = np.arange(len(texts), dtype=np.int32)
    places[flags] = np.arange(len(texts), len(texts) + len(others), dtype=np.int32)
    return pc.take(pa.concat_arrays([texts, others]), pa.array(places), boundscheck=False)


SPARSE = 256
"""With fewer than one in so many to be replaced, the stretches between them are copied as they are."""


def _spliced(texts: pa.Array, at: list[int], others: pa.Array) -> pa.Array:
    pieces, start = [], 0
    for number, place in enumerate(at):
        pieces += [texts.slice(start, place - start), others.slice(number, 1)]
        start = place + 1
    return pa.concat_arrays([*pieces, texts.slice(start)])


def whole(texts: pa.Array) -> memoryview:
    """The bytes of all values, one behind the other, without a copy."""
    offsets, data = offsets_and_bytes(texts)
    return data[offsets[0] : offsets[-1]].data


def joined(texts: pa.Array, separator: str) -> memoryview:
    """The bytes of all values, none of them null, with separators between them and none behind."""
    lists = pa.ListArray.from_arrays(pa.array([0, len(texts)], pa.int32()), texts)
    return whole(pc.binary_join(lists, separator, memory_pool=chunk_memory()))
