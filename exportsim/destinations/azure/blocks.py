"""A large file as blocks: read and hashed once, several on their way at a time, nothing visible until all are there."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from typing import NamedTuple

from exportsim.destinations.azure.client import WRITE
from exportsim.destinations.base import Moved


class Sent(NamedTuple):
    """What was read of a file and sent."""

    size: int
    sha256: str
    md5: bytes
    blocks: int


class Block:
    """Bytes of one block as a request's body: iterated again for each try, told of as they leave."""

    def __init__(self, content: bytes, moved: Moved) -> None:
        self._content, self._moved = memoryview(content), moved
        self._told = 0

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[memoryview]:
        for start in range(0, len(self._content), WRITE):
            piece = self._content[start : start + WRITE]
            if (new := start + len(piece) - self._told) > 0:
                self._told += new
                self._moved(new)
            yield piece


Put = Callable[[int, int, Block, bytes], object]
"""Sends one block: its number, where in the file it begins, its bytes and their MD5."""


def send_blocks(file: Path, put: Put, pool: ThreadPoolExecutor, moved: Moved, *, size: int, parts: int) -> Sent:
    """Send a file in blocks of ``size`` bytes, ``parts`` of them at once; the first exception ends it.

    At most ``parts`` + 1 blocks are in memory.
    """
    whole, sha256, total = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    room = threading.Semaphore(parts)
    sending: list[Future[None]] = []
    failed = threading.Event()

    def send(number: int, start: int, content: bytes) -> None:
        try:
            md5 = hashlib.md5(content, usedforsecurity=False).digest()
            put(number, start, Block(content, moved), md5)
        except BaseException:
            failed.set()
            raise
        finally:
            room.release()

    try:
        with file.open("rb") as source:
            while not failed.is_set() and (content := source.read(size)):
                room.acquire()
                sending.append(pool.submit(send, len(sending), total, content))
                whole.update(content)
                sha256.update(content)
                total += len(content)
        wait(sending, return_when=FIRST_EXCEPTION)
    finally:
        for future in sending:
            future.cancel()
        wait(sending)
    for future in sending:
        if not future.cancelled():
            future.result()
    return Sent(total, sha256.hexdigest(), whole.digest(), len(sending))


def md5_header(md5: bytes) -> dict[str, str]:
    """What makes the service hold a block against its MD5 before it takes it."""
    return {"Content-MD5": base64.b64encode(md5).decode()}


def md5_of(file: Path) -> bytes:
    with file.open("rb") as content:
        return hashlib.file_digest(content, partial(hashlib.md5, usedforsecurity=False)).digest()
