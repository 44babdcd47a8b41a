"""A report as JSON: everything, whole, in a fixed order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from exportsim.model import (
    Adls,
    AzureBlob,
    DataLandingZone,
    Delivery,
    Export,
    Gcs,
    LeftOut,
    LocalFolder,
    Place,
    Receipt,
    Report,
    Sftp,
)
from exportsim.reports import as_json
from exportsim.reports.advice import LAST
from exportsim.reports.hints import ESCAPED

SWITCHES = [{"name": "time-zone", "value": "UTC", "why": "schedules are in UTC"}]
WARNINGS = ["server.json: $.x: is not a known key and is ignored"]
FILE = "exports/people_20260301_120000.csv.gz"


def test_a_verdict_is_told_whole(failed: Report) -> None:
    """Values are neither shortened nor made visible, and the parser's working files are not mentioned."""
    told = as_json.verification(failed)
    assert json.loads(as_json.dumps(failed)) == told
    assert told == {
        "passed": False,
        "folder": "OUT",
        "parser": "python naive.py {file}",
        "rows": {"sent": 3, "read": 2},
        "seconds": 0.5,
        "notes": [],
        "verdicts": [
            {"name": "rows", "passed": False, "judged": True, "looked_at": 3, "wrong": 1},
            {"name": "text", "passed": False, "judged": True, "looked_at": 4, "wrong": 1},
            {"name": "nulls", "passed": False, "judged": True, "looked_at": 4, "wrong": 1},
        ],
        "findings": [
            {
                "kind": "missing-row",
                "column": "",
                "count": 1,
                "cases": {},
                "hints": [{"hint": LAST, "columns": 1}],
                "examples": [
                    {
                        "file": FILE,
                        "row": 3,
                        "key": "c",
                        "sent": None,
                        "read": None,
                        "case": None,
                        "hint": LAST,
                    }
                ],
            },
            {
                "kind": "text",
                "column": "name",
                "count": 1,
                "cases": {"quote-inside": 1},
                "hints": [{"hint": ESCAPED, "columns": 1}],
                "examples": [
                    {
                        "file": FILE,
                        "row": 1,
                        "key": "a",
                        "sent": 'say "<script>"\n',
                        "read": 'say \\"<script>\\"\n',
                        "case": None,
                        "hint": ESCAPED,
                    }
                ],
            },
            {
                "kind": "text-read-as-null",
                "column": "name",
                "count": 1,
                "cases": {},
                "hints": [
                    {
                        "hint": "The parser takes this word for a missing value; here it is somebody's text.",
                        "columns": 1,
                    }
                ],
                "examples": [
                    {
                        "file": FILE,
                        "row": 2,
                        "key": "b",
                        "sent": "NULL",
                        "read": None,
                        "case": None,
                        "hint": "The parser takes this word for a missing value; here it is somebody's text.",
                    }
                ],
            },
        ],
        "readings": [{"file": FILE, "seconds": 0.25, "peak_memory": 2_000_000}],
        "switches": SWITCHES,
        "warnings": WARNINGS,
    }


def test_what_was_not_judged_is_marked(passed: Report) -> None:
    """Notes come first, and a verdict on nothing is told apart from one that passed."""
    rows, *_ = passed.verdicts
    told = as_json.verification(
        replace(passed, verdicts=(replace(rows, looked_at=0, judged=False),), notes=("Nothing was read.",))
    )
    assert told["notes"] == ["Nothing was read."]
    assert told["verdicts"] == [{"name": "rows", "passed": False, "judged": False, "looked_at": 0, "wrong": 0}]


def test_an_export_is_told_whole(export: Export) -> None:
    """Files, format, place, run and activation, in plain JSON values."""
    told = as_json.export(replace(export, left_out=(LeftOut("without a name", 2),)))
    assert json.loads(json.dumps(told)) == told
    assert told == {
        "folder": "OUT",
        "rows": 3,
        "left_out": [{"why": "without a name", "profiles": 2}],
        "files": [{"name": FILE, "rows": 3, "size": 1234, "sha256": "ab" * 32}],
        "manifest": {"name": "exports/manifest-d-r.json", "rows": 0, "size": 210, "sha256": "cd" * 32},
        "format": {"file_type": "csv", "extension": ".csv.gz", "options": export.plan.format.options()},
        "encryption": None,
        "place": {"kind": "s3", "bucket": "kestrel-loyalty", "path": "", "folder": "exports"},
        "max_file_rows": 5_000_000,
        "audience": {"id": "a1", "name": "Regulars <b>", "namespace": "ups"},
        "columns": [{"name": "id", "source": "person.id"}, {"name": "name", "source": "person.name"}],
        "key": ["id"],
        "mandatory": [],
        "deduplication": [],
        "run": {
            "id": "r1",
            "scheduled": "2026-03-01T12:00:00+00:00",
            "started": "2026-03-01T12:00:00+00:00",
            "destination": "exportsim",
        },
        "source": {"seed": 7, "count": 3},
        "switches": SWITCHES,
        "warnings": WARNINGS,
    }


def test_a_delivery_is_told_whole() -> None:
    """The place and a receipt for each file."""
    receipt = Receipt("in/people.csv", 1234, "ab", "md5", 1, 0.25)
    assert as_json.delivery(Delivery(Sftp("h", 22, "/"), (receipt,))) == {
        "place": {"kind": "sftp", "host": "h", "port": 22, "path": "/", "user": ""},
        "receipts": [
            {
                "key": "in/people.csv",
                "size": 1234,
                "checksum": "ab",
                "algorithm": "md5",
                "attempts": 1,
                "seconds": 0.25,
            }
        ],
        "left": [],
        "behaviours": [],
        "notes": [],
    }


def test_every_place_is_named_by_its_kind() -> None:
    """Places are plain values; where a local folder lies is not told."""
    places: list[Place] = [
        LocalFolder(Path("/home/me")),
        AzureBlob("c", "p"),
        Adls("p"),
        Gcs("b", ""),
        DataLandingZone("p"),
    ]
    assert [as_json.delivery(Delivery(place, ()))["place"] for place in places] == [
        {"kind": "local-folder"},
        {"kind": "azure-blob", "account": "", "container": "c", "path": "p"},
        {"kind": "adls-gen2", "account": "", "filesystem": "", "path": "p"},
        {"kind": "google-cloud-storage", "bucket": "b", "path": ""},
        {"kind": "data-landing-zone", "path": "p"},
    ]
