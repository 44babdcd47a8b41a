"""A folder of this machine as a store: the place that needs no account."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from exportsim.destinations.base import ignore
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import LocalFolder, Receipt

CHUNK = 1 << 20
TEMPORARY = ".exportsim-arriving"
"""Suffix of a file on its way; never listed."""

PASSING = {errno.EAGAIN, errno.EINTR, errno.EBUSY, errno.ETIMEDOUT, errno.ESTALE}


class LocalStore:
    """Files are copied beside their final name, flushed to the disk and renamed."""

    def __init__(self, place: LocalFolder) -> None:
        self._root = place.path

    def put(self, file: Path, key: str, *, moved: Callable[[int], None] = ignore) -> Receipt:
        began = time.monotonic()
        path = self._root / key
        arriving = path.with_name(path.name + TEMPORARY)
        digest, size = hashlib.sha256(), 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with file.open("rb") as source, arriving.open("wb") as target:
                    while chunk := source.read(CHUNK):
                        target.write(chunk)
                        digest.update(chunk)
                        size += len(chunk)
                        moved(len(chunk))
                    target.flush()
                    os.fsync(target.fileno())
                arriving.replace(path)
            finally:
                arriving.unlink(missing_ok=True)
        except OSError as error:
            kind = TransientFailure if error.errno in PASSING else TerminalFailure
            raise kind(f"{path} could not be written: {error.strerror}") from error
        return Receipt(key, size, digest.hexdigest(), "sha256", 1, time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        try:
            shutil.copyfile(self._root / key, file)
        except OSError as error:
            raise TerminalFailure(f"{self._root / key} could not be read: {error.strerror}") from error

    def list(self) -> Iterator[tuple[str, int]]:
        for path in sorted(self._root.rglob("*")):
            if path.is_file() and not path.name.endswith(TEMPORARY):
                yield path.relative_to(self._root).as_posix(), path.stat().st_size

    def delete(self, key: str) -> None:
        (self._root / key).unlink(missing_ok=True)

    def checksum(self, key: str) -> tuple[str, str] | None:
        path = self._root / key
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return "sha256", hashlib.file_digest(file, "sha256").hexdigest()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is held open between files."""
