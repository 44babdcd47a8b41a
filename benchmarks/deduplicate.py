"""Measure deduplication; its section of README.md beside this file keeps it: ``make bench-dedup``.

Five million synthetic profiles are made and deduplicated by keys that some or most of them share, each way in a process
of its own, and nothing is written.
"""

from __future__ import annotations

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
ROWS = 5_000_000
WAYS = {
    "none, for comparison": ("()", ""),
    "phone number and city": ("('mobilePhone_number', 'homeAddress_city')", ""),
    "city, all times equal": ("('homeAddress_city',)", "preferredLanguage"),
}
"""Keys, and the path of the time that tells who is the latest."""

SCRIPT = """
import sys
from datetime import UTC, datetime
from exportsim import profiles
from exportsim.model import Activation, Audience
rows, key, latest = int(sys.argv[1]), eval(sys.argv[2]), sys.argv[3]
activation = Activation(Audience("a", "A"), profiles.DEFAULT_COLUMNS, key, deduplication=key, latest=latest)
made = profiles.synthetic(activation, count=rows, seed=1, now=datetime(2026, 1, 1, tzinfo=UTC))
print(sum(len(piece.columns) for piece in made.slices))
"""


def measured(key: str, latest: str, folder: str) -> tuple[float, float, int, int]:
    """Seconds, those of the processor, peak memory in bytes and rows that were left, of a process of its own."""
    command = [sys.executable, "-c", SCRIPT, str(ROWS), key, latest]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": folder})
    assert process.stdout is not None
    left = int(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"ended with {process.returncode}")
    seconds = time.perf_counter() - began
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, left


def main() -> None:
    lines = [
        "## Deduplication",
        "",
        f"{ROWS:,} synthetic profiles of twelve columns, made and deduplicated, from the start of the process to its",
        "end, nothing written (`make bench-dedup`). Where all times are equal the other columns are compared as texts.",
        "Processor seconds are the program's own; the others count what else the machine does.",
        "",
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores; pyarrow {version('pyarrow')},"
        f" duckdb {version('duckdb')}.",
        "",
        "| key | seconds | processor seconds | profiles/s | peak memory | left |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, (key, latest) in WAYS.items():
            seconds, busy, peak, left = measured(key, latest, folder)
            figures = f"{seconds:.1f} | {busy:.1f} | {ROWS / seconds:,.0f} | {peak / 2**20:.0f} MiB | {left:,}"
            lines.append(f"| {name} | {figures} |")
        if any(Path(folder).iterdir()):
            raise SystemExit("something was left on the disk")
    write_section(HERE / "README.md", "Deduplication", "\n".join(lines))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
