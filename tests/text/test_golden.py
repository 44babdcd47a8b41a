"""Columns of the csv-types cases, as real Spark wrote them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from golden_corpus import cases, output, table

from formats.text import TextRules, check, check_type, to_text

OPTIONS = {
    "dateFormat": "date_format",
    "timestampFormat": "timestamp_format",
    "timestampNTZFormat": "timestamp_ntz_format",
    "timeZone": "time_zone",
}
TYPED = [
    case
    for case in cases("spark", "csv", errors=False)
    if case["group"] == "csv-types" and case["options"].keys() <= OPTIONS.keys()
]


@pytest.mark.parametrize("case", TYPED, ids=lambda case: case["id"])
def test_every_cell_is_sparks(case: dict[str, Any]) -> None:
    """Each column but the strings, cell by cell; an empty field is a null or an empty text."""
    rules = TextRules(**{OPTIONS[name]: value for name, value in case["options"].items()})
    check(rules)
    source = table(case)
    lines = io.StringIO(output(case).decode())
    columns = list(zip(*csv.reader(lines, escapechar="\\", doublequote=False), strict=True))
    for field, column in zip(source.schema, columns, strict=True):
        check_type(field.name, field.type, rules)
        if field.name != "s":
            texts = to_text(source[field.name].combine_chunks(), rules).to_pylist()
            # Spark writes an empty text as two quotes, which the reader takes for nothing, as it does a null.
            assert tuple(text or "" for text in texts) == column
