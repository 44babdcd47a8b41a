"""Stage 4, send: every file of an export, several at once, the manifest last."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from typing import TypeVar

from exportsim.destinations.attempts import Attempts
from exportsim.destinations.base import IfExists, Moved, Presence, Store
from exportsim.destinations.journal import Journal
from exportsim.errors import TerminalFailure
from exportsim.model import Delivery, Export, ExportFile, Place, Receipt
from exportsim.progress import SILENT, Progress

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Sending:
    """How an export is sent."""

    if_exists: IfExists = "fail"
    """Of other content under a file's name."""

    jobs: int = 4
    """Files on their way at once."""

    attempts: Attempts = field(default_factory=Attempts)
    throttle: Moved | None = None
    """Waits for the bandwidth that is left."""


def deliver(
    export: Export, place: Place, store: Store, *, sending: Sending | None = None, progress: Progress = SILENT
) -> Delivery:
    """Send an export to a connected place and keep the receipts in its ``.exportsim/delivery.json``.

    A file that has arrived whole before is not sent again. Other content under a file's name: ``fail`` raises
    ``TerminalFailure`` before anything is sent, ``skip`` leaves it, ``overwrite`` replaces it. The first failure ends
    the delivery once the files on their way are through; what has arrived is written down, so that the same call
    completes the rest.
    """
    sending = sending or Sending()
    _check(export)
    journal = Journal(export.record.parent, place)
    courier = _Courier(export, store, sending, journal, progress)
    letters = waybill(export)
    keys = tuple(file.name for file in letters)
    store.sweep()
    progress.start("Looking", len(letters), "files")
    presences = dict(zip(keys, _all(courier.look, letters, sending.jobs), strict=True))
    progress.finish()
    strangers = tuple(key for key in keys if presences[key] == "other")
    if strangers and sending.if_exists == "fail":
        more = f" (and {len(strangers) - 1} more)" if len(strangers) > 1 else ""
        raise TerminalFailure(
            f"{strangers[0]}{more} is there with other content; --if-exists skip or overwrite says what to do"
        )
    left = strangers if sending.if_exists == "skip" else ()
    progress.start("Sending", sum(file.size for file in letters), "bytes")
    try:
        files = [file for file in export.files if file.name not in left]
        receipts = _all(lambda file: courier.carry(file, presences[file.name]), files, sending.jobs)
        if export.manifest and export.manifest.name not in left:
            receipts.append(courier.carry(export.manifest, presences[export.manifest.name]))
    finally:
        journal.save(keys, left)
    progress.finish()
    return Delivery(place, tuple(receipts), left)


def waybill(export: Export) -> tuple[ExportFile, ...]:
    """What travels, in order: a manifest must not announce what has not arrived."""
    return (*export.files, export.manifest) if export.manifest else export.files


@dataclass(frozen=True)
class _Courier:
    """Carries single files; called from several threads."""

    export: Export
    store: Store
    sending: Sending
    journal: Journal
    progress: Progress

    def look(self, file: ExportFile) -> Presence:
        path = self.export.folder / file.name
        presence, _ = self.sending.attempts.make(lambda: self.store.look(file.name, path, sha256=file.sha256))
        self.progress.advance(1)
        return presence

    def carry(self, file: ExportFile, presence: Presence) -> Receipt:
        if presence == "same":
            before = self.journal.of(file.name)
            checksum = (before.checksum, before.algorithm) if before else (file.sha256, "sha256")
            receipt = Receipt(file.name, file.size, *checksum, attempts=0, seconds=0.0)
            self.progress.advance(file.size)
        else:
            moving = _Moving(self.sending.throttle, self.progress)
            path = self.export.folder / file.name

            def attempt() -> Receipt:
                moving.again()
                return self.store.put(
                    path, file.name, sha256=file.sha256, overwrite=presence == "other", moved=moving.moved
                )

            receipt, number = self.sending.attempts.make(attempt)
            receipt = replace(receipt, attempts=number)
            moving.complete(file.size)
        self.journal.add(receipt)
        return receipt


class _Moving:
    """One file's bytes on their way; an attempt that begins anew counts again only what is new."""

    def __init__(self, throttle: Moved | None, progress: Progress) -> None:
        self._throttle, self._progress = throttle, progress
        self._lock = threading.Lock()
        self._told = self._done = 0

    def again(self) -> None:
        with self._lock:
            self._done = 0

    def moved(self, amount: int) -> None:
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
            self._progress.advance(done - self._told)
            self._told = done


def _all(call: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> list[Result]:
    """Every result in order; the first exception is raised once the calls that had begun are through."""
    with ThreadPoolExecutor(jobs, "send") as pool:
        futures = [pool.submit(call, item) for item in items]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            for future in futures:
                future.cancel()
    failed = next((error for future in futures if not future.cancelled() and (error := future.exception())), None)
    if failed:
        raise failed
    return [future.result() for future in futures]


def _check(export: Export) -> None:
    """Nothing is sent of an export that is not as it was written."""
    for file in waybill(export):
        path = export.folder / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise TerminalFailure(f"{path} is not the file that was written; generate the export again")
