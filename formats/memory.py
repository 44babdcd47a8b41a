"""The C library's allocator, told to keep what the next chunk will want again."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache

import pyarrow as pa

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


def chunk_memory() -> pa.MemoryPool:
    """Where the text of a chunk is made: of the C library.

    Arrow's own allocator hands a block of ten megabytes back to the kernel as soon as nobody needs it, whatever we tell
    the C library: a seventh of the time of writing CSV.
    """
    return pa.system_memory_pool()
