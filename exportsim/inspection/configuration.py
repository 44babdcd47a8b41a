"""The vendor's ``fileConfigurations`` that would give such a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exportsim.inspection.values import Inspection

OFFERED = ("csv", "json", "parquet")


def file_configurations(found: Inspection) -> Mapping[str, Any] | None:
    """As destination servers hold it; None where no configuration gives the file type or the container."""
    if found.file_type not in OFFERED or found.compression is None:
        return None
    document: dict[str, Any] = {
        "compression": _literal(found.compression),
        "fileType": _literal(found.file_type),
    }
    if found.file_type == "csv":
        # An escape of the escape that was not seen is left to Spark; the empty text would mean that too.
        document["csvOptions"] = {
            fact.name: _literal(fact.value)
            for fact in found.options
            if fact.value or fact.name != "charToEscapeQuoteEscaping"
        }
    return document


def _literal(value: str) -> dict[str, str]:
    return {"templatingStrategy": "NONE", "value": value}
