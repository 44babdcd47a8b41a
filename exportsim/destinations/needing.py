"""Libraries that only one kind of place needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exportsim.errors import ConfigurationError, Problem


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Around the import of a kind's module: a library that is not installed becomes ``ConfigurationError``."""
    try:
        yield
    except ModuleNotFoundError as error:
        what = f"needs the library {(error.name or extra).partition('.')[0]}, which is not installed"
        raise ConfigurationError([Problem("--to", what, f"pip install 'exportsim[{extra}]'")]) from error
