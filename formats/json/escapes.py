"""Whole columns of texts as the insides of JSON strings: a byte scan finds the values that need escapes.

Sources: RFC 8259, section 7, for what must be escaped; the short forms and the upper-case digits are Jackson's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from formats.base import FormatError
from formats.buffers import Bytes, Flags, Offsets, offsets_and_bytes, replaced, values_holding

Units = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

_SHORT = {'"': '"', "\\": "\\", "\b": "b", "\f": "f", "\n": "n", "\r": "r", "\t": "t"}

_LETTERS = np.zeros(0x80, np.uint8)
"""What stands behind the backslash of a short escape."""
_LETTERS[[ord(sign) for sign in _SHORT]] = [ord(letter) for letter in _SHORT.values()]

_LENGTHS = np.ones(0x80, np.int64)
"""How many bytes an ASCII character is written with."""
_LENGTHS[:0x20] = 6
_LENGTHS[_LETTERS > 0] = 2

_DIGITS = np.frombuffer(b"0123456789ABCDEF", np.uint8)

_MOST_BYTES = 2**31 - 1
"""What the 32-bit offsets of an Arrow string array can address."""


def escaped(texts: pa.Array, *, non_ascii: bool = False) -> pa.Array:
    r"""The values of a ``string`` array with escapes; nulls stay.

    With ``non_ascii`` all beyond ASCII becomes ``\uXXXX``, a pair of them beyond the Basic Multilingual Plane. Raises
    ``FormatError`` when the result is more text than one array can hold.
    """
    if not len(texts):
        return texts
    offsets, data = offsets_and_bytes(texts)
    flags = values_holding(offsets, np.flatnonzero(_special(data[offsets[0] : offsets[-1]], non_ascii)))
    if texts.null_count:
        flags &= texts.is_valid().to_numpy(zero_copy_only=False)
    if not flags.any():
        return texts
    return replaced(texts, flags, _rewritten(texts.filter(pa.array(flags)), non_ascii))


def _special(window: Bytes, non_ascii: bool) -> Flags:
    marks: Flags = (window == ord('"')) | (window == ord("\\"))
    if len(window) and window.min() < 0x20:
        marks |= window < 0x20
    if non_ascii and len(window) and window.max() > 0x7F:
        marks |= window > 0x7F
    return marks


def _rewritten(texts: pa.Array, non_ascii: bool) -> pa.Array:
    """The same for values without nulls among them, character by character all at once."""
    offsets, data = offsets_and_bytes(texts)
    data = data[offsets[0] : offsets[-1]]
    ends: npt.NDArray[np.int64] = (offsets - offsets[0]).astype(np.int64)
    units: Units = data
    lengths = np.where(data < 0x80, _LENGTHS[data & 0x7F], 1)
    if non_ascii:
        units, ends = _code_units(data, ends)
        lengths = np.where(units < 0x80, _LENGTHS[units & 0x7F], 6)
    starts = np.zeros(len(units) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    if starts[-1] > _MOST_BYTES:
        raise FormatError(f"escaped texts of {starts[-1]} bytes do not fit into one array", allowed="smaller batches")
    written = np.empty(starts[-1], np.uint8)
    written[starts[:-1]] = np.where(lengths == 1, units, ord("\\"))
    short, long = lengths == 2, lengths == 6
    written[starts[:-1][short] + 1] = _LETTERS[units[short]]
    at, codes = starts[:-1][long], units[long].astype(np.int32)
    written[at + 1] = ord("u")
    for digit in range(4):
        written[at + 2 + digit] = _DIGITS[(codes >> (12 - 4 * digit)) & 0xF]
    new_offsets: Offsets = starts[ends].astype(np.int32)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(new_offsets), pa.py_buffer(written)])


def _code_units(data: Bytes, ends: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.int64]]:
    """UTF-8 as UTF-16 code units, and where the values end among them."""
    # A continuation byte adds no unit to its character's first byte; a character of four bytes is a pair.
    counts = ((data & 0xC0) != 0x80).astype(np.int64) + (data >= 0xF0)
    before = np.zeros(len(data) + 1, np.int64)
    np.cumsum(counts, out=before[1:])
    units = np.frombuffer(str(data.data, "utf-8").encode("utf-16-le"), np.dtype("<u2"))
    return units, before[ends]
