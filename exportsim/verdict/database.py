"""What keeps the database from its work: no room for it, or a truth that is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from exportsim.errors import ConfigurationError, ExportError, Problem

NO_ROOM = ("no space left", "disk quota exceeded")


@contextmanager
def faults_told(work: Path, truth: Path) -> Iterator[None]:
    """What the database refuses inside, as an error of ours.

    ``ExportError`` where ``work``, its folder, is full; ``ConfigurationError`` that names ``truth`` for the rest:
    readings are looked through before they are compared, statements are our own, so the truth is what is left.
    """
    try:
        yield
    except duckdb.InterruptException as error:
        raise KeyboardInterrupt from error
    except duckdb.Error as error:
        what = str(error).partition("\n")[0]
        if any(words in str(error).lower() for words in NO_ROOM):
            raise ExportError(f"{work} has no room for what is compared; TMPDIR names another folder") from error
        problem = Problem(str(truth), f"cannot be compared with: {what}", "it is damaged; generate the export again")
        raise ConfigurationError([problem]) from error
