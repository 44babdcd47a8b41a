"""Reports as files: looked at before the work of which they tell, written after it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from exportsim.cli.terminal import note
from exportsim.errors import ConfigurationError, Problem


def require_writable(files: Mapping[str, Path | None], coming: Path | None = None) -> None:
    """Refuse files, by the options that name them, that could not be written, before anything has run.

    A file below ``coming`` passes: that folder is made on the way. Raises ``ConfigurationError``.
    """
    problems = [
        Problem(option, fault, "a file in a folder that is there and may be written to")
        for option, path in files.items()
        if path and not (coming and path.resolve().is_relative_to(coming.resolve())) and (fault := _fault(path))
    ]
    if problems:
        raise ConfigurationError(problems)


def _fault(path: Path) -> str:
    if not path.parent.is_dir():
        return f"{path} cannot be written: there is no folder {path.parent}"
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return f"{path} cannot be written: permission denied"
    return ""


def write_reports(pages: Mapping[Path, str]) -> bool:
    """Write each; what could not be written is told, and the result is then False: the verdict is not lost by it."""
    kept = True
    for path, text in pages.items():
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            note(f"error: the report {path} could not be written: {error.strerror}")
            if path.is_file():
                path.unlink()
            kept = False
    return kept
