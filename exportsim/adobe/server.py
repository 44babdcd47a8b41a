"""A destination server, kept as its author wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportsim.adobe.pasted import read_pasted


@dataclass(frozen=True)
class Server:
    """The JSON of a destination server, still templated."""

    file: str
    """What messages call it: the file's name without its folder."""

    document: dict[str, Any]
    """The JSON object, not yet looked at."""

    remarks: tuple[str, ...] = ()
    """What had to be mended before it was JSON."""


def load_server(path: Path) -> Server:
    """Read a destination server; ``ConfigurationError`` when the file holds no JSON object."""
    document, remarks = read_pasted(path)
    return Server(path.name, document, remarks)
