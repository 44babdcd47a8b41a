"""Azure Blob Storage as a store, and whatever speaks its dialect: a data lake's blob endpoint, the landing zone."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from azure.core.exceptions import HttpResponseError
from azure.storage.blob import BlobBlock, BlobClient, BlobProperties, ContainerClient, ContentSettings

from exportsim.destinations.azure.blocks import Block, md5_header, send_blocks
from exportsim.destinations.azure.client import options
from exportsim.destinations.azure.failures import ABSENT, code_of
from exportsim.destinations.azure.login import Login
from exportsim.destinations.azure.store import AzureStore, Condition, check_arrived, is_folder
from exportsim.destinations.base import Moved, Stored
from exportsim.destinations.content import check_unchanged
from exportsim.destinations.settings import Settings
from exportsim.errors import TransientFailure

WHOLE = 1 << 20
"""Bytes of the largest file that goes in one request. The library sends such a request as one piece, which a slow
uplink must finish within the timeout."""

MOST_BLOCKS = 50_000


class BlobStore(AzureStore):
    """Files become block blobs: by one Put Blob, or by blocks that no reader sees before their list is put.

    The client library's own ``upload_blob`` is not used for large files: it neither hashes while it reads nor tells
    of bytes before a block is through.
    """

    def __init__(self, login: Login, container: str, path: str, settings: Settings) -> None:
        how = options(login, settings)
        client = ContainerClient(login.account.endpoint, container, max_single_put_size=WHOLE, **how)
        super().__init__(login, container, client, path, settings)

    def list(self, folder: str = "") -> Iterator[Stored]:
        below = self._prefix + (f"{folder}/" if folder else "")
        with self._told("listed", folder):
            for blob in self._client.list_blobs(below or None, include=["metadata"]):
                if not is_folder(blob):
                    yield Stored(blob.name.removeprefix(self._prefix), blob.size)

    def delete(self, key: str) -> None:
        with self._told("deleted", key):
            try:
                self._blob(key).delete_blob(delete_snapshots="include")
            except HttpResponseError as error:
                if code_of(error) not in ABSENT:
                    raise

    def sweep(self, folder: str = "") -> None:
        """Nothing: blocks without a list are seen by nobody; the next put of their name drops them, or a week does."""

    def _publish(self, file: Path, key: str, sha256: str, moved: Moved, condition: Condition) -> tuple[int, bytes]:
        if file.stat().st_size > WHOLE:
            with self._on_their_way:
                return self._publish_blocks(file, key, sha256, moved, condition)
        content = file.read_bytes()
        check_unchanged(file, hashlib.sha256(content).hexdigest(), sha256)
        md5 = hashlib.md5(content, usedforsecurity=False).digest()
        # The service holds the content against the MD5 before it takes it, and answers with the MD5 of what it took.
        settings = ContentSettings(content_md5=bytearray(md5))
        blob = self._blob(key)
        with self._on_their_way:
            moved(len(content))
            answer = blob.upload_blob(content, overwrite=not condition, content_settings=settings, **condition)
        if bytes(answer["content_md5"] or b"") != md5:
            raise TransientFailure(f"{key} arrived with other content than was sent")
        return len(content), md5

    def _publish_blocks(
        self, file: Path, key: str, sha256: str, moved: Moved, condition: Condition
    ) -> tuple[int, bytes]:
        blob = self._blob(key)
        upload = uuid.uuid4().hex  # several uploads of one name may run at once: each has blocks of its own
        size = max(self._settings.part_size, -(-file.stat().st_size // MOST_BLOCKS))

        def put(number: int, _start: int, block: Block, md5: bytes) -> None:
            # The service holds every block against its MD5 before it takes it.
            blob.stage_block(f"{upload}{number:05}", cast(Any, block), len(block), headers=md5_header(md5))

        sent = send_blocks(file, put, self._pool, moved, size=size, parts=self._settings.parts)
        check_unchanged(file, sent.sha256, sha256)
        blocks = [BlobBlock(f"{upload}{number:05}") for number in range(sent.blocks)]
        settings = ContentSettings(content_md5=bytearray(sent.md5))
        answer = blob.commit_block_list(blocks, content_settings=settings, **condition)
        found = blob.get_blob_properties()
        if found.etag != answer["etag"]:
            raise TransientFailure(f"{key} was replaced by another writer as soon as it had arrived")
        check_arrived(key, found, sent.size, sent.md5)
        return sent.size, sent.md5

    def _properties(self, key: str) -> BlobProperties | None:
        found = self._blob(key).get_blob_properties()
        return None if is_folder(found) else found

    def _download(self, key: str) -> Any:
        return self._blob(key).download_blob(max_concurrency=self._settings.parts)

    def _blob(self, key: str) -> BlobClient:
        return cast(ContainerClient, self._client).get_blob_client(self._prefix + key)
