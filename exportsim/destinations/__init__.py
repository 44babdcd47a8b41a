"""Stage 4, send: an export travels to a place and leaves receipts."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from exportsim.destinations.base import IfExists, Store
from exportsim.destinations.deliver import deliver, waybill
from exportsim.destinations.local import LocalStore
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import LocalFolder, Place


def place_from_url(url: str) -> Place:
    """The place a URL means: ``file:///folder`` or a plain path."""
    parts = urlsplit(url)
    if parts.scheme in ("", "file") and not parts.netloc:
        return LocalFolder(Path(unquote(parts.path)) if parts.scheme else Path(url))
    raise ConfigurationError(
        [Problem("--to", f'"{url}" is not a place that can be reached', "file:///folder or a path")]
    )


def connect(place: Place) -> Store:
    """The place, connected; ``ConfigurationError`` for a kind that this version cannot reach."""
    if isinstance(place, LocalFolder):
        return LocalStore(place)
    kind = type(place).__name__
    raise ConfigurationError(
        [Problem("--to", f"this version does not deliver to {kind} yet", "--to file:///folder rehearses it here")]
    )


__all__ = ["IfExists", "Store", "connect", "deliver", "place_from_url", "waybill"]
