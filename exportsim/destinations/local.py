"""A folder of this machine as a store: the place that needs no account."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from exportsim.destinations.arriving import SUFFIX, arriving_name, is_abandoned, is_arriving
from exportsim.destinations.base import Moved, Presence, Server, Stored, ignore
from exportsim.destinations.content import altered, reading, receiving
from exportsim.destinations.gradual import Append
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure
from exportsim.model import LocalFolder, Receipt

CHUNK = 1 << 20
PASSING = {errno.EAGAIN, errno.EINTR, errno.EBUSY, errno.ETIMEDOUT, errno.ESTALE}

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
"""What file systems without hard links say, FAT and some network mounts among them."""


class LocalStore:
    """Files are copied beside their final name, flushed to the disk, and renamed or linked."""

    def __init__(self, place: LocalFolder) -> None:
        self._root = place.path

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        self._require_folder()
        path = self._root / key
        arriving = path.with_name(arriving_name())
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with reading(file):
                    source = file.open("rb")
                with source:
                    size, digest = _copy(source, arriving, moved)
                if digest != sha256:
                    raise altered(file)
                if overwrite:
                    arriving.replace(path)
                else:
                    _reveal(arriving, path)
            finally:
                arriving.unlink(missing_ok=True)
        except FileExistsError as error:
            raise TerminalFailure(f"{path} is there already") from error
        except OSError as error:
            raise _failure(path, "written", error) from error
        return Receipt(key, size, digest, "sha256", 1, time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        path = self._root / key
        try:
            source = path.open("rb")
        except OSError as error:
            raise _failure(path, "read", error) from error
        with source, receiving(file) as sink:
            shutil.copyfileobj(source, sink, CHUNK)

    def list(self, folder: str = "") -> Iterator[Stored]:
        self._require_folder()
        for path in sorted((self._root / folder).rglob("*")):
            if path.is_file() and not is_arriving(path.name):
                yield Stored(path.relative_to(self._root).as_posix(), path.stat().st_size)

    def delete(self, key: str) -> None:
        (self._root / key).unlink(missing_ok=True)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        self._require_folder()
        path = self._root / key
        try:
            if path.stat().st_size != file.stat().st_size:
                return "other"
            with path.open("rb") as content:
                return "same" if hashlib.file_digest(content, "sha256").hexdigest() == sha256 else "other"
        except FileNotFoundError:
            return "absent"
        except OSError as error:
            raise _failure(path, "read", error) from error

    def sweep(self, folder: str = "") -> None:
        for path in (self._root / folder).glob(f".*{SUFFIX}"):
            if is_abandoned(path.name, time.time() - path.stat().st_mtime):
                path.unlink(missing_ok=True)

    @contextmanager
    def begin(self, key: str, *, overwrite: bool) -> Iterator[Append]:
        """Make a file that a reader sees grow; see ``Gradual``."""
        path = self._root / key
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb" if overwrite else "xb", buffering=0) as sink:
                yield lambda data: _written_all(sink, data)
        except FileExistsError as error:
            raise TerminalFailure(f"{path} is there already") from error
        except OSError as error:
            raise _failure(path, "written", error) from error

    def rename(self, key: str, new: str, *, overwrite: bool) -> None:
        """Give a file another name; see ``Gradual``."""
        old, path = self._root / key, self._root / new
        try:
            if overwrite:
                old.replace(path)
            else:
                _reveal(old, path)
                old.unlink(missing_ok=True)
        except FileExistsError as error:
            raise TerminalFailure(f"{path} is there already") from error
        except OSError as error:
            raise _failure(path, "written", error) from error

    def servers(self) -> tuple[Server, ...]:
        return ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing is held open between files."""

    def _require_folder(self) -> None:
        for path in (self._root, *self._root.parents):
            if path.exists():
                if not path.is_dir():
                    raise TerminalFailure(f"{path} is a file, where a folder is asked for")
                return


def _copy(source: BinaryIO, target: Path, moved: Moved) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as sink:
        while chunk := source.read(CHUNK):
            sink.write(chunk)
            digest.update(chunk)
            size += len(chunk)
            moved(len(chunk))
        sink.flush()
        os.fsync(sink.fileno())
    return size, digest.hexdigest()


def _written_all(sink: FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[sink.write(left) or 0 :]


def _reveal(arriving: Path, path: Path) -> None:
    """Give a file its name unless the name is taken; a link does both in one step."""
    try:
        path.hardlink_to(arriving)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        arriving.rename(path)


def _failure(path: Path, done: str, error: OSError) -> DeliveryError:
    kind = TransientFailure if error.errno in PASSING else TerminalFailure
    return kind(f"{path} could not be {done}: {error.strerror}")
