"""Libraries that only one kind of place needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exportsim.errors import ConfigurationError, Problem


@contextmanager
def needing(extra: str, kind: str) -> Iterator[None]:
    """Around the import of the module of a kind of place: ``ConfigurationError`` where a library is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        what = f"needs the library {(error.name or extra).partition('.')[0]}, which is not installed"
        raise ConfigurationError([Problem(kind, what, f"pip install 'exportsim[{extra}]'")]) from error
