"""One file's bytes on their way there and back."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from typing import BinaryIO

from exportsim.destinations.sftp import messages
from exportsim.destinations.sftp.messages import Refused
from exportsim.destinations.sftp.pieces import Pieces
from exportsim.destinations.sftp.pool import Pool
from exportsim.destinations.sftp.wire import Wire
from exportsim.errors import DeliveryError, TransientFailure

FSYNC_PATIENCE = 10.0
"""How many times as long a server may take to bring a whole file to its disk."""


def send(pool: Pool, wire: Wire, pieces: Pieces, path: str, handle: bytes, helpers: int) -> int | None:
    """Write all pieces through an open handle, which is closed, with up to so many more connections beside it.

    Returns the size that the server then tells, if it tells one. Nobody writes any more when this is left, however.
    """
    for _ in range(helpers):
        # Not waited for while it only tries to connect: a server may let that hang.
        threading.Thread(target=_help, args=(pool, pieces, path), daemon=True).start()
    try:
        while piece := pieces.deal():
            wire.write(handle, *piece)
            pieces.moved(len(piece.data))
    except BaseException:
        pieces.stop()
        raise
    finally:
        pieces.wait()
    return _finish(wire, handle)


def _help(pool: Pool, pieces: Pieces, path: str) -> None:
    """Write pieces over a second connection until there are none, or somebody needs the connection more."""
    try:
        with pool.spare() as connection:
            if connection and pieces.join():
                try:
                    _write_some(pool, connection.wire, pieces, path)
                except BaseException as error:
                    pieces.leave(error)
                else:
                    pieces.leave(None)
    except DeliveryError:
        return  # no second connection: the first one does it all


def _write_some(pool: Pool, wire: Wire, pieces: Pieces, path: str) -> None:
    try:
        handle = wire.open(path, messages.TO_WRITE)
    except Refused:
        return
    while not pool.wanted and (piece := pieces.deal()):
        wire.write(handle, *piece)
        pieces.moved(len(piece.data))
    wire.settle()
    wire.close(handle)


def _finish(wire: Wire, handle: bytes) -> int | None:
    """Bring the file to the server's disk if it offers that, ask its size and close it: one round trip for all."""
    synced = wire.ask_extended(messages.FSYNC, messages.string(handle)) if messages.FSYNC in wire.extensions else None
    sized = wire.ask(messages.FSTAT, messages.string(handle))
    closed = wire.ask(messages.CLOSE, messages.string(handle))
    try:
        wire.settle()
        if synced is not None:
            _synced(wire, synced)
        size = wire.answer(sized).attributes().size
        wire.answer(closed)
    except Refused:
        wire.forget(number for number in (synced, sized, closed) if number is not None)
        raise
    return size


def _synced(wire: Wire, number: int) -> None:
    with wire.patient(FSYNC_PATIENCE):
        try:
            wire.answer(number)
        except Refused as refused:
            # Some servers announce it and cannot.
            if refused.code != messages.UNSUPPORTED:
                raise


def sha256_of(wire: Wire, path: str, size: int) -> str:
    """The hash of what lies under a name, every byte read back."""
    digest = hashlib.sha256()
    for chunk in content(wire, path, size):
        digest.update(chunk)
    return digest.hexdigest()


def fetch(wire: Wire, path: str, sink: BinaryIO) -> None:
    """Read a whole file."""
    attributes = wire.stat(path)
    if attributes is None or attributes.size is None:
        raise Refused(messages.NO_SUCH_FILE, "")
    for chunk in content(wire, path, attributes.size):
        sink.write(chunk)
    if sink.tell() != attributes.size:
        raise TransientFailure(f"{path} became shorter while it was read")


def content(wire: Wire, path: str, size: int) -> Iterator[bytes]:
    """What lies under a name, in order."""
    handle = wire.open(path, messages.TO_READ)
    yield from wire.read(handle, size)
    wire.close(handle)
