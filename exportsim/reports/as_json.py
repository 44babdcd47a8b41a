"""A report as plain JSON values: keys in a fixed order, values whole, no path but the export's folder."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from exportsim import model
from exportsim.reports.advice import Advice, advise
from exportsim.reports.facts import place_fields, place_notes


def verification(report: model.Report) -> dict[str, Any]:
    """Tell everything of a verdict; values stand as they are, not shortened and not made visible."""
    return {
        "passed": report.passed,
        "folder": str(report.export.folder),
        "parser": report.ingestion.parser,
        "rows": {"sent": report.rows_sent, "read": report.rows_read},
        "seconds": report.seconds,
        "notes": list(report.notes),
        "verdicts": [
            {
                "name": verdict.name,
                "passed": verdict.passed,
                "judged": verdict.judged,
                "looked_at": verdict.looked_at,
                "wrong": verdict.wrong,
            }
            for verdict in report.verdicts
        ],
        "findings": [_group(advice) for advice in advise(report)],
        "readings": [
            {"file": reading.file, "seconds": reading.seconds, "peak_memory": reading.peak_memory}
            for reading in report.ingestion.readings
        ],
        **({"delivery": delivery(report.delivery)} if report.delivery else {}),
        **_plan_notes(report.export.plan),
    }


def export(export: model.Export) -> dict[str, Any]:
    """Tell everything of an export: files, format, place, run and activation."""
    run = export.run
    return {
        "folder": str(export.folder),
        "rows": export.rows,
        "left_out": [{"why": some.why, "profiles": some.profiles} for some in export.left_out],
        "files": [_file(file) for file in export.files],
        "manifest": _file(export.manifest) if export.manifest else None,
        **_agreed(export.plan, export.activation),
        "run": {
            "id": run.id,
            "scheduled": run.scheduled.isoformat(),
            "started": run.started.isoformat(),
            "destination": run.destination,
        },
        "source": export.source,
        **_plan_notes(export.plan),
    }


def preview(preview: model.Preview) -> dict[str, Any]:
    """Tell what would be written."""
    return {
        "rows": preview.rows,
        "files": list(preview.files),
        **_agreed(preview.plan, preview.activation),
        "types": {field.name: str(field.type) for field in preview.schema},
        **_plan_notes(preview.plan),
    }


def _agreed(plan: model.Plan, activation: model.Activation) -> dict[str, Any]:
    """Format, place, audience and columns: what stands before the first row is chosen."""
    return {
        "format": {
            "file_type": plan.format.file_type,
            "extension": plan.format.extension,
            "options": plan.format.options(),
        },
        "encryption": _encryption(plan.encryption) if plan.encryption else None,
        "place": {**place_fields(plan.place), "folder": plan.folder},
        "max_file_rows": plan.max_file_rows,
        "audience": {
            "id": activation.audience.id,
            "name": activation.audience.name,
            "namespace": activation.audience.namespace,
        },
        "columns": [{"name": column.target, "source": column.source} for column in activation.columns],
        "key": list(activation.key),
        "mandatory": list(activation.mandatory),
        "deduplication": list(activation.deduplication),
    }


def _encryption(encryption: model.Encryption) -> dict[str, Any]:
    return {
        "fingerprint": encryption.key.fingerprint,
        "subkey": encryption.key.subkey,
        "armor": encryption.armor,
        "suffix": encryption.suffix,
        "manifest": encryption.manifest,
    }


def delivery(delivery: model.Delivery) -> dict[str, Any]:
    """Tell everything of a delivery: where the files went, and the proof for each."""
    return {
        "place": place_fields(delivery.place),
        "receipts": [
            {
                "key": receipt.key,
                "size": receipt.size,
                "checksum": receipt.checksum,
                "algorithm": receipt.algorithm,
                "attempts": receipt.attempts,
                "seconds": receipt.seconds,
            }
            for receipt in delivery.receipts
        ],
        "left": list(delivery.left),
        "behaviours": list(delivery.behaviours),
        "notes": list(place_notes(delivery.place)),
    }


def diagnosis(found: model.Diagnosis) -> dict[str, Any]:
    """Tell every step at a place."""
    return {
        "place": place_fields(found.place),
        "healthy": found.healthy,
        "checks": [asdict(one) for one in found.checks],
    }


def planned(planned: model.PlannedDelivery) -> dict[str, Any]:
    """Tell what a delivery would do with each file."""
    return {
        "place": place_fields(planned.place),
        "files": [{"key": file.name, "size": file.size, "step": step} for file, step in planned.steps],
    }


def dumps(report: model.Report) -> str:
    """Write a verdict as a JSON file."""
    return json.dumps(verification(report), ensure_ascii=False, indent=2) + "\n"


def _file(file: model.ExportFile) -> dict[str, Any]:
    return {"name": file.name, "rows": file.rows, "size": file.size, "sha256": file.sha256}


def _group(advice: Advice) -> dict[str, Any]:
    group = advice.group
    return {
        "kind": group.kind,
        "column": group.column,
        "count": group.count,
        "cases": dict(group.cases),
        "hints": [{"hint": hint.sentence, "columns": hint.columns} for hint in advice.hints],
        "examples": [
            {
                "file": finding.file,
                "row": finding.row,
                "key": finding.key,
                "sent": finding.sent,
                "read": finding.read,
                "case": finding.case,
                "hint": sentence or None,
            }
            for finding, sentence in zip(group.examples, advice.each, strict=True)
        ],
    }


def _plan_notes(plan: model.Plan) -> dict[str, Any]:
    return {
        "switches": [{"name": switch.name, "value": switch.value, "why": switch.why} for switch in plan.switches],
        "warnings": list(plan.warnings),
    }
