"""Azure Data Lake Storage Gen2 over https: Azurite, the dfs dialect in front of it, and a token endpoint."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servers import azurite, certificates, dfs, entra
from servers.azurite import Azurite
from servers.entra import Principal


@dataclass(frozen=True)
class Adls:
    """A running account, reachable by both dialects and every kind of login."""

    blob: Azurite
    """The blob endpoint: `blob.endpoint`, `blob.key`, `blob.sas(...)`, `blob.container` (the filesystem)."""

    dfs_endpoint: str
    """`https://127.0.0.1:PORT/ACCOUNT`; the blob dialect is answered here too."""

    dfs_port: int
    """For a proxy in front of it."""

    principal: Principal
    """May do everything."""

    ca: Path
    """PEM file that clients of all three endpoints must trust."""

    @property
    def account(self) -> str:
        return self.blob.account

    @property
    def filesystem(self) -> str:
        """There already. Tests share it: keep to a folder of your own."""
        return self.blob.container


@contextlib.contextmanager
def serve(folder: Path, *, token_lifetime: int = 3600) -> Iterator[Adls]:
    """Run all three, until the block is left.

    Args:
        folder: empty.
        token_lifetime: seconds that a service principal's token is good for.

    Raises:
        ServerError: Azurite is not installed (`make test` installs it), or did not start.
    """
    tls = certificates.issue(folder)
    with (
        azurite.serve(folder, tls=tls) as blob,
        dfs.serve(blob, tls) as dfs_endpoint,
        entra.serve(tls, lifetime=token_lifetime) as principal,
    ):
        port = int(dfs_endpoint.rpartition(":")[2].partition("/")[0])
        yield Adls(blob, dfs_endpoint, port, principal, tls.ca)
