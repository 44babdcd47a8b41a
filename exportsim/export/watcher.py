"""Somebody who works with files as soon as each is written: a delivery that does not wait for the last."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Protocol

from exportsim.model import ExportFile


class Watcher(Protocol):
    """Told by ``write_export`` in the order of its work."""

    def begun(self, folder: Path) -> None:
        """Hear where files are built; ``folder`` is renamed at the end."""

    def written(self, file: ExportFile) -> None:
        """Hear of a finished file, whose bytes do not change any more; never of the manifest."""

    def moving(self, folder: Path) -> AbstractContextManager[object]:
        """Give a block inside which the folder is renamed to ``folder``."""


class Nobody:
    """Watches nothing."""

    def begun(self, folder: Path) -> None: ...

    def written(self, file: ExportFile) -> None: ...

    def moving(self, folder: Path) -> AbstractContextManager[object]:
        return nullcontext()


NOBODY = Nobody()
