"""SFTP on real servers, examined as every store is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from destinations.conformance import StoreSuite, World, assert_no_secrets, made, put
from destinations.network import LARGE, QUICK, ConnectionSuite, Line
from servers import asyncssh_sftp
from servers.faults import Fault, Proxy
from servers.sftp import SftpServer

from exportsim.destinations import connect
from exportsim.errors import TerminalFailure
from exportsim.model import Sftp


def environment(server: SftpServer, **over: str) -> dict[str, str]:
    login = {"EXPORTSIM_SFTP_PASSWORD": server.password, "EXPORTSIM_SFTP_KNOWN_HOSTS": str(server.known_hosts)}
    return {**login, **over}


def world_of(server: SftpServer, **over: str) -> World:
    """A folder of the test's own, which is not there yet."""
    place = Sftp(server.host, server.port, f"{server.upload}/{uuid.uuid4().hex}", server.user)
    return World(
        place,
        environment(server, **over),
        missing=replace(place, path=f"{server.locked}/not-there"),
        wrong=environment(server, EXPORTSIM_SFTP_PASSWORD="not-the-password"),
    )


class SftpSuite(StoreSuite):
    """What is different with this kind."""

    def test_a_refused_write_is_told(self, sftp_server: SftpServer, tmp_path: Path) -> None:
        """There are no credentials for reading alone: a folder of somebody else's stands in for them."""
        world = world_of(sftp_server)
        locked = replace(world.place, path=sftp_server.locked)  # type: ignore[type-var]
        refused = pytest.raises(TerminalFailure, match=r"permission denied")
        with refused as caught, connect(locked, world.settings()) as store:
            put(store, made(tmp_path, 10), "k")
        assert_no_secrets(str(caught.value), world.environment)


class TestSftp(SftpSuite):
    """The server that most partners run."""

    @pytest.fixture
    def world(self, sftp_server: SftpServer) -> World:
        return world_of(sftp_server)


class TestBrokenLines(ConnectionSuite):
    """What may happen on the way to it."""

    @pytest.fixture
    def line(self, sftp_server: SftpServer, tmp_path: Path) -> Line:
        world = world_of(sftp_server)

        def through(port: int) -> World:
            known_hosts = str(sftp_server.known_hosts_at(port, tmp_path))
            return replace(
                world,
                place=replace(world.place, port=port),  # type: ignore[type-var]
                environment=environment(sftp_server, EXPORTSIM_SFTP_KNOWN_HOSTS=known_hosts),
            )

        return Line(world, sftp_server.port, through)

    def test_a_busy_server_is_tried_again(
        self, line: Line, proxy_to: Callable[[int], Proxy], busy_at: object, tmp_path: Path
    ) -> None:
        """Here it hangs up before it says who it is, as OpenSSH does with more logins at once than it likes."""
        path = made(tmp_path, LARGE)
        proxy = proxy_to(line.port)
        proxy.add(Fault("close", direction="down", connections=3))
        with line.through(proxy.port).connect() as store:
            QUICK.make(lambda: put(store, path, "k"))
        assert proxy.faulted == 3
        self._completed(line, path)


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpServer]:
    with asyncssh_sftp.serve(tmp_path_factory.mktemp("bare"), posix_rename=False, fsync=False) as server:
        yield server


class TestBareSftp(SftpSuite):
    """A server without OpenSSH's extensions: files are replaced in two steps, and nothing confirms the disk."""

    # names and sizes are the same code as above, and the server in Python would take most of the time
    test_a_hundred_mebibytes_arrive = test_names_are_kept = None

    @pytest.fixture
    def world(self, bare_server: SftpServer) -> World:
        return world_of(bare_server)


@pytest.fixture(scope="module")
def unrenaming_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SftpServer]:
    with asyncssh_sftp.serve(tmp_path_factory.mktemp("unrenaming"), rename=False) as server:
        yield server


class TestDirectSftp(SftpSuite):
    """Uploaded under the final name, to a server that does not rename."""

    # two who write under one final name at once mix their bytes: what this way of publishing cannot promise
    test_of_many_writers_one_wins_whole = None
    # whoever comes meanwhile finds the name taken, by a file that is not whole yet
    test_what_another_writer_puts_there_meanwhile_is_kept = None
    # names and sizes are the same code as above, and the server in Python would take most of the time
    test_a_hundred_mebibytes_arrive = test_names_are_kept = None

    @pytest.fixture
    def world(self, unrenaming_server: SftpServer) -> World:
        return world_of(unrenaming_server, EXPORTSIM_SFTP_PUBLISH="direct")
