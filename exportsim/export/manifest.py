"""The platform's own list of what one run delivered, byte for byte as its sample file has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC

from exportsim.model import ExportFile, Run


def manifest_name(run: Run) -> str:
    return f"manifest-{run.instance_id}-{run.id}.json"


def manifest_text(run: Run, files: Sequence[ExportFile]) -> str:
    """One line without an end: where each file lies below the place's root, its name and its size as delivered."""
    results = []
    for file in files:
        folder, _, name = file.name.rpartition("/")
        results.append({"sinkPath": "/" + folder, "name": name, "size": file.size})
    manifest = {
        "flowRunId": run.id,
        "scheduledTime": run.scheduled.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "exportResults": results,
    }
    return json.dumps(manifest, ensure_ascii=False, separators=(",", ":"))
