"""Files written by real Spark: every one is inspected, nearly every one understood."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from golden_corpus import cases, output, table
from inspection.conftest import Inspect

import formats
from exportsim.inspection import Inspection

UNIFORM = {"header": "false", "nullValue": "", "emptyValue": ""}
FILES = [case for file_type in ("csv", "json", "parquet") for case in cases("spark", file_type, errors=False)]


@pytest.fixture(scope="module")
def found(inspected: Inspect) -> dict[str, Inspection]:
    """By case; options that make no difference give the same bytes, which are inspected once."""
    same: dict[str, Inspection] = {}
    for case in FILES:
        if case["sha256"] not in same:
            same[case["sha256"]] = inspected(output(case), case["output"].rpartition("/")[2])
    return {case["id"]: same[case["sha256"]] for case in FILES}


def _compared(case: dict[str, Any], seen: Inspection) -> str:
    """What the reported dialect reads beside what the true one reads, tokens and header as they stand."""
    truth = formats.from_options("csv", {**case["options"], **UNIFORM})
    options = {fact.name: fact.value for fact in seen.options}
    told = formats.from_options("csv", {**options, **UNIFORM, "compression": truth.options()["compression"]})
    ours, theirs = _cells(case, told), _cells(case, truth)
    return "unreadable" if theirs is None else "same" if ours == theirs else "different"


def _cells(case: dict[str, Any], format: formats.Format) -> list[Any] | None:
    try:
        batches = list(formats.read(io.BytesIO(output(case)), format))
    except formats.FormatError:
        return None
    return [[cell or "" for cell in column.to_pylist()] for batch in batches for column in batch.columns]


def test_csv_is_cut_into_the_right_columns(found: dict[str, Inspection]) -> None:
    """But for delimiters and separators that are letters, quotes, backslashes or each other's parts."""
    told = Counter(
        len(found[case["id"]].columns) == len(table(case).schema.names)
        for case in FILES
        if case["format"] == "csv" and found[case["id"]].columns
    )
    assert (told[True], told[False]) == RIGHT_COLUMNS


def test_csv_is_read_as_spark_meant_it(found: dict[str, Inspection]) -> None:
    """The nastiest texts under all options: what was reported reads nearly every file to its last cell.

    Unreadable are files in which Spark's own rules lose a quote or an escape.
    """
    told = Counter(
        _compared(case, found[case["id"]]) for case in FILES if case["format"] == "csv" and found[case["id"]].columns
    )
    assert told == COMPARED


def test_json_and_parquet_are_told_from_csv(found: dict[str, Inspection]) -> None:
    """An empty text may be of any type, all others are known."""
    others = [case for case in FILES if case["format"] != "csv" and found[case["id"]].rows is not None]
    assert {case["id"] for case in others if found[case["id"]].file_type != case["format"]} == set()
    assert len(others) == 39


RIGHT_COLUMNS = (209, 10)
COMPARED = {"same": 180, "different": 20, "unreadable": 19}
