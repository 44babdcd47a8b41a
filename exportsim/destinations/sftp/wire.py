"""Requests and replies of SFTP over one connection; requests may go ahead of the replies.

paramiko's own client sends a file in requests that each need two packets and tells neither which extensions the
server has nor why it refused. Over the same transport this is half the processor time a byte, and one round trip
where that has five.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Protocol

from paramiko import SSHException

from exportsim.destinations.sftp import messages
from exportsim.destinations.sftp.messages import Attributes, Fields, Refused, Room, path, string, u32, u64
from exportsim.errors import TransientFailure

CHUNK = 32_000
"""Bytes of one read or write where a server states no limit; with its header it fits into one packet of 32 KiB, the
largest that all servers take."""

LARGEST = 8 * CHUNK
"""Bytes of one read or write where a server takes as many, as OpenSSH does since 8.5: a reply to every eighth packet
is an eighth less processor time."""

AHEAD = 4 << 20
"""Bytes asked for or written ahead of the replies: more than the window of an OpenSSH server, so that the window is
the limit."""


class Channel(Protocol):
    """What carries the bytes: paramiko's, or anything that sends and receives."""

    def sendall(self, s: bytes) -> None: ...

    def recv(self, nbytes: int) -> bytes: ...

    def settimeout(self, timeout: float | None) -> None: ...


