"""What lies at a place already, before anything is sent."""

from __future__ import annotations

import posixpath
import threading
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from exportsim.destinations.base import Presence, Store
from exportsim.destinations.courier import Courier
from exportsim.destinations.journal import Journal
from exportsim.destinations.shipment import Sending
from exportsim.errors import DeliveryError
from exportsim.model import Export, ExportFile
from exportsim.progress import SILENT, Progress

MANY = 20
"""Files from which on a listing is worth its request."""

LISTED_FOR_A_LOOK = 100
"""How many entries may be listed in place of one look: stores list a hundred and more for each request."""


def look(
    export: Export, store: Store, journal: Journal, sending: Sending, progress: Progress = SILENT
) -> dict[str, Presence]:
    """What lies under the name of each file that travels, in the order of the waybill.

    Of many files one listing says which are not there; only the rest is looked at one by one.
    """
    files = waybill(export)
    there = _listed(store, [file.name for file in files]) if len(files) >= MANY else None
    courier = Courier(store, sending.if_exists, sending.attempts, None, journal, progress, threading.Event())

    def one(file: ExportFile) -> Presence:
        absent = there is not None and file.name not in there
        presence: Presence = "absent" if absent else courier.look(file, export.folder / file.name)
        progress.advance(1)
        return presence

    progress.start("Looking what is there", len(files), "files")
    with ThreadPoolExecutor(sending.jobs, "look") as pool:
        try:
            presences = list(pool.map(one, files))
        except BaseException:
            courier.stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    progress.finish()
    return {file.name: presence for file, presence in zip(files, presences, strict=True)}


def waybill(export: Export) -> tuple[ExportFile, ...]:
    """What travels, in order: a manifest must not announce what has not arrived."""
    return (*export.files, export.manifest) if export.manifest else export.files


def _listed(store: Store, keys: Sequence[str]) -> Collection[str] | None:
    """Every key in the folder that the files share; None where it holds too many, or may not be listed."""
    most = len(keys) * LISTED_FOR_A_LOOK
    try:
        folder = posixpath.commonpath([posixpath.dirname(key) for key in keys])
        found = {stored.key for stored in islice(store.list(folder), most + 1)}
    except DeliveryError:
        return None
    return found if len(found) <= most else None
