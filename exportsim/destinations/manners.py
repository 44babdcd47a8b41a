"""Ways in which the outside world writes a file, unlike a careful sender: a reader sees it before it is whole."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exportsim.destinations.around import Around
from exportsim.destinations.base import Moved, ignore
from exportsim.destinations.content import altered
from exportsim.destinations.gradual import Gradual
from exportsim.errors import DeliveryError, TransientFailure
from exportsim.model import Receipt

PARTS = 10
"""In so many appends a file grows."""

PART_SUFFIX = ".part"
"""Behind a file's name while it is not whole, in plain sight."""

STEP = 0.1
"""Seconds after which a wait asks whether the delivery was broken off."""


@dataclass(frozen=True)
class Writing:
    """One file on its way into a gradual store, in some seconds."""

    store: Gradual
    file: Path
    key: str
    overwrite: bool
    seconds: float
    moved: Moved
    begun: set[str]
    """Names that are ours: what lies there half may be overwritten and taken away."""

    def grow(self, key: str, *, overwrite: bool, empty: float = 0.0) -> str:
        """Write the file under a name within its seconds, of which it is empty for a share; returns its SHA-256."""
        size = self.file.stat().st_size
        digest = hashlib.sha256()
        with self.store.begin(key, overwrite=overwrite) as append, self.file.open("rb") as source:
            self.begun.add(key)
            self.wait(self.seconds * empty)
            while part := source.read(-(-size // PARTS)):
                append(part)
                digest.update(part)
                self.moved(len(part))
                self.wait(self.seconds * (1 - empty) / PARTS)
        return digest.hexdigest()

    def wait(self, seconds: float) -> None:
        """Let time pass, in which the delivery can be broken off."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.moved(0)
            time.sleep(min(left, STEP))


Manner = Callable[[Writing], str]
"""Writes a file and returns the SHA-256 of what it wrote."""


def slow_write(writing: Writing) -> str:
    """Under the final name, a piece at a time."""
    return writing.grow(writing.key, overwrite=writing.overwrite)


def create_append(writing: Writing) -> str:
    """Empty under the final name for half of the time, then a piece at a time."""
    return writing.grow(writing.key, overwrite=writing.overwrite, empty=0.5)


def rename(writing: Writing) -> str:
    """Under a name that ends with ``.part``, a piece at a time, and then renamed."""
    part = writing.key + PART_SUFFIX
    digest = writing.grow(part, overwrite=True)
    writing.store.rename(part, writing.key, overwrite=writing.overwrite)
    writing.begun.add(writing.key)
    return digest


class MannerlyStore(Around):
    """A gradual store whose files arrive in another manner; all else is as it was."""

    def __init__(self, store: Gradual, manner: Manner, seconds: float) -> None:
        """``seconds`` is how long each file takes."""
        super().__init__(store)
        self._store, self._manner, self._seconds = store, manner, seconds
        self._begun: set[str] = set()

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        overwrite = overwrite or key in self._begun
        try:
            if self._manner(Writing(self._store, file, key, overwrite, self._seconds, moved, self._begun)) != sha256:
                raise altered(file)
            if self._store.look(key, file, sha256=sha256) != "same":
                raise TransientFailure(f"{key} lies there with other content than was sent")
        except BaseException:
            self._take_away(key)
            raise
        return Receipt(key, file.stat().st_size, sha256, "sha256", 1, time.monotonic() - began)

    def _take_away(self, key: str) -> None:
        """A failed attempt shall not be what a reader has to survive: half a file goes."""
        for name in {key, key + PART_SUFFIX} & self._begun:
            with contextlib.suppress(DeliveryError):
                self._store.delete(name)
