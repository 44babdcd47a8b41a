"""The matrix on disk: every file with its own truth, an index for programs and a page for people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

import formats
from exportsim import __version__
from exportsim.export import record
from exportsim.export.sink import HashingFile
from exportsim.export.staging import staged
from exportsim.export.truth import TruthWriter
from exportsim.matrix import index, page
from exportsim.matrix.cells import Cell
from exportsim.matrix.judge import Judgement
from exportsim.matrix.rows import ACTIVATION, RUN, SCHEMA, rows
from exportsim.matrix.sample import Matrix, Sample
from exportsim.model import Export, ExportFile, LocalFolder, Plan, Slice
from exportsim.progress import SILENT, Progress

KIND = "matrix"


def write_matrix(cells: Sequence[Cell], count: int, folder: Path, progress: Progress = SILENT) -> Matrix:
    """Write the files of these cells, ``count`` rows each, into ``folder``, which appears whole or not at all.

    An older matrix is replaced. Beside the files there are ``index.json``, ``index.html``, and below ``.exportsim`` a
    record, a truth and the options of each file. Raises ``ConfigurationError`` for a folder that is not ours,
    ``ExportError`` when the disk refuses.
    """
    piece = rows(count)
    progress.start("Writing", len(cells), "files")
    with staged(folder, KIND) as building:
        samples = []
        for cell in cells:
            samples.append(_write(cell, piece, building))
            progress.advance(1)
        matrix = Matrix(building, count, tuple(_compared(samples)))
        texts = {
            **documents(matrix),
            f"{record.FOLDER}/{KIND}.json": json.dumps({"exportsim": __version__, "rows": count}) + "\n",
        }
        for name, text in texts.items():
            (building / name).write_text(text, encoding="utf-8")
    progress.finish()
    return matrix.moved(folder)


def documents(matrix: Matrix, judgement: Judgement | None = None) -> dict[str, str]:
    """The index and the page by their names in the matrix, with a parser's verdicts where one was judged."""
    return {
        "index.json": json.dumps(index.document(matrix, judgement), ensure_ascii=False, indent=2) + "\n",
        "index.html": page.page(matrix, judgement),
    }


def _write(cell: Cell, piece: Slice, folder: Path) -> Sample:
    home = folder / record.FOLDER / cell.stem
    home.mkdir(parents=True)
    (folder / cell.name).parent.mkdir(exist_ok=True)
    with (
        TruthWriter(home / "truth.parquet", SCHEMA, cell.format) as truth,
        HashingFile(folder / cell.name) as file,
    ):
        truth.add(cell.name, 1, piece)
        formats.write([piece.columns], cast(BinaryIO, file), cell.format, schema=SCHEMA)
    export = Export(
        folder=folder,
        files=(ExportFile(cell.name, len(piece.columns), file.size, file.sha256),),
        manifest=None,
        plan=Plan(cell.format, LocalFolder(Path()), ""),
        activation=ACTIVATION,
        run=RUN,
        source={"matrix": cell.name},
        home=home,
    )
    record.save(export)
    options = {"fileType": cell.file_type, "columns": SCHEMA.names, **cell.format.options()}
    (home / "options.json").write_text(json.dumps(options, indent=2) + "\n", encoding="utf-8")
    return Sample(cell, export)


def _compared(samples: Sequence[Sample]) -> Iterator[Sample]:
    """The samples, each knowing the first one that has the same bytes."""
    first: dict[str, str] = {}
    for sample in samples:
        same = first.setdefault(sample.file.sha256, sample.file.name)
        yield replace(sample, same_as=same) if same != sample.file.name else sample
