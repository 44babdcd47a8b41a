"""What the codec tests share."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from formats.codecs import CODECS, CodecName

Packer = Callable[[CodecName, Sequence[bytes]], bytes]


def packed(name: CodecName, pieces: Sequence[bytes]) -> bytes:
    """A whole file of these pieces, as a writer makes it."""
    codec = CODECS[name]
    frame = codec.frame()
    return b"".join((frame.begin(), *(frame.add(codec.prepare(piece)) for piece in pieces), frame.end()))


@pytest.fixture(scope="session")
def pack() -> Packer:
    """Makes a whole file of pieces."""
    return packed


@pytest.fixture(scope="session")
def text() -> bytes:
    """Two megabytes of rows and more, the last 600 000 bytes such that do not compress."""
    source = random.Random(7)
    rows = (f"{row},Ada,ada{source.randrange(999)}@example.com,{row % 28:02}\n".encode() for row in range(60_000))
    return b"".join(rows) + source.randbytes(600_000)
