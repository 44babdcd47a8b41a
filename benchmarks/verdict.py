"""Measure verdicts; their section of README.md beside this file keeps them: ``make bench-verdict``.

The same export is read by two parsers, one that prints JSON Lines and one that writes Parquet; each `exportsim verify`
is a process of its own.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from page import write_section

HERE = Path(__file__).parent
SIZES = (1_000_000, 10_000_000)
FILE_ROWS = 500_000
PARSERS = {
    "JSON Lines": (str(HERE.parent / "samples" / "parsers" / "right.py"), "{file}"),
    "Parquet": (str(HERE / "csv_to_parquet.py"), "{file}", "{output}"),
}


def exportsim(*arguments: str) -> tuple[dict[str, object], int]:
    """What a command tells as JSON, and the peak memory of its process in bytes."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([sys.executable, "-m", "exportsim", *arguments, "--json"], stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"exportsim {arguments[0]} ended with {process.returncode}")
        output.seek(0)
        return json.load(output), usage.ru_maxrss * 1024


def main() -> None:
    lines = [
        "## Verdicts",
        "",
        f"Twelve columns of synthetic people, gzipped CSV, {FILE_ROWS:,} rows a file; measured is the comparing,",
        "not the parser (`make bench-verdict`).",
        "",
        f"Python {platform.python_version()}, {len(os.sched_getaffinity(0))} cores; duckdb {version('duckdb')}.",
        "",
        "| rows | the parser gives | seconds | rows/s | peak memory |",
        "| ---: | --- | ---: | ---: | ---: |",
    ]
    for rows in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            export = str(Path(folder, "export"))
            exportsim("generate", "--count", str(rows), "--max-file-rows", str(FILE_ROWS), "--out", export)
            for given, parser in PARSERS.items():
                report, peak = exportsim("verify", export, "--parser", shlex.join([sys.executable, *parser]))
                seconds = float(str(report["seconds"]))
                lines.append(f"| {rows:,} | {given} | {seconds:.1f} | {rows / seconds:,.0f} | {peak / 2**20:.0f} MiB |")
    text = "\n".join(lines)
    write_section(HERE / "README.md", "Verdicts", text)
    print(text)


if __name__ == "__main__":
    main()
