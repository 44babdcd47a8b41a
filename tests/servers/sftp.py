"""A running SFTP server: what a test and a client know of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from servers.keys import UserKeys
from servers.process import LOOPBACK

UPLOAD = "/upload"
LOCKED = "/locked"


@dataclass(frozen=True)
class SftpServer:
    """A running SFTP server with one user."""

    port: int
    user: str
    password: str
    keys: UserKeys
    known_hosts: Path
    """Its host keys, as a client keeps them."""

    folder: Path
    """Where what is uploaded below `upload` really lies."""

    host: str = LOOPBACK
    upload: str = UPLOAD
    """The folder that the user may write to. Tests share it: keep to a folder of your own below."""

    locked: str = LOCKED
    """A folder that the user may read and not write to."""

    def known_hosts_at(self, port: int, folder: Path) -> Path:
        """The same keys for another way to the server, such as a proxy, in a file in `folder`."""
        text = self.known_hosts.read_text().replace(f"]:{self.port} ", f"]:{port} ")
        path = folder / f"known_hosts_{port}"
        path.write_text(text)
        return path
