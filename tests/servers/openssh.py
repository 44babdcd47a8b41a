"""OpenSSH's own server: SFTP with passwords and keys, each user shut in a folder. Needs root."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from servers import keys
from servers.process import LOOPBACK, ServerError, free_ports, greets_as_ssh, running
from servers.sftp import UPLOAD, SftpServer

SSHD = Path("/usr/sbin/sshd")


def available() -> bool:
    """Whether this machine has it and lets us use it."""
    return os.geteuid() == 0 and SSHD.exists()


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[SftpServer]:
    """Run sshd with a system user of its own, until the block is left; the user is removed then.

    Raises:
        ServerError: we are not root, it is not installed (`make test` installs it), or did not start.
    """
    if not available():
        raise ServerError(f"the OpenSSH server needs root and {SSHD}: apt-get install openssh-server, or `make test`")
    (port,) = free_ports(1)
    with _user(f"exportsim-{port}") as (user, password), _house(user) as house:
        hosts = keys.make_host_keys(folder)
        user_keys = keys.make_user_keys(folder)
        # read as the user who logs in, who cannot look into our folder
        authorized = Path(shutil.copy(user_keys.authorized, house / "authorized_keys"))
        settings = folder / "sshd_config"
        settings.write_text(_settings(port, user, house / "chroot", authorized, [path for path, _ in hosts.values()]))
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with running([SSHD, "-D", "-e", "-f", settings], folder, ready=lambda: greets_as_ssh(port)):
            yield SftpServer(
                port=port,
                user=user,
                password=password,
                keys=user_keys,
                known_hosts=keys.write_known_hosts(
                    folder / "known_hosts", LOOPBACK, port, [text for _, text in hosts.values()]
                ),
                folder=house / "chroot/upload",
            )


@contextlib.contextmanager
def _user(name: str) -> Iterator[tuple[str, str]]:
    """A system user without a shell, whose password nobody else knows."""
    password = secrets.token_urlsafe(18)
    _run("useradd", "--no-create-home", "--home-dir", UPLOAD, "--shell", "/usr/sbin/nologin", name)
    try:
        _run("chpasswd", text=f"{name}:{password}\n")
        yield name, password
    finally:
        _run("userdel", "--force", name)


@contextlib.contextmanager
def _house(user: str) -> Iterator[Path]:
    """A folder with the one the user is shut in: `chroot`, with `upload`, which is the user's, and `locked`.

    All above a chroot must belong to root, and only root may write there: sshd refuses one below /tmp.
    """
    house = Path(tempfile.mkdtemp(prefix="exportsim-", dir="/srv"))
    try:
        for path in (house, house / "chroot", house / "chroot/upload", house / "chroot/locked"):
            path.mkdir(exist_ok=True)
            path.chmod(0o755)
        shutil.chown(house / "chroot/upload", user, user)
        yield house
    finally:
        shutil.rmtree(house, ignore_errors=True)


def _settings(port: int, user: str, chroot: Path, authorized: Path, host_keys: list[Path]) -> str:
    return "\n".join(
        [
            f"Port {port}",
            f"ListenAddress {LOOPBACK}",
            *(f"HostKey {path}" for path in host_keys),
            "PidFile none",
            f"AuthorizedKeysFile {authorized}",
            "StrictModes no",
            "UsePAM no",
            "PasswordAuthentication yes",
            "KbdInteractiveAuthentication no",
            "PermitRootLogin no",
            f"AllowUsers {user}",
            "MaxStartups 100",
            "LogLevel VERBOSE",
            "Subsystem sftp internal-sftp",
            f"Match User {user}",
            f"  ChrootDirectory {chroot}",
            "  ForceCommand internal-sftp -l VERBOSE",
            "  AllowTcpForwarding no",
            "  X11Forwarding no",
            "",
        ]
    )


def _run(*command: str, text: str | None = None) -> None:
    done = subprocess.run(command, input=text, text=True, capture_output=True)
    if done.returncode:
        raise ServerError(f"{command[0]}: {done.stderr.strip()}")
