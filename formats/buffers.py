"""Columns of texts as the bytes they lie in: which values hold a byte, and how some of them are exchanged."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Flags = npt.NDArray[np.bool_]
Offsets = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]


def offsets_and_bytes(texts: pa.Array) -> tuple[Offsets, Bytes]:
    """The n + 1 offsets of a ``string`` or ``binary`` array and the bytes they point into, without a copy."""
    _, offsets, data = texts.buffers()
    whole = np.frombuffer(offsets, dtype=np.int32) if offsets else np.zeros(1, dtype=np.int32)
    bytes_ = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    return whole[texts.offset : texts.offset + len(texts) + 1], bytes_


def values_holding(offsets: Offsets, marks: Flags) -> Flags:
    """Which values a marked byte lies in; ``marks`` covers the bytes from ``offsets[0]`` to ``offsets[-1]``."""
    flags = np.zeros(len(offsets) - 1, dtype=np.bool_)
    hits = np.flatnonzero(marks)
    if len(hits):
        flags[np.searchsorted(offsets, hits + offsets[0], side="right") - 1] = True
    return flags


def bytes_marked(data: Bytes, wanted: list[int]) -> Flags:
    """Which bytes are one of ``wanted``: a few vector compares beat a table look-up."""
    marks = np.zeros(len(data), dtype=np.bool_)
    for byte in wanted:
        marks |= data == byte
    return marks


def replaced(texts: pa.Array, flags: Flags, others: pa.Array) -> pa.Array:
    """The texts, with ``others`` in order where a flag stands; a look-up beats Arrow's own replacement."""
    places = np.arange(len(texts), dtype=np.int32)
    places[flags] = np.arange(len(texts), len(texts) + len(others), dtype=np.int32)
    return pa.concat_arrays([texts, others]).take(pa.array(places))
