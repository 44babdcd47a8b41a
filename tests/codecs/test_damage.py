"""Files that are cut off or altered: an error in our own words, or the text, but no other end."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats import FormatError
from formats.codecs import CODECS, CodecName

Packer = Callable[[CodecName, Sequence[bytes]], bytes]

COMPRESSED = [name for name in CODECS if name != "none"]
CHECKED = [name for name in COMPRESSED if name not in ("snappy", "lz4", "lz4-frame", "zstd-frame")]
"""Those whose files hold a checksum of the text."""

TEXT = b"".join(b"%d,Ada,%d\n" % (row, row * 7919 % 10_007) for row in range(12_000))


def read(name: CodecName, data: bytes) -> bytes:
    return CODECS[name].open(io.BytesIO(data)).read()


@pytest.mark.parametrize("name", COMPRESSED)
def test_an_empty_file_is_refused(name: CodecName) -> None:
    """Not a byte is not an empty text: every codec writes something for that."""
    with pytest.raises(FormatError, match="the file is empty"):
        read(name, b"")


@pytest.mark.parametrize("name", COMPRESSED)
@given(place=st.integers(1, 1 << 30))
def test_a_file_cut_off_is_refused(name: CodecName, place: int, pack: Packer) -> None:
    """Wherever it is cut, but behind a whole chunk of framed snappy, where nothing tells that more should follow."""
    data = pack(name, [TEXT])
    cut = data[: place % (len(data) - 1) + 1]
    try:
        text = read(name, cut)
    except FormatError as error:
        assert f"reading at byte {len(cut)}" in str(error)
    else:
        assert name == "snappy-framed"
        assert TEXT.startswith(text)


@pytest.mark.parametrize("name", COMPRESSED)
@given(places=st.lists(st.tuples(st.integers(0, 1 << 30), st.integers(1, 255)), min_size=1, max_size=5))
def test_an_altered_file_gives_no_other_error(name: CodecName, places: list[tuple[int, int]], pack: Packer) -> None:
    """Any bits may flip."""
    data = bytearray(pack(name, [TEXT]))
    for place, bits in places:
        data[place % len(data)] ^= bits
    try:
        read(name, bytes(data))
    except FormatError as error:
        assert "reading at byte" in str(error)


@pytest.mark.parametrize("name", CHECKED)
@given(place=st.integers(1 << 10, 1 << 30), bit=st.integers(0, 7))
def test_a_checksum_finds_one_flipped_bit(name: CodecName, place: int, bit: int, pack: Packer) -> None:
    """Behind the header, which may say harmless things, no wrong text is ever taken for the right one."""
    data = bytearray(pack(name, [TEXT]))
    data[1024 + place % (len(data) - 1024)] ^= 1 << bit
    try:
        assert read(name, bytes(data)) == TEXT
    except FormatError as error:
        assert "reading at byte" in str(error)


@pytest.mark.parametrize("name", COMPRESSED)
@given(data=st.binary(min_size=1, max_size=200))
def test_any_bytes_give_no_other_error(name: CodecName, data: bytes) -> None:
    """Nor do bytes that never were a file of this codec."""
    try:
        read(name, data)
    except FormatError as error:
        assert name.split("-")[0] in str(error)


@pytest.mark.parametrize("name", COMPRESSED)
def test_garbage_behind_the_end_is_refused(name: CodecName, pack: Packer) -> None:
    """What follows must be another file of the same codec."""
    with pytest.raises(FormatError):
        read(name, pack(name, [TEXT]) + b"\x7fgarbage that is no file")


@pytest.mark.parametrize("name", ["gzip", "gzip-multimember"])
def test_zeros_behind_a_gzip_member_are_padding(name: CodecName, pack: Packer) -> None:
    """As on tapes, and as gzip itself takes it."""
    data = pack(name, [TEXT])
    assert read(name, data + bytes(200_000) + data + bytes(3)) == TEXT * 2


@pytest.mark.parametrize("before", [*range(65_500, 65_540), 131_060])
def test_a_gzip_header_may_stand_across_two_reads(before: int, pack: Packer) -> None:
    """A second member with an extra field, a name, a comment and a header checksum is read wherever it begins."""
    flags = b"\x1f\x8b\x08\x1e\0\0\0\0\0\xff" + b"\x05\0extra" + b"name\0" + b"comment\0"
    plain = pack("gzip", [TEXT])
    first = pack("gzip", [])
    assert read("gzip", first + bytes(before - len(first)) + flags + header_checksum(flags) + plain[10:]) == TEXT


def header_checksum(header: bytes) -> bytes:
    return (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little")


@pytest.mark.parametrize("name", ["snappy", "lz4"])
@pytest.mark.parametrize("length", [0, (4 << 20) + 1, 0xFFFFFFFF])
def test_a_chunk_may_not_have_any_length(name: CodecName, length: int) -> None:
    """Memory is not asked for whatever a damaged length says."""
    with pytest.raises(FormatError, match=f"a chunk of {length} bytes"):
        read(name, b"\xff\xff\xff\xff" + length.to_bytes(4, "big") + b"text")


def test_a_chunk_may_not_overflow_its_block(pack: Packer) -> None:
    """A chunk that holds more text than its block is refused, not written out."""
    data = pack("snappy", [TEXT])
    with pytest.raises(FormatError, match="bytes of text where 10 are missing"):
        read("snappy", (10).to_bytes(4, "big") + data[4:])


def test_a_block_may_have_many_chunks(pack: Packer) -> None:
    """Hadoop's own writer cuts a long write so; the chunks are read until the block is full."""
    for name in ("snappy", "lz4"):
        chunks = [pack(name, [TEXT[start : start + 5000]])[4:] for start in range(0, len(TEXT), 5000)]
        assert read(name, len(TEXT).to_bytes(4, "big") + b"".join(chunks)) == TEXT


def test_a_snappy_frame_may_hold_more_than_text(pack: Packer) -> None:
    """Padding and chunks that may be skipped are; those that may not are refused."""
    data = pack("snappy-framed", [TEXT])
    assert read("snappy-framed", data + b"\xfe\x02\0\0xx" + b"\x80\x01\0\0x" + data) == TEXT * 2
    with pytest.raises(FormatError, match="unknown type 0x02"):
        read("snappy-framed", data + b"\x02\x01\0\0x")


class Failing(io.RawIOBase):
    """A source that breaks in the middle."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if data := self._data.read(size):
            return data
        raise ConnectionError("the server went away")


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_failing_source_is_not_damage(name: CodecName, pack: Packer) -> None:
    """An error of the source is passed on as it is."""
    source = Failing(pack(name, [TEXT])[:1000])
    with pytest.raises(ConnectionError):
        CODECS[name].open(source).read()  # type: ignore[arg-type]
