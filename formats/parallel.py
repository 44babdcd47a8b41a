"""Work on a stream of pieces on all cores, results in order, a bounded number in flight."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cache
from itertools import islice
from typing import TypeVar

from formats.memory import keep_freed_memory

Piece = TypeVar("Piece")
Result = TypeVar("Result")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(work: Callable[[Piece], Result], pieces: Iterable[Piece], *, ahead: int | None = None) -> Iterator[Result]:
    """``map(work, pieces)`` on all cores; at most ``ahead`` results wait for the reader, else as many as cores and one.

    Threads pay because the work is NumPy and Arrow kernels, which release the interpreter lock. There are as many
    threads as cores, for all callers together, and the reader is one of them: while a result is not there yet it works
    on the next piece that nobody has begun. A thread more would now and then take the core from one that holds the
    lock, and all would wait. When the reader goes away, or ``work`` fails, what has not begun is dropped and what has
    begun is awaited.
    """
    keep_freed_memory()
    source = iter(pieces)
    results: deque[Future[Result]] = deque()
    unbegun: deque[tuple[Piece, Future[Result]]] = deque()
    helpers: deque[Future[bool]] = deque()

    def work_on_one() -> bool:
        """Take the first piece that nobody has begun; say whether there was one."""
        try:
            piece, result = unbegun.popleft()
        except IndexError:
            return False
        try:
            result.set_result(work(piece))
        except BaseException as problem:
            result.set_exception(problem)
        return True

    def look_ahead(count: int) -> None:
        for piece in islice(source, count):
            results.append(Future())
            unbegun.append((piece, results[-1]))
            helpers.append(_pool().submit(work_on_one))
        while helpers and helpers[0].done():
            helpers.popleft()

    try:
        look_ahead(ahead or cores() + 1)
        while results:
            while not results[0].done() and work_on_one():
                pass
            result = results.popleft().result()
            look_ahead(1)
            yield result
            del result
    finally:
        unbegun.clear()
        wait([helper for helper in helpers if not helper.cancel()])


@cache
def _pool() -> ThreadPoolExecutor:
    """The threads beside the reader's own."""
    return ThreadPoolExecutor(max(1, cores() - 1), thread_name_prefix="exportsim")
