"""SFTP version 3 in bytes: kinds of messages, their fields, and what a status means.

https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02, the one that OpenSSH and nearly all others speak.
"""

from __future__ import annotations

import stat
import struct
from typing import NamedTuple

INIT, VERSION = 1, 2
OPEN, CLOSE, READ, WRITE, FSTAT = 3, 4, 5, 6, 8
OPENDIR, READDIR, REMOVE, MKDIR, STAT, RENAME = 11, 12, 13, 14, 17, 18
STATUS, HANDLE, DATA, NAME, ATTRS = 101, 102, 103, 104, 105
EXTENDED, EXTENDED_REPLY = 200, 201

TO_READ, TO_WRITE, CREATE, TRUNCATE, EXCLUSIVE = 1, 2, 8, 16, 32
"""How a file is opened."""

OK, EOF, NO_SUCH_FILE, PERMISSION_DENIED, FAILURE, BAD_MESSAGE = 0, 1, 2, 3, 4, 5
UNSUPPORTED, NO_SPACE, QUOTA = 8, 14, 15
"""Codes of a status; the last two are of later versions, and sent by some servers all the same."""

POSIX_RENAME, FSYNC = "posix-rename@openssh.com", "fsync@openssh.com"
STATVFS, LIMITS = "statvfs@openssh.com", "limits@openssh.com"
"""Extensions: to replace a file in one step, to have it on the disk, to know how much room there is and how large a
request may be."""

_SIZE, _OWNER, _PERMISSIONS, _TIMES, _EXTENDED = 1, 2, 4, 8, 0x80000000

NO_ATTRIBUTES = bytes(4)


class Refused(Exception):
    """The server answered that it will not."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text or f"status {code}")
        self.code = code


class Attributes(NamedTuple):
    """What a server tells of a file."""

    size: int | None
    mode: int | None
    modified: int | None
    """Unix seconds."""

    @property
    def is_folder(self) -> bool:
        return self.mode is not None and stat.S_ISDIR(self.mode)

    @property
    def is_link(self) -> bool:
        return self.mode is not None and stat.S_ISLNK(self.mode)


class Room(NamedTuple):
    """Of the disk that a folder lies on."""

    free: int
    """Bytes that the account may still use."""

    files: int
    """Files that may still be made; some file systems answer 0 and mean that they do not count."""


class Limits(NamedTuple):
    """The most bytes of one request; 0 where a server states none."""

    read: int
    write: int


class Fields:
    """Reads the fields of a message one after the other."""

    def __init__(self, message: bytes) -> None:
        self._message, self._at = message, 0

    def __bool__(self) -> bool:
        return self._at < len(self._message)

    def u32(self) -> int:
        return self._number(">I", 4)

    def u64(self) -> int:
        return self._number(">Q", 8)

    def string(self) -> bytes:
        size = self.u32()
        self._at += size
        return self._message[self._at - size : self._at]

    def attributes(self) -> Attributes:
        flags = self.u32()
        size = self.u64() if flags & _SIZE else None
        if flags & _OWNER:
            self.u64()
        mode = self.u32() if flags & _PERMISSIONS else None
        modified = (self.u32(), self.u32())[1] if flags & _TIMES else None
        if flags & _EXTENDED:
            for _ in range(self.u32()):
                self.string(), self.string()
        return Attributes(size, mode, modified)

    def room(self) -> Room:
        _, unit, _, _, free, _, _, files = (self.u64() for _ in range(8))
        return Room(free * unit, files)

    def limits(self) -> Limits:
        _, read, write, _ = (self.u64() for _ in range(4))
        return Limits(read, write)

    def _number(self, form: str, size: int) -> int:
        (number,) = struct.unpack_from(form, self._message, self._at)
        self._at += size
        return int(number)


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def string(value: bytes) -> bytes:
    return u32(len(value)) + value


def path(text: str) -> bytes:
    """A path on the server; names that are no UTF-8 come back as they were listed."""
    return string(text.encode("utf-8", "surrogateescape"))
