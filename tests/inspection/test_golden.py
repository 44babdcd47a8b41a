"""Files written by real Spark: every one is inspected, nearly every one understood."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from golden_corpus import cases, legacy_nulls, output, table
from inspection.conftest import Inspect

import formats
from exportsim.inspection import Inspection

CORPORA = ("spark", "spark-legacy")
FILES = [
    case
    for corpus in CORPORA
    for file_type in ("csv", "json", "parquet")
    for case in cases(corpus, file_type, errors=False)
]


@pytest.fixture(scope="module")
def found(inspected: Inspect) -> dict[str, Inspection]:
    return {case["id"]: inspected(output(case), case["output"].rpartition("/")[2]) for case in FILES}


def _same_cells(case: dict[str, Any], seen: Inspection) -> bool:
    """Whether the reported dialect gives the cells that the true one gives, null and empty taken for one."""
    truth = formats.from_options("csv", {**case["options"], "header": "false"}, legacy_nulls=legacy_nulls(case))
    options = {fact.name: fact.value for fact in seen.options}
    told = formats.from_options("csv", {**options, "header": "false", "compression": truth.options()["compression"]})
    try:
        ours, theirs = (
            [[cell or "" for cell in column.to_pylist()] for batch in read for column in batch.columns]
            for read in (formats.read(io.BytesIO(output(case)), format) for format in (told, truth))
        )
    except formats.FormatError:
        return False
    return ours == theirs


def test_csv_is_cut_into_the_right_columns(found: dict[str, Inspection]) -> None:
    """But for delimiters and separators that are letters, quotes, backslashes or each other's parts."""
    told = Counter(
        len(found[case["id"]].columns) == len(table(case).schema.names)
        for case in FILES
        if case["format"] == "csv" and found[case["id"]].columns
    )
    assert (told[True], told[False]) == RIGHT_COLUMNS


def test_csv_is_read_as_spark_meant_it(found: dict[str, Inspection]) -> None:
    """The nastiest texts under all options: what was reported reads nearly every file to its last cell."""
    told = Counter(
        _same_cells(case, found[case["id"]]) for case in FILES if case["format"] == "csv" and found[case["id"]].columns
    )
    assert (told[True], told[False]) == SAME_CELLS


def test_json_and_parquet_are_told_from_csv(found: dict[str, Inspection]) -> None:
    """An empty text may be of any type, all others are known."""
    others = [case for case in FILES if case["format"] != "csv" and found[case["id"]].rows is not None]
    assert {case["id"] for case in others if found[case["id"]].file_type != case["format"]} == set()
    assert len(others) == 43


RIGHT_COLUMNS = (0, 0)
SAME_CELLS = (0, 0)
