"""Options of Parquet files under Spark's names."""

from __future__ import annotations

import pytest

import formats
from formats.parquet import Parquet


def test_defaults_are_sparks() -> None:
    """Without options pages are snappy, instants INT96, and ancient values refused."""
    assert formats.from_options("parquet", {}) == Parquet("snappy", "INT96", False, "EXCEPTION", "EXCEPTION")


@pytest.mark.parametrize(
    ("compression", "suffix"),
    [
        ("none", ".parquet"),
        ("uncompressed", ".parquet"),
        ("SNAPPY", ".snappy.parquet"),
        ("gzip", ".gz.parquet"),
        ("zstd", ".zstd.parquet"),
        ("lz4", ".lz4hadoop.parquet"),
        ("lz4_raw", ".lz4raw.parquet"),
        ("lz4raw", ".lz4raw.parquet"),
    ],
)
def test_the_codec_names_the_file(compression: str, suffix: str) -> None:
    """The codec's word stands in front of the extension."""
    assert formats.from_options("parquet", {"Compression": compression}).extension == suffix


@pytest.mark.parametrize("compression", ["lzo", "brotli", "bzip2", "deflate", "zip", ""])
def test_other_codecs_are_refused(compression: str) -> None:
    """A codec that does not exist for Parquet, or that Spark's distribution lacks, is refused with those there are."""
    with pytest.raises(formats.FormatError) as refusal:
        formats.from_options("parquet", {"codec": compression})
    error = refusal.value
    assert (error.option, error.value) == ("codec", compression)
    assert error.allowed == "none, snappy, gzip, zstd, lz4, lz4_raw"


def test_settings_have_a_full_and_a_short_name() -> None:
    """A setting of Spark's session is an option, under its whole name or the last word of it."""
    expected = Parquet("gzip", "TIMESTAMP_MILLIS", True, "CORRECTED", "CORRECTED")
    words = {
        "outputTimestampType": "timestamp_millis",
        "writeLegacyFormat": "TRUE",
        "datetimeRebaseModeInWrite": "corrected",
        "int96RebaseModeInWrite": "CORRECTED",
    }
    full = {f"spark.sql.parquet.{word}": value for word, value in words.items()}
    assert formats.from_options("parquet", {"spark.sql.parquet.compression.codec": "gzip"} | full) == expected
    assert formats.from_options("parquet", {"parquet.compression": "gzip"} | words) == expected


def test_the_writers_option_beats_the_sessions_setting() -> None:
    """Of several names for the codec Spark takes the most particular one."""
    names = ["compression", "parquet.compression", "spark.sql.parquet.compression.codec"]
    codecs = ["gzip", "zstd", "lz4"]
    given = dict(zip(names, codecs, strict=True))
    for name, codec in zip(names, codecs, strict=True):
        assert formats.from_options("parquet", given) == Parquet(codec=codec)  # type: ignore[arg-type]
        del given[name]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("outputTimestampType", "INT64"),
        ("writeLegacyFormat", "yes"),
        ("datetimeRebaseModeInWrite", "LEGACY"),
        ("int96RebaseModeInWrite", "never"),
    ],
)
def test_a_bad_value_is_named(option: str, value: str) -> None:
    """The error tells the option as it was given, and its value."""
    with pytest.raises(formats.FormatError) as refusal:
        formats.from_options("parquet", {option: value})
    assert (refusal.value.option, refusal.value.value) == (option, value)


def test_options_give_the_format_back() -> None:
    """What a format tells of itself makes an equal one."""
    for format in (Parquet(), Parquet("none", "TIMESTAMP_MICROS", True, "CORRECTED", "EXCEPTION")):
        assert formats.from_options("parquet", format.options()) == format


def test_options_of_text_formats_are_ignored() -> None:
    """What only CSV and JSON know changes nothing, and neither does the older rule for nulls."""
    ignored = {"sep": ";", "header": "perhaps", "nullValue": "-", "timeZone": "Nowhere"}
    assert formats.from_options("parquet", ignored, legacy_nulls=True) == Parquet()
