"""Random bits that are a function of the seed, a name and a profile's index, not of what was drawn before."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Whole = NDArray[np.int64]
Real = NDArray[np.float64]

# The step and the finalizer of SplitMix64 (Steele, Lea, Flood 2014, variant 13 of Stafford's mixers).
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def salt(seed: int, name: str) -> np.uint64:
    """64 bits that tell one stream of draws from another; equal on every machine and in every process."""
    digest = blake2b(f"{seed}\n{name}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "big"))


def bits(seed: int, name: str, start: int, stop: int) -> Bits:
    """64 random bits for each profile in ``[start, stop)``; within one name no two profiles get the same.

    The counter's step is odd and the finalizer can be undone, so the index is mapped one to one.
    """
    return _mixed(_counters(start, stop) + salt(seed, name))


def bits_of(seed: int, name: str, indices: Bits) -> Bits:
    """The same for the profiles of any indices, in any order."""
    return _mixed(indices * _STEP + salt(seed, name))


def _mixed(value: Bits) -> Bits:
    scratch = value >> np.uint64(30)
    value ^= scratch
    value *= _FIRST
    np.right_shift(value, np.uint64(27), out=scratch)
    value ^= scratch
    value *= _SECOND
    np.right_shift(value, np.uint64(31), out=scratch)
    value ^= scratch
    return value


@lru_cache(maxsize=8)
def _counters(start: int, stop: int) -> Bits:
    """What all streams count with, kept for as many windows as there may be threads: nobody changes it."""
    counters = np.arange(start, stop, dtype=np.uint64)
    counters *= _STEP
    counters.flags.writeable = False
    return counters


def shuffled(seed: int, name: str, start: int, stop: int, width: int) -> Bits:
    """Give each index in ``[start, stop)`` another number of ``width`` bits, one to one below ``2**width``."""
    return shuffled_of(seed, name, np.arange(start, stop, dtype=np.uint64), width)


def shuffled_of(seed: int, name: str, indices: Bits, width: int) -> Bits:
    """The same for any indices, in any order.

    Each step can be undone modulo ``2**width``: adding, multiplying by an odd number, folding in the upper
    half.
    """
    mask = np.uint64((1 << width) - 1)
    half = np.uint64((width + 1) // 2)
    value = indices.copy()
    for turn in range(3):
        key = salt(seed, f"{name}#{turn}")
        value += key
        value *= key | np.uint64(1)
        value &= mask
        value ^= value >> half
    return value


def unit(random: Bits) -> Real:
    """Evenly spread numbers in ``[0, 1)``, from the upper 53 bits."""
    return (random >> np.uint64(11)).astype(np.float64) * 2.0**-53


def below(random: Bits, limit: int | Whole) -> Whole:
    """Evenly spread whole numbers in ``[0, limit)``, a limit below 2**31, from the upper 32 bits."""
    limits = np.asarray(limit, dtype=np.uint64)
    return (((random >> np.uint64(32)) * limits) >> np.uint64(32)).astype(np.int64)


def chance(random: Bits, rate: float) -> Mask:
    """Say true with probability ``rate``, from 0 (never) to 1 (always)."""
    if rate >= 1:
        return np.ones(len(random), dtype=np.bool_)
    return random < np.uint64(int(rate * 2.0**64))


def weighted(random: Bits, weights: tuple[float, ...]) -> Whole:
    """Positions in ``weights``, each as frequent as its weight says to 1 in 65 536."""
    return _lookup(weights)[(random >> np.uint64(48)).astype(np.intp)]


@cache
def _lookup(weights: tuple[float, ...]) -> Whole:
    edges = np.cumsum(weights) / sum(weights) * 65536
    return np.searchsorted(edges, np.arange(65536), side="right").astype(np.int64)
