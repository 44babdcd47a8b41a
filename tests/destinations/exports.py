"""Small exports to send, and stores that go wrong in a stated way."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import formats
from exportsim.destinations.base import Moved, Presence, Stored, ignore
from exportsim.destinations.local import LocalStore
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure
from exportsim.export.record import save
from exportsim.model import Activation, Audience, Column, Export, ExportFile, LocalFolder, Plan, Receipt, Run

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def an_export(folder: Path, sizes: list[int]) -> Export:
    """An export of files of so many bytes each, with a manifest; what stands in them is nobody's business here."""
    (folder / ".exportsim").mkdir(parents=True)
    files = [_written(folder, f"in/people_{number}.csv", os.urandom(size)) for number, size in enumerate(sizes, 1)]
    export = Export(
        folder,
        tuple(files),
        _written(folder, "in/manifest.json", b"{}"),
        Plan(formats.from_options("csv", {}), LocalFolder(folder / "elsewhere"), "in", manifest=True),
        Activation(Audience("a", "A"), (Column("_id", "_id"),), ("_id",)),
        Run("run", NOON, NOON),
    )
    save(export)
    return export


def _written(folder: Path, name: str, content: bytes) -> ExportFile:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return ExportFile(name, 1, len(content), hashlib.sha256(content).hexdigest())


class Unsteady(LocalStore):
    """A real folder whose first transfers fail half-way, as many for each key as is said."""

    def __init__(self, place: LocalFolder, failures: int, kind: type[DeliveryError] = TransientFailure) -> None:
        super().__init__(place)
        self._failures, self._kind = failures, kind
        self.tried: dict[str, int] = {}

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        self.tried[key] = self.tried.get(key, 0) + 1
        if self.tried[key] <= self._failures:
            moved(file.stat().st_size // 2)
            raise self._kind("the connection broke")
        return super().put(file, key, sha256=sha256, overwrite=overwrite, moved=moved)


class Watched(LocalStore):
    """A real folder that keeps what was looked at, and may refuse to be listed."""

    def __init__(self, place: LocalFolder, refused: bool) -> None:
        super().__init__(place)
        self._refused = refused
        self.looked_at: list[str] = []

    def list(self, folder: str = "") -> Iterator[Stored]:
        if self._refused:
            raise TerminalFailure("permission denied")
        return super().list(folder)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        self.looked_at.append(key)
        return super().look(key, file, sha256=sha256)


class Slow(LocalStore):
    """A real folder that takes a file a little at a time, and knows how many are on their way."""

    def __init__(self, place: LocalFolder) -> None:
        super().__init__(place)
        self._lock = threading.Lock()
        self.now = self.most = 0
        self.began = threading.Event()

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.began.set()
        try:
            for _ in range(10):
                moved(0)
                time.sleep(0.01)
            return super().put(file, key, sha256=sha256, overwrite=overwrite, moved=moved)
        finally:
            with self._lock:
                self.now -= 1
