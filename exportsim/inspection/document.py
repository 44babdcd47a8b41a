"""An inspection as plain JSON values, from which every form of the report is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from exportsim.inspection.values import Difference, Inspection


def document(found: Inspection, differences: Iterable[Difference] | None = None) -> dict[str, Any]:
    """Tell everything; ``differences`` is None where there was nothing to compare with."""
    told: dict[str, Any] = {
        "file": found.file,
        "size": found.size,
        "whole": found.whole,
        "file_type": found.file_type,
        "facts": [asdict(fact) for fact in found.facts],
        "options": [asdict(fact) for fact in found.options],
        "rows": asdict(found.rows) if found.rows else None,
        "columns": [asdict(column) for column in found.columns],
        "oddities": list(found.oddities),
        "fileConfigurations": found.file_configurations,
    }
    if differences is not None:
        told["differences"] = [asdict(difference) for difference in differences]
        told["agrees"] = not told["differences"]
    return told
