"""Every codec there and back, however the text is cut."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.codecs import CODECS, CodecName

Packer = Callable[[CodecName, Sequence[bytes]], bytes]

SIZES = (0, 1, 8_191, 8_192, 8_193, 65_535, 65_536, 65_537, 212_991, 212_992, 212_993, 218_422, 218_423)
LARGE_SIZES = (253_951, 253_952, 253_953, 261_100, 261_101, 716_800, 716_801, 1 << 20, (1 << 20) + 1)
CUT_ANYWHERE = [name for name in CODECS if name not in ("none", "gzip", "deflate")]
"""Codecs that cut the text into blocks or stream it; the others flush behind each piece."""


class Dribble(io.RawIOBase):
    """A source that gives three bytes at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(3, size))


def some_text(size: int) -> bytes:
    """Rows that compress, then bytes that do not."""
    source = random.Random(size)
    return b"".join(b"%d,Ada\n" % row for row in range(size // 16))[: size // 2] + source.randbytes(size - size // 2)


def cut(text: bytes, places: Sequence[int]) -> list[bytes]:
    ends = [0, *sorted(place % (len(text) + 1) for place in places), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("size", SIZES + LARGE_SIZES)
def test_a_text_comes_back(name: CodecName, size: int, pack: Packer) -> None:
    """Whatever the size, below, at and above the borders of blocks."""
    text = some_text(size)
    text = text + bytes(size - len(text))
    assert CODECS[name].open(io.BytesIO(pack(name, [text]))).read() == text


@pytest.mark.parametrize("name", CODECS)
@settings(deadline=None)
@given(rows=st.lists(st.binary(max_size=300), max_size=30), times=st.integers(1, 200))
def test_any_pieces_come_back(name: CodecName, rows: list[bytes], times: int, pack: Packer) -> None:
    """Many pieces, empty ones among them, are one text."""
    pieces = rows * times
    assert CODECS[name].open(io.BytesIO(pack(name, pieces))).read() == b"".join(pieces)


@pytest.mark.parametrize("name", CODECS)
def test_a_long_text_comes_back(name: CodecName, text: bytes, pack: Packer) -> None:
    """Many blocks are strung in order."""
    assert CODECS[name].open(io.BytesIO(pack(name, cut(text, range(0, len(text), 70_001))))).read() == text


@pytest.mark.parametrize("name", CUT_ANYWHERE)
@settings(max_examples=20, deadline=None)
@given(places=st.lists(st.integers(0, 1 << 20), max_size=6))
def test_the_bytes_do_not_depend_on_the_pieces(name: CodecName, places: list[int], pack: Packer) -> None:
    """The same text in other pieces is the same file."""
    text = some_text(300_000)
    assert pack(name, cut(text, places)) == pack(name, [text])


@pytest.mark.parametrize("name", CODECS)
def test_the_bytes_are_the_same_each_time(name: CodecName, text: bytes, pack: Packer) -> None:
    """The same pieces are the same file: no time, no name, no order of threads."""
    pieces = cut(text, (100_000, 1_500_000))
    assert pack(name, pieces) == pack(name, pieces)


@pytest.mark.parametrize("name", CODECS)
def test_a_source_may_give_little_at_a_time(name: CodecName, pack: Packer) -> None:
    """A pipe that gives three bytes for a thousand asked changes nothing."""
    text = some_text(30_000)
    source = Dribble(pack(name, [text]))
    stream = io.BufferedReader(CODECS[name].open(source))  # type: ignore[arg-type]
    assert stream.read() == text


@pytest.mark.parametrize("name", CODECS)
def test_files_strung_together_are_one_file(name: CodecName, pack: Packer) -> None:
    """All members, streams, frames and blocks are read, not the first alone."""
    first, second = pack(name, [b"one\n" * 1000]), pack(name, [b"two\n" * 1000])
    assert CODECS[name].open(io.BytesIO(first + second)).read() == b"one\n" * 1000 + b"two\n" * 1000


@pytest.mark.parametrize("name", CODECS)
def test_the_source_stays_open(name: CodecName, pack: Packer) -> None:
    """Whoever opened the file closes it."""
    source = io.BytesIO(pack(name, [b"text"]))
    stream = CODECS[name].open(source)
    assert stream.read() == b"text"
    del stream
    assert not source.closed
