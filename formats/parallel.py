"""Work on a stream of pieces in several threads, results in order, a bounded number in flight."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Piece], Result], pieces: Iterable[Piece], workers: int | None = None) -> Iterator[Result]:
    """``map(work, pieces)`` with up to ``workers`` pieces at a time; leaving the iterator stops the rest.

    Threads pay because the work is NumPy and Arrow kernels, which release the interpreter lock. At most ``workers + 2`` results
    wait for the reader, so memory does not grow with the number of pieces. A single piece is worked on without a thread.
    """
    workers = workers or cores()
    source = iter(pieces)
    first = next(source, None)
    if first is None:
        return
    second = next(source, None)
    if second is None:
        yield work(first)
        return
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="exportsim") as pool:
        try:
            waiting.append(pool.submit(work, first))
            waiting.append(pool.submit(work, second))
            for piece in source:
                waiting.append(pool.submit(work, piece))
                if len(waiting) > workers + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
