"""Files that begin with no mark: recognised by what holds together, from the strongest evidence to the weakest."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from formats.codecs import hadoop, lz4, snappy


@dataclass(frozen=True)
class Recognised:
    """What a file is and how one can tell."""

    name: str
    """A codec's name, or ``parquet``, ``avro``, ``pgp``, ``pgp-armored``, ``snappy-raw``, ``lz4-raw``,
    ``hadoop-empty`` (snappy or lz4 of nothing), ``text``, ``empty``, ``unknown``."""

    evidence: str
    """A sentence for the user."""


def _hadoop(head: bytes, whole: bool) -> Recognised | None:
    """The lengths must fit, and the first chunk must decompress where all of it is here."""
    if whole and head == bytes(4):
        return Recognised("hadoop-empty", "Four zero bytes: an empty text in Hadoop's blocks, snappy and lz4 alike.")
    size, length = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:8], "big")
    chunk = head[8 : 8 + length]
    there = len(chunk) == length
    if not chunk or length > hadoop.CHUNK_LIMIT or (whole and not there):
        return None
    lengths = f"a block of {size} bytes of text, whose first chunk has {length} bytes"
    if _snappy_chunk(chunk, size, there):
        proof = "decompresses" if there else "begins with that size"
        return Recognised("snappy", f"Hadoop's framing fits: {lengths} and {proof} as raw snappy.")
    if there and _lz4_chunk(chunk, size):
        return Recognised("lz4", f"Hadoop's framing fits: {lengths} and decompresses as raw LZ4.")
    if not there and size <= hadoop.BUFFER and length <= size + hadoop.LZ4_OVERHEAD:
        return Recognised("lz4", f"A guess: Hadoop's framing would fit, {lengths}, more than is here, and not snappy.")
    return None


def _snappy_chunk(chunk: bytes, size: int, there: bool) -> bool:
    try:
        said = snappy.text_size(chunk)
        return 0 < len(snappy.unpack(chunk, hadoop.CHUNK_LIMIT)) <= size if there else said == size
    except ValueError:
        return False


def _lz4_chunk(chunk: bytes, size: int) -> bool:
    try:
        return 0 < len(lz4.unpack(chunk)) <= size
    except ValueError:
        return False


def _raw_snappy(head: bytes, whole: bool) -> Recognised | None:
    """Asked before whether it is text: a raw block holds exactly as much as it says, which text hardly ever does."""
    if not whole:
        return None
    try:
        size = len(snappy.unpack(head, hadoop.CHUNK_LIMIT))
    except ValueError:
        return None
    return Recognised("snappy-raw", f"All of it is one raw snappy block, of {size} bytes of text.") if size else None


_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)

_TEXT_CONTROLS = b"\0\t\n\r"
"""U+0000 stands in text too: as the platform's default quote, and in UTF-16."""

_CONTROLS = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in _TEXT_CONTROLS)


def _text(head: bytes, whole: bool) -> Recognised | None:
    for mark, charset in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return Recognised("text", f"It begins with the byte order mark of {charset}.")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return None
    printable = len(head.translate(None, _CONTROLS + _TEXT_CONTROLS))
    controls = len(head) - len(head.translate(None, _CONTROLS))
    # Control characters are delimiters at most: one for every few characters of text.
    if 4 * controls > printable or (not printable and b"\0" in head):
        return None
    return Recognised("text", "It is UTF-8, with no more control characters than text has.")


def _raw_lz4(head: bytes, whole: bool) -> Recognised | None:
    """Asked after whether it is text: a raw block says nothing about itself, short texts can pass for one."""
    if not whole:
        return None
    try:
        size = len(lz4.unpack(head))
    except ValueError:
        return None
    return Recognised("lz4-raw", f"A guess: all of it decompresses as one raw LZ4 block, to {size} bytes of text.")


def _single_byte_text(head: bytes, _whole: bool) -> Recognised | None:
    if head.translate(None, _CONTROLS) != head or not head.strip(b"\0"):
        return None
    return Recognised("text", "A guess: it is not UTF-8, but has no control characters, as text of one byte each has.")


QUESTIONS = (_hadoop, _raw_snappy, _text, _raw_lz4, _single_byte_text)
"""To ask in this order; each gets the first bytes and whether they are all, and answers or does not know."""
