"""Byte streams on their way to the file and back: what compresses a whole file of text.

A codec works in two steps so that the costly one needs no order: ``prepare`` packs one piece of the file on its own,
in any thread; a ``Frame`` strings the packed pieces together in order.

Spark's names mean what Spark writes. The names with a hyphen are other framings that partners meet or expect under
the same suffix; Spark knows none of them.
"""

from __future__ import annotations

from formats.base import FormatError
from formats.codecs.base import Codec, CodecName, Frame, Packed, PlainFrame, plain_piece
from formats.codecs.bzip2 import BZIP2, BZIP2_MULTISTREAM
from formats.codecs.deflate import DEFLATE, GZIP, GZIP_MULTIMEMBER
from formats.codecs.hadoop import LZ4, SNAPPY
from formats.codecs.lz4 import LZ4_FRAME
from formats.codecs.recognise import HEAD, recognise
from formats.codecs.snappy import SNAPPY_FRAMED
from formats.codecs.unmarked import Recognised
from formats.codecs.zstd import ZSTD_FRAME

CODECS: dict[CodecName, Codec] = {
    "none": Codec("none", "", plain_piece, PlainFrame, lambda source: source),
    "gzip": GZIP,
    "bzip2": BZIP2,
    "deflate": DEFLATE,
    "snappy": SNAPPY,
    "lz4": LZ4,
    "gzip-multimember": GZIP_MULTIMEMBER,
    "bzip2-multistream": BZIP2_MULTISTREAM,
    "snappy-framed": SNAPPY_FRAMED,
    "lz4-frame": LZ4_FRAME,
    "zstd-frame": ZSTD_FRAME,
}

_HADOOP_CLASSES: dict[str, CodecName] = {
    "org.apache.hadoop.io.compress.GzipCodec": "gzip",
    "org.apache.hadoop.io.compress.BZip2Codec": "bzip2",
    "org.apache.hadoop.io.compress.DeflateCodec": "deflate",
    "org.apache.hadoop.io.compress.DefaultCodec": "deflate",
    "org.apache.hadoop.io.compress.SnappyCodec": "snappy",
    "org.apache.hadoop.io.compress.Lz4Codec": "lz4",
}


def codec_name(value: str) -> CodecName:
    """The codec that a ``compression`` option means.

    A short name in any letter case, ``uncompressed`` for ``none``, or Hadoop's full class name exactly as it is
    written. Anything else, such as ``zstd``, which Spark has for Parquet only, is a ``FormatError``.
    """
    name = value.lower()
    if name == "uncompressed":
        return "none"
    if name in CODECS:
        return CODECS[name].name
    if value in _HADOOP_CLASSES:
        return _HADOOP_CLASSES[value]
    allowed = ", ".join([*CODECS, "uncompressed, or the class name of a Hadoop codec"])
    raise FormatError("not a codec", option="compression", value=value, allowed=allowed)


__all__ = [
    "CODECS",
    "HEAD",
    "Codec",
    "CodecName",
    "Frame",
    "Packed",
    "Recognised",
    "codec_name",
    "recognise",
]
