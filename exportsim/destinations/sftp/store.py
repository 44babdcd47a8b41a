"""A folder of an SFTP server as a store."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from exportsim.destinations.arriving import arriving_name, is_abandoned, is_arriving
from exportsim.destinations.base import Moved, Presence, Server, Stored, ignore
from exportsim.destinations.content import altered, reading, receiving
from exportsim.destinations.gradual import Append
from exportsim.destinations.settings import Settings
from exportsim.destinations.sftp import folders, messages, transfer
from exportsim.destinations.sftp.connection import Connection, Door
from exportsim.destinations.sftp.failures import refusal
from exportsim.destinations.sftp.folders import parent_of
from exportsim.destinations.sftp.login import login_of
from exportsim.destinations.sftp.messages import Refused
from exportsim.destinations.sftp.pieces import Pieces
from exportsim.destinations.sftp.pool import Pool
from exportsim.destinations.sftp.publish import Taken, publish_of, reveal
from exportsim.destinations.sftp.wire import Wire
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure
from exportsim.model import Receipt, Sftp

WELL_KNOWN = ("OpenSSH", "AsyncSSH")
"""Servers, as they introduce themselves, that were seen to take one file over several connections and to refuse a
rename onto another file. Others may keep files somewhere else than on a disk and take only bytes in their order, so
they get them so; and some rename over a file that is there, so it is looked for at the last moment."""


class SftpStore:
    """Files are uploaded under a temporary name beside the final one, brought to the server's disk, and renamed.

    A receipt's checksum is ``size``, which is all that a server confirms; with ``verify="full"`` it is the SHA-256 of
    the file as it was read back, before it gets its name.
    """

    def __init__(self, place: Sftp, settings: Settings) -> None:
        """Raise ``ConfigurationError`` for credentials that are missing or cannot be used; connects to nobody yet."""
        login = login_of(place, settings)
        self._server, self._root = login.server, place.path
        self._address = login.host, login.port
        self._settings = settings
        self._publish = publish_of(settings)
        self._pool = Pool(Door(login).open, settings.jobs)
        self._begun: set[str] = set()
        """Files that this store began under their final names: what lies there is ours to replace."""
        self._orphans: set[str] = set()
        """Temporary files that could not be taken away yet."""

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        path = self._path(key)
        try:
            with reading(file), self._explained(path, "written"), self._pool.lease() as connection:
                size = file.stat().st_size
                overwrite = overwrite or path in self._begun
                # What lies there whole is our own earlier attempt, whose reply was lost, or as good as that.
                if overwrite or not self._same(connection.wire, path, size, sha256):
                    self._upload(connection, file, size, path, sha256, overwrite, moved)
        except Taken:
            raise TerminalFailure(f"{path} is there already") from None
        finally:
            self._tidy()
        proof = (sha256, "sha256") if self._settings.verify == "full" else (str(size), "size")
        return Receipt(key, size, *proof, attempts=1, seconds=time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        path = self._path(key)
        with receiving(file) as sink, self._explained(path, "read"), self._pool.lease() as connection:
            transfer.fetch(connection.wire, path, sink)

    def list(self, folder: str = "") -> Iterator[Stored]:
        root = self._path(folder)
        with self._explained(root, "listed"):
            for path, name, attributes in folders.walk(self._pool.lease, root):
                if not is_arriving(name):
                    yield Stored(path.removeprefix(self._root).lstrip("/"), attributes.size or 0)

    def delete(self, key: str) -> None:
        path = self._path(key)
        with self._explained(path, "deleted"), self._pool.lease() as connection:
            connection.wire.remove(path)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        """Hold the sizes against each other, and where these are equal every byte.

        A time of change tells less: it has whole seconds, and a push that was killed has kept none to compare with.
        """
        path = self._path(key)
        with reading(file):
            size = file.stat().st_size
        with self._explained(path, "read"), self._pool.lease() as connection:
            try:
                return "same" if self._same(connection.wire, path, size, sha256) else "absent"
            except Taken:
                return "other"

    def sweep(self, folder: str = "") -> None:
        path = self._path(folder)
        with self._explained(path, "swept"), self._pool.lease() as connection:
            for file, name, attributes in folders.files_in(connection.wire, path):
                age = time.time() - attributes.modified if attributes.modified is not None else 0.0
                if is_arriving(name) and is_abandoned(name, age):
                    connection.wire.remove(file)

    @contextlib.contextmanager
    def begin(self, key: str, *, overwrite: bool) -> Iterator[Append]:
        """Make a file that a reader sees grow; see ``Gradual``."""
        path = self._path(key)
        with self._explained(path, "written"), self._pool.lease() as connection:
            wire, size = connection.wire, 0
            if not overwrite and wire.stat(path):
                raise TerminalFailure(f"{path} is there already")
            handle = self._opened(wire, path, messages.TRUNCATE if overwrite else messages.EXCLUSIVE)

            def append(data: bytes) -> None:
                nonlocal size
                wire.write(handle, size, data)
                wire.settle()
                size += len(data)

            yield append
            wire.close(handle)

    def rename(self, key: str, new: str, *, overwrite: bool) -> None:
        """Give a file another name; see ``Gradual``."""
        path = self._path(new)
        with self._explained(path, "written"), self._pool.lease() as connection:
            try:
                reveal(connection.wire, self._path(key), path, overwrite=overwrite, atomic=self._publish == "atomic")
            except Taken:
                raise TerminalFailure(f"{path} is there already") from None

    def servers(self) -> tuple[Server, ...]:
        return (Server("ssh", *self._address),)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._tidy()
        self._pool.close()

    def _path(self, key: str) -> str:
        return f"{self._root.rstrip('/')}/{key}".rstrip("/") or "/"

    def _same(self, wire: Wire, path: str, size: int, sha256: str) -> bool:
        """Whether a file lies there whole; False where nothing does, ``Taken`` where something else does."""
        found = wire.stat(path)
        if found is None:
            return False
        if found.is_folder or found.size != size or transfer.sha256_of(wire, path, size) != sha256:
            raise Taken
        return True

    def _upload(
        self, connection: Connection, file: Path, size: int, path: str, sha256: str, overwrite: bool, moved: Moved
    ) -> None:
        wire = connection.wire
        direct = self._publish == "direct"
        arriving = path if direct else f"{parent_of(path).rstrip('/')}/{arriving_name()}"
        try:
            handle = self._opened(wire, arriving, messages.TRUNCATE if direct and overwrite else messages.EXCLUSIVE)
        except Refused:
            if direct and not overwrite and wire.stat(path):
                raise Taken from None
            raise
        try:
            if direct:
                self._begun.add(path)
            with file.open("rb") as source:
                pieces = Pieces(source, moved)
                told = transfer.send(self._pool, wire, pieces, arriving, handle, self._helpers(connection, size))
            if pieces.digest() != (size, sha256):
                raise altered(file)
            if told not in (None, size):
                raise TransientFailure(f"{self._server} kept {told:,} of {size:,} bytes of {path}")
            if self._settings.verify == "full" and transfer.sha256_of(wire, arriving, size) != sha256:
                raise TransientFailure(f"what {self._server} keeps of {path} is not what was sent")
            if direct:
                self._begun.discard(path)
            else:
                self._reveal(connection, arriving, path, size, sha256, overwrite)
        except Refused as refused:
            self._orphans.add(arriving)
            room = wire.room(parent_of(path)) if wire.clean and refused.code == messages.FAILURE else None
            raise refusal(self._server, path, "written", refused, room) from refused
        except BaseException:
            self._orphans.add(arriving)
            raise

    def _opened(self, wire: Wire, path: str, how: int) -> bytes:
        """Open a file to be written; its folder is made when it turns out that it is not there."""
        flags = messages.TO_WRITE | messages.CREATE | how
        try:
            return wire.open(path, flags)
        except Refused as refused:
            if refused.code != messages.NO_SUCH_FILE:
                raise
        folders.make(wire, parent_of(path))
        return wire.open(path, flags)

    def _reveal(
        self, connection: Connection, arriving: str, path: str, size: int, sha256: str, overwrite: bool
    ) -> None:
        wire = connection.wire
        try:
            if not overwrite and not connection.software.startswith(WELL_KNOWN) and wire.stat(path):
                raise Taken
            reveal(wire, arriving, path, overwrite=overwrite, atomic=self._publish == "atomic")
        except Taken:
            if not self._same(wire, path, size, sha256):
                raise
            self._orphans.add(arriving)

    def _helpers(self, connection: Connection, size: int) -> int:
        """How many more connections may write the same file."""
        if not connection.software.startswith(WELL_KNOWN):
            return 0
        parts = -(-size // self._settings.part_size)
        return max(0, min(parts, self._settings.parts, self._settings.jobs) - 1)

    def _tidy(self) -> None:
        """Take away what failed uploads left, over a new connection where theirs is lost; what stays, stays known."""
        kept = set()
        while self._orphans:
            path = self._orphans.pop()
            try:
                with self._pool.lease() as connection:
                    connection.wire.remove(path)
            except (DeliveryError, Refused):
                kept.add(path)
                break
        self._orphans |= kept

    @contextlib.contextmanager
    def _explained(self, path: str, done: str) -> Iterator[None]:
        try:
            yield
        except Refused as refused:
            raise refusal(self._server, path, done, refused) from refused
