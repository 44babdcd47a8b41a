"""How the long stages tell that they move, without knowing a terminal."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of every step of a long piece of work; the command line draws bars, a library caller hears nothing."""

    def start(self, what: str, total: int | None, unit: str) -> None:
        """Begin ``what``; ``total`` in ``unit`` (``rows``, ``bytes``, ``files``), None when not known."""

    def advance(self, amount: int) -> None:
        """``amount`` more of the current piece of work is done."""

    def finish(self) -> None:
        """End the current piece of work."""


class Silent:
    """Hears everything, says nothing."""

    def start(self, what: str, total: int | None, unit: str) -> None: ...

    def advance(self, amount: int) -> None: ...

    def finish(self) -> None: ...


SILENT = Silent()
