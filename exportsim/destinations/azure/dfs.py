"""Data Lake Storage Gen2 in its own dialect, for accounts of which only the dfs endpoint takes uploads.

That dialect shows a file as soon as it is created, empty, and with ``overwrite`` empties the old one first. So files
arrive under a temporary name beside their own and are renamed. The client library reads, and asks for properties,
through the account's blob endpoint whatever the dialect.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from azure.core import MatchConditions
from azure.core.exceptions import AzureError, HttpResponseError
from azure.storage.filedatalake import ContentSettings, DataLakeFileClient, FileSystemClient, PathProperties

from exportsim.destinations.arriving import arriving_name, is_abandoned, is_arriving
from exportsim.destinations.azure.blocks import Block, md5_header, send_blocks
from exportsim.destinations.azure.client import options
from exportsim.destinations.azure.failures import ABSENT, TAKEN, code_of
from exportsim.destinations.azure.login import Login
from exportsim.destinations.azure.store import AzureStore, Condition, check_arrived, is_folder, unless_there
from exportsim.destinations.base import Moved, Stored
from exportsim.destinations.content import check_unchanged
from exportsim.destinations.gradual import Append
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure


class DfsStore(AzureStore):
    """Create under a temporary name, append, flush with the MD5, look, rename."""

    def __init__(self, login: Login, filesystem: str, path: str, settings: Settings) -> None:
        how = options(login, settings)
        if login.account.sas:
            # As a text, because the library signs a rename's source by it, and does not by a credential object.
            how["credential"] = login.account.sas
        client = FileSystemClient(login.account.endpoint, filesystem, **how)
        super().__init__(login, filesystem, client, path, settings)

    def list(self, folder: str = "") -> Iterator[Stored]:
        with self._told("listed", folder):
            for path in self._paths(folder, recursive=True):
                if not is_arriving(_last(path.name)):
                    yield Stored(path.name.removeprefix(self._prefix), path.content_length)

    def delete(self, key: str) -> None:
        with self._told("deleted", key):
            self._delete(self._prefix + key)

    def sweep(self, folder: str = "") -> None:
        with self._told("deleted", folder):
            for path in list(self._paths(folder, recursive=False)):
                if is_arriving(name := _last(path.name)) and is_abandoned(name, _age(path)):
                    self._delete(path.name)

    @contextlib.contextmanager
    def begin(self, key: str, *, overwrite: bool) -> Iterator[Append]:
        """Make a file that a reader sees grow; see ``Gradual``."""
        client, size = self._file(self._prefix + key), 0
        with self._told("written", key):
            with _unless_taken(key):
                client.create_file(**unless_there(overwrite))

            def append(data: bytes) -> None:
                nonlocal size
                client.append_data(data, size, len(data))
                size += len(data)
                client.flush_data(size)

            yield append

    def rename(self, key: str, new: str, *, overwrite: bool) -> None:
        """Give a file another name; see ``Gradual``."""
        with self._told("written", new), _unless_taken(new):
            self._rename(self._prefix + key, new, unless_there(overwrite))

    def _publish(self, file: Path, key: str, sha256: str, moved: Moved, condition: Condition) -> tuple[int, bytes]:
        folder = (self._prefix + key).rpartition("/")[0]
        arriving = f"{folder}/{arriving_name()}".lstrip("/")
        try:
            with self._on_their_way:
                size, md5 = self._send(file, arriving, sha256, moved)
            self._rename(arriving, key, condition)
        except BaseException:
            with contextlib.suppress(AzureError):
                self._file(arriving).delete_file()
            raise
        return size, md5

    def _send(self, file: Path, arriving: str, sha256: str, moved: Moved) -> tuple[int, bytes]:
        """Write the temporary file; its size and the MD5 that the service keeps."""
        client = self._file(arriving)
        client.create_file(match_condition=MatchConditions.IfMissing)

        def append(_number: int, start: int, block: Block, md5: bytes) -> None:
            # The service holds every block against its MD5 before it takes it.
            client.append_data(cast(Any, block), start, len(block), headers=md5_header(md5))

        settings = self._settings
        sent = send_blocks(file, append, self._pool, moved, size=settings.part_size, parts=settings.parts)
        check_unchanged(file, sent.sha256, sha256)
        client.flush_data(sent.size, content_settings=ContentSettings(content_md5=bytearray(sent.md5)))
        check_arrived(arriving, client.get_file_properties(), sent.size, sent.md5)
        return sent.size, sent.md5

    def _rename(self, path: str, key: str, condition: Condition) -> None:
        # The library unquotes a source's name before it quotes it: one that holds "%20" must be quoted for it.
        self._file(quote(path)).rename_file(f"{self._name}/{self._prefix}{key}", **condition)

    def _paths(self, folder: str, *, recursive: bool) -> Iterator[PathProperties]:
        """Every file below a folder, those on their way too; none where it is not there."""
        below = (self._prefix + folder).rstrip("/")
        try:
            for path in cast(FileSystemClient, self._client).get_paths(below or None, recursive=recursive):
                if not path.is_directory:
                    yield path
        except HttpResponseError as error:
            if code_of(error) not in ABSENT:
                raise

    def _delete(self, path: str) -> None:
        try:
            self._file(path).delete_file()
        except HttpResponseError as error:
            if code_of(error) not in ABSENT:
                raise

    def _properties(self, key: str) -> Any:
        found = self._file(self._prefix + key).get_file_properties()
        return None if is_folder(found) else found

    def _download(self, key: str) -> Any:
        return self._file(self._prefix + key).download_file(max_concurrency=self._settings.parts)

    def _file(self, path: str) -> DataLakeFileClient:
        return cast(FileSystemClient, self._client).get_file_client(path)


@contextlib.contextmanager
def _unless_taken(key: str) -> Iterator[None]:
    try:
        yield
    except HttpResponseError as error:
        if code_of(error) in TAKEN:
            raise TerminalFailure(f"{key} is there already") from None
        raise


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _age(path: PathProperties) -> float:
    """Seconds since it was last written."""
    moment = path.last_modified
    return (datetime.now(UTC) - (moment if moment.tzinfo else moment.replace(tzinfo=UTC))).total_seconds()
