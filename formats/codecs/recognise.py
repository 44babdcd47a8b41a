"""What a file is, from its first bytes: the name alone does not say which framing a ``.lz4`` or ``.snappy`` has."""

from __future__ import annotations

from bz2 import BZ2Decompressor
from collections.abc import Callable

from formats.codecs import bzip2, deflate, lz4, snappy, unmarked
from formats.codecs.reading import PIECE, Decompressor
from formats.codecs.unmarked import Recognised

HEAD = 264 << 10
"""First bytes that are enough for every answer: the longest first block by Hadoop's rules fits."""


def recognise(head: bytes, *, whole: bool = False) -> Recognised:
    """Say what a file is that begins with ``head``, best the first ``HEAD`` bytes of it.

    ``whole`` says that nothing follows: only then can raw blocks be told, which bear no mark, by decompressing them. An
    answer that is a guess says so in its evidence.
    """
    if not head:
        return Recognised("empty", "There is not one byte.")
    questions = (_magic, _gzip, _bzip2, _deflate, _pgp, *unmarked.QUESTIONS)
    answers = (question(head, whole) for question in questions)
    unknown = Recognised("unknown", "It has no mark, no structure that holds, and is not text.")
    return next(filter(None, answers), unknown)


_MAGICS = (
    (b"PAR1", "parquet", "It begins with PAR1, Parquet's mark."),
    (b"Obj\x01", "avro", "It begins with Obj and a 1, the mark of an Avro container."),
    (snappy.IDENTIFIER, "snappy-framed", "It begins with the stream identifier sNaPpY of snappy's framing format."),
    (lz4.MAGIC, "lz4-frame", "It begins with 04 22 4D 18, the mark of the LZ4 frame format."),
    (b"\x28\xb5\x2f\xfd", "zstd-frame", "It begins with 28 B5 2F FD, the mark of a Zstandard frame."),
    (b"PK\x03\x04", "zip", "It begins with PK 03 04, the mark of a ZIP archive."),
    (b"\xfd7zXZ\0", "xz", "It begins with FD 37 7A 58 5A 00, the mark of an xz stream."),
    (b"7z\xbc\xaf\x27\x1c", "7z", "It begins with 37 7A BC AF 27 1C, the mark of a 7z archive."),
    (b"-----BEGIN PGP MESSAGE-----", "pgp-armored", "It begins with the first line of an armored OpenPGP message."),
)


def _magic(head: bytes, _whole: bool) -> Recognised | None:
    for magic, name, evidence in _MAGICS:
        if head.startswith(magic):
            return Recognised(name, evidence)
    if head[257:262] == b"ustar":
        return Recognised("tar", "At byte 257 stands ustar, the mark of a tar archive.")
    return None


def _gzip(head: bytes, _whole: bool) -> Recognised | None:
    if not head.startswith(b"\x1f\x8b\x08"):
        return None
    end = _end_of_first(deflate.gzip_decompressor, deflate.FAULT, head)
    if end and head[end:].lstrip(b"\0").startswith(b"\x1f\x8b\x08"):
        return Recognised("gzip-multimember", f"It begins with 1F 8B 08, and a second gzip member follows byte {end}.")
    return Recognised("gzip", "It begins with 1F 8B 08, gzip's mark, and no second member is in sight.")


def _bzip2(head: bytes, _whole: bool) -> Recognised | None:
    marks = (bzip2.BLOCK_MAGIC.to_bytes(6, "big"), bzip2.END_MAGIC.to_bytes(6, "big"))
    if not (head.startswith(b"BZh") and head[4:10] in marks):
        return None
    end = _end_of_first(BZ2Decompressor, OSError, head)
    if end and head.startswith(b"BZh", end):
        return Recognised("bzip2-multistream", f"It begins with BZh, and a second bzip2 stream follows byte {end}.")
    return Recognised("bzip2", "It begins with BZh and the mark of a block, and no second stream is in sight.")


def _end_of_first(start: Callable[[], Decompressor], fault: type[Exception], head: bytes) -> int | None:
    """Where the first stream ends; None when that is not within ``head``."""
    stream, feed = start(), head
    try:
        while not stream.eof:
            if stream.needs_input and not feed:
                return None
            stream.decompress(feed, PIECE)
            feed = b""
    except fault:
        return None
    return len(head) - len(stream.unused_data)


def _deflate(head: bytes, _whole: bool) -> Recognised | None:
    """The header is two bytes that text can have too, so some of the rest must inflate."""
    if head[0] & 0x8F != 0x08 or int.from_bytes(head[:2], "big") % 31:
        return None
    stream = deflate.zlib_decompressor()
    try:
        text = stream.decompress(head, PIECE)
    except deflate.FAULT:
        return None
    if not (text or stream.eof):
        return None
    mark = head[:2].hex(" ").upper()
    return Recognised("deflate", f"It begins with {mark}, a zlib header, and what follows inflates.")


_SESSION_KEYS = {1: b"\x02\x03\x06", 3: b"\x04\x05\x06"}
"""The versions of the packets an encrypted message begins with, by tag: RFC 9580, sections 5.1 and 5.3."""


def _pgp(head: bytes, _whole: bool) -> Recognised | None:
    first, second = head[0], head[1:2]
    if first < 0x80:
        return None
    if first & 0x40:
        tag, length = first & 0x3F, 5 if second == b"\xff" else 2 if b"\xc0" <= second < b"\xe0" else 1
    else:
        tag, length = (first >> 2) & 0x0F, (1, 2, 4, 0)[first & 3]
    version = head[1 + length : 2 + length]
    if not version or version not in _SESSION_KEYS.get(tag, b""):
        return None
    return Recognised("pgp", f"It begins with an OpenPGP session key: a packet of tag {tag}, version {version[0]}.")
