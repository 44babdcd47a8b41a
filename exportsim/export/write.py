"""Stage 3, write: rows and a plan become the files of one export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa

import formats
from exportsim.errors import ConfigurationError, Problem
from exportsim.export import record
from exportsim.export.coded import Coding
from exportsim.export.encryption import encrypted
from exportsim.export.manifest import manifest_name, manifest_text
from exportsim.export.names import Names, row_limit
from exportsim.export.parts import Parts
from exportsim.export.sink import HashingFile
from exportsim.export.staging import staged
from exportsim.export.truth import TruthWriter
from exportsim.export.watcher import NOBODY, Watcher
from exportsim.model import Activation, Encryption, Export, ExportFile, Plan, Rows, Run, Slice
from exportsim.progress import SILENT, Progress


def write_export(
    rows: Rows,
    plan: Plan,
    activation: Activation,
    run: Run,
    folder: Path,
    *,
    source: Mapping[str, Any],
    watcher: Watcher = NOBODY,
    progress: Progress = SILENT,
) -> Export:
    """Write files, manifest, truth and record of one run into ``folder``, which appears whole or not at all.

    ``source`` is kept in the record: where the profiles came from. ``watcher`` hears of each file when it is whole.
    Raises ``ConfigurationError`` for a schema the format cannot hold or a folder that is not ours, ``ExportError``
    when the disk refuses or encryption fails.
    """
    schema = rows.schema
    file_names(schema, plan, activation, run, rows.total)
    names = Names.of(plan, activation, run)
    progress.start("Writing", rows.total, "rows")
    with staged(folder, moving=watcher.moving) as building:
        watcher.begun(building)
        (building / record.FOLDER).mkdir()
        (building / names.folder).mkdir(parents=True, exist_ok=True)
        parts = Parts(rows.slices, row_limit(plan, activation, run, rows.total))
        coding = Coding(plan.format)
        files: list[ExportFile] = []
        with TruthWriter(building / record.FOLDER / "truth.parquet", schema, plan.format) as truth:
            while parts.more or not files:
                name = names.part(len(files) + 1)
                files.append(_write_part(building, name, parts, plan, schema, coding, truth, progress))
                watcher.written(files[-1])
        manifest = _write_manifest(building, names, plan, run, files) if plan.manifest else None
        export = Export(
            folder=building,
            files=tuple(files),
            manifest=manifest,
            plan=plan,
            activation=activation,
            run=run,
            source=dict(source),
            left_out=rows.left_out(),
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
    named = Names.of(plan, activation, run)
    parts = max(1, -(-(rows or 0) // row_limit(plan, activation, run, rows)))
    manifest = [named.below(_manifest_name(plan, run))] if plan.manifest else []
    return (*(named.part(number) for number in range(1, parts + 1)), *manifest)


def _write_part(
    folder: Path,
    name: str,
    parts: Parts,
    plan: Plan,
    schema: pa.Schema,
    coding: Coding,
    truth: TruthWriter,
    progress: Progress,
) -> ExportFile:
    rows = 0

    def batches() -> Iterator[pa.RecordBatch]:
        nonlocal rows
        for columns, cases in parts.next_part():
            values, written = coding.code(columns)
            truth.add(name, rows + 1, Slice(values, cases), written)
            rows += columns.num_rows
            progress.advance(columns.num_rows)
            yield written

    with HashingFile(folder / name) as file, _into(file, plan.encryption) as sink:
        formats.write(batches(), sink, plan.format, schema=schema)
    return ExportFile(name, rows, file.size, file.sha256)


def _write_manifest(folder: Path, names: Names, plan: Plan, run: Run, files: list[ExportFile]) -> ExportFile:
    name = names.below(_manifest_name(plan, run))
    with HashingFile(folder / name) as file, _into(file, _of_manifest(plan)) as sink:
        sink.write(manifest_text(run, files).encode())
    return ExportFile(name, 0, file.size, file.sha256)


def _manifest_name(plan: Plan, run: Run) -> str:
    encryption = _of_manifest(plan)
    return manifest_name(run) + (encryption.suffix if encryption else "")


def _of_manifest(plan: Plan) -> Encryption | None:
    return plan.encryption if plan.encryption and plan.encryption.manifest else None


def _into(file: HashingFile, encryption: Encryption | None) -> AbstractContextManager[BinaryIO]:
    """The stream that writers get: whatever is counted and hashed is what will lie there."""
    return encrypted(file, encryption) if encryption else nullcontext(cast(BinaryIO, file))
