"""How the long stages tell that they move, without knowing a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

Advance = Callable[[int], None]
"""Hears that so much more is done."""


class Progress(Protocol):
    """Told of every step of a long piece of work; the command line draws bars, a library caller hears nothing.

    ``advance`` and ``item`` may be called from several threads.
    """

    def start(self, what: str, total: int | None, unit: str) -> None:
        """Begin ``what``; ``total`` in ``unit`` (``rows``, ``bytes``, ``files``), None when not known."""

    def advance(self, amount: int) -> None:
        """``amount`` more of the current piece of work is done."""

    def item(self, name: str, total: int) -> AbstractContextManager[Advance]:
        """One of several things that go on at once within the current piece of work: a file on its way.

        What the function that it gives hears counts for the item and for the whole.
        """

    def beside(self) -> Progress:
        """For a second piece of work that goes on at the same time: sending while the rest is written."""

    def finish(self) -> None:
        """End the current piece of work."""


class Silent:
    """Hears everything, says nothing."""

    def start(self, what: str, total: int | None, unit: str) -> None: ...

    def advance(self, amount: int) -> None: ...

    @contextmanager
    def item(self, name: str, total: int) -> Iterator[Advance]:
        yield self.advance

    def beside(self) -> Progress:
        return self

    def finish(self) -> None: ...


SILENT = Silent()
