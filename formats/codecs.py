"""Byte streams on their way to the file: what compresses a whole file, in pieces that several threads can prepare.

A codec works in two steps so that the costly one needs no order: ``prepare`` packs one piece of the file on its own,
in any thread; a ``Frame`` strings the packed pieces together in order.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Literal, NamedTuple, Protocol, cast

from isal import igzip, isal_zlib

from formats.base import FormatError

CodecName = Literal["none", "gzip"]


class Packed(NamedTuple):
    """One piece of a file after ``prepare``."""

    data: bytes | memoryview
    crc: int
    size: int
    """Bytes before packing."""


class Frame(Protocol):
    """The stream around the pieces: bytes to put before, for each, and after."""

    def begin(self) -> bytes: ...

    def add(self, piece: Packed) -> bytes | memoryview: ...

    def end(self) -> bytes: ...


@dataclass(frozen=True)
class Codec:
    name: CodecName
    suffix: str
    """What a text file's name gets behind its extension."""

    prepare: Callable[[bytes | memoryview], Packed]
    frame: Callable[[], Frame]
    open: Callable[[BinaryIO], BinaryIO]
    """A stream of the decompressed bytes."""


class PlainFrame:
    def begin(self) -> bytes:
        return b""

    def add(self, piece: Packed) -> bytes | memoryview:
        return piece.data

    def end(self) -> bytes:
        return b""


def plain_piece(data: bytes | memoryview) -> Packed:
    return Packed(data, 0, len(data))


def plain_reader(source: BinaryIO) -> BinaryIO:
    return source


class GzipFrame:
    """One gzip member (RFC 1952) with Spark's header: no name, no time, OS 255; sizes and CRCs of the pieces add up."""

    HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
    LAST_BLOCK = b"\x03\x00"
    """An empty deflate block with the final bit: the pieces before it end in a flush, not in a final block."""

    def __init__(self) -> None:
        self._crc = 0
        self._size = 0

    def begin(self) -> bytes:
        return self.HEADER

    def add(self, piece: Packed) -> bytes | memoryview:
        self._crc = isal_zlib.crc32_combine(self._crc, piece.crc, piece.size)
        self._size += piece.size
        return piece.data

    def end(self) -> bytes:
        trailer = self._crc.to_bytes(4, "little") + (self._size & 0xFFFFFFFF).to_bytes(4, "little")
        return self.LAST_BLOCK + trailer


def gzip_piece(data: bytes | memoryview) -> Packed:
    """Deflate one piece at ISA-L's level 1: a tenth of zlib's time for about a fifth more bytes."""
    deflater = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
    packed = deflater.compress(data) + deflater.flush(zlib.Z_SYNC_FLUSH)
    return Packed(packed, isal_zlib.crc32(data), len(data))


def gzip_reader(source: BinaryIO) -> BinaryIO:
    """All members, one after the other."""
    return cast(BinaryIO, igzip.IGzipFile(fileobj=source, mode="rb"))  # type: ignore[no-untyped-call]  # not annotated


CODECS: dict[CodecName, Codec] = {
    "none": Codec("none", "", plain_piece, PlainFrame, plain_reader),
    "gzip": Codec("gzip", ".gz", gzip_piece, GzipFrame, gzip_reader),
}

_HADOOP_CLASSES: dict[str, CodecName] = {"org.apache.hadoop.io.compress.gzipcodec": "gzip"}


def codec_name(value: str) -> CodecName:
    """The codec that Spark's ``compression`` option means: a short name in any case, or Hadoop's class name."""
    name = value.lower()
    if name == "uncompressed":
        return "none"
    if name in CODECS:
        return name
    if name in _HADOOP_CLASSES:
        return _HADOOP_CLASSES[name]
    known = ", ".join([*CODECS, "uncompressed"])
    raise FormatError("not a codec", option="compression", value=value, allowed=known)
