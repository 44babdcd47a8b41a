"""A folder whose files are read while it may be renamed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Location:
    """Readers hold the folder still; who renames it waits for them, and they for the new name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._readers = 0
        self._moving = False
        self._changed = threading.Condition()

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The folder, which keeps its name until the block ends."""
        with self._changed:
            self._changed.wait_for(lambda: not self._moving)
            self._readers += 1
        try:
            yield self.folder
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def moving(self, folder: Path) -> Iterator[None]:
        """Nobody reads while the block renames the folder to ``folder``."""
        with self._changed:
            self._moving = True
            self._changed.wait_for(lambda: not self._readers)
        try:
            yield
            self.folder = folder
        finally:
            with self._changed:
                self._moving = False
                self._changed.notify_all()
