"""``exportsim demo``: the whole trip on bundled samples."""

from __future__ import annotations

import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Group
from rich.rule import Rule

from exportsim import simulate
from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import note, show, show_json
from exportsim.cli.verify import judge
from exportsim.rehearsal import Rehearsal
from exportsim.reports import as_json as json_report
from exportsim.reports import text

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)
"""Given, so that everybody's demo has the same bytes."""

REHEARSAL = Rehearsal(count=10_000, seed=7, edge_cases=0.02, max_file_rows=4_000, now=NOW)

NAIVE_PAGE = "naive.html"
"""The naive parser's; the other's verdict takes the place of the report."""

PARSERS = simulate.SAMPLES / "parsers"


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("exportsim-demo"),
    show_default=True,
    help="Folder for the export.",
)
@json_option
def demo(out: Path, as_json: bool) -> int:
    """Run the whole trip on bundled samples: no account, no server, a few seconds.

    A destination server's JSON and customer data become three gzipped CSV files of ten thousand synthetic people; a
    naive parser must fail on them and a right one must pass. Exit code 0 when both did.
    """
    export = simulate.generate(REHEARSAL, out, NOW)
    if not as_json:
        _chapter("1  The files that the platform would write")
        show(text.export(export))
    naive = judge(export, _command("naive.py"), html_file=export.record.with_name(NAIVE_PAGE)).report
    if not as_json:
        _chapter("2  A naive parser: Python's csv module with its defaults")
        show(text.verification(naive, NAIVE_PAGE))
    right = judge(export, _command("right.py")).report
    as_expected = right.passed and not naive.passed
    if as_json:
        reports = {"naive": json_report.verification(naive), "right": json_report.verification(right)}
        show_json({"as_expected": as_expected, "export": json_report.export(export), **reports})
        return 0 if as_expected else 1
    _chapter("3  A parser that knows the dialect")
    show(text.verification(right))
    _chapter("Next: your own parser")
    click.echo(_next(out))
    if not as_expected:
        note("the demo did not go as expected: the naive parser should fail and the right one pass")
    return 0 if as_expected else 1


def _chapter(title: str) -> None:
    show(Group("", Rule(title, align="left")))


def _command(name: str) -> str:
    return shlex.join([sys.executable, str(PARSERS / name)]) + " {file}"


def _next(out: Path) -> str:
    folder, program = shlex.quote(str(out)), _program()
    return f"""Let your parser print one JSON object for each row, then ask for its verdict on the same files:

  {program} verify {folder} --parser 'your-parser {{file}}'

Then rehearse your own destination server, with the values a customer would fill in:

  {program} generate --server server.json --customer-data customer.json --count 100000 --edge-cases 0.02 --out rehearsal

Pages to look at: {folder}/.exportsim/{NAIVE_PAGE} (what went wrong) and report.html (the last verdict).
A parser to begin from: {PARSERS / "right.py"}"""


def _program() -> str:
    """How the reader can call this program: by name only where the shell would find it."""
    if shutil.which("exportsim"):
        return "exportsim"
    called = Path(sys.argv[0])
    return shlex.quote(str(called)) if called.name == "exportsim" else f"{shlex.quote(sys.executable)} -m exportsim"
