"""The checksum that Google has of every object; it has no other of what was sent in parts."""

from __future__ import annotations

import base64
from pathlib import Path

from google_crc32c import Checksum

CHUNK = 1 << 20


def crc32c_of(file: Path) -> str:
    """As Google writes it: Base64 of the big-endian number."""
    checksum = Checksum()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            checksum.update(chunk)
    return base64.b64encode(checksum.digest()).decode()
