"""Data Lake Storage Gen2 in its own dialect, for accounts of which only the dfs endpoint takes uploads.

That dialect shows a file as soon as it is created, empty, and with ``overwrite`` empties the old one first. So files
arrive under a temporary name beside their own and are renamed. The client library reads, and asks for properties,
through the account's blob endpoint whatever the dialect.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote

from azure.core import MatchConditions
from azure.core.exceptions import AzureError, HttpResponseError
from azure.storage.filedatalake import ContentSettings, DataLakeFileClient, FileSystemClient, PathProperties

from exportsim.destinations.arriving import arriving_name, is_abandoned, is_arriving
from exportsim.destinations.azure.blocks import Block, check_unchanged, md5_header, md5_of, send_blocks
from exportsim.destinations.azure.client import options
from exportsim.destinations.azure.failures import ABSENT, TAKEN, Deed, code_of, told
from exportsim.destinations.azure.login import Login
from exportsim.destinations.base import Moved, Presence, Server, Stored, ignore
from exportsim.destinations.gradual import Append
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import Receipt

MOVED_AWAY = {"SourcePathNotFound", "RenameSourcePathNotFound", *ABSENT}


class DfsStore:
    """Create under a temporary name, append, flush with the MD5, look, rename."""

    def __init__(self, login: Login, filesystem: str, path: str, settings: Settings) -> None:
        self._login, self._settings = login, settings
        self._prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        how = options(login, settings)
        if login.account.sas:
            # As a text, because the library signs a rename's source by it, and does not by a credential object.
            how["credential"] = login.account.sas
        self._files = FileSystemClient(login.account.endpoint, filesystem, **how)
        self._pool = ThreadPoolExecutor(settings.jobs * settings.parts, "append")

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        folder = (self._prefix + key).rpartition("/")[0]
        arriving = f"{folder}/{arriving_name()}".lstrip("/")
        condition = _unless_there(overwrite)
        with self._told("written", key):
            try:
                size, md5 = self._send(arriving, file, sha256, moved)
                self._rename(arriving, key, file, sha256, condition)
            except BaseException:
                with contextlib.suppress(AzureError):
                    self._files.get_file_client(arriving).delete_file()
                raise
            checksum, algorithm = md5.hex(), "md5"
            if self._settings.verify == "full":
                checksum, algorithm = self._sha256(key), "sha256"
        if algorithm == "sha256" and checksum != sha256:
            raise TransientFailure(f"{key} reads back with other content than was sent")
        return Receipt(key, size, checksum, algorithm, 1, time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        with self._told("read", key):
            try:
                with file.open("wb") as sink:
                    self._file(key).download_file(max_concurrency=self._settings.parts).readinto(sink)
            except BaseException:
                file.unlink(missing_ok=True)
                raise

    def list(self, folder: str = "") -> Iterator[Stored]:
        with self._told("listed", folder):
            for path in self._paths(folder, recursive=True):
                if not is_arriving(_last(path.name)):
                    yield Stored(path.name.removeprefix(self._prefix), path.content_length)

    def delete(self, key: str) -> None:
        with self._told("deleted", key):
            self._delete(self._prefix + key)

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        with self._told("read", key):
            try:
                found = self._file(key).get_file_properties()
            except HttpResponseError as error:
                if code_of(error) in ABSENT:
                    return "absent"
                raise
            if found.size != file.stat().st_size:
                return "other"
            if md5 := found.content_settings.content_md5:
                return "same" if bytes(md5) == md5_of(file) else "other"
            return "same" if self._sha256(key) == sha256 else "other"

    def sweep(self, folder: str = "") -> None:
        with self._told("deleted", folder):
            for path in list(self._paths(folder, recursive=False)):
                if is_arriving(name := _last(path.name)) and is_abandoned(name, _age(path)):
                    self._delete(path.name)

    @contextlib.contextmanager
    def begin(self, key: str, *, overwrite: bool) -> Iterator[Append]:
        """Make a file that a reader sees grow; see ``Gradual``."""
        client, size = self._file(key), 0
        with self._told("written", key):
            try:
                client.create_file(**_unless_there(overwrite))
            except HttpResponseError as error:
                if code_of(error) in TAKEN:
                    raise TerminalFailure(f"{key} is there already") from None
                raise

            def append(data: bytes) -> None:
                nonlocal size
                client.append_data(data, size, len(data))
                size += len(data)
                client.flush_data(size)

            yield append

    def rename(self, key: str, new: str, *, overwrite: bool) -> None:
        """Give a file another name; see ``Gradual``."""
        source = self._files.get_file_client(quote(self._prefix + key))
        with self._told("written", new):
            try:
                source.rename_file(f"{self._files.file_system_name}/{self._prefix}{new}", **_unless_there(overwrite))
            except HttpResponseError as error:
                if code_of(error) in TAKEN:
                    raise TerminalFailure(f"{new} is there already") from None
                raise

    def servers(self) -> tuple[Server, ...]:
        return self._login.servers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._files.close()

    def _send(self, arriving: str, file: Path, sha256: str, moved: Moved) -> tuple[int, bytes]:
        """Write the temporary file; its size and the MD5 that the service keeps."""
        client = self._files.get_file_client(arriving)
        client.create_file(match_condition=MatchConditions.IfMissing)

        def append(_number: int, start: int, block: Block, md5: bytes) -> None:
            client.append_data(cast(Any, block), start, len(block), headers=md5_header(md5))

        settings = self._settings
        sent = send_blocks(file, append, self._pool, moved, size=settings.part_size, parts=settings.parts)
        check_unchanged(file, sent.sha256, sha256)
        client.flush_data(sent.size, content_settings=ContentSettings(content_md5=bytearray(sent.md5)))
        found = client.get_file_properties()
        if (found.size, bytes(found.content_settings.content_md5 or b"")) != (sent.size, sent.md5):
            raise TransientFailure(f"{arriving} lies there with other content than was sent")
        return sent.size, sent.md5

    def _rename(self, arriving: str, key: str, file: Path, sha256: str, condition: Mapping[str, Any]) -> None:
        # The library unquotes a source's name before it quotes it: a name that holds "%20" must be quoted for it.
        source = self._files.get_file_client(quote(arriving))
        try:
            source.rename_file(f"{self._files.file_system_name}/{self._prefix}{key}", **condition)
        except HttpResponseError as error:
            if code_of(error) not in TAKEN | MOVED_AWAY:
                raise
            # Perhaps our own request did it, and only the reply was lost.
            if self.look(key, file, sha256=sha256) != "same":
                if code_of(error) in MOVED_AWAY:
                    raise
                raise TerminalFailure(f"{key} is there already") from None

    def _paths(self, folder: str, *, recursive: bool) -> Iterator[PathProperties]:
        """Every file in or below a folder, those on their way too; none where the folder is not there."""
        below = (self._prefix + folder).rstrip("/")
        try:
            for path in self._files.get_paths(below or None, recursive=recursive):
                if not path.is_directory:
                    yield path
        except HttpResponseError as error:
            if code_of(error) not in ABSENT:
                raise

    def _delete(self, path: str) -> None:
        try:
            self._files.get_file_client(path).delete_file()
        except HttpResponseError as error:
            if code_of(error) not in ABSENT:
                raise

    def _file(self, key: str) -> DataLakeFileClient:
        return self._files.get_file_client(self._prefix + key)

    def _sha256(self, key: str) -> str:
        """Of what is read back."""
        digest = hashlib.sha256()
        for chunk in self._file(key).download_file(max_concurrency=self._settings.parts).chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def _told(self, deed: Deed, key: str) -> AbstractContextManager[None]:
        return told(self._login, self._files.file_system_name, deed, key, self._settings.timeout)


def _unless_there(overwrite: bool) -> dict[str, Any]:
    """What makes a request fail where the name is taken."""
    return {} if overwrite else {"match_condition": MatchConditions.IfMissing}


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _age(path: PathProperties) -> float:
    """Seconds since it was last written."""
    moment = path.last_modified
    return (datetime.now(UTC) - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).total_seconds()
