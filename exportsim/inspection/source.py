"""Where a file is read from: a path or a URL, opened once, looked at up to a limit."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import unquote, urlsplit

import smart_open

from exportsim.errors import ConfigurationError, Problem

LIMIT = 64 << 20
"""Bytes of a file that are read, and bytes of text that are made of them: more would not change what is said."""

EXTRAS = {
    "s3": "exportsim[s3]",
    "s3a": "exportsim[s3]",
    "s3n": "exportsim[s3]",
    "azure": "exportsim[azure]",
    "gs": "smart_open[gcs]",
    "http": "smart_open[http]",
    "https": "smart_open[http]",
}
"""What to install for the URLs of a scheme."""

UNCHECKED = ("ssh", "scp", "sftp", "ftp", "ftps")
"""Schemes whose reader takes any server for the right one, or sends the password in the clear."""


@dataclass(frozen=True)
class Source:
    """A file, open at its beginning; reading it may raise ``ConfigurationError``."""

    name: str
    """As it was asked for, without user, password, query and fragment of a URL."""

    stream: BinaryIO
    """Can seek."""

    size: int | None


class Bounded(io.RawIOBase):
    """The beginning of a stream, as if nothing followed."""

    def __init__(self, stream: BinaryIO, limit: int = LIMIT) -> None:
        self._stream = stream
        self._left = limit
        self.taken = 0
        self.cut = False
        """Whether more than the limit was asked for, and is there."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        if not self._left:
            self.cut = self.cut or bool(self._stream.read(1))
            return 0
        data = self._stream.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        self.taken += len(data)
        return len(data)


class Guarded(io.RawIOBase):
    """A stream whose faults, of whatever library, are told as one kind of error."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except Exception as error:
            raise _refusal(self._name, error) from error
        view[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._stream.seek(offset, whence)
        except Exception as error:
            raise _refusal(self._name, error) from error

    def tell(self) -> int:
        return self.seek(0, os.SEEK_CUR)


@contextmanager
def opened(location: str) -> Iterator[Source]:
    """Open a local path, a ``file://`` URL or a URL of a cloud; ``ConfigurationError`` where that cannot be."""
    scheme, separator, _ = location.partition("://")
    if not separator or scheme.lower() == "file":
        with _local(Path(unquote(urlsplit(location).path)) if separator else Path(location), location) as source:
            yield source
        return
    name = _without_secrets(location)
    stream = _remote(location, scheme.lower(), name)
    with stream:
        guarded = Guarded(stream, name)
        size = guarded.seek(0, os.SEEK_END)
        guarded.seek(0)
        yield Source(name, _buffered(guarded), size)


@contextmanager
def _local(path: Path, location: str) -> Iterator[Source]:
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise _problem(location, "is a folder", "one file of it")
        if not stat.S_ISREG(found.st_mode):
            raise _problem(location, "is a device or a pipe", "a file; copy what it gives into one first")
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        raise _refusal(location, error) from None
    with stream:
        yield Source(location, _buffered(Guarded(stream, location)), found.st_size)


def _buffered(stream: Guarded) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(stream, 1 << 20))


def _remote(location: str, scheme: str, name: str) -> BinaryIO:
    if scheme in UNCHECKED:
        raise _problem(name, f"{scheme} is not read from here: the server's identity would not be checked", "a copy")
    try:
        return smart_open.open(location, "rb", compression="disable")
    except ImportError:
        extra = EXTRAS.get(scheme, f"smart_open[{scheme}]")
        raise _problem(name, "needs a library that is not installed", f"pip install '{extra}'") from None
    except NotImplementedError:
        raise _problem(name, f"{scheme} is not a known scheme", "known: file, " + ", ".join(EXTRAS)) from None
    except Exception as error:
        # Every cloud's library has its own tree of errors; each of them means the same to the user.
        raise _refusal(name, error) from error


def _without_secrets(location: str) -> str:
    parts = urlsplit(location)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _problem(where: str, what: str, allowed: str = "") -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])


def _refusal(name: str, error: Exception) -> ConfigurationError:
    if isinstance(error, ConfigurationError):
        return error
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    return _problem(name, f"cannot be read: {reason}")
