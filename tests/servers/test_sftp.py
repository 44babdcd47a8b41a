from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko
import pytest
from paramiko.sftp import CMD_EXTENDED

from servers.keys import PASSPHRASE
from servers.sftp import SftpServer


@contextmanager
def session(server: SftpServer, known_hosts: Path | None, **login: Any) -> Iterator[paramiko.SFTPClient]:
    with paramiko.SSHClient() as client:
        if known_hosts:
            client.load_host_keys(str(known_hosts))
        client.connect(
            server.host, server.port, server.user, look_for_keys=False, allow_agent=False, timeout=10, **login
        )
        with client.open_sftp() as sftp:
            yield sftp


@pytest.mark.parametrize("way", ["password", "rsa_pem", "rsa_openssh", "rsa_passphrase", "ed25519"])
def test_a_file_goes_round(sftp_server: SftpServer, way: str) -> None:
    """With password or key, what is put and renamed is there whole under its final name."""
    login = {
        "password": {"password": sftp_server.password},
        "rsa_passphrase": {"key_filename": str(sftp_server.keys.rsa_passphrase), "passphrase": PASSPHRASE},
    }.get(way) or {"key_filename": str(getattr(sftp_server.keys, way))}
    with session(sftp_server, sftp_server.known_hosts, **login) as sftp:
        sftp.chdir(sftp_server.upload)
        sftp.putfo(io.BytesIO(b"hello"), f"{way}.part")
        sftp.posix_rename(f"{way}.part", f"servers-{way}")
    assert (sftp_server.folder / f"servers-{way}").read_bytes() == b"hello"


def test_strangers_are_refused(sftp_server: SftpServer) -> None:
    """A wrong password and an unknown key are refused."""
    for login in ({"password": "not it"}, {"key_filename": str(sftp_server.keys.stranger)}):
        visit = session(sftp_server, sftp_server.known_hosts, **login)
        with pytest.raises(paramiko.AuthenticationException), visit:
            pass


def test_an_unknown_server_is_not_told_the_password(sftp_server: SftpServer) -> None:
    """Without its key among the known ones there is no login."""
    visit = session(sftp_server, None, password=sftp_server.password)
    with pytest.raises(paramiko.SSHException, match="not found in known_hosts"), visit:
        pass


def test_a_locked_folder_is_locked(sftp_server: SftpServer) -> None:
    """One folder may be looked into and not written to."""
    with session(sftp_server, sftp_server.known_hosts, password=sftp_server.password) as sftp:
        assert sftp.listdir(sftp_server.locked) == []
        with pytest.raises(PermissionError):
            sftp.putfo(io.BytesIO(b"x"), f"{sftp_server.locked}/x")


def test_a_server_can_lack_things(sftp_server_with: Callable[..., SftpServer]) -> None:
    """Without posix-rename and fsync it says so, and a plain rename still works."""
    server = sftp_server_with(posix_rename=False, fsync=False)
    with session(server, server.known_hosts, password=server.password) as sftp:
        sftp.chdir(server.upload)
        with sftp.open("a.part", "w") as file:
            file.write(b"hello")
            file.flush()
            with pytest.raises(OSError, match="unsupported"):
                sftp._request(CMD_EXTENDED, "fsync@openssh.com", file.handle)
        with pytest.raises(OSError, match="unsupported"):
            sftp.posix_rename("a.part", "a")
        sftp.rename("a.part", "a")
        assert sftp.listdir() == ["a"]


def test_a_server_can_be_full(sftp_server_with: Callable[..., SftpServer]) -> None:
    """What goes beyond its room fails in the middle; what was there stays, and there is room again after a delete."""
    server = sftp_server_with(room=100_000)
    with session(server, server.known_hosts, password=server.password) as sftp:
        sftp.chdir(server.upload)
        sftp.putfo(io.BytesIO(b"x" * 60_000), "first")
        # paramiko's own put does not hear of the writes that failed, it finds the size wrong
        with pytest.raises(OSError, match="No space left"), sftp.open("second", "w") as file:
            file.write(b"x" * 60_000)
        sftp.remove("second")
        sftp.putfo(io.BytesIO(b"x" * 40_000), "third")
        assert [(name.filename, name.st_size) for name in sftp.listdir_attr()] == [("first", 60_000), ("third", 40_000)]


def test_without_root_the_same_is_true(sftp_server_with: Callable[..., SftpServer]) -> None:
    """The server in Python takes both logins, refuses strangers and keeps the locked folder locked."""
    server = sftp_server_with()
    for login in ({"password": server.password}, {"key_filename": str(server.keys.ed25519)}):
        with session(server, server.known_hosts, **login) as sftp:
            sftp.putfo(io.BytesIO(b"hello"), f"{server.upload}/a")
            sftp.posix_rename(f"{server.upload}/a", f"{server.upload}/b")
            with pytest.raises(PermissionError):
                sftp.putfo(io.BytesIO(b"x"), f"{server.locked}/x")
    assert (server.folder / "b").read_bytes() == b"hello"
    test_strangers_are_refused(server)
