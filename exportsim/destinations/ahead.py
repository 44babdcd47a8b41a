"""Work on several items at once, in their order, without holding more than a few."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(call: Callable[[Item], Result], items: Iterable[Item], width: int) -> Iterator[Result]:
    """Results in the order of the items; ``width`` calls run at once, and one item more is taken beforehand.

    The first exception, of a call or of ``items``, is raised once the calls that had begun are through.
    """
    with ThreadPoolExecutor(width, "ahead") as pool:
        pending: deque[Future[Result]] = deque()
        try:
            for item in items:
                pending.append(pool.submit(call, item))
                if len(pending) > width:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
