"""Files written by real Spark 3.5.9, byte for byte."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from golden_corpus import cases, legacy_nulls, output, table

import formats

UNKNOWN_CODECS = ("bzip2", "lz4", "snappy", "deflate")
WRITTEN = [
    case
    for corpus in ("spark", "spark-legacy")
    for case in cases(corpus, "csv", errors=False)
    if case["options"].get("compression", "").lower() not in UNKNOWN_CODECS
]
REFUSED = cases("spark", "csv", errors=True)


def case_id(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_text_is_sparks(case: dict[str, Any]) -> None:
    """The same table under the same options gives the text that Spark wrote."""
    format = formats.from_options("csv", case["options"], legacy_nulls=legacy_nulls(case))
    written, expected = formats.dumps(table(case), format), output(case)
    if format.extension.endswith(".gz"):
        written, expected = gzip.decompress(written), gzip.decompress(expected)
    assert written == expected


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_extension_is_sparks(case: dict[str, Any]) -> None:
    """A part file's name ends as Spark's does."""
    format = formats.from_options("csv", case["options"])
    assert format.extension == case.get("part_suffix", ".csv")


@pytest.mark.parametrize("case", REFUSED, ids=case_id)
def test_what_spark_refuses_is_refused(case: dict[str, Any]) -> None:
    """The same options or the same table are a format error."""
    with pytest.raises(formats.FormatError):
        formats.dumps(table(case), formats.from_options("csv", case["options"]))
