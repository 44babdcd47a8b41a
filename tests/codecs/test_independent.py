"""Files read by other people's decoders, or by plain ones written from the formats' descriptions."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.codecs import CodecName
from formats.codecs.crc32c import crc32c

Packer = Callable[[CodecName, Sequence[bytes]], bytes]


def copied(text: bytearray, distance: int, size: int) -> None:
    """Repeat what stands ``distance`` bytes before; it may overlap itself."""
    assert 0 < distance <= len(text)
    for _ in range(size):
        text.append(text[-distance])


def raw_snappy(block: bytes) -> bytes:
    position, size, shift = 0, 0, 0
    while True:
        byte = block[position]
        size |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            break
    text = bytearray()
    while position < len(block):
        tag, position = block[position], position + 1
        if tag & 3 == 0:
            length = tag >> 2
            if length >= 60:
                extra = length - 59
                length = int.from_bytes(block[position : position + extra], "little")
                position += extra
            text += block[position : position + length + 1]
            position += length + 1
        elif tag & 3 == 1:
            copied(text, (tag >> 5) << 8 | block[position], ((tag >> 2) & 7) + 4)
            position += 1
        else:
            width = 2 if tag & 3 == 2 else 4
            copied(text, int.from_bytes(block[position : position + width], "little"), (tag >> 2) + 1)
            position += width
    assert len(text) == size
    return bytes(text)


def raw_lz4(block: bytes) -> bytes:
    text, position = bytearray(), 0

    def length(nibble: int) -> int:
        nonlocal position
        total = nibble
        while nibble == 15:
            byte, position = block[position], position + 1
            total += byte
            if byte < 255:
                break
        return total

    while True:
        token, position = block[position], position + 1
        literals = length(token >> 4)
        text += block[position : position + literals]
        position += literals
        if position >= len(block):
            return bytes(text)
        distance = int.from_bytes(block[position : position + 2], "little")
        position += 2
        copied(text, distance, length(token & 15) + 4)


RAW = {"snappy": raw_snappy, "lz4": raw_lz4}


def hadoop_blocks(data: bytes, raw: Callable[[bytes], bytes]) -> Iterator[list[bytes]]:
    """The texts of the chunks of each block."""
    position = 0
    while position < len(data):
        missing, position = int.from_bytes(data[position : position + 4], "big"), position + 4
        chunks = []
        while missing:
            size, position = int.from_bytes(data[position : position + 4], "big"), position + 4
            chunks.append(raw(data[position : position + size]))
            position += size
            missing -= len(chunks[-1])
        assert missing == 0
        yield chunks


def slow_crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def snappy_chunks(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Type, checksum and body of each chunk behind the stream identifier."""
    assert data.startswith(b"\xff\x06\x00\x00sNaPpY")
    position = 10
    while position < len(data):
        size = int.from_bytes(data[position + 1 : position + 4], "little")
        body = data[position + 4 : position + 4 + size]
        yield data[position], body[:4], body[4:]
        position += 4 + size


def lz4_blocks(data: bytes) -> Iterator[bytes]:
    """The texts of the blocks of a frame of independent blocks without checksums."""
    assert data.startswith(b"\x04\x22\x4d\x18\x60\x70\x73")
    position = 7
    while size := int.from_bytes(data[position : position + 4], "little"):
        block = data[position + 4 : position + 4 + (size & 0x7FFFFFFF)]
        yield block if size >> 31 else raw_lz4(block)
        position += 4 + len(block)
    assert position + 4 == len(data)


