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
    standing = {file.name: store.checksum(file.name) for file in waybill(export)}
    strangers = [file.name for file in waybill(export) if standing[file.name] not in (None, ("sha256", file.sha256))]
    if strangers and if_exists == "fail":
        raise TerminalFailure(
            f"{strangers[0]} is there with other content; --if-exists skip or overwrite says what to do"
        )
    receipts = []
    progress.start("Sending", sum(file.size for file in waybill(export)), "bytes")
    for file in waybill(export):
        receipt = _arrived(file, standing[file.name], if_exists)
        if receipt is None:
            receipt = store.put(export.folder / file.name, file.name, moved=progress.advance)
            if receipt.algorithm == "sha256" and receipt.checksum != file.sha256:
                raise TerminalFailure(
                    f"{file.name} has changed on disk since it was generated; generate the export again"
                )
        receipts.append(receipt)
    progress.finish()
    delivery = Delivery(place, tuple(receipts))
    record = {"place": {"kind": type(place).__name__} | asdict(place), "receipts": [asdict(one) for one in receipts]}
    text = json.dumps(record, indent=2, default=str)
    (export.record.parent / "delivery.json").write_text(text + "\n", encoding="utf-8")
    return delivery


def waybill(export: Export) -> tuple[ExportFile, ...]:
    """What travels, in order: a manifest must not announce what has not arrived."""
    return (*export.files, export.manifest) if export.manifest else export.files


def _arrived(file: ExportFile, standing: tuple[str, str] | None, if_exists: IfExists) -> Receipt | None:
    if standing is None:
        return None
    algorithm, checksum = standing
    if checksum == file.sha256 or if_exists == "skip":
        return Receipt(file.name, file.size, checksum, algorithm, 0, 0.0)
    return None
