"""``index.json``: every file of a matrix, what it is about, and what is left out."""

from __future__ import annotations

from typing import Any

from exportsim import __version__
from exportsim.matrix.axes import BASES, LEGACY_NULLS, build
from exportsim.matrix.cells import Cell, left_out
from exportsim.matrix.judge import Judged, Judgement
from exportsim.matrix.sample import Matrix, Sample


def document(matrix: Matrix, judgement: Judgement | None = None) -> dict[str, Any]:
    """Tell all of it as plain JSON values, verdicts too where a parser was judged; paths are relative to the matrix."""
    judged = judgement.by_name if judgement else {}
    return {
        "exportsim": __version__,
        "rows": matrix.rows,
        **({"parser": judgement.parser, "counts": judgement.counts} if judgement else {}),
        "defaults": {
            file_type: {"options": build(file_type, {}).options(), LEGACY_NULLS: base.get(LEGACY_NULLS) == "true"}
            for file_type, base in BASES.items()
        },
        "files": [_sample(sample, matrix) | _verdict(judged.get(sample.file.name)) for sample in matrix.samples],
        "left_out": [{"what": left.what, "why": left.why} for left in left_out()],
    }


def cell(cell: Cell) -> dict[str, Any]:
    """Tell what a file is about, whether it is written or not."""
    return {
        "name": cell.name,
        "file_type": cell.file_type,
        "group": cell.group,
        "value": cell.value,
        "about": cell.about,
        "note": cell.note,
        "changes": dict(cell.changes),
        "losses": list(cell.losses),
    }


def _sample(sample: Sample, matrix: Matrix) -> dict[str, Any]:
    format, export = sample.cell.format, sample.export
    return {
        **cell(sample.cell),
        "options": format.options(),
        LEGACY_NULLS: getattr(format, "legacy_nulls", False),
        "same_as": sample.same_as,
        "rows": sample.file.rows,
        "size": sample.file.size,
        "sha256": sample.file.sha256,
        "record": export.record.relative_to(matrix.folder).as_posix(),
        "truth": export.truth.relative_to(matrix.folder).as_posix(),
        "options_file": sample.options.relative_to(matrix.folder).as_posix(),
    }


def _verdict(judged: Judged | None) -> dict[str, str]:
    return {"outcome": judged.outcome.value, "wrong": judged.wrong} if judged else {}
