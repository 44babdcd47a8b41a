"""Files written by real Spark 3.5.9, byte for byte."""

from __future__ import annotations

import io
from typing import Any

import pytest
from golden_corpus import cases, legacy_nulls, output, table

import formats
from formats.codecs import CODECS

WRITTEN = [case for corpus in ("spark", "spark-legacy") for case in cases(corpus, "csv", errors=False)]
NAMED = [case for case in WRITTEN if "part_suffix" in case]
REFUSED = cases("spark", "csv", errors=True)


def case_id(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_text_is_sparks(case: dict[str, Any]) -> None:
    """The same table under the same options gives the text that Spark wrote."""
    format = formats.from_options("csv", case["options"], legacy_nulls=legacy_nulls(case))
    written = formats.dumps(table(case), format)
    opened = CODECS[format.codec].open
    assert opened(io.BytesIO(written)).read() == opened(io.BytesIO(output(case))).read()


@pytest.mark.parametrize("case", NAMED, ids=case_id)
def test_the_extension_is_sparks(case: dict[str, Any]) -> None:
    """A part file's name ends as Spark's does."""
    format = formats.from_options("csv", case["options"])
    assert format.extension == case["part_suffix"]


@pytest.mark.parametrize("case", REFUSED, ids=case_id)
def test_what_spark_refuses_is_refused(case: dict[str, Any]) -> None:
    """The same options or the same table are a format error."""
    with pytest.raises(formats.FormatError):
        formats.dumps(table(case), formats.from_options("csv", case["options"]))
