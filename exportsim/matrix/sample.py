"""A matrix that lies in a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from exportsim.export import record
from exportsim.matrix.cells import Cell
from exportsim.model import Export, ExportFile


@dataclass(frozen=True)
class Sample:
    """One file, written."""

    cell: Cell
    export: Export
    """Of this file alone, with its own record and truth."""

    same_as: str | None = None
    """The name of an earlier file that has the same bytes, None where there is none."""

    @property
    def file(self) -> ExportFile:
        return self.export.files[0]

    @property
    def path(self) -> Path:
        return self.export.folder / self.file.name

    @property
    def options(self) -> Path:
        """A JSON file: the options by Spark's names, ``fileType`` and ``columns``."""
        return self.export.record.with_name("options.json")


@dataclass(frozen=True)
class Matrix:
    """All files, in order."""

    folder: Path
    rows: int
    """Of each file."""

    samples: tuple[Sample, ...]

    def moved(self, folder: Path) -> Matrix:
        """The same matrix, found in another folder."""
        samples = (
            replace(
                sample,
                export=replace(sample.export, folder=folder, home=folder / record.FOLDER / sample.cell.stem),
            )
            for sample in self.samples
        )
        return Matrix(folder, self.rows, tuple(samples))
