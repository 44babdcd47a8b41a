"""The contract of a store: a place, connected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Protocol, Self, runtime_checkable
from urllib.parse import urlsplit

from exportsim.model import Receipt

IfExists = Literal["fail", "skip", "overwrite"]

Presence = Literal["absent", "same", "other"]
"""What lies under a key, held against a file: nothing, the file whole, or something else."""

Moved = Callable[[int], None]
"""Hears of bytes as they leave, and may wait before it returns: so the bandwidth is limited."""


class Stored(NamedTuple):
    """One file as a store lists it."""

    key: str
    size: int


def ignore(_amount: int) -> None:
    """Hear of moved bytes and do nothing."""


class Server(NamedTuple):
    """A server that a store talks to, for whoever examines the way there."""

    scheme: Literal["https", "http", "ssh"]
    host: str
    port: int
    ca: str | None = None
    """The file of certificate authorities that it is held against; None: those of this machine."""

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"


def server_of(url: str, ca: str | None) -> Server:
    """The server of a URL of http or https."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return Server("https" if secure else "http", parts.hostname or "", parts.port or (443 if secure else 80), ca)


class Particular(NamedTuple):
    """Something that the platform does at one kind of place alone."""

    name: str
    permission: str
    call: Callable[[], str]
    """Does it and says what came of it; raises ``DeliveryError``."""


@runtime_checkable
class Particulars(Protocol):
    """A store of such a kind."""

    def particulars(self, key: str) -> tuple[Particular, ...]:
        """What else the platform does there; ``key`` is free to be used and free again afterwards."""


class Store(Protocol):
    """Puts whole files under a key or nothing at all; keys are relative to the place's root, ``/``-separated.

    Every method may be called from several threads at once, raises ``TransientFailure`` where the same call may go
    through later and ``TerminalFailure`` where it will not, and never names a secret in what it raises.
    """

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        """Send one finished file in one attempt; a reader sees nothing or all of it.

        ``sha256`` is the file's own, in hexadecimal. Without ``overwrite`` other content under the key is a
        ``TerminalFailure``, checked by the store itself where it can (a conditional put). The receipt's checksum is
        the strongest that the store confirmed after the last byte.
        """

    def get(self, key: str, file: Path) -> None:
        """Fetch what lies under ``key`` into a new file."""

    def list(self, folder: str = "") -> Iterator[Stored]:
        """Every file that a reader sees at any depth below a folder; what is on its way is none.

        Keys are relative to the place's root whatever the folder; one that is not there lists nothing.
        """

    def delete(self, key: str) -> None:
        """Take away what lies under ``key``; nothing there is no error."""

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        """Hold what lies under ``key`` against a local file, by the strongest means that the store has."""

    def sweep(self, folder: str = "") -> None:
        """Take away what killed uploads of ours left directly in a folder: temporary names, open multipart uploads."""

    def servers(self) -> tuple[Server, ...]:
        """Whom it talks to, in the order of the first request; none where it needs no network."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None: ...


@runtime_checkable
class Preparing(Protocol):
    """A store that lets files wait, read and hashed, until there is room for them: it takes so many more at once."""

    ahead: int
