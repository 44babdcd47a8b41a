"""The C library's allocator, told to keep what the next chunk will want again."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""From glibc's malloc.h."""

LARGEST = 32 << 20
"""Bytes of the largest array that is taken from kept memory; the most that glibc allows."""

KEPT = 64 << 20
"""Bytes that may lie free at the end of a heap."""


@cache
def keep_freed_memory() -> None:
    """Have glibc keep the memory of freed arrays, for the whole process.

    Each chunk of rows needs arrays of some hundred kilobytes for a moment. By default glibc gives such memory back to
    the kernel when it is freed and faults it in again, page by page, for the next chunk: without this a tenth of the
    time of writing CSV went there. Does nothing where the C library is another.
    """
    with suppress(AttributeError, OSError, TypeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, LARGEST)
        mallopt(_M_TRIM_THRESHOLD, KEPT)
