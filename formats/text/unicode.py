"""Texts that are not quite text: Java reads broken UTF-8 as U+FFFD, Arrow lets it pass."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def repaired(texts: pa.Array) -> pa.Array:
    """A ``string`` array with each malformed sequence replaced by U+FFFD; the array itself where nothing is broken."""
    _, offsets, data = texts.buffers()
    if data is None or len(texts) == 0:
        return texts
    first, last = np.frombuffer(offsets, np.int32)[[texts.offset, texts.offset + len(texts)]]
    window = np.frombuffer(data, np.uint8)[first:last]
    if not len(window) or window.max() < 0x80:
        return texts
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        broken = texts.cast(pa.binary()).to_pylist()
        return pa.array([text if text is None else text.decode("utf-8", "replace") for text in broken], pa.string())
    return texts
