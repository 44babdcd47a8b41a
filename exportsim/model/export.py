"""Write: the files of one run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from exportsim.model.activation import Activation, Run
from exportsim.model.plan import Plan
from exportsim.model.rows import LeftOut


@dataclass(frozen=True)
class ExportFile:
    name: str
    """Relative to the export's folder, ``/``-separated: ``acme/2026/people_2.csv.gz``."""

    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Export:
    """All files of one run in one folder; ``load_export(folder)`` reads it back."""

    folder: Path
    files: tuple[ExportFile, ...]
    manifest: ExportFile | None
    """``rows`` is 0."""

    plan: Plan
    activation: Activation
    run: Run
    source: dict[str, Any] = field(default_factory=dict)
    """Where the profiles came from: seed and count, or a file; plain JSON values."""

    left_out: tuple[LeftOut, ...] = ()

    home: Path | None = None
    """The folder of record and truth, where several exports share ``folder``; None: its ``.exportsim``."""

    @property
    def record(self) -> Path:
        return (self.home or self.folder / ".exportsim") / "export.json"

    @property
    def truth(self) -> Path:
        return self.record.with_name("truth.parquet")

    @property
    def rows(self) -> int:
        return sum(file.rows for file in self.files)


@dataclass(frozen=True)
class Preview:
    """An export that has not been written."""

    plan: Plan
    activation: Activation
    schema: pa.Schema
    rows: int | None
    """None when the source cannot tell."""

    files: tuple[str, ...]
    """Names in order, the manifest last; only the first when the number of rows is not known."""
