"""Texts that are not quite text: Java reads broken UTF-8 as U+FFFD, Arrow lets it pass."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def repaired(texts: pa.Array) -> pa.Array:
    """A ``string`` array with each malformed sequence replaced by U+FFFD; the array itself where nothing is broken."""
    _, offsets, data = texts.buffers()
    if data is None or len(texts) == 0:
        return texts
    edges = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    whole = np.frombuffer(data, np.uint8)
    window = whole[edges[0] : edges[-1]]
    if not len(window) or window.max() < 0x80 or _well_formed(whole, edges, window):
        return texts
    broken = texts.cast(pa.binary()).to_pylist()
    return pa.array([text if text is None else text.decode("utf-8", "replace") for text in broken], pa.string())


def _well_formed(whole: npt.NDArray[np.uint8], edges: npt.NDArray[np.int32], window: npt.NDArray[np.uint8]) -> bool:
    """All bytes at once, which is faster than value by value: they are text, and no value begins inside a character."""
    # As signed numbers the bytes that continue a character, 0x80 to 0xBF, are the least of all.
    if np.take(whole.view(np.int8), edges[:-1], mode="clip").min() < -0x40:
        return False
    ends = pa.py_buffer(np.array([0, len(window)], np.int64))
    try:
        pa.Array.from_buffers(pa.large_string(), 1, [None, ends, pa.py_buffer(window)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
