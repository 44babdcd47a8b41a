"""The servers as pytest fixtures, one of each for all workers of a run; `tests/conftest.py` names this module."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from servers import asyncssh_sftp, openssh
from servers.adls import Adls
from servers.azurite import Azurite
from servers.busy import Busy, busy
from servers.faults import Proxy, proxy
from servers.seaweedfs import SeaweedFs
from servers.sftp import SftpServer
from servers.shared import folder_of_run, server

Run = tuple[str, int]
"""The folder in which a run's servers are, and the process id of the run."""

RUN = pytest.StashKey[Run]()


def pytest_configure(config: pytest.Config) -> None:
    """A worker is told which run it belongs to; whoever is none of its workers is the run."""
    if hasattr(config, "workerinput"):
        config.stash[RUN] = tuple(config.workerinput["servers"])
        return
    folder = folder_of_run()
    config.stash[RUN] = (str(folder.__enter__()), os.getpid())
    config.add_cleanup(lambda: folder.__exit__(None, None, None))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist."""
    node.workerinput["servers"] = node.config.stash[RUN]


def _shared(name: str, config: pytest.Config) -> Any:
    folder, owner = config.stash[RUN]
    return server(name, Path(folder), owner)


@pytest.fixture(scope="session")
def s3_server(pytestconfig: pytest.Config) -> SeaweedFs:
    """S3 with signatures, identities and roles, over http and https."""
    return _shared("seaweedfs", pytestconfig)


@pytest.fixture(scope="session")
def azurite_server(pytestconfig: pytest.Config) -> Azurite:
    """Azure Blob over http, with the account's key and shared access signatures."""
    return _shared("azurite", pytestconfig)


@pytest.fixture(scope="session")
def adls_server(pytestconfig: pytest.Config) -> Adls:
    """Azure Data Lake Storage Gen2 over https, by both dialects, with keys, signatures and service principals."""
    return _shared("adls", pytestconfig)


@pytest.fixture(scope="session")
def sftp_server(pytestconfig: pytest.Config) -> SftpServer:
    """OpenSSH's server; where we may not run it, asyncssh's."""
    return _shared("openssh" if openssh.available() else "asyncssh_sftp", pytestconfig)


@pytest.fixture
def sftp_server_with(tmp_path: Path) -> Iterator[Callable[..., SftpServer]]:
    """Start an SFTP server that lacks things: `sftp_server_with(posix_rename=False, room=1_000_000)`."""
    with contextlib.ExitStack() as servers:
        yield lambda **options: servers.enter_context(asyncssh_sftp.serve(_new(tmp_path, "sftp"), **options))


@pytest.fixture
def proxy_to() -> Iterator[Callable[[int], Proxy]]:
    """Start a proxy to a port of loopback: `proxy_to(s3_server.port).add(Fault("reset", after=1000))`."""
    with contextlib.ExitStack() as proxies:
        yield lambda port: proxies.enter_context(proxy(port))


@pytest.fixture
def busy_at() -> Iterator[Callable[..., Busy]]:
    """Start a service that is too busy: `busy_at(s3_server.port, S3_SLOW_DOWN, requests=2)`."""
    with contextlib.ExitStack() as proxies:
        yield lambda *what, **how: proxies.enter_context(busy(*what, **how))


def _new(folder: Path, name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder))
