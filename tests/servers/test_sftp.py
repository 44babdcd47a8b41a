from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import paramiko
import pytest

from servers.keys import PASSPHRASE
from servers.openssh import SftpServer


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
