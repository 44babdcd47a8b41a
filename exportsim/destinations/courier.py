"""Carries one file: looks what lies there, sends, tries again, keeps the receipt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from exportsim.destinations.attempts import Attempts
from exportsim.destinations.base import IfExists, Moved, Presence, Store
from exportsim.destinations.journal import Journal
from exportsim.errors import TerminalFailure
from exportsim.model import ExportFile, Receipt
from exportsim.progress import Advance, Progress

Result = TypeVar("Result")


class Stopped(Exception):
    """Raised inside a transfer that is broken off."""


@dataclass(frozen=True)
class Courier:
    """Called from several threads; ``stop`` breaks off every transfer at its next byte."""

    store: Store
    if_exists: IfExists
    attempts: Attempts
    throttle: Moved | None
    journal: Journal
    progress: Progress
    stop: threading.Event

    def look(self, file: ExportFile, path: Path) -> Presence:
        """Say what lies under the file's name."""
        return self._tried(lambda: self.store.look(file.name, path, sha256=file.sha256))[0]

    def carry(self, file: ExportFile, path: Path, presence: Presence) -> Receipt | None:
        """Send a file unless it lies there whole; None where other content was left under its name."""
        if presence == "other" and self.if_exists != "overwrite":
            if self.if_exists == "skip":
                self.progress.advance(file.size)
                return None
            raise stranger(file.name)
        receipt = self._arrived(file) if presence == "same" else self._sent(file, path, overwrite=presence == "other")
        self.journal.add(receipt)
        return receipt

    def _arrived(self, file: ExportFile) -> Receipt:
        """Of a file that lay there whole: the proof that was given for it, or that it was just compared."""
        self.progress.advance(file.size)
        before = self.journal.of(file.name)
        if before and before.size == file.size:
            return replace(before, attempts=0, seconds=0.0)
        return Receipt(file.name, file.size, file.sha256, "sha256", attempts=0, seconds=0.0)

    def _sent(self, file: ExportFile, path: Path, *, overwrite: bool) -> Receipt:
        with self.progress.item(file.name, file.size) as advance:
            moving = _Moving(self.throttle, advance, self.stop)

            def attempt() -> Receipt:
                moving.again()
                return self.store.put(path, file.name, sha256=file.sha256, overwrite=overwrite, moved=moving.moved)

            receipt, number = self._tried(attempt)
            moving.complete(file.size)
        return replace(receipt, attempts=number)

    def sweep(self, folder: str) -> None:
        """Take away what killed uploads left in a folder."""
        self._tried(lambda: self.store.sweep(folder))

    def _tried(self, call: Callable[[], Result]) -> tuple[Result, int]:
        return replace(self.attempts, sleep=self._pause).make(call)

    def _pause(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise Stopped


def stranger(key: str, others: int = 0) -> TerminalFailure:
    """Of a name under which something else lies."""
    more = f" (and {others} more)" if others else ""
    return TerminalFailure(f"{key}{more} is there with other content; --if-exists skip or overwrite says what to do")


class _Moving:
    """One file's bytes on their way; an attempt that begins anew counts again only what is new."""

    def __init__(self, throttle: Moved | None, advance: Advance, stop: threading.Event) -> None:
        self._throttle, self._advance, self._stop = throttle, advance, stop
        self._lock = threading.Lock()
        self._told = self._done = 0

    def again(self) -> None:
        with self._lock:
            self._done = 0

    def moved(self, amount: int) -> None:
        if self._stop.is_set():
            raise Stopped
        if self._throttle:
            self._throttle(amount)
        with self._lock:
            self._done += amount
            self._tell(self._done)

    def complete(self, size: int) -> None:
        with self._lock:
            self._tell(size)

    def _tell(self, done: int) -> None:
        if done > self._told:
            self._advance(done - self._told)
            self._told = done
