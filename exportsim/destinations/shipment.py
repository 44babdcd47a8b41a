"""An export on its way: files leave as they are written, several at once, the manifest when all have arrived."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from exportsim.destinations.attempts import Attempts
from exportsim.destinations.base import IfExists, Moved, Preparing, Presence, Store
from exportsim.destinations.courier import Courier, Stopped
from exportsim.destinations.journal import Journal
from exportsim.destinations.location import Location
from exportsim.destinations.settings import JOBS
from exportsim.errors import ExportError
from exportsim.model import Delivery, Export, ExportFile, Place, Receipt
from exportsim.progress import SILENT, Progress


@dataclass(frozen=True)
class Sending:
    """How an export is sent."""

    if_exists: IfExists = "fail"
    """Of other content under a file's name."""

    jobs: int = JOBS
    """Files on their way at once."""

    attempts: Attempts = field(default_factory=Attempts)
    throttle: Moved | None = None
    """Waits for the bandwidth that is left."""


class Shipment:
    """A context manager: leaving it with an exception breaks off what is on its way.

    After a first failure no further file is begun.
    """

    def __init__(
        self,
        place: Place,
        store: Store,
        journal: Journal,
        *,
        sending: Sending,
        presences: Mapping[str, Presence] = MappingProxyType({}),
        progress: Progress = SILENT,
    ) -> None:
        self._place = place
        self._journal = journal
        self._presences = presences
        self._location: Location | None = None
        self._stop, self._failed = threading.Event(), threading.Event()
        self._pool = ThreadPoolExecutor(_threads(store, sending.jobs), "send")
        self._sweeping, self._swept = threading.Lock(), set[str]()
        self._futures: dict[str, Future[Receipt | None]] = {}
        self._courier = Courier(
            store, sending.if_exists, sending.attempts, sending.throttle, journal, progress, self._stop
        )

    def begun(self, folder: Path) -> None:
        """Take the files from ``folder``, which may be renamed meanwhile, inside ``moving``."""
        self._location = Location(folder)

    def written(self, file: ExportFile) -> None:
        """Send a finished file, as soon as a connection is free."""
        self._futures[file.name] = self._pool.submit(self._carry, file, self._from)

    def moving(self, folder: Path) -> AbstractContextManager[None]:
        """Rename the folder inside: files on their way are waited for, those in the queue read from the new one."""
        return self._from.moving(folder)

    def finish(self, export: Export) -> Delivery:
        """Wait for every file, send the manifest, write down the receipts.

        Raises the first failure once the files on their way are through; the receipts of what has arrived are kept
        then too, so that sending the export again completes the rest.
        """
        keys = tuple(file.name for file in (*export.files, *((export.manifest,) if export.manifest else ())))
        try:
            self._settle()
            if export.manifest:
                self.written(export.manifest)
                self._settle()
        except BaseException:
            self._broken_off()
            with suppress(ExportError):  # what went wrong first is what is told
                self._journal.save(export.record.parent, keys, self._left())
            raise
        self._broken_off()
        try:
            self._journal.save(export.record.parent, keys, self._left())
        except ExportError as error:
            raise ExportError(f"every file has arrived, but the receipts are not kept: {error}") from error
        receipts = (self._futures[key].result() for key in keys)
        return Delivery(self._place, tuple(one for one in receipts if one), self._left())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._broken_off()

    @property
    def _from(self) -> Location:
        if self._location is None:
            raise RuntimeError("begun() says where the files are")
        return self._location

    def _carry(self, file: ExportFile, location: Location) -> Receipt | None:
        with location.reading() as folder:
            if self._stop.is_set() or self._failed.is_set():
                raise Stopped
            try:
                self._sweep_once(posixpath.dirname(file.name))
                path = folder / file.name
                presence = self._presences.get(file.name) or self._courier.look(file, path)
                return self._courier.carry(file, path, presence)
            except BaseException:
                self._failed.set()
                raise

    def _sweep_once(self, folder: str) -> None:
        with self._sweeping:
            if folder not in self._swept:
                self._courier.sweep(folder)
                self._swept.add(folder)

    def _settle(self) -> None:
        """Every file that was handed in has arrived, or the first failure is raised."""
        futures = self._futures.values()
        wait(futures, return_when=FIRST_EXCEPTION)
        failures = (error for future in futures if future.done() and (error := future.exception()))
        failure = next((error for error in failures if not isinstance(error, Stopped)), None)
        if failure:
            self._pool.shutdown(wait=True, cancel_futures=True)
            raise failure

    def _left(self) -> tuple[str, ...]:
        return tuple(
            key
            for key, future in self._futures.items()
            if future.done() and not future.cancelled() and not future.exception() and future.result() is None
        )

    def _broken_off(self) -> None:
        self._stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _threads(store: Store, jobs: int) -> int:
    """One for every file on its way, and for those that wait in the store; a single file at a time keeps the order."""
    return jobs + (store.ahead if isinstance(store, Preparing) and jobs > 1 else 0)
