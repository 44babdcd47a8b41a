"""Whether the files of an export are still those that were written."""

from __future__ import annotations

import hashlib

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Export, ExportFile
from exportsim.progress import SILENT, Progress


def check_intact(export: Export, progress: Progress = SILENT) -> None:
    """Compare size and SHA-256 of every file with the export's record, so that no parser is blamed for a damaged one.

    Raises ``ConfigurationError`` with a problem for each file that is missing or altered.
    """
    progress.start("check", sum(file.size for file in export.files), "bytes")
    problems = []
    for file in export.files:
        if what := damage(export, file):
            problems.append(Problem(str(export.folder / file.name), what, "generate the export again"))
        progress.advance(file.size)
    progress.finish()
    if problems:
        raise ConfigurationError(problems)


def damage(export: Export, file: ExportFile) -> str:
    """Say what is wrong with a file, nothing when it is whole."""
    path = export.folder / file.name
    altered = "is not the file that was written: its"
    try:
        size = path.stat().st_size
        if size != file.size:
            return f"{altered} size is {size:,} bytes instead of {file.size:,}"
        with path.open("rb") as content:
            differs = hashlib.file_digest(content, "sha256").hexdigest() != file.sha256
    except OSError as error:
        gone = isinstance(error, FileNotFoundError)
        return "is gone" if gone else f"cannot be read: {error.strerror}"
    return f"{altered} SHA-256 differs" if differs else ""
