"""Sentences and figures that every form of a report shares."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import basename, dirname
from typing import assert_never

from exportsim.model import (
    S3,
    Adls,
    AzureBlob,
    DataLandingZone,
    Delivery,
    Encryption,
    Export,
    Gcs,
    LocalFolder,
    Place,
    Plan,
    Report,
    Sftp,
    Verdict,
)
from exportsim.reports.values import in_common, visible

COLUMNS = 8
"""How many names a line of columns has."""


def place_fields(place: Place) -> dict[str, str | int]:
    """Name a place as plain values, its kind first."""
    match place:
        case LocalFolder():
            # Where the folder lies on this machine is nobody's business but its owner's.
            return {"kind": "local-folder"}
        case S3(bucket, path):
            return {"kind": "s3", "bucket": bucket, "path": path}
        case AzureBlob(container, path, account):
            return {"kind": "azure-blob", "account": account, "container": container, "path": path}
        case Adls(path, filesystem, account):
            return {"kind": "adls-gen2", "account": account, "filesystem": filesystem, "path": path}
        case Gcs(bucket, path):
            return {"kind": "google-cloud-storage", "bucket": bucket, "path": path}
        case Sftp(host, port, path, user):
            return {"kind": "sftp", "host": host, "port": port, "path": path, "user": user}
        case DataLandingZone(path):
            return {"kind": "data-landing-zone", "path": path}
        case _:
            assert_never(place)


def place_line(place: Place) -> str:
    """Name a place in one line: ``s3: bucket kestrel-loyalty``."""
    kind, *fields = place_fields(place).items()
    told = ", ".join(f"{name} {value}" for name, value in fields if value != "")
    return f"{kind[1]}: {told}" if told else str(kind[1])


def place_on_screen(place: Place) -> str:
    """Name a place to whoever sent something there: a folder with its path, which reports that are kept leave out."""
    return f"local-folder: {visible(str(place.path))}" if isinstance(place, LocalFolder) else place_line(place)


def delivery_line(delivery: Delivery) -> str:
    """Tell how the files got where they were read: ``3 files at s3: bucket b, each proved by crc32``."""
    proofs = sorted({receipt.algorithm for receipt in delivery.receipts})
    files = count(len(delivery.receipts), "file")
    told = f"{files} at {place_line(delivery.place)}, proved by {', '.join(proofs)}" if proofs else files
    return "; ".join((told, *place_notes(delivery.place)))


def place_notes(place: Place) -> tuple[str, ...]:
    """Tell what to know of files in such a place."""
    if isinstance(place, DataLandingZone):
        return ("the platform deletes every file of a landing zone seven days after it arrived",)
    return ()


def count(number: int, thing: str) -> str:
    """Write ``1 row``, ``2 rows``, ``1,000 rows``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def summary(report: Report) -> str:
    """Tell the outcome in one sentence, and in a second what could not be judged."""
    if report.passed:
        return "Everything that was sent was read as it was meant."
    wrong = [verdict_line(verdict) for verdict in report.verdicts if verdict.wrong]
    unjudged = [verdict.name for verdict in report.verdicts if verdict_word(verdict) == "not judged"]
    told = (("Misread", wrong), ("Not judged", unjudged))
    return " ".join(f"{what}: {', '.join(which)}." for what, which in told if which)


def verdict_line(verdict: Verdict) -> str:
    """Write ``3 of 1,000 rows``."""
    things = {"text": "texts"}.get(verdict.name, verdict.name)
    return f"{verdict.wrong:,} of {verdict.looked_at:,} {things}"


def verdict_word(verdict: Verdict) -> str:
    """Write ``pass``, ``fail`` or ``not judged``."""
    if verdict.wrong:
        return "fail"
    return "pass" if verdict.judged else "not judged"


def folder(export: Export) -> str:
    """Name the folder that the files are in, macros resolved; the plan's where there is no file."""
    return dirname(export.files[0].name) if export.files else export.plan.folder


def short_names(export: Export) -> dict[str, str]:
    """Shorten the names of files to what tells them apart: ``…_060000_2.csv.gz``."""
    names = [file.name for file in export.files]
    ends = [basename(name) for name in names]
    if len(set(ends)) < len(ends):
        return {name: name for name in names}
    first, last = min(ends, default=""), max(ends, default="")
    same = first[: in_common(first, last)].rpartition("_")[0] if len(ends) > 1 else ""
    return {name: f"…{end[len(same) :]}" if same else end for name, end in zip(names, ends, strict=True)}


def column_line(kind: str, names: Sequence[str]) -> str:
    """Write ``Columns a and b were not read``."""
    shown = [*names[:COLUMNS], *([f"{len(names) - COLUMNS:,} more"] if len(names) > COLUMNS else [])]
    told = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    what = "not read" if kind == "missing-column" else "read and never sent"
    return f"Column {told} was {what}" if len(names) == 1 else f"Columns {told} were {what}"


def columns(report: Report) -> list[str]:
    """List the columns of the export in order, then those that only the parser knows of."""
    named = [column.target for column in report.export.activation.columns]
    found = [group.column for group in report.groups if group.column]
    return list(dict.fromkeys([*named, *found]))


def format_line(plan: Plan) -> str:
    """Name the format: ``csv, files end in .csv.gz``."""
    return f"{plan.format.file_type}, files end in {plan.extension}"


def encryption_line(encryption: Encryption) -> str:
    """Say how files are encrypted, and to whom: ``PGP, binary, to key F00D…, subkey BEEF…``."""
    key = encryption.key
    subkey = f", subkey {key.subkey}" if key.subkey != key.fingerprint else ""
    manifest = "; the manifest too" if encryption.manifest else ""
    return f"PGP, {'armored' if encryption.armor else 'binary'}, to key {key.fingerprint}{subkey}{manifest}"
