"""Sentences and figures that every form of a report shares."""

from __future__ import annotations

from typing import assert_never

from exportsim.model import (
    S3,
    Adls,
    AzureBlob,
    DataLandingZone,
    Encryption,
    Gcs,
    LocalFolder,
    Place,
    Plan,
    Report,
    Sftp,
    Verdict,
)


def place_fields(place: Place) -> dict[str, str | int]:
    """Name a place as plain values, its kind first."""
    match place:
        case LocalFolder():
            # Where the folder lies on this machine is nobody's business but its owner's.
            return {"kind": "local-folder"}
        case S3(bucket, path):
            return {"kind": "s3", "bucket": bucket, "path": path}
        case AzureBlob(container, path):
            return {"kind": "azure-blob", "container": container, "path": path}
        case Adls(path):
            return {"kind": "adls-gen2", "path": path}
        case Gcs(bucket, path):
            return {"kind": "google-cloud-storage", "bucket": bucket, "path": path}
        case Sftp(host, port, path):
            return {"kind": "sftp", "host": host, "port": port, "path": path}
        case DataLandingZone(path):
            return {"kind": "data-landing-zone", "path": path}
        case _:
            assert_never(place)


def place_line(place: Place) -> str:
    """Name a place in one line: ``s3: bucket kestrel-loyalty``."""
    kind, *fields = place_fields(place).items()
    told = ", ".join(f"{name} {value}" for name, value in fields if value != "")
    return f"{kind[1]}: {told}" if told else str(kind[1])


def count(number: int, thing: str) -> str:
    """Write ``1 row``, ``2 rows``, ``1,000 rows``."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def summary(report: Report) -> str:
    """Tell the outcome in one sentence."""
    if report.passed:
        return "Everything that was sent was read as it was meant."
    failed = [verdict for verdict in report.verdicts if not verdict.passed]
    return f"Misread: {', '.join(map(verdict_line, failed))}."


def verdict_line(verdict: Verdict) -> str:
    """Write ``3 of 1,000 rows``."""
    things = {"text": "texts"}.get(verdict.name, verdict.name)
    return f"{verdict.wrong:,} of {verdict.looked_at:,} {things}"


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
