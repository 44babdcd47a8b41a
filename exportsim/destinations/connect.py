"""A place becomes a store: the one table of kinds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never

from exportsim.destinations.base import Store
from exportsim.destinations.local import LocalStore
from exportsim.destinations.settings import Settings
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import S3, Adls, AzureBlob, DataLandingZone, Gcs, LocalFolder, Place, Sftp

# Each kind's module is imported where it is asked for, so that nobody waits for another cloud's library.


def connect(place: Place, settings: Settings) -> Store:
    """The place, connected, as a context manager.

    Raises ``ConfigurationError`` for missing credentials or a library that is not installed, each with its remedy.
    Nothing goes over the network before the first call.
    """
    match place:
        case LocalFolder():
            return LocalStore(place)
        case AzureBlob():
            with needing("azure"):
                from exportsim.destinations.azure import connect_blob
            return connect_blob(place, settings)
        case Adls():
            with needing("azure"):
                from exportsim.destinations.azure import connect_adls
            return connect_adls(place, settings)
        case Sftp():
            with needing("sftp"):
                from exportsim.destinations.sftp import SftpStore
            return SftpStore(place, settings)
        case S3() | Gcs() | DataLandingZone():
            raise _unreachable(place)
        case _:
            assert_never(place)


@contextmanager
def needing(extra: str) -> Iterator[None]:
    """Around the import of a kind's module: a library that is not installed becomes ``ConfigurationError``."""
    try:
        yield
    except ModuleNotFoundError as error:
        what = f"needs the library {(error.name or extra).partition('.')[0]}, which is not installed"
        raise ConfigurationError([Problem("--to", what, f"pip install 'exportsim[{extra}]'")]) from error


def _unreachable(place: Place) -> ConfigurationError:
    what = f"this version does not deliver to {type(place).__name__} yet"
    return ConfigurationError([Problem("--to", what, "--to file:///folder rehearses it here")])
