"""Compressed files written by real Spark 3.5.9."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from golden_corpus import cases, output

from formats.codecs import CODECS, CodecName, codec_name, recognise

Packer = Callable[[CodecName, Sequence[bytes]], bytes]

WRITTEN = [
    case
    for file_type in ("csv", "json")
    for case in cases("spark", file_type, errors=False)
    if "compression" in case["options"] and "text_sha256" in case
]


def case_id(case: dict[str, Any]) -> str:
    return str(case["id"])


def content(case: dict[str, Any]) -> bytes:
    codec = CODECS[codec_name(case["options"]["compression"])]
    return codec.open(io.BytesIO(output(case))).read()


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_sparks_file_is_read(case: dict[str, Any]) -> None:
    """What is unpacked has the digest that the corpus gives for the text."""
    assert hashlib.sha256(content(case)).hexdigest() == case["text_sha256"]


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_container_is_sparks(case: dict[str, Any], pack: Packer) -> None:
    """Up to the first compressed byte the same text gives the same file; an empty text gives the very same one."""
    name, text, theirs = codec_name(case["options"]["compression"]), content(case), output(case)
    header = {"gzip": 10, "deflate": 2, "bzip2": 18, "snappy": 4, "lz4": 4}[name]
    if text:
        assert pack(name, [text])[:header] == theirs[:header]
    else:
        assert pack(name, []) == theirs


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_sparks_file_is_recognised(case: dict[str, Any]) -> None:
    """The first bytes say which codec it is, but for snappy and lz4 of nothing, which are the same."""
    name = codec_name(case["options"]["compression"])
    expected = "hadoop-empty" if name in ("snappy", "lz4") and not content(case) else name
    assert recognise(output(case), whole=True).name == expected