def test_gzip_is_one_member(text: bytes, pack: Packer) -> None:
    """A decoder that stops behind the first member has read it all, checksum and size included."""
    decoder = zlib.decompressobj(31)
    data = pack("gzip", [text[:1000], text[1000:]])
    assert (decoder.decompress(data), decoder.eof, decoder.unused_data) == (text, True, b"")
    assert data[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def test_deflate_is_one_zlib_stream(text: bytes, pack: Packer) -> None:
    """zlib itself reads it and agrees with the checksum."""
    decoder = zlib.decompressobj()
    data = pack("deflate", [text[:1000], b"", text[1000:]])
    assert (decoder.decompress(data), decoder.eof, decoder.unused_data) == (text, True, b"")
    assert data[:2] == b"\x78\x9c"


@given(st.lists(st.binary(max_size=2000), max_size=8))
def test_the_pieces_of_a_zlib_stream_add_up(pack: Packer, pieces: list[bytes]) -> None:
    """The checksum of the whole comes from those of the pieces."""
    text = b"".join(pieces)
    assert pack("deflate", pieces)[-4:] == zlib.adler32(text).to_bytes(4, "big")


@pytest.mark.parametrize("size", (1, 716_800, 716_801, 2_500_000))
def test_bzip2_is_one_stream(size: int, text: bytes, pack: Packer) -> None:
    """A decoder that stops behind the first stream has read it all, block checksums and the stream's included."""
    decoder = bz2.BZ2Decompressor()
    data = pack("bzip2", [text[:size]])
    assert (decoder.decompress(data), decoder.eof, decoder.unused_data) == (text[:size], True, b"")
    assert data[:4] == b"BZh9"


@pytest.mark.parametrize("byte", (b"\0", b"aaaab"))
def test_a_bzip2_block_holds_runs(byte: bytes, pack: Packer) -> None:
    """Text that grows in the run-length step, or nearly vanishes in it, still fits into blocks."""
    text = byte * (3_000_000 // len(byte))
    decoder = bz2.BZ2Decompressor()
    assert (decoder.decompress(pack("bzip2", [text])), decoder.eof) == (text, True)


def test_several_streams_are_really_several(text: bytes, pack: Packer) -> None:
    """A decoder that stops behind the first has a mebibyte, or 900 000 bytes; one that goes on has all."""
    gzipped, bzipped = pack("gzip-multimember", [text]), pack("bzip2-multistream", [text])
    assert zlib.decompressobj(31).decompress(gzipped) == text[: 1 << 20]
    assert bz2.BZ2Decompressor().decompress(bzipped) == text[:900_000]
    assert gzip.decompress(gzipped) == bz2.decompress(bzipped) == text


@pytest.mark.parametrize("name", RAW)
def test_hadoop_blocks_decode(name: CodecName, text: bytes, pack: Packer) -> None:
    """The chunks' texts in a row are the text."""
    blocks = list(hadoop_blocks(pack(name, [text[:700_000], text[700_000:]]), RAW[name]))
    assert b"".join(chunk for block in blocks for chunk in block) == text


SPARKS_BLOCKS: list[tuple[CodecName, int, list[list[int]]]] = [
    ("snappy", 0, [[]]),
    ("snappy", 1, [[1]]),
    ("snappy", 212_991, [[212_991]]),
    ("snappy", 212_992, [[212_992]]),
    ("snappy", 212_993, [[212_993]]),
    ("snappy", 218_422, [[218_422]]),
    ("snappy", 218_423, [[212_992], [5_431]]),
    ("snappy", 221_185, [[212_992], [8_193]]),
    ("snappy", 425_984, [[212_992], [212_992]]),
    ("snappy", 431_414, [[212_992], [218_422]]),
    ("snappy", 431_415, [[212_992], [212_992], [5_431]]),
    ("lz4", 0, [[]]),
    ("lz4", 1, [[1]]),
    ("lz4", 253_951, [[253_951]]),
    ("lz4", 253_952, [[253_952]]),
    ("lz4", 253_953, [[253_953]]),
    ("lz4", 261_100, [[261_100]]),
    ("lz4", 261_101, [[253_952], [7_149]]),
    ("lz4", 262_145, [[253_952], [8_193]]),
    ("lz4", 507_904, [[253_952], [253_952]]),
    ("lz4", 515_052, [[253_952], [261_100]]),
    ("lz4", 515_053, [[253_952], [253_952], [7_149]]),
]
"""Sizes of text, and of the chunks of each block, as Spark 3.5.9 on Java 17 wrote them."""


@pytest.mark.parametrize(("name", "size", "expected"), SPARKS_BLOCKS)
def test_blocks_end_where_sparks_end(
    name: CodecName, size: int, expected: list[list[int]], text: bytes, pack: Packer
) -> None:
    """One chunk a block, full blocks of one size; the last holds the rest, which may be a little more than that."""
    blocks = hadoop_blocks(pack(name, [text[:size]]), RAW[name])
    assert [[len(chunk) for chunk in block] for block in blocks] == expected


def test_snappy_framed_decodes(text: bytes, pack: Packer) -> None:
    """Chunks of 64 KiB of text with the right checksums, stored where they do not become smaller."""
    mixed = text[-750_000:-450_000]
    chunks = list(snappy_chunks(pack("snappy-framed", [mixed])))
    texts = [body if kind else raw_snappy(body) for kind, _, body in chunks]
    turned = [slow_crc32c(chunk) for chunk in texts]
    masked = [((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF for crc in turned]
    assert b"".join(texts) == mixed
    assert [int.from_bytes(checksum, "little") for _, checksum, _ in chunks] == masked
    assert {kind for kind, _, _ in chunks} == {0, 1}


def test_crc32c_of_the_standard() -> None:
    """The check value of CRC-32C, and those of RFC 3720, appendix B.4."""
    texts = (b"123456789", bytes(32), b"\xff" * 32, bytes(range(32)), bytes(range(31, -1, -1)))
    assert [crc32c(text) for text in texts] == [0xE3069283, 0x8A9136AA, 0x62A8AB43, 0x46DD794E, 0x113FDB5C]


@given(st.binary(max_size=500))
def test_crc32c_is_that_of_the_bits(data: bytes) -> None:
    """Many words at a time give what bit by bit gives."""
    assert crc32c(data) == slow_crc32c(data)


def test_lz4_frame_decodes(text: bytes, pack: Packer) -> None:
    """Blocks that need nothing before them, stored where they do not become smaller."""
    whole = text * 2
    blocks = list(lz4_blocks(pack("lz4-frame", [whole])))
    assert b"".join(blocks) == whole
    assert list(lz4_blocks(pack("lz4-frame", [text[-500_000:]]))) == [text[-500_000:]]


def test_zstd_frame_decodes(text: bytes, pack: Packer, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Another library reads every row."""
    path = tmp_path_factory.mktemp("zstd") / "rows.csv.zst"
    rows = text[: text.rindex(b"@example.com")].rpartition(b"\n")[0]
    path.write_bytes(pack("zstd-frame", [rows]))
    read = duckdb.sql(f"select column0, column2 from read_csv('{path}', header = false, all_varchar = true)").fetchall()
    assert read == [tuple(line.split(",")[0:3:2]) for line in rows.decode().split("\n")]
