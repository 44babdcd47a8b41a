"""Measure timelines; a section of README.md beside this file keeps it: ``make bench-time``.

Incremental exports every eight hours are played, each timeline in a process of its own: files, manifests, truths, the
end state and every scenario's differences.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from page import write_section

HERE = Path(__file__).parent
SIZES = ((100_000, 30), (100_000, 90), (1_000_000, 5))
"""People and days: more exports, and more people, of which memory must depend on neither."""

SCHEDULE = ("--mode", "incremental", "--frequency", "every-8-hours", "--from", "2026-03-01")
COLUMNS = (
    *("_id", "personalEmail.address", "person.name.firstName", "person.name.lastName", "homeAddress.city"),
    *("loyalty.points", "lastActivity", "segmentMembership.status"),
)


def measured(people: int, days: int, folder: Path) -> tuple[float, float, int, int, int]:
    """Seconds, seconds of processors, peak memory in bytes, exports and rows."""
    columns = [part for column in COLUMNS for part in ("--column", column)]
    given = ["--count", str(people), "--days", str(days), *columns, "--out", str(folder / "out"), "--json"]
    began = time.perf_counter()
    command = [sys.executable, "-m", "exportsim", "timeline", *SCHEDULE, *given]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    exports = json.loads(process.stdout.read())["exports"]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode}")
    spent = usage.ru_utime + usage.ru_stime
    rows = sum(export["rows"] for export in exports)
    return time.perf_counter() - began, spent, usage.ru_maxrss * 1024, len(exports), rows


def main() -> None:
    lines = [
        "## Timelines",
        "",
        "Incremental exports every eight hours: eight columns, gzipped CSV, manifests, truths, the end state and what",
        "every scenario changes, from the start of the process to its end (`make bench-time`).",
        "",
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores; pyarrow {version('pyarrow')},"
        f" duckdb {version('duckdb')}.",
        "",
        "| people | days | exports | rows | seconds | of processors | peak memory |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for people, days in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            seconds, spent, peak, exports, rows = measured(people, days, Path(folder))
        figures = f"{exports} | {rows:,} | {seconds:.1f} | {spent:.1f} | {peak / 2**20:.0f} MiB"
        lines.append(f"| {people:,} | {days} | {figures} |")
    write_section(HERE / "README.md", "Timelines", "\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
