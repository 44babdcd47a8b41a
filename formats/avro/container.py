"""Avro's object container files: a header, then blocks of rows, each packed on its own.

Source: the Apache Avro 1.11 specification, object container files and required codecs. Snappy and Zstandard are
Arrow's, the rest the standard library's, so that no codec needs a package of its own.
"""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, NamedTuple

import pyarrow as pa

from formats.base import FormatError

CodecName = Literal["null", "deflate", "snappy", "bzip2", "xz", "zstandard"]

MAGIC = b"Obj\x01"
SYNC = 16
"""Bytes of the marker that ends the header and every block."""


@dataclass(frozen=True)
class Codec:
    pack: Callable[[bytes | memoryview], bytes | memoryview]
    unpack: Callable[[bytes | memoryview], bytes | memoryview]


class Header(NamedTuple):
    metadata: dict[str, bytes]
    sync: bytes


class Block(NamedTuple):
    rows: int
    data: bytes | memoryview
    """Packed."""


def _as_is(data: bytes | memoryview) -> bytes | memoryview:
    return data


def _deflate(data: bytes | memoryview) -> bytes:
    """RFC 1951 without the frame of zlib."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def _inflate(data: bytes | memoryview) -> bytes:
    return zlib.decompress(data, wbits=-15)


def _snappy(data: bytes | memoryview) -> bytes:
    """One raw block, and the CRC-32 of what is in it."""
    packed: bytes = pa.Codec("snappy").compress(data, asbytes=True)
    return packed + zlib.crc32(data).to_bytes(4, "big")


def _unsnappy(data: bytes | memoryview) -> bytes:
    size = shift = 0
    for position in range(5):
        size |= (data[position] & 0x7F) << shift
        shift += 7
        if data[position] < 0x80:
            break
    plain: bytes = pa.Codec("snappy").decompress(data[:-4], size, asbytes=True)
    if zlib.crc32(plain) != int.from_bytes(data[-4:], "big"):
        raise FormatError("a block of the file does not agree with its checksum")
    return plain


def _zstandard(data: bytes | memoryview) -> bytes:
    packed: bytes = pa.Codec("zstd", compression_level=3).compress(data, asbytes=True)
    return packed


def _unzstandard(data: bytes | memoryview) -> bytes:
    plain: bytes = pa.CompressedInputStream(pa.BufferReader(data), "zstd").read()
    return plain


CODECS: dict[CodecName, Codec] = {
    "null": Codec(_as_is, _as_is),
    "deflate": Codec(_deflate, _inflate),
    "snappy": Codec(_snappy, _unsnappy),
    "bzip2": Codec(bz2.compress, bz2.decompress),
    "xz": Codec(lzma.compress, lzma.decompress),
    "zstandard": Codec(_zstandard, _unzstandard),
}


def header(metadata: dict[str, bytes], sync: bytes) -> bytes:
    """The begin of a file."""
    entries = b"".join(number(len(key)) + key.encode() + number(len(value)) + value for key, value in metadata.items())
    return MAGIC + number(len(metadata)) + entries + number(0) + sync


def number(value: int) -> bytes:
    """A ``long`` that is not negative."""
    value <<= 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_header(source: BinaryIO) -> Header:
    """The header; ``FormatError`` where the source does not begin with one."""
    if source.read(len(MAGIC)) != MAGIC:
        raise FormatError("not an Avro file: it does not begin with Obj")
    metadata = {}
    while count := read_number(source):
        if count < 0:
            read_number(source)
        for _ in range(abs(count)):
            key = _take(source, read_number(source)).decode("utf-8", "replace")
            metadata[key] = _take(source, read_number(source))
    return Header(metadata, _take(source, SYNC))


def read_blocks(source: BinaryIO, sync: bytes) -> Iterator[Block]:
    """The blocks behind the header, one in memory at a time."""
    while first := source.read(1):
        rows = read_number(source, first)
        data = _take(source, read_number(source))
        if _take(source, SYNC) != sync:
            raise FormatError("a block of the file does not end with the file's sync marker")
        yield Block(rows, data)


def read_number(source: BinaryIO, begin: bytes = b"") -> int:
    """A ``long``, whose first byte may have been read already."""
    value = shift = 0
    byte = (begin or _take(source, 1))[0]
    while byte > 0x7F:
        value |= (byte & 0x7F) << shift
        shift += 7
        byte = _take(source, 1)[0]
    value |= byte << shift
    return (value >> 1) ^ -(value & 1)


def _take(source: BinaryIO, size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise FormatError("the file ends inside a header or a block")
    return data
