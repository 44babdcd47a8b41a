"""Malformed UTF-8 is written as Java reads it."""

from __future__ import annotations

import pyarrow as pa

import formats


def test_malformed_bytes_become_the_replacement_character() -> None:
    """``41 FF 42`` is ``A``, U+FFFD, ``B``; other values of the column stay, in a slice too."""
    raw = pa.array([b"skipped", b"A\xffB", None, "é".encode(), b""], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 5, raw.buffers(), 1).slice(1)
    written = formats.dumps(pa.table({"a": ["x"] * 4, "b": broken}), formats.from_options("csv", {}))
    assert written == 'x,A\ufffdB\nx,\nx,é\nx,""\n'.encode()
