"""What a file is, from its first bytes."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.codecs import CODECS, HEAD, CodecName, recognise

Packer = Callable[[CodecName, Sequence[bytes]], bytes]

SEVERAL = {"gzip-multimember": "gzip", "bzip2-multistream": "bzip2"}


@pytest.mark.parametrize("name", CODECS)
def test_a_long_file_is_recognised_by_its_head(name: CodecName, text: bytes, pack: Packer) -> None:
    """Each codec's file is told by its first bytes, text by being text."""
    expected = "text" if name == "none" else name
    assert recognise(pack(name, [text])[:HEAD]).name == expected


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.parametrize("size", [20, 3_000])
def test_a_short_file_is_recognised_whole(name: CodecName, size: int, text: bytes, pack: Packer) -> None:
    """So is a file of a few rows; what would be several streams is one there."""
    expected = "text" if name == "none" else SEVERAL.get(name, name)
    assert recognise(pack(name, [text[:size]]), whole=True).name == expected


@pytest.mark.parametrize("name", ["snappy", "lz4"])
def test_a_head_shorter_than_a_block_is_enough(name: CodecName, text: bytes, pack: Packer) -> None:
    """Without the whole first chunk the lengths must do; for lz4 the evidence says that it is a guess."""
    found = recognise(pack(name, [text[-300_000:]])[:5_000])
    assert (found.name, "A guess" in found.evidence) == (name, name == "lz4")


def test_raw_blocks_are_recognised_whole(text: bytes) -> None:
    """They bear no mark: all of it must decompress."""
    for codec, name in (("snappy", "snappy-raw"), ("lz4_raw", "lz4-raw")):
        assert recognise(pa.compress(text[:50_000], codec=codec, asbytes=True), whole=True).name == name


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"", "empty"),
        (bytes(4), "hadoop-empty"),
        (b"PAR1\x15\x04", "parquet"),
        (b"Obj\x01\x04\x16avro.schema", "avro"),
        (b"-----BEGIN PGP MESSAGE-----\n\nhQ", "pgp-armored"),
        (bytes.fromhex("85010c03aabbccddeeff0011"), "pgp"),
        (bytes.fromhex("c1c04c03aabbccddeeff0011"), "pgp"),
        (bytes.fromhex("8c0d04090308"), "pgp"),
        (bytes.fromhex("c3ff0000000d0409"), "pgp"),
        (zlib.compress(b"some text", 1), "deflate"),
        (b"x", "text"),
        (b"x^2,y\n1,2\n", "text"),
        (b"P12345", "text"),
        (b"id,name\n1,\0Ada\0\n", "text"),
        (b"id\x01name\n1234\x01Ada Lovelace\n", "text"),
        ("﻿id,name\n".encode(), "text"),
        ("id,name\n".encode("utf-16"), "text"),
        ("id,name\n".encode("utf-16-be"), "text"),
        ("id,name\n1,Jérôme\n".encode("latin-1"), "text"),
        (bytes(100), "unknown"),
        (bytes.fromhex("00ff01fe02fd03fc"), "unknown"),
        (bytes.fromhex("85010c07aabb"), "unknown"),
    ],
)
def test_a_whole_file_is_recognised(head: bytes, name: str) -> None:
    """Marks first, structure next, text last."""
    assert recognise(head, whole=True).name == name


def test_a_character_may_be_cut_at_the_end_of_a_head() -> None:
    """Half a character at the end is no reason against UTF-8, unless the file ends there."""
    head = "id,naïve".encode()[:-2]
    assert "UTF-8," in recognise(head[:6]).evidence
    assert "not UTF-8" in recognise(head[:6], whole=True).evidence


@given(head=st.binary(max_size=400), whole=st.booleans())
def test_any_bytes_get_an_answer(head: bytes, whole: bool) -> None:
    """No bytes are an error, and every answer has its evidence."""
    found = recognise(head, whole=whole)
    assert found.name
    assert found.evidence.endswith(".")


@given(rows=st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"]), min_size=1))
def test_printable_text_is_text(rows: str) -> None:
    """Whatever it says, unless it begins with the mark of something else."""
    assert recognise(b"row: " + rows.encode(), whole=True).name == "text"


@pytest.mark.parametrize("name", CODECS)
@given(length=st.integers(0, 3_000))
def test_any_beginning_of_a_file_gets_an_answer(name: CodecName, length: int, text: bytes, pack: Packer) -> None:
    """However little there is."""
    assert recognise(pack(name, [text[:3_000]])[:length]).evidence
