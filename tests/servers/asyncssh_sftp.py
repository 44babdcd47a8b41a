"""An SFTP server in Python, asyncssh's: for those who are not root, and for servers that lack things or are full."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncssh

from servers import keys
from servers.loop import in_thread
from servers.process import LOOPBACK
from servers.sftp import LOCKED, UPLOAD, SftpServer

USER = "exportsim"


@contextlib.contextmanager
def serve(
    folder: Path,
    *,
    posix_rename: bool = True,
    fsync: bool = True,
    rename: bool = True,
    room: int | None = None,
    largest: int | None = None,
    algorithms: tuple[str, ...] = ("rsa", "ecdsa", "ed25519"),
    interactive: bool = False,
) -> Iterator[SftpServer]:
    """Run a server with its files in `folder`, until the block is left.

    Args:
        folder: empty.
        posix_rename: whether it renames over a file that exists; without, it says that it does not know how.
        fsync: whether it confirms that a file is on disk; likewise.
        rename: whether it renames at all; without, permission is denied.
        room: bytes that all files together may have; what would go beyond fails as on a full disk.
        largest: bytes that one write may have.
        algorithms: kinds of its host keys.
        interactive: whether it asks for the password as a question, as with PAM, and does not take it otherwise.
    """
    password = secrets.token_urlsafe(18)
    hosts = {kind: key for kind, key in keys.make_host_keys(folder).items() if kind in algorithms}
    user_keys = keys.make_user_keys(folder)
    root = folder / "files"
    for name in (UPLOAD, LOCKED):
        (root / name.strip("/")).mkdir(parents=True)

    able = {"posix_rename": posix_rename, "fsync": fsync, "rename": rename}

    @contextlib.asynccontextmanager
    async def listen() -> AsyncIterator[int]:
        listener = await asyncssh.listen(
            LOOPBACK,
            0,
            server_host_keys=[str(path) for path, _ in hosts.values()],
            server_factory=lambda: _Login(password, interactive),
            authorized_client_keys=str(user_keys.authorized),
            sftp_factory=lambda channel: _Files(channel, root, able, room, largest),
            allow_pty=False,
            agent_forwarding=False,
        )
        try:
            yield listener.get_port()
        finally:
            listener.close()

    with in_thread(listen()) as port:
        yield SftpServer(
            port=port,
            user=USER,
            password=password,
            keys=user_keys,
            known_hosts=keys.write_known_hosts(
                folder / "known_hosts", LOOPBACK, port, [text for _, text in hosts.values()]
            ),
            folder=root / UPLOAD.strip("/"),
        )


class _Login(asyncssh.SSHServer):
    def __init__(self, password: str, interactive: bool) -> None:
        self.password, self.interactive = password, interactive

    def password_auth_supported(self) -> bool:
        return not self.interactive

    def kbdint_auth_supported(self) -> bool:
        return self.interactive

    def get_kbdint_challenge(self, username: str, lang: str, submethods: str) -> Any:
        return "", "", "", [("Password: ", False)]

    async def validate_kbdint_response(self, username: str, responses: list[str]) -> bool:
        return await self.validate_password(username, "".join(responses))

    async def validate_password(self, username: str, password: str) -> bool:
        # as every server does: a guess costs time
        if (username, password) != (USER, self.password):
            await asyncio.sleep(0.1)
            return False
        return True


class _Files(asyncssh.SFTPServer):
    """A tree of files with the rights, abilities and room of this server."""

    def __init__(
        self, channel: Any, root: Path, able: Mapping[str, bool], room: int | None, largest: int | None
    ) -> None:
        super().__init__(channel, chroot=os.fsencode(root))
        self.root, self.able, self.room, self.largest = root, able, room, largest

    def _may_write(self, *paths: bytes) -> None:
        if any(os.path.normpath(b"/" + path.lstrip(b"/")).startswith(os.fsencode(LOCKED)) for path in paths):
            raise asyncssh.SFTPPermissionDenied("Permission denied")

    def _is_able(self, what: str) -> None:
        if not self.able[what]:
            raise asyncssh.SFTPOpUnsupported("Operation unsupported")

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> Any:
        if pflags & ~asyncssh.FXF_READ:
            self._may_write(path)
        return super().open(path, pflags, attrs)

    def write(self, file_obj: Any, offset: int, data: bytes) -> Any:
        if self.largest is not None and len(data) > self.largest:
            raise asyncssh.SFTPFailure(f"{len(data)} bytes are more than {self.largest}")
        if self.room is not None:
            used = sum(file.stat().st_size for file in self.root.rglob("*") if file.is_file())
            grown = max(0, offset + len(data) - os.fstat(file_obj.fileno()).st_size)
            if used + grown > self.room:
                raise asyncssh.SFTPFailure("No space left on device")
        return super().write(file_obj, offset, data)

    def mkdir(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> Any:
        self._may_write(path)
        return super().mkdir(path, attrs)

    def remove(self, path: bytes) -> Any:
        self._may_write(path)
        return super().remove(path)

    def rename(self, oldpath: bytes, newpath: bytes) -> Any:
        self._may_write(oldpath, newpath)
        if not self.able["rename"]:
            raise asyncssh.SFTPPermissionDenied("Permission denied")
        return super().rename(oldpath, newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> Any:
        self._is_able("posix_rename")
        self._may_write(oldpath, newpath)
        if not self.able["rename"]:
            raise asyncssh.SFTPPermissionDenied("Permission denied")
        return super().posix_rename(oldpath, newpath)

    def fsync(self, file_obj: Any) -> Any:
        self._is_able("fsync")
        return super().fsync(file_obj)
