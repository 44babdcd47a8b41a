"""Stage 4, send: every file of an export that lies there whole, the manifest last."""

from __future__ import annotations

from exportsim.destinations.base import IfExists, Presence, Store
from exportsim.destinations.content import altered
from exportsim.destinations.courier import stranger
from exportsim.destinations.journal import Journal
from exportsim.destinations.looking import look, waybill
from exportsim.destinations.shipment import Sending, Shipment
from exportsim.model import Delivery, Export, Place, PlannedDelivery, Step
from exportsim.progress import SILENT, Progress

OF_OTHERS: dict[IfExists, Step] = {"fail": "refuse", "skip": "leave", "overwrite": "replace"}


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
    presences = look(export, store, journal, sending, progress)
    strangers = [key for key, presence in presences.items() if presence == "other"]
    if strangers and sending.if_exists == "fail":
        raise stranger(strangers[0], len(strangers) - 1)
    progress.start("Sending", sum(file.size for file in waybill(export)), "bytes")
    with Shipment(place, store, journal, sending=sending, presences=presences, progress=progress) as shipment:
        shipment.begun(export.folder)
        for file in export.files:
            shipment.written(file)
        delivery = shipment.finish(export)
    progress.finish()
    return delivery


def planned(
    export: Export, place: Place, store: Store, *, sending: Sending | None = None, progress: Progress = SILENT
) -> PlannedDelivery:
    """What ``deliver`` would do with each file, found out without sending one."""
    sending = sending or Sending()
    _check(export)
    presences = look(export, store, Journal(export.record.parent, place), sending, progress)
    steps: dict[Presence, Step] = {"absent": "send", "same": "keep", "other": OF_OTHERS[sending.if_exists]}
    return PlannedDelivery(place, tuple((file, steps[presences[file.name]]) for file in waybill(export)))


def _check(export: Export) -> None:
    """Nothing is sent of an export that is not as it was written."""
    for file in waybill(export):
        path = export.folder / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise altered(path)
