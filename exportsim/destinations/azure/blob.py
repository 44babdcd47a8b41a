"""Azure Blob Storage as a store, and whatever speaks its dialect: a data lake's blob endpoint, the landing zone."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobBlock, BlobClient, BlobProperties, ContainerClient, ContentSettings

from exportsim.destinations.azure.blocks import Block, check_unchanged, md5_header, md5_of, send_blocks
from exportsim.destinations.azure.client import options
from exportsim.destinations.azure.failures import ABSENT, TAKEN, Deed, code_of, told
from exportsim.destinations.azure.login import Login
from exportsim.destinations.base import Moved, Presence, Server, Stored, ignore
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import Receipt

WHOLE = 1 << 20
"""Bytes of the largest file that goes in one request. The library sends such a request as one piece, which a slow
uplink must finish within the timeout."""

MOST_BLOCKS = 50_000

FOLDER = "hdi_isfolder"
"""Metadata of the empty blobs that stand for the folders of a data lake."""


class BlobStore:
    """Files become block blobs: by one Put Blob, or by blocks that no reader sees before their list is put.

    The client library's own ``upload_blob`` is not used for large files: it neither hashes while it reads nor tells
    of bytes before a block is through.
    """

    def __init__(self, login: Login, container: str, path: str, settings: Settings) -> None:
        self._login, self._settings = login, settings
        self._prefix = f"{path.strip('/')}/" if path.strip("/") else ""
        self._container = ContainerClient(
            login.account.endpoint, container, max_single_put_size=WHOLE, **options(login, settings)
        )
        self._pool = ThreadPoolExecutor(settings.jobs * settings.parts, "block")

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        blob = self._blob(key)
        condition = {} if overwrite else {"match_condition": MatchConditions.IfMissing}
        with self._told("written", key):
            try:
                size, md5 = self._send(blob, file, sha256, moved, condition)
            except HttpResponseError as error:
                if code_of(error) not in TAKEN:
                    raise
                # Perhaps our own request did it, and only the reply was lost.
                if self.look(key, file, sha256=sha256) != "same":
                    raise TerminalFailure(f"{key} is there already") from None
                size, md5 = file.stat().st_size, md5_of(file)
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
                    self._blob(key).download_blob(max_concurrency=self._settings.parts).readinto(sink)
            except BaseException:
                file.unlink(missing_ok=True)
                raise

    def list(self, folder: str = "") -> Iterator[Stored]:
        with self._told("listed", folder):
            below = self._prefix + (f"{folder}/" if folder else "")
            for blob in self._container.list_blobs(below or None, include=["metadata"]):
                if not _is_folder(blob):
                    yield Stored(blob.name.removeprefix(self._prefix), blob.size)

    def delete(self, key: str) -> None:
        with self._told("deleted", key):
            try:
                self._blob(key).delete_blob(delete_snapshots="include")
            except HttpResponseError as error:
                if code_of(error) not in ABSENT:
                    raise

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        with self._told("read", key):
            try:
                found = self._blob(key).get_blob_properties()
            except HttpResponseError as error:
                if code_of(error) in ABSENT:
                    return "absent"
                raise
        if found.size != file.stat().st_size or _is_folder(found):
            return "other"
        if md5 := found.content_settings.content_md5:
            return "same" if bytes(md5) == md5_of(file) else "other"
        return "same" if self._sha256(key) == sha256 else "other"

    def sweep(self, folder: str = "") -> None:
        """Nothing: blocks without a list are seen by nobody; the next put of their name drops them, or a week does."""

    def servers(self) -> tuple[Server, ...]:
        return self._login.servers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._container.close()

    def _send(
        self, blob: BlobClient, file: Path, sha256: str, moved: Moved, condition: Mapping[str, Any]
    ) -> tuple[int, bytes]:
        """Send a file by the way that fits its size; its size and the MD5 that the service confirmed."""
        if file.stat().st_size > WHOLE:
            return self._send_blocks(blob, file, sha256, moved, condition)
        content = file.read_bytes()
        check_unchanged(file, hashlib.sha256(content).hexdigest(), sha256)
        md5 = hashlib.md5(content, usedforsecurity=False).digest()
        moved(len(content))
        # The service holds the content against the MD5 before it takes it, and answers with the MD5 of what it took.
        settings = ContentSettings(content_md5=bytearray(md5))
        answer = blob.upload_blob(content, overwrite=not condition, content_settings=settings, **condition)
        if bytes(answer["content_md5"] or b"") != md5:
            raise TransientFailure(f"{blob.blob_name} arrived with other content than was sent")
        return len(content), md5

    def _send_blocks(
        self, blob: BlobClient, file: Path, sha256: str, moved: Moved, condition: Mapping[str, Any]
    ) -> tuple[int, bytes]:
        upload = uuid.uuid4().hex  # several uploads of one name may run at once: each has blocks of its own
        size = max(self._settings.part_size, -(-file.stat().st_size // MOST_BLOCKS))

        def put(number: int, _start: int, block: Block, md5: bytes) -> None:
            # The service holds every block against its MD5 before it takes it.
            name = f"{upload}{number:05}"
            blob.stage_block(name, cast(Any, block), len(block), headers=md5_header(md5))

        sent = send_blocks(file, put, self._pool, moved, size=size, parts=self._settings.parts)
        check_unchanged(file, sent.sha256, sha256)
        blocks = [BlobBlock(f"{upload}{number:05}") for number in range(sent.blocks)]
        settings = ContentSettings(content_md5=bytearray(sent.md5))
        answer = blob.commit_block_list(blocks, content_settings=settings, **condition)
        found = blob.get_blob_properties()
        if found.etag != answer["etag"]:
            raise TransientFailure(f"{blob.blob_name} was replaced by another writer as soon as it had arrived")
        if (found.size, bytes(found.content_settings.content_md5 or b"")) != (sent.size, sent.md5):
            raise TransientFailure(f"{blob.blob_name} lies there with other content than was sent")
        return sent.size, sent.md5

    def _blob(self, key: str) -> BlobClient:
        return self._container.get_blob_client(self._prefix + key)

    def _sha256(self, key: str) -> str:
        """Of what is read back."""
        digest = hashlib.sha256()
        for chunk in self._blob(key).download_blob(max_concurrency=self._settings.parts).chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def _told(self, deed: Deed, key: str) -> AbstractContextManager[None]:
        return told(self._login, self._container.container_name, deed, key, self._settings.timeout)


def _is_folder(blob: BlobProperties) -> bool:
    return str((blob.metadata or {}).get(FOLDER)).lower() == "true"
