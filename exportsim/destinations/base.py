"""The contract of a store: a place, connected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from exportsim.model import Receipt

IfExists = Literal["fail", "skip", "overwrite"]


def ignore(_amount: int) -> None:
    """Hear of moved bytes and do nothing."""


class Store(Protocol):
    """Puts whole files under a key or nothing at all; keys are relative to the place's root, ``/``-separated."""

    def put(self, file: Path, key: str, *, moved: Callable[[int], None] = ignore) -> Receipt:
        """Send one file; a reader sees nothing or all of it. ``moved`` hears of bytes as they go."""

    def get(self, key: str, file: Path) -> None:
        """Fetch what lies under ``key`` into a new file."""

    def list(self) -> Iterator[tuple[str, int]]:
        """Every key with its size in bytes."""

    def delete(self, key: str) -> None:
        """Take away what lies under ``key``; nothing there is no error."""

    def checksum(self, key: str) -> tuple[str, str] | None:
        """Algorithm and checksum of what lies under ``key``; None when nothing does."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
