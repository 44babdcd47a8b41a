"""``exportsim verify``: what a parser makes of an export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from exportsim import simulate
from exportsim.cli.parameters import json_option
from exportsim.cli.report_files import require_writable, write_reports
from exportsim.cli.terminal import note, progress_on_stderr, show, show_json
from exportsim.errors import ExportError
from exportsim.export import load_export
from exportsim.ingest import FORMATS, Limits
from exportsim.model import Export, Report
from exportsim.reports import as_json, html, junit, text

Command = TypeVar("Command", bound=Callable[..., Any])

VERIFY_OPTIONS = [
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=300.0,
        show_default=True,
        help="Seconds a file.",
    ),
    click.option(
        "--memory",
        type=click.FloatRange(min=0, min_open=True),
        default=2.0,
        show_default=True,
        help="GiB for the parser.",
    ),
    click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Parsers at a time."),
    click.option("--output-format", type=click.Choice(FORMATS), help="What the parser writes.  [default: recognised]"),
    click.option(
        "--examples",
        type=click.IntRange(min=1),
        default=5,
        show_default=True,
        help="Findings kept of each kind and column.",
    ),
    click.option("--junit", "junit_file", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML."),
    click.option(
        "--html", "html_file", type=click.Path(dir_okay=False, path_type=Path), help="Write a page to look at."
    ),
]


VERIFY_NAMES = ("timeout", "memory", "jobs", "output_format", "examples", "junit_file", "html_file")
"""What these options are called in ``judge``."""


def verify_options(command: Command) -> Command:
    """How a parser is run and where its report goes; the command hands them on to ``judge``."""
    for option in reversed(VERIFY_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("folder", metavar="EXPORT_DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--parser",
    required=True,
    help="A command with {file} in it, or a Python function: module:function, file.py:function.",
)
@verify_options
@json_option
def verify(folder: Path, parser: str, as_json: bool, **how: Any) -> int:
    """Run a parser on every file of an export and judge what it read.

    The parser prints one JSON object for each row, or writes JSON Lines, CSV, Parquet or Arrow to {output}. A
    callable returns rows, a pandas DataFrame or an Arrow table. Exit code 0: the verdict is pass, 1: it is fail, 3:
    the parser did not get that far.
    """
    require_writable(report_files(how))
    judged = judge(load_export(folder), parser, **how)
    tell(judged, as_json)
    return judged.exit_code


class Judged(NamedTuple):
    """A verdict, and whether all of its reports could be written."""

    report: Report
    kept: bool

    @property
    def exit_code(self) -> int:
        """What the verdict says, where its reports are there to be read."""
        return int(not self.report.passed) if self.kept else ExportError.exit_code


def report_files(how: Mapping[str, Any]) -> dict[str, Path | None]:
    """The files for reports among what ``judge`` takes, by the options that name them."""
    return {"--junit": how["junit_file"], "--html": how["html_file"]}


def judge(
    export: Export,
    parser: str,
    *,
    timeout: float = 300.0,
    memory: float = 2.0,
    jobs: int = 1,
    output_format: str | None = None,
    examples: int = 5,
    junit_file: Path | None = None,
    html_file: Path | None = None,
    arrived: simulate.Arrived | None = None,
) -> Judged:
    """Verify, and keep the report beside the export; older reports are gone even when the parser fails."""
    keep = export.record.parent
    for stale in (keep / "report.json", keep / "report.html", html_file, junit_file):
        if stale and stale.is_file() and not stale.is_symlink():
            stale.unlink()
    limits = Limits(seconds=timeout, memory=int(memory * 2**30))
    with progress_on_stderr() as progress:
        report = simulate.verify(
            export,
            parser,
            limits=limits,
            jobs=jobs,
            output_format=output_format,
            examples=examples,
            arrived=arrived,
            progress=progress,
        )
    page = html.verification(report)
    pages = {keep / "report.json": as_json.dumps(report), keep / "report.html": page}
    if html_file:
        pages[html_file] = page
    if junit_file:
        pages[junit_file] = junit.verification(report)
    return Judged(report, write_reports(pages))


def tell(judged: Judged, json_wanted: bool) -> None:
    """The report on stdout."""
    if json_wanted:
        show_json(as_json.verification(judged.report))
    else:
        show(text.verification(judged.report))
        if judged.kept:
            note(f"page: {judged.report.export.record.parent / 'report.html'}")
