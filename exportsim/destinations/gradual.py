"""Places where a reader can watch a file grow: what a delivery needs that shall not look atomic."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from exportsim.destinations.base import Store

Append = Callable[[bytes], None]
"""Adds bytes to a file; a reader sees them when it returns."""


@runtime_checkable
class Gradual(Store, Protocol):
    """A store that can also show half a file. No delivery does so unless it was asked for."""

    def begin(self, key: str, *, overwrite: bool) -> AbstractContextManager[Append]:
        """Make an empty file, which a reader sees from now on; inside the block it grows.

        Without ``overwrite`` a file of that name is a ``TerminalFailure``; with it, its content is gone at once.
        """

    def rename(self, key: str, new: str, *, overwrite: bool) -> None:
        """Give a file another name, as ``put`` would give it to a whole one."""
