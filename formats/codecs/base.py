"""What a codec is: pieces packed on their own, in any thread, and strung together in order by a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal, NamedTuple, Protocol

CodecName = Literal[
    "none",
    "gzip",
    "bzip2",
    "deflate",
    "snappy",
    "lz4",
    "gzip-multimember",
    "bzip2-multistream",
    "snappy-framed",
    "lz4-frame",
    "zstd-frame",
]


class Packed(NamedTuple):
    """One piece of a file after ``prepare``."""

    data: bytes | memoryview
    """Not to be changed afterwards: a frame may keep it for a while."""

    checksum: int
    """Of the bytes before packing, of the kind the codec's frame adds up; 0 where it needs none."""

    size: int
    """Bytes before packing."""


class Frame(Protocol):
    """The stream around the pieces: bytes to put before, for each, and after."""

    def begin(self) -> bytes: ...

    def add(self, piece: Packed) -> bytes | memoryview: ...

    def end(self) -> bytes: ...


@dataclass(frozen=True)
class Codec:
    """How a whole file is compressed: what stands in it depends on the pieces' bytes alone."""

    name: CodecName
    suffix: str
    """What a text file's name gets behind its extension."""

    prepare: Callable[[bytes | memoryview], Packed]
    """Pack one piece; safe in any thread, in any order."""

    frame: Callable[[], Frame]
    """A new frame for one file."""

    open: Callable[[BinaryIO], BinaryIO]
    """A stream of the decompressed bytes, in constant memory; reading it raises ``FormatError`` where the file is
    damaged or ends early. The source stays open."""


class PlainFrame:
    """The pieces as they are, between constant bytes."""

    def __init__(self, head: bytes = b"", tail: bytes = b"") -> None:
        self._head = head
        self._tail = tail

    def begin(self) -> bytes:
        return self._head

    def add(self, piece: Packed) -> bytes | memoryview:
        return piece.data

    def end(self) -> bytes:
        return self._tail


def plain_piece(data: bytes | memoryview) -> Packed:
    return Packed(data, 0, len(data))
