"""The servers as pytest fixtures, one of each for all workers of a run; `tests/conftest.py` names this module."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from servers.azurite import Azurite
from servers.openssh import SftpServer
from servers.seaweedfs import SeaweedFs
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
def sftp_server(pytestconfig: pytest.Config) -> SftpServer:
    """OpenSSH's server."""
    return _shared("openssh", pytestconfig)
