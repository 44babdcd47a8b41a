"""One small export, read by a parser that got it wrong, and by one that got it right."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import formats
from exportsim.model import (
    S3,
    Activation,
    Audience,
    Column,
    Export,
    ExportFile,
    Finding,
    Group,
    Ingestion,
    Plan,
    Reading,
    Report,
    Run,
    Switch,
    Verdict,
)

FILE = "exports/people_20260301_120000.csv.gz"


def finding(kind: str, row: int | None, key: str, column: str, sent: str | None, read: str | None) -> Finding:
    return Finding(kind, FILE, row, key, column, sent, read, None)


@pytest.fixture
def export() -> Export:
    """One file of three rows and a manifest."""
    at = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    return Export(
        folder=Path("OUT"),
        files=(ExportFile(FILE, 3, 1234, "ab" * 32),),
        manifest=ExportFile("exports/manifest-d-r.json", 0, 210, "cd" * 32),
        plan=Plan(
            format=formats.from_options("csv", {"compression": "gzip"}),
            place=S3("kestrel-loyalty", ""),
            folder="exports",
            manifest=True,
            switches=(Switch("time-zone", "UTC", "schedules are in UTC"),),
            warnings=("server.json: $.x: is not a known key and is ignored",),
        ),
        activation=Activation(
            Audience("a1", "Regulars <b>"),
            (Column("person.id", "id"), Column("person.name", "name")),
            ("id",),
        ),
        run=Run("r1", at, at),
        source={"seed": 7, "count": 3},
    )


@pytest.fixture
def failed(export: Export) -> Report:
    """A parser that lost a row, left escapes in and took a word for null."""
    return Report(
        export=export,
        ingestion=Ingestion("python naive.py {file}", (Reading(FILE, Path("/tmp/x"), "jsonl", 0.25, 2_000_000, ""),)),
        verdicts=(Verdict("rows", 3, 1), Verdict("text", 4, 1), Verdict("nulls", 4, 1)),
        groups=(
            Group("missing-row", "", 1, (), (finding("missing-row", 3, "c", "", None, None),)),
            Group(
                "text",
                "name",
                1,
                (("quote-inside", 1),),
                (finding("text", 1, "a", "name", 'say "<script>"\n', 'say \\"<script>\\"\n'),),
            ),
            Group(
                "text-read-as-null",
                "name",
                1,
                (),
                (finding("text-read-as-null", 2, "b", "name", "NULL", None),),
            ),
        ),
        rows_sent=3,
        rows_read=2,
        seconds=0.5,
    )


@pytest.fixture
def passed(failed: Report) -> Report:
    """A parser that read everything."""
    return replace(
        failed,
        verdicts=(Verdict("rows", 3, 0), Verdict("text", 6, 0), Verdict("nulls", 6, 0)),
        groups=(),
        rows_read=3,
    )


@pytest.fixture
def overwhelmed(failed: Report) -> Report:
    """A parser that got everything wrong, in twelve columns, with long values."""
    groups = tuple(
        Group(
            "text",
            f"column_{number}",
            1000 + number,
            (("newline", 500), ("emoji", 400)),
            tuple(
                finding("text", row, f"person-{row:08}@example.com", f"column_{number}", "x" * 500, "x" * 250)
                for row in range(1, 21)
            ),
        )
        for number in range(12)
    )
    return replace(failed, groups=(*failed.groups, *groups))
