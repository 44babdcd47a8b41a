"""The corpus of files written by real Spark, as test parameters."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent / "golden"
LEGACY = "spark.sql.legacy.nullValueWrittenAsQuotedEmptyStringCsv"


@cache
def corpus(name: str) -> dict[str, Any]:
    return json.loads((HERE / name / "cases.json").read_text("utf-8"))


def cases(name: str, file_type: str, *, errors: bool) -> list[dict[str, Any]]:
    """The corpus' cases of one file type: those that wrote a file, or those that Spark refused."""
    chosen = [case for case in corpus(name)["cases"] if case["format"] == file_type and ("error" in case) == errors]
    return [{**case, "corpus": name} for case in chosen]


@cache
def _input(name: str, input_name: str) -> pa.Table:
    return pq.read_table(HERE / name / corpus(name)["inputs"][input_name]["path"])


def table(case: dict[str, Any]) -> pa.Table:
    whole = _input(case["corpus"], case["input"])
    return whole.select(case["columns"]) if case.get("columns") else whole


def output(case: dict[str, Any]) -> bytes:
    return (HERE / case["corpus"] / case["output"]).read_bytes()


def legacy_nulls(case: dict[str, Any]) -> bool:
    return case.get("conf", {}).get(LEGACY) == "true" if case.get("conf") else False
