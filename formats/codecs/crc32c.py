"""CRC-32C (Castagnoli), which the snappy framing format asks for, by NumPy: many words of a text at a time.

A CRC is linear: the text is a table of words, each row is moved over the next one by the zero bytes between them, and
what remains in the end is a text of one row with the same CRC.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint32]

POLYNOMIAL = 0x82F63B78
"""Bits reversed, the lowest power first."""

LANES = (2048, 256, 32, 4, 1)
"""Words of a row: at first enough to forget the overhead of a call, then fewer until one is left."""

PREFIX = 0x641F6454.to_bytes(4, "little")
"""Four bytes that bring an empty register to all ones, where the CRC of a text begins."""


def crc32c(data: bytes | memoryview) -> int:
    """The checksum of ``data``."""
    missing = -(len(PREFIX) + len(data)) % (4 * LANES[0])
    words = np.frombuffer(b"".join((bytes(missing), PREFIX, data)), "<u4")
    for lanes in LANES:
        rows = words.reshape(-1, lanes)
        words = rows[0]
        for row in rows[1:]:
            words = _moved(words, 4 * lanes) ^ row
    return int(_moved(words, 4)[0]) ^ 0xFFFFFFFF


def _moved(words: Words, zeros: int) -> Words:
    """Each word as a register that reads this many zero bytes."""
    low, high = _tables(zeros)
    moved: Words = low.take(words & 0xFFFF) ^ high.take(words >> 16)
    return moved


@cache
def _tables(zeros: int) -> tuple[Words, Words]:
    """What the lower and the upper half of a register become after so many zero bytes, a power of two."""
    bits = _bits(zeros)
    return _sums(bits[:16]), _sums(bits[16:])


def _sums(bits: Words) -> Words:
    """The sum of every choice of these words."""
    sums = np.zeros(1, np.uint32)
    for bit in bits:
        sums = np.concatenate((sums, sums ^ bit))
    return sums


@cache
def _bits(zeros: int) -> Words:
    """What each of the 32 bits becomes after so many zero bytes, a power of two."""
    if zeros > 1:
        half = _bits(zeros // 2)
        low, high = _sums(half[:16]), _sums(half[16:])
        twice: Words = low[half & 0xFFFF] ^ high[half >> 16]
        return twice
    one = np.uint32(1)
    bits: Words = one << np.arange(32, dtype=np.uint32)
    for _ in range(8):
        bits = (bits >> one) ^ ((bits & one) * np.uint32(POLYNOMIAL))
    return bits
