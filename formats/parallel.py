"""Work on a stream of pieces in several threads, results in order, a bounded number in flight."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from formats.memory import keep_freed_memory

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Piece], Result], pieces: Iterable[Piece], *, workers: int | None = None
) -> Iterator[Result]:
    """``map(work, pieces)`` with ``workers`` pieces at a time, as many as there are cores by default.

    Threads pay because the work is NumPy and Arrow kernels, which release the interpreter lock. At most ``workers + 1``
    results wait for the reader, so memory does not grow with the number of pieces. When the reader goes away, or
    ``work`` fails, what has not begun is dropped and what has begun is awaited.
    """
    keep_freed_memory()
    workers = workers or cores()
    source = iter(pieces)
    waiting: deque[Future[Result]] = deque()
    pool = ThreadPoolExecutor(workers, thread_name_prefix="exportsim")
    try:
        waiting.extend(pool.submit(work, piece) for piece in islice(source, workers + 1))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, piece) for piece in islice(source, 1))
            yield result
            del result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
