"""Text made of bytes in NumPy matrices: one row of ASCII a profile, no Python string on the way."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from exportsim.profiles.hashing import Bits, Whole

Letters = NDArray[np.uint8]

# Crockford's base 32 in lower case: no i, l, o or u, so that nobody misreads a value in a report.
_BASE32 = b"0123456789abcdefghjkmnpqrstvwxyz"


def strings(letters: Letters) -> pa.StringArray:
    """One string of the matrix's whole width for each row."""
    rows, width = letters.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int32)
    data = np.ascontiguousarray(letters)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def ragged(letters: Letters, lengths: Whole) -> pa.StringArray:
    """For each row a string of its first ``lengths`` letters."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=offsets[1:])
    data = letters[np.arange(letters.shape[1]) < lengths[:, None]]
    return pa.StringArray.from_buffers(len(lengths), pa.py_buffer(offsets), pa.py_buffer(data))


def hexadecimal(random: Bits) -> Letters:
    """All 64 bits as 16 lower-case hexadecimal digits."""
    octets = random.astype(">u8").view(np.uint8).reshape(-1, 8)
    return _hex_pairs()[octets].view(np.uint8).reshape(-1, 16)


@cache
def _hex_pairs() -> NDArray[np.uint16]:
    return np.frombuffer(bytes(range(256)).hex().encode(), dtype=np.uint16)


def digits(values: Bits, width: int) -> Letters:
    """Write the last ``width`` decimal digits, zeros in front."""
    groups = -(-width // 4)
    letters = np.empty((len(values), groups), dtype=np.uint32)
    rest = values
    for group in reversed(range(groups)):
        rest, last = np.divmod(rest, np.uint64(10_000))
        letters[:, group] = _four_digits()[last.astype(np.intp)]
    return letters.view(np.uint8).reshape(-1, groups * 4)[:, groups * 4 - width :]


@cache
def _four_digits() -> NDArray[np.uint32]:
    return np.frombuffer("".join(f"{n:04}" for n in range(10_000)).encode(), dtype=np.uint32)


def base32(values: Bits, width: int) -> Letters:
    """Write the lower ``5 * width`` bits as ``width`` letters and digits; at most 12."""
    pairs = -(-width // 2)
    letters = np.empty((len(values), pairs), dtype=np.uint16)
    for pair in range(pairs):
        shift = np.uint64(10 * (pairs - 1 - pair))
        letters[:, pair] = _base32_pairs()[((values >> shift) & np.uint64(1023)).astype(np.intp)]
    return letters.view(np.uint8).reshape(-1, pairs * 2)[:, pairs * 2 - width :]


@cache
def _base32_pairs() -> NDArray[np.uint16]:
    return np.frombuffer(bytes(letter for pair in product(_BASE32, repeat=2) for letter in pair), dtype=np.uint16)


def literal(words: str, rows: int) -> Letters:
    """Repeat an ASCII text in every row."""
    return np.broadcast_to(np.frombuffer(words.encode("ascii"), dtype=np.uint8), (rows, len(words)))
