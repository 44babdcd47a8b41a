"""A store around another: everything as that does it, for kinds that do one thing otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from exportsim.destinations.base import Moved, Presence, Server, Store, Stored, ignore
from exportsim.model import Receipt


class Around:
    """Entering and leaving it enters and leaves the store inside."""

    def __init__(self, store: Store) -> None:
        self._inside = store

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        return self._inside.put(file, key, sha256=sha256, overwrite=overwrite, moved=moved)

    def get(self, key: str, file: Path) -> None:
        self._inside.get(key, file)

    def list(self, folder: str = "") -> Iterator[Stored]:
        return self._inside.list(folder)

    def delete(self, key: str) -> None:
        self._inside.delete(key)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        return self._inside.look(key, file, sha256=sha256)

    def sweep(self, folder: str = "") -> None:
        self._inside.sweep(folder)

    def servers(self) -> tuple[Server, ...]:
        return self._inside.servers()

    def __enter__(self) -> Self:
        self._inside.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._inside.__exit__(kind, error, traceback)
