"""Small servers written in Python: an event loop in a thread of its own, for as long as a block lasts."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

Value = TypeVar("Value")


@contextlib.contextmanager
def in_thread(server: AbstractAsyncContextManager[Value]) -> Iterator[Value]:
    """Enter an asynchronous context in a thread beside the test, and leave it with the block; its tasks end with it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, loop).result(20)

    try:
        value = run(server.__aenter__())
        try:
            yield value
        finally:
            run(server.__aexit__(None, None, None))
            run(_end_tasks())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end_tasks() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
