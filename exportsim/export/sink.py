"""The file at the end of every stream: counted and hashed while it is written, never read again."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from types import TracebackType
from typing import Self


class HashingFile(io.RawIOBase):
    """A new file that knows its size in bytes and its SHA-256."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=0)
        self._digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]  # what callers pass
        view = memoryview(data)
        while view:
            written = self._file.write(view)
            self._digest.update(view[:written])
            self.size += written
            view = view[written:]
        return len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def close(self) -> None:
        self._file.close()
        super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
