"""Stage 3, write: rows and a plan become the files of one export."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

import formats
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import record
from exportsim.export.manifest import manifest_name, manifest_text
from exportsim.export.names import base_name, folder_path, part_name
from exportsim.export.parts import Parts
from exportsim.export.sink import HashingFile
from exportsim.export.staging import staged
from exportsim.export.truth import TruthWriter
from exportsim.model import Activation, Export, ExportFile, Plan, Rows, Run
from exportsim.progress import SILENT, Progress


def write_export(
    rows: Rows,
    plan: Plan,
    activation: Activation,
    run: Run,
    folder: Path,
    *,
    source: Mapping[str, Any],
    progress: Progress = SILENT,
) -> Export:
    """Write files, manifest, truth and record of one run into ``folder``, which appears whole or not at all.

    ``source`` is kept in the record: where the profiles came from. Raises ``ConfigurationError`` for a schema the
    format cannot hold or a folder that is not ours, ``ExportError`` when the disk refuses.
    """
    schema = rows.schema
    file_names(schema, plan, activation, run, rows.total)
    base, below = base_name(activation, run), folder_path(plan.folder, activation.audience)
    prefix = f"{below}/" if below else ""
    progress.start("Writing", rows.total, "rows")
    with staged(folder) as building:
        (building / record.FOLDER).mkdir()
        (building / below).mkdir(parents=True, exist_ok=True)
        parts = Parts(rows.slices, plan.max_file_rows)
        files: list[ExportFile] = []
        with TruthWriter(building / record.FOLDER / "truth.parquet", schema, plan.format) as truth:
            while parts.more or not files:
                name = prefix + part_name(base, len(files) + 1, plan.format.extension)
                files.append(_write_part(building, name, parts, plan.format, schema, truth, progress))
        manifest = _write_manifest(building, prefix + manifest_name(run), run, files) if plan.manifest else None
        export = Export(
            folder=building,
            files=tuple(files),
            manifest=manifest,
            plan=plan,
            activation=activation,
            run=run,
            source=dict(source),
        )
        record.save(export)
    progress.finish()
    return replace(export, folder=folder)


def file_names(schema: pa.Schema, plan: Plan, activation: Activation, run: Run, rows: int | None) -> tuple[str, ...]:
    """The names that ``rows`` rows would be written under, the manifest's last; everything that can be checked is.

    Raises ``ConfigurationError`` for a schema the format cannot hold, or names that cannot be.
    """
    try:
        plan.format.check(schema)
    except formats.FormatError as error:
        raise ConfigurationError([Problem("columns", error.what, error.allowed)]) from error
    base, below = base_name(activation, run), folder_path(plan.folder, activation.audience)
    parts = max(1, -(-(rows or 0) // plan.max_file_rows))
    names = [part_name(base, number, plan.format.extension) for number in range(1, parts + 1)]
    if plan.manifest:
        names.append(manifest_name(run))
    return tuple(f"{below}/{name}" if below else name for name in names)


def _write_part(
    folder: Path,
    name: str,
    parts: Parts,
    format: formats.Format,
    schema: pa.Schema,
    truth: TruthWriter,
    progress: Progress,
) -> ExportFile:
    rows = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for piece in parts.next_part():
            truth.add(name, rows + 1, piece)
            rows += piece.columns.num_rows
            progress.advance(piece.columns.num_rows)
            yield piece.columns

    with HashingFile(folder / name) as file:
        formats.write(batches(), file, format, schema=schema)  # type: ignore[arg-type]  # a raw file is enough
    return ExportFile(name, rows, file.size, file.sha256)


def _write_manifest(folder: Path, name: str, run: Run, files: list[ExportFile]) -> ExportFile:
    data = manifest_text(run, files).encode()
    (folder / name).write_bytes(data)
    return ExportFile(name, 0, len(data), hashlib.sha256(data).hexdigest())
