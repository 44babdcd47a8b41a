"""Bytes on their way, told as they leave."""

from __future__ import annotations

from exportsim.destinations.base import Moved
from exportsim.destinations.content import Stretch

WRITE = 64 << 10
"""Bytes handed on at once."""


class Broken(BaseException):
    """Carries what reading raised, or ``moved``, past the library, which wraps every ``Exception`` and sends again."""

    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


class Body:
    """The content of one request as a stream that the library may rewind: bytes sent twice are told once."""

    def __init__(self, content: memoryview | Stretch, moved: Moved) -> None:
        self._content, self._moved = content, moved
        self._at = self._told = 0

    def __len__(self) -> int:
        return len(self._content)

    def read(self, amount: int = -1) -> memoryview | bytes:
        """The next bytes, more than the 16 KiB of a call that the library asks for."""
        end = len(self._content) if amount is None or amount < 0 else self._at + max(amount, WRITE)
        try:
            piece = self._content[self._at : end]
            self._at += len(piece)
            if (new := self._at - self._told) > 0:
                self._told = self._at
                self._moved(new)
        except BaseException as error:
            raise Broken(error) from error
        return piece

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, len(self._content))[whence]
        return self._at

    def tell(self) -> int:
        return self._at
