"""Stage 4, send: every file of an export, the manifest last."""

from __future__ import annotations

import json
from dataclasses import asdict

from exportsim.destinations.base import IfExists, Store
from exportsim.errors import TerminalFailure
from exportsim.model import Delivery, Export, ExportFile, Place, Receipt
from exportsim.progress import SILENT, Progress


def deliver(
    export: Export, place: Place, store: Store, *, if_exists: IfExists = "fail", progress: Progress = SILENT
) -> Delivery:
    """Send an export to a connected place and keep the receipts in its ``.exportsim/delivery.json``.

    A file that has arrived whole before is not sent again. Other content under a file's name: ``fail`` raises
    ``TerminalFailure`` before anything is sent, ``skip`` leaves it, ``overwrite`` replaces it.
    """
    _check(export)
    standing = {file.name: store.checksum(file.name) for file in waybill(export)}
    strangers = [file.name for file in waybill(export) if standing[file.name] not in (None, ("sha256", file.sha256))]
    if strangers and if_exists == "fail":
        raise TerminalFailure(
            f"{strangers[0]} is there with other content; --if-exists skip or overwrite says what to do"
        )
    left = tuple(strangers) if if_exists == "skip" else ()
    receipts = []
    progress.start("Sending", sum(file.size for file in waybill(export)), "bytes")
    for file in waybill(export):
        if standing[file.name] == ("sha256", file.sha256):
            receipts.append(Receipt(file.name, file.size, file.sha256, "sha256", 0, 0.0))
        elif file.name not in left:
            receipts.append(_sent(export, file, store, progress))
    progress.finish()
    delivery = Delivery(place, tuple(receipts), left)
    record = {"place": {"kind": type(place).__name__} | asdict(place), "receipts": [asdict(one) for one in receipts]}
    text = json.dumps(record | {"left": left}, indent=2, default=str)
    (export.record.parent / "delivery.json").write_text(text + "\n", encoding="utf-8")
    return delivery


def waybill(export: Export) -> tuple[ExportFile, ...]:
    """What travels, in order: a manifest must not announce what has not arrived."""
    return (*export.files, export.manifest) if export.manifest else export.files


def _check(export: Export) -> None:
    """Nothing is sent of an export that is not as it was written."""
    for file in waybill(export):
        path = export.folder / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            raise TerminalFailure(f"{path} is not the file that was written; generate the export again")


def _sent(export: Export, file: ExportFile, store: Store, progress: Progress) -> Receipt:
    receipt = store.put(export.folder / file.name, file.name, moved=progress.advance)
    if receipt.algorithm == "sha256" and receipt.checksum != file.sha256:
        store.delete(file.name)
        raise TerminalFailure(f"{file.name} is not the file that was written; generate the export again")
    return receipt
