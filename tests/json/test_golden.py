"""Files written by real Spark 3.5.9, byte for byte."""

from __future__ import annotations

import io
from typing import Any

import pytest
from golden_corpus import cases, output, table

import formats
from formats.codecs import CODECS

WRITTEN = [
    case for case in cases("spark", "json", errors=False) if case["options"].get("compression", "none") in CODECS
]


def case_id(case: dict[str, Any]) -> str:
    return str(case["id"])


def text(data: bytes, format: formats.Json) -> bytes:
    return CODECS[format.codec].open(io.BytesIO(data)).read()


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_text_is_sparks(case: dict[str, Any]) -> None:
    """The same table under the same options gives the text that Spark wrote."""
    format = formats.Json.from_options(case["options"])
    assert text(formats.dumps(table(case), format), format) == text(output(case), format)


@pytest.mark.parametrize("case", WRITTEN, ids=case_id)
def test_the_extension_is_sparks(case: dict[str, Any]) -> None:
    """A part file's name ends as Spark's does."""
    assert formats.Json.from_options(case["options"]).extension == case["part_suffix"]
