"""A file dealt out piece by piece to several connections."""

from __future__ import annotations

import hashlib
import threading
from typing import BinaryIO, NamedTuple

from exportsim.destinations.base import Moved
from exportsim.destinations.sftp.wire import LARGEST

PIECE = LARGEST
"""Bytes that a connection takes at a time."""


class Piece(NamedTuple):
    """Some bytes of a file and where they stand in it."""

    offset: int
    data: bytes


class Pieces:
    """Read once, in order, and hashed on the way; helpers come and go while there is something to deal."""

    def __init__(self, source: BinaryIO, moved: Moved) -> None:
        self._source = source
        self.moved = moved
        self._hash = hashlib.sha256()
        self._changed = threading.Condition()
        self._size = 0
        self._over = False
        self._helpers = 0
        self._error: BaseException | None = None

    def deal(self) -> Piece | None:
        """The next piece for whoever asks; None when there is no more, or somebody failed."""
        with self._changed:
            data = b"" if self._over else self._source.read(PIECE)
            self._over = not data
            self._hash.update(data)
            self._size += len(data)
            return Piece(self._size - len(data), data) if data else None

    def join(self) -> bool:
        """Whether there is still something to help with; who is told so must ``leave``."""
        with self._changed:
            self._helpers += not self._over
            return not self._over

    def leave(self, error: BaseException | None) -> None:
        """A helper has done what it could; its error ends the dealing."""
        with self._changed:
            self._helpers -= 1
            self._error = self._error or error
            self._over = self._over or error is not None
            self._changed.notify()

    def stop(self) -> None:
        """Deal no more."""
        with self._changed:
            self._over = True

    def wait(self) -> None:
        """Until no helper is at work any more."""
        with self._changed:
            self._changed.wait_for(lambda: not self._helpers)

    def digest(self) -> tuple[int, str]:
        """How many bytes were dealt and their SHA-256; raises what a helper failed with."""
        if self._error:
            raise self._error
        return self._size, self._hash.hexdigest()
