"""Uploads by SFTP: what they leave when they fail, how many connections they take, how files get their names."""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import asyncssh
import pytest
from destinations.conformance import MIB, World, digest, made, put
from destinations.test_sftp import environment, world_of
from servers.faults import Fault, Proxy
from servers.sftp import SftpServer

from exportsim.destinations.sftp.connection import Line
from exportsim.errors import DeliveryError, TerminalFailure, TransientFailure
from exportsim.model import Sftp

SftpServerWith = Callable[..., SftpServer]
ProxyTo = Callable[[int], Proxy]


def through(server: SftpServer, world: World, proxy: Proxy, folder: Path) -> World:
    """The same place, behind a proxy."""
    known_hosts = str(server.known_hosts_at(proxy.port, folder))
    place = replace(place_of(world), port=proxy.port)
    return replace(world, place=place, environment=environment(server, EXPORTSIM_SFTP_KNOWN_HOSTS=known_hosts))


def place_of(world: World) -> Sftp:
    assert isinstance(world.place, Sftp)
    return world.place


def lying_in(server: SftpServer, world: World) -> dict[str, int]:
    """What really lies in the place, temporary files and all, with the sizes."""
    folder = server.folder / Path(place_of(world).path).name
    return {path.name: path.stat().st_size for path in folder.rglob("*")}


def test_a_failed_upload_leaves_nothing(sftp_server: SftpServer, proxy_to: ProxyTo, tmp_path: Path) -> None:
    """The connection is gone in the middle of the file; the temporary file goes over a new one, at once."""
    world, proxy = world_of(sftp_server), proxy_to(sftp_server.port)
    proxy.add(Fault("reset", after=3 * MIB))
    with through(sftp_server, world, proxy, tmp_path).connect() as store:
        with pytest.raises(TransientFailure, match="broke off"):
            put(store, made(tmp_path, 9 * MIB), "k")
        assert lying_in(sftp_server, world) == {}


def test_a_full_disk_is_told_and_left_as_it_was(sftp_server_with: SftpServerWith, tmp_path: Path) -> None:
    """What had been under the name stays, and room is free again for smaller files."""
    server = sftp_server_with(room=2 * MIB)
    world = world_of(server)
    first, large = made(tmp_path, MIB, "first"), made(tmp_path, 20 * MIB, "large")
    with world.connect() as store:
        put(store, first, "k")
        with pytest.raises(TerminalFailure, match=r"/k could not be written: .*No space left"):
            put(store, large, "k", overwrite=True)
        assert store.look("k", first, sha256=digest(first)) == "same"
        put(store, first, "another")
    assert lying_in(server, world) == {"k": MIB, "another": MIB}


@pytest.mark.parametrize("stated", [None, 20_000, 1_000_000])
def test_requests_are_as_large_as_a_server_takes_them(
    sftp_server_with: SftpServerWith, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated: int | None
) -> None:
    """Where it states no limit they are the 32 KiB that every server takes; never more than it states."""
    handler = asyncssh.sftp.SFTPServerHandler
    if stated is None:
        extensions = [(name, data) for name, data in handler._extensions if name != b"limits@openssh.com"]
        monkeypatch.setattr(handler, "_extensions", extensions)
    else:
        monkeypatch.setattr(asyncssh.sftp, "MAX_SFTP_READ_LEN", stated)
        monkeypatch.setattr(asyncssh.sftp, "MAX_SFTP_WRITE_LEN", stated)
    world = world_of(sftp_server_with(largest=stated or 32_768))
    file, back = made(tmp_path, MIB), tmp_path / "back"
    with world.connect() as store:
        put(store, file, "k")
        store.get("k", back)
    assert back.read_bytes() == file.read_bytes()


def test_a_large_file_takes_several_connections(sftp_server: SftpServer, proxy_to: ProxyTo, tmp_path: Path) -> None:
    """Four that carry 3 MiB a second each carry 12: one would take 8 seconds."""
    world, proxy = world_of(sftp_server), proxy_to(sftp_server.port)
    proxy.add(Fault(rate=3 * MIB, connections=None))
    path = made(tmp_path, 24 * MIB)
    began = time.monotonic()
    with through(sftp_server, world, proxy, tmp_path).connect(jobs=4, part_size=MIB) as store:
        put(store, path, "k")
    assert (proxy.connections, time.monotonic() - began < 7.0) == (4, True)
    with world.connect() as store:
        assert store.look("k", path, sha256=digest(path)) == "same"


def test_fewer_connections_are_made_do_with(sftp_server: SftpServer, proxy_to: ProxyTo, tmp_path: Path) -> None:
    """A server that lets two in is no failure, whatever was asked for, for large files and for many."""
    world, proxy = world_of(sftp_server), proxy_to(sftp_server.port)
    proxy.add(Fault("refuse", skip=2, connections=None))
    paths = [made(tmp_path, size, f"f{size}") for size in (9 * MIB, 12 * MIB, *range(1000, 1020))]
    with (
        through(sftp_server, world, proxy, tmp_path).connect(jobs=8, part_size=MIB) as store,
        ThreadPoolExecutor(8) as pool,
    ):
        list(pool.map(lambda path: put(store, path, path.name), paths))
    assert lying_in(sftp_server, world) == {path.name: path.stat().st_size for path in paths}


