"""Which names mean which codec."""

from __future__ import annotations

import pytest

from formats import FormatError
from formats.codecs import CODECS, codec_name

SPARKS = {
    "none": "",
    "gzip": ".gz",
    "bzip2": ".bz2",
    "deflate": ".deflate",
    "snappy": ".snappy",
    "lz4": ".lz4",
}
OTHERS = {
    "gzip-multimember": ".gz",
    "bzip2-multistream": ".bz2",
    "snappy-framed": ".sz",
    "lz4-frame": ".lz4",
    "zstd-frame": ".zst",
}
CLASSES = {
    "GzipCodec": "gzip",
    "BZip2Codec": "bzip2",
    "DeflateCodec": "deflate",
    "DefaultCodec": "deflate",
    "SnappyCodec": "snappy",
    "Lz4Codec": "lz4",
}


def test_every_codec_has_its_suffix() -> None:
    """Spark's codecs have Hadoop's suffixes, the others those of their own tools."""
    assert {name: codec.suffix for name, codec in CODECS.items()} == SPARKS | OTHERS
    assert all(name == codec.name for name, codec in CODECS.items())


@pytest.mark.parametrize("name", CODECS)
def test_names_are_known_in_any_case(name: str) -> None:
    """As Spark knows its own."""
    assert (codec_name(name), codec_name(name.upper())) == (name, name)


def test_uncompressed_is_none() -> None:
    """Spark has two names for it."""
    assert codec_name("Uncompressed") == "none"


@pytest.mark.parametrize("name", CLASSES)
def test_hadoops_classes_are_known(name: str) -> None:
    """Under their full names in exactly their letter case, as Java finds classes."""
    full = f"org.apache.hadoop.io.compress.{name}"
    assert codec_name(full) == CLASSES[name]
    with pytest.raises(FormatError):
        codec_name(full.upper())


@pytest.mark.parametrize("name", ["", "zstd", "zip", "xz", "lzo", "brotli", "lz4_raw", "GzipCodec", "gzip "])
def test_what_spark_does_not_have_is_refused(name: str) -> None:
    """The error says what was given and what would be right."""
    with pytest.raises(FormatError) as refused:
        codec_name(name)
    assert (refused.value.option, refused.value.value) == ("compression", name)
    assert all(known in refused.value.allowed for known in CODECS)