class Wire:
    """Used by one thread at a time.

    Raises ``Refused`` where the server answers that it will not, after which the connection is as good as before, and
    ``TransientFailure`` where the connection is lost.
    """

    def __init__(self, channel: Channel, server: str, timeout: float) -> None:
        """``server`` is its name in what is raised; ``timeout`` are seconds without a byte."""
        self._channel, self._server, self._timeout = channel, server, timeout
        self._received = bytearray()
        self._number = 0
        self._owed: set[int] = set()
        self._early: dict[int, tuple[int, Fields]] = {}
        self._writes: deque[int] = deque()
        self._broken = False
        channel.settimeout(timeout)
        self.extensions = self._greeted()
        self._most_read, self._most_written = self._limits()

    @property
    def clean(self) -> bool:
        """Whether every request has been answered, so that somebody else may go on with the connection."""
        return not self._owed and not self._broken

    def ask(self, kind: int, *fields: bytes) -> int:
        """Send a request and return its number, for ``answer``."""
        self._number += 1
        self._send(kind, u32(self._number), *fields)
        self._owed.add(self._number)
        return self._number

    def ask_extended(self, name: str, *fields: bytes) -> int:
        """Send a request that the server announced under ``name``."""
        return self.ask(messages.EXTENDED, string(name.encode()), *fields)

    def answer(self, number: int) -> Fields:
        """What the server says to a request; ``Refused`` for any status but *ok*."""
        while number not in self._early:
            kind, fields = self._reply()
            answered = fields.u32()
            if answered in self._owed:
                self._owed.discard(answered)
                self._early[answered] = kind, fields
        kind, fields = self._early.pop(number)
        if kind == messages.STATUS:
            code = fields.u32()
            if code != messages.OK:
                raise Refused(code, fields.string().decode("utf-8", "replace") if fields else "")
        return fields

    def forget(self, numbers: Iterable[int]) -> None:
        """Take in the replies that nobody waits for any more, so that the connection is clean again."""
        for number in [*numbers]:
            if number in self._owed or number in self._early:
                with contextlib.suppress(Refused):
                    self.answer(number)

    def stat(self, file: str) -> Attributes | None:
        """What lies under a name, links followed; None for nothing."""
        try:
            return self.answer(self.ask(messages.STAT, path(file))).attributes()
        except Refused as refused:
            if refused.code == messages.NO_SUCH_FILE:
                return None
            raise

    def room(self, folder: str) -> Room | None:
        """How much more the disk of a folder holds, where the server can tell."""
        if messages.STATVFS not in self.extensions:
            return None
        try:
            return self.answer(self.ask_extended(messages.STATVFS, path(folder))).room()
        except Refused:
            return None

    def open(self, file: str, flags: int) -> bytes:
        """A handle."""
        return self.answer(self.ask(messages.OPEN, path(file), u32(flags), messages.NO_ATTRIBUTES)).string()

    def close(self, handle: bytes) -> None:
        self.answer(self.ask(messages.CLOSE, string(handle)))

    def write(self, handle: bytes, offset: int, data: bytes) -> None:
        """Send bytes for a place in a file; ``settle`` says whether they were written, or a later ``write``."""
        for at in range(0, len(data), self._most_written):
            chunk = data[at : at + self._most_written]
            self._writes.append(self.ask(messages.WRITE, string(handle), u64(offset + at), u32(len(chunk)), chunk))
            if len(self._writes) * self._most_written > AHEAD:
                self._written()

    def settle(self) -> None:
        """Wait until every write has been answered."""
        while self._writes:
            self._written()

    def read(self, handle: bytes, size: int) -> Iterator[bytes]:
        """A file's first ``size`` bytes in order, fewer where it ends before; to be read to the end."""
        waiting: deque[tuple[int, int, int]] = deque()
        asked = 0
        while waiting or asked < size:
            while asked < size and len(waiting) * self._most_read < AHEAD:
                length = min(self._most_read, size - asked)
                waiting.append((self._ask_read(handle, asked, length), asked, length))
                asked += length
            number, offset, length = waiting.popleft()
            try:
                data = self.answer(number).string()
            except Refused as refused:
                self.forget(number for number, _, _ in waiting)
                if refused.code == messages.EOF:
                    return
                raise
            if len(data) < length:
                # A server may give less than it was asked for.
                rest = offset + len(data), length - len(data)
                waiting.appendleft((self._ask_read(handle, *rest), *rest))
            yield data

    def entries(self, folder: str) -> list[tuple[str, Attributes]]:
        """What lies in a folder, in no order, links not followed."""
        handle = self.answer(self.ask(messages.OPENDIR, path(folder))).string()
        found: list[tuple[str, Attributes]] = []
        try:
            while True:
                fields = self.answer(self.ask(messages.READDIR, string(handle)))
                for _ in range(fields.u32()):
                    name = fields.string().decode("utf-8", "surrogateescape")
                    fields.string()
                    found.append((name, fields.attributes()))
        except Refused as refused:
            if refused.code != messages.EOF:
                raise
        finally:
            self.close(handle)
        return [(name, attributes) for name, attributes in found if name not in (".", "..")]

    def make_folder(self, folder: str) -> None:
        self.answer(self.ask(messages.MKDIR, path(folder), messages.NO_ATTRIBUTES))

    def remove(self, file: str) -> None:
        """Take a file away; nothing there is no error."""
        try:
            self.answer(self.ask(messages.REMOVE, path(file)))
        except Refused as refused:
            if refused.code != messages.NO_SUCH_FILE:
                raise

    def rename(self, old: str, new: str) -> None:
        """Give a file another name, which must be free."""
        self.answer(self.ask(messages.RENAME, path(old), path(new)))

    def replace(self, old: str, new: str) -> None:
        """Give a file another name, in one step whatever lay there; an extension."""
        self.answer(self.ask_extended(messages.POSIX_RENAME, path(old), path(new)))

    @contextlib.contextmanager
    def patient(self, factor: float) -> Iterator[None]:
        """Wait so many times as long inside the block."""
        self._channel.settimeout(self._timeout * factor)
        try:
            yield
        finally:
            self._channel.settimeout(self._timeout)

    def _greeted(self) -> dict[str, bytes]:
        self._send(messages.INIT, u32(3))
        kind, fields = self._reply()
        if kind != messages.VERSION:
            raise TransientFailure(f"{self._server} greets as no SFTP server does")
        fields.u32()
        extensions = {}
        while fields:
            name = fields.string().decode("utf-8", "replace")
            extensions[name] = fields.string()
        return extensions

    def _limits(self) -> tuple[int, int]:
        """The most bytes of one read and of one write."""
        if messages.LIMITS not in self.extensions:
            return CHUNK, CHUNK
        try:
            limits = self.answer(self.ask_extended(messages.LIMITS)).limits()
        except Refused:
            return CHUNK, CHUNK
        return min(limits.read or CHUNK, LARGEST), min(limits.write or CHUNK, LARGEST)

    def _ask_read(self, handle: bytes, offset: int, length: int) -> int:
        return self.ask(messages.READ, string(handle), u64(offset), u32(length))

    def _written(self) -> None:
        try:
            self.answer(self._writes.popleft())
        except Refused:
            self.forget(self._writes)
            self._writes.clear()
            raise

    def _send(self, kind: int, *fields: bytes) -> None:
        size = 1 + sum(map(len, fields))
        message = b"".join((u32(size), bytes((kind,)), *fields))
        try:
            for at in range(0, len(message), CHUNK):
                self._channel.sendall(message[at : at + CHUNK])
        except (EOFError, OSError, SSHException) as error:
            raise self._lost(error) from error

    def _reply(self) -> tuple[int, Fields]:
        size = int.from_bytes(self._taken(4), "big")
        message = self._taken(size)
        return message[0], Fields(message[1:])

    def _taken(self, amount: int) -> bytes:
        while len(self._received) < amount:
            try:
                more = self._channel.recv(1 << 17)
            except (EOFError, OSError, SSHException) as error:
                raise self._lost(error) from error
            if not more:
                raise self._lost(EOFError())
            self._received += more
        taken = bytes(self._received[:amount])
        del self._received[:amount]
        return taken

    def _lost(self, error: Exception) -> TransientFailure:
        self._broken = True
        if isinstance(error, TimeoutError):
            return TransientFailure(f"{self._server} sent nothing for {self._timeout:g} seconds")
        return TransientFailure(f"the connection to {self._server} broke off")
