"""Which files the matrix has: every value of every catalogued option, under a name that says so."""

from __future__ import annotations

from itertools import combinations, product

import pytest

import formats.codecs
from exportsim.adobe import CATALOGUE, PRESETS, Option
from exportsim.matrix import Cell, all_cells, left_out
from exportsim.matrix.axes import axes
from exportsim.matrix.cells import PAIRED_VALUES, PAIRS
from exportsim.matrix.words import slug, spelled

CELLS = all_cells()
OPTIONS = [(file_type, option) for file_type, options in CATALOGUE.items() for option in options]


def label(value: object) -> str:
    return value.name if isinstance(value, Option) else str(value)


def cell(name: str) -> Cell:
    (found,) = (cell for cell in CELLS if cell.name == name)
    return found


@pytest.mark.parametrize(("file_type", "option"), OPTIONS, ids=label)
def test_every_catalogued_option_has_a_file_for_each_of_its_values(file_type: str, option: Option) -> None:
    """All words where it has words; what the vendor documents, and at least two values, where it has none."""
    shown = {found.value for found in CELLS if (found.file_type, found.group) == (file_type, option.name)}
    assert len(shown) >= 2
    assert set(option.words) <= shown
    meanings = {formats.from_options(file_type, {option.name: value}) for value in shown}
    for value in (option.table, option.template, option.cards, *option.cards_offer):
        assert value is None or formats.from_options(file_type, {option.name: value}) in meanings


def test_every_file_type_has_every_codec() -> None:
    """Under Spark's extension for it."""
    assert [found.name for found in CELLS if found.file_type == "parquet" and found.group == "compression"] == [
        "parquet/compression-none.parquet",
        "parquet/compression-snappy.snappy.parquet",
        "parquet/compression-gzip.gz.parquet",
        "parquet/compression-zstd.zstd.parquet",
        "parquet/compression-lz4.lz4hadoop.parquet",
        "parquet/compression-lz4_raw.lz4raw.parquet",
    ]
    assert {found.value for found in CELLS if found.file_type == "csv" and found.group == "compression"} == {
        *formats.codecs.CODECS
    }


def test_every_preset_has_a_file() -> None:
    """Its own format, whatever the base is."""
    assert {found.value: found.format for found in CELLS if found.group == "preset"} == {
        name: preset.format for name, preset in PRESETS.items()
    }


@pytest.mark.parametrize("file_type", CATALOGUE)
def test_any_two_values_of_two_options_meet(file_type: str) -> None:
    """Of each option the first six values take part."""
    swept = axes(file_type)
    pairs = [found for found in CELLS if (found.file_type, found.group) == (file_type, PAIRS)]
    met = {
        pair
        for found in pairs
        for pair in combinations([(axis.name, found.changes.get(axis.name, axis.default)) for axis in swept], 2)
    }
    wanted = {
        ((one.name, value), (other.name, another))
        for one, other in combinations(swept, 2)
        for value, another in product(one.values[:PAIRED_VALUES], other.values[:PAIRED_VALUES])
    }
    assert met == wanted


def test_names_say_what_is_in_a_file() -> None:
    """Option and value, characters by their names."""
    assert cell("csv/quoteAll-true.csv").changes == {"quoteAll": "true"}
    assert cell("csv/sep-pipe.csv").changes == {"sep": "|"}
    assert cell("csv/quote-nul.csv").changes == {"quote": "\0"}
    assert cell("csv/nullValue-backslash-N.csv").changes == {"nullValue": r"\N"}
    assert cell("csv/lineSep-cr-lf.csv").changes == {"lineSep": "\r\n"}
    assert cell("csv/header-true.csv").changes == {}
    assert cell("csv/compression-gzip.csv.gz").changes == {"compression": "gzip"}
    assert cell("json/pretty-true.json").changes == {"pretty": "true"}


def test_names_are_different_where_letter_case_does_not_count() -> None:
    """And hold nothing that a file system or a shell would mind."""
    assert len({found.name.lower() for found in CELLS}) == len(CELLS)
    assert not [found.name for found in CELLS if not found.name.replace("/", "").isascii() or " " in found.name]


@pytest.mark.parametrize(
    ("value", "name", "shown"),
    [
        ("", "empty", "(empty)"),
        ("\0", "nul", "U+0000"),
        ("\r\n", "cr-lf", "CR LF"),
        ("||", "pipe-pipe", "||"),
        ("xz", "xz", "xz"),
        ("UTF-16LE", "UTF-16LE", "UTF-16LE"),
        ("yyyy-MM-dd'T'HH:mm[.SSS]", "yyyy-MM-ddTHH-mm.SSS", "yyyy-MM-dd'T'HH:mm[.SSS]"),
    ],
)
def test_a_value_has_words(value: str, name: str, shown: str) -> None:
    """One for file names, one for people."""
    assert (slug(value), spelled(value)) == (name, shown)


def test_what_cannot_be_is_left_out_with_a_reason() -> None:
    """Codecs that a file type lacks, and what cannot be seen in a file."""
    reasons = {left.what: left.why for left in left_out()}
    assert [*reasons] == [
        "csv/compression-zstd",
        "csv/compression-lz4_raw",
        "json/compression-zstd",
        "json/compression-lz4_raw",
        "parquet/compression-bzip2",
        "parquet/compression-deflate",
        "avro/compression-gzip",
        "avro/compression-lz4",
        "avro/compression-zstd",
        "avro/compression-lz4_raw",
        "maxFileRowCount",
        "includeFileManifest",
        "dates before 1582-10-15 in Parquet",
    ]
    assert (
        reasons["parquet/compression-bzip2"]
        == "not a codec of Parquet files; known: none, snappy, gzip, zstd, lz4, lz4_raw"
    )


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("csv", True),
        ("csv/", True),
        ("csv/quote*", True),
        ("csv/quoteAll-true.csv", True),
        ("csv/quoteAll-true", True),
        ("quote*", False),
    ],
)
def test_a_pattern_chooses_files(pattern: str, fits: bool) -> None:
    """A file type, or a pattern for the whole name."""
    assert cell("csv/quoteAll-true.csv").matches(pattern) is fits
    assert not cell("json/default.json").matches(pattern)
