"""Whole columns of bytes as base64 (RFC 4648, section 4): standard alphabet, padded, one line."""

from __future__ import annotations

from binascii import b2a_base64

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.base import FormatError
from formats.buffers import offsets_and_bytes

_MOST_BYTES = 2**31 - 1
"""What the 32-bit offsets of an Arrow string array can address."""


def base64_text(array: pa.Array) -> pa.Array:
    """A column of any binary type as ``string``; nulls stay. ``FormatError`` when one array cannot hold the text."""
    if not len(array):
        return pa.nulls(0, pa.string())
    offsets, data = offsets_and_bytes(pc.fill_null(array.cast(pa.binary()), b""))
    sizes = np.diff(offsets).astype(np.int64)
    groups = (sizes + 2) // 3
    missing = 3 * groups - sizes
    ends = 4 * np.cumsum(groups)
    if ends[-1] > _MOST_BYTES:
        raise FormatError(f"base64 of {ends[-1]} bytes does not fit into one array", allowed="smaller batches")
    # With zeros behind each value up to whole groups, one call packs them all.
    whole = np.zeros(3 * groups.sum(), np.uint8)
    moved = np.arange(sizes.sum()) + np.repeat(np.cumsum(missing) - missing, sizes)
    whole[moved] = data[offsets[0] : offsets[-1]]
    text = np.frombuffer(b2a_base64(whole.data, newline=False), np.uint8).copy()
    text[ends[missing > 0] - 1] = ord("=")
    text[ends[missing == 2] - 2] = ord("=")
    new_offsets = np.concatenate(([0], ends)).astype(np.int32)
    texts = pa.Array.from_buffers(pa.string(), len(array), [None, pa.py_buffer(new_offsets), pa.py_buffer(text)])
    return pc.if_else(array.is_valid(), texts, None) if array.null_count else texts