def test_a_connection_lost_meanwhile_is_made_again(sftp_server: SftpServer, proxy_to: ProxyTo, tmp_path: Path) -> None:
    """Servers hang up on those who say nothing for a while: that is no failed attempt."""
    world, proxy = world_of(sftp_server), proxy_to(sftp_server.port)
    path = made(tmp_path, 1000)
    with through(sftp_server, world, proxy, tmp_path).connect(jobs=1) as store:
        for key in ("first", "second"):
            put(store, path, key)
            proxy.reset_all()
            time.sleep(0.3)
    assert proxy.connections == 2


def test_old_temporary_files_are_swept(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Those of a day ago and of processes that are gone, in the folder that is asked for; never what others write."""
    world = world_of(sftp_server)
    fresh, old = ".0123456789ab-1-a.exportsim-arriving", ".0123456789ab-1-b.exportsim-arriving"
    folder = sftp_server.folder / Path(place_of(world).path).name
    with world.connect() as store:
        put(store, made(tmp_path, 10), "in/k")
        for name in (fresh, old, ".somebody.part"):
            (folder / "in" / name).write_text("half")
        os.utime(folder / "in" / old, (time.time() - 86500,) * 2)
        assert [stored.key for stored in store.list()] == ["in/.somebody.part", "in/k"]
        store.sweep()
        assert old in lying_in(sftp_server, world)
        store.sweep("in")
    assert sorted(lying_in(sftp_server, world)) == [fresh, ".somebody.part", "in", "k"]


def test_links_are_what_they_lead_to(sftp_server: SftpServer, tmp_path: Path) -> None:
    """A link to a file is one, a link to a folder is not followed, and one that leads nowhere is nothing."""
    world = world_of(sftp_server)
    folder = sftp_server.folder / Path(place_of(world).path).name
    with world.connect() as store:
        put(store, made(tmp_path, 10), "in/k")
        for name, target in (("file", "in/k"), ("folder", "in"), ("nowhere", "not/there")):
            (folder / name).symlink_to(target)
        assert sorted(store.list()) == [("file", 10), ("in/k", 10)]


def test_a_replacement_in_one_step_can_be_asked_for(sftp_server_with: SftpServerWith, tmp_path: Path) -> None:
    """A server that cannot is told so, with what to do; the old file stays, and new names are no problem."""
    server = sftp_server_with(posix_rename=False)
    world = world_of(server, EXPORTSIM_SFTP_PUBLISH="atomic")
    first, second = made(tmp_path, 10, "first"), made(tmp_path, 20, "second")
    with world.connect() as store:
        put(store, first, "k")
        with pytest.raises(TerminalFailure, match="EXPORTSIM_SFTP_PUBLISH=rename renames the old file away first"):
            put(store, second, "k", overwrite=True)
    assert lying_in(server, world) == {"k": 10}


def test_a_server_that_does_not_rename_is_told_of(sftp_server_with: SftpServerWith, tmp_path: Path) -> None:
    """With the setting that uploads under the final name; nothing is left."""
    server = sftp_server_with(rename=False)
    world = world_of(server)
    with world.connect() as store, pytest.raises(TerminalFailure, match="EXPORTSIM_SFTP_PUBLISH=direct"):
        put(store, made(tmp_path, 10), "k")
    assert lying_in(server, world) == {}


def test_a_name_that_the_server_does_not_take_is_told(sftp_server: SftpServer, tmp_path: Path) -> None:
    """Longer than names can be; and a file where a folder would have to be."""
    with world_of(sftp_server).connect() as store:
        with pytest.raises(TerminalFailure, match="could not be written"):
            put(store, made(tmp_path, 10), "x" * 300)
        put(store, made(tmp_path, 10), "taken")
        with pytest.raises(TerminalFailure, match="taken/k could not be written"):
            put(store, made(tmp_path, 10), "taken/k")


def test_another_kind_of_server_is_told(sftp_server: SftpServer, tmp_path: Path) -> None:
    """A web server on the port lets nobody log in."""
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as web, ThreadPoolExecutor(1) as pool:
        pool.submit(web.serve_forever)
        world = world_of(sftp_server)
        elsewhere = replace(world, place=replace(place_of(world), port=web.server_port))
        with elsewhere.connect(timeout=2.0) as store, pytest.raises(DeliveryError, match="no SSH server at all"):
            put(store, made(tmp_path, 10), "k")
        web.shutdown()


FAILING = """
import pickle, sys
from exportsim.destinations import connect
place, settings, file = pickle.load(sys.stdin.buffer)
with connect(place, settings) as store:
    try:
        store.put(file, "k", sha256="")
    except Exception as error:
        print(type(error).__name__)
"""


def test_the_library_s_own_log_is_not_printed(sftp_server: SftpServer, proxy_to: ProxyTo, tmp_path: Path) -> None:
    """It would show tracebacks of every lost connection; what goes wrong is said once, by us."""
    world, proxy = world_of(sftp_server), proxy_to(sftp_server.port)
    proxy.add(Fault("reset", after=700, connections=None))
    beyond = through(sftp_server, world, proxy, tmp_path)
    given = pickle.dumps((beyond.place, beyond.settings(), made(tmp_path, 10)))
    told = subprocess.run([sys.executable, "-c", FAILING], input=given, capture_output=True)
    assert (told.stdout, told.stderr) == (b"TransientFailure\n", b"")


def test_a_line_on_which_nothing_leaves_is_given_up() -> None:
    """The library alone would try for ever to send to somebody who does not read."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = Line(fileno=socket.create_connection(server.getsockname()).detach())
        line.patience = 0.3
        line.settimeout(0.05)
        with line, pytest.raises(ConnectionAbortedError, match=r"nothing could be sent for 0\.3 seconds"):
            while True:
                with contextlib.suppress(TimeoutError):
                    line.send(bytes(MIB))
