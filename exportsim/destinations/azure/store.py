"""What stores of Azure have in common, whichever dialect they speak."""

from __future__ import annotations

import hashlib
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError

from exportsim.destinations.azure.blocks import md5_of
from exportsim.destinations.azure.failures import ABSENT, TAKEN, Deed, code_of, told
from exportsim.destinations.azure.login import Login
from exportsim.destinations.base import Moved, Presence, Server, Stored, ignore
from exportsim.destinations.content import reading, receiving
from exportsim.destinations.settings import Settings
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import Receipt

MOVED_AWAY = {"SourcePathNotFound", "RenameSourcePathNotFound"}
"""A rename whose source is gone: done already, perhaps."""

FOLDER = "hdi_isfolder"
"""Metadata of the empty blobs that stand for the folders of a data lake."""

Condition = Mapping[str, Any]
"""Keyword arguments that make a request fail where its name is taken; none where that may be replaced."""

Client = Any
"""Of a container or of a file; the two libraries have each their own, alike as far as they are used here."""


class AzureStore(ABC):
    """A container, or a folder in it; a receipt's checksum is the MD5, or with a full proof the SHA-256 read back."""

    ahead = 2

    def __init__(self, login: Login, container: str, client: Client, path: str, settings: Settings) -> None:
        self._login, self._name, self._client, self._settings = login, container, client, settings
        self._root = path.strip("/")
        self._prefix = f"{self._root}/" if self._root else ""
        self._pool = ThreadPoolExecutor(settings.jobs * settings.parts, "part")
        self._on_their_way = threading.BoundedSemaphore(settings.jobs)

    def put(self, file: Path, key: str, *, sha256: str, overwrite: bool = False, moved: Moved = ignore) -> Receipt:
        began = time.monotonic()
        condition = unless_there(overwrite)
        with reading(file), self._told("written", key):
            size, md5 = self._published(file, key, sha256, moved, condition)
        proof = md5.hex(), "md5"
        if self._settings.verify == "full":
            with self._told("read", key):
                proof = self._sha256(key), "sha256"
            if proof[0] != sha256:
                raise TransientFailure(f"{key} reads back with other content than was sent")
        return Receipt(key, size, *proof, attempts=1, seconds=time.monotonic() - began)

    def get(self, key: str, file: Path) -> None:
        with receiving(file) as sink, self._told("read", key):
            self._download(key).readinto(sink)

    @abstractmethod
    def list(self, folder: str = "") -> Iterator[Stored]: ...

    @abstractmethod
    def delete(self, key: str) -> None: ...

    def look(self, key: str, file: Path, *, sha256: str) -> Presence:
        with self._told("read", key):
            try:
                found = self._properties(key)
            except HttpResponseError as error:
                if code_of(error) in ABSENT:
                    return "absent"
                raise
            if found is None or found.size != file.stat().st_size:
                return "other"
            if md5 := found.content_settings.content_md5:
                return "same" if bytes(md5) == md5_of(file) else "other"
            return "same" if self._sha256(key) == sha256 else "other"

    @abstractmethod
    def sweep(self, folder: str = "") -> None: ...

    def servers(self) -> tuple[Server, ...]:
        return self._login.servers()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._client.close()

    @abstractmethod
    def _publish(self, file: Path, key: str, sha256: str, moved: Moved, condition: Condition) -> tuple[int, bytes]:
        """Send a file in one attempt and give it its name; its size, and the MD5 that the service confirmed."""

    @abstractmethod
    def _properties(self, key: str) -> Any:
        """Size and content settings of a file; None of a folder; raises ``HttpResponseError`` where nothing is."""

    @abstractmethod
    def _download(self, key: str) -> Any:
        """A file's content, as the libraries stream it."""

    def _published(self, file: Path, key: str, sha256: str, moved: Moved, condition: Condition) -> tuple[int, bytes]:
        try:
            return self._publish(file, key, sha256, moved, condition)
        except HttpResponseError as error:
            if code_of(error) not in TAKEN | MOVED_AWAY:
                raise
            # Perhaps our own request did it, and only the reply was lost.
            if self.look(key, file, sha256=sha256) != "same":
                if code_of(error) in MOVED_AWAY:
                    raise
                raise TerminalFailure(f"{key} is there already") from None
            return file.stat().st_size, md5_of(file)

    def _sha256(self, key: str) -> str:
        """Of what is read back."""
        digest = hashlib.sha256()
        for chunk in self._download(key).chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def _told(self, deed: Deed, key: str) -> AbstractContextManager[None]:
        return told(self._login, self._name, deed, key, self._settings.timeout)


def unless_there(overwrite: bool) -> dict[str, Any]:
    """What makes a request fail where its name is taken; nothing where that may be replaced."""
    return {} if overwrite else {"match_condition": MatchConditions.IfMissing}


def check_arrived(name: str, found: Any, size: int, md5: bytes) -> None:
    """Hold what the service says of a file against what was sent."""
    if (found.size, bytes(found.content_settings.content_md5 or b"")) != (size, md5):
        raise TransientFailure(f"{name} lies there with other content than was sent")


def is_folder(found: Any) -> bool:
    """Whether a file's properties are those of a folder."""
    return str((found.metadata or {}).get(FOLDER)).lower() == "true"
