"""Pages packed by Hadoop's LZ4, which Arrow reads but cannot write: plain pages in, packed ones out.

A page's data becomes blocks of ``raw length, packed length, one raw LZ4 block``, lengths in four bytes, big-endian.
Hadoop's reader takes no more than 256 KiB in one block, Arrow's no block of several chunks: so a large page is
several blocks of one chunk. Field ids are those of ``parquet.thrift``.
"""

from __future__ import annotations

import pyarrow as pa

from formats.parquet.thrift import Struct, dump, i32, i64, load

LZ4 = 5
"""The codec's number in ``CompressionCodec``."""

BLOCK = 261_100
"""Raw bytes of one block: what Hadoop's writer packs at once, 256 KiB less the most that LZ4 can add."""


def hadoop_lz4(data: memoryview) -> bytes:
    """The data in Hadoop's blocks."""
    codec = pa.Codec("lz4_raw")
    blocks = bytearray()
    for start in range(0, len(data), BLOCK):
        raw = data[start : start + BLOCK]
        packed = codec.compress(raw, asbytes=True)
        blocks += len(raw).to_bytes(4, "big") + len(packed).to_bytes(4, "big") + packed
    return bytes(blocks)


def pack_chunk(pages: memoryview, column: Struct) -> tuple[bytes, Struct]:
    """A column chunk's pages packed, and its ``ColumnMetaData`` with the sizes and offsets that come of it.

    ``pages`` are those of the chunk alone; the offsets count from the chunk's begin, before and after.
    """
    packed, moved = bytearray(), {}
    position = plain_size = 0
    while position < len(pages):
        header, begin = load(pages, position)
        end = begin + header[3].content
        data = hadoop_lz4(pages[begin:end])
        header_bytes = dump(header | {3: i32(len(data))})
        moved[position] = len(packed)
        packed += header_bytes + data
        plain_size += len(header_bytes) + end - begin
        position = end
    offsets = {field: i64(moved[column[field].content]) for field in (9, 11) if field in column}
    return bytes(packed), column | offsets | {4: i32(LZ4), 6: i64(plain_size), 7: i64(len(packed))}
