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

from exportsim.destinations.base import Moved
from exportsim.destinations.content import Stretch, stretches
from exportsim.destinations.settings import WRITE


class Sent(NamedTuple):
    """What was read of a file and sent."""

    size: int
    sha256: str
    md5: bytes
    blocks: int


class Block:
    """One block as a request's body: iterated again for each try, told of as it leaves."""

    def __init__(self, content: Stretch, moved: Moved) -> None:
        self._content, self._moved = content, moved
        self._told = 0

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Iterator[bytes]:
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

    It is read three times, for the whole's hashes, for the block's and to be sent, and no block is in memory.
    """
    whole, sha256, total = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    room = threading.Semaphore(parts)
    sending: list[Future[None]] = []
    failed = threading.Event()

    def send(number: int, content: Stretch) -> None:
        try:
            content.feed(md5 := hashlib.md5(usedforsecurity=False))
            put(number, content.start, Block(content, moved), md5.digest())
        except BaseException:
            failed.set()
            raise
        finally:
            room.release()

    with file.open("rb") as source:
        try:
            for number, content in enumerate(stretches(file, source, size)):
                room.acquire()
                if failed.is_set():
                    break
                sending.append(pool.submit(send, number, content))
                content.feed(whole, sha256)
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
