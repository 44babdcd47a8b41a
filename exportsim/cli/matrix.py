"""``exportsim matrix``: a sample file for every file formatting option, and a parser judged on all of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from exportsim.cli.parameters import json_option
from exportsim.cli.report_files import require_writable, write_reports
from exportsim.cli.terminal import progress_on_stderr, show, show_json
from exportsim.errors import ConfigurationError, ExportError, Gathering, ParserError, Problem
from exportsim.ingest import FORMATS, Limits, require_parser
from exportsim.matrix import (
    Cell,
    Judgement,
    Matrix,
    Outcome,
    all_cells,
    documents,
    grid,
    index,
    judge,
    junit,
    write_matrix,
)
from exportsim.matrix.rows import TEN


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files: new, empty or an older matrix.")
@click.option(
    "--only", "patterns", multiple=True, metavar="PATTERN", help="Only these files: csv, 'csv/quote*'; may be repeated."
)
@click.option("--count", type=click.IntRange(min=1), default=TEN, show_default=True, help="Rows of each file.")
@click.option("--dry-run", is_flag=True, help="List the names, write nothing.")
@click.option("--parser", help="Judge this on every file: a command with {file} in it, {options} too if it likes.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds a file.",
)
@click.option(
    "--memory",
    type=click.FloatRange(min=0, min_open=True),
    default=2.0,
    show_default=True,
    help="GiB for the parser.",
)
@click.option("--jobs", type=click.IntRange(min=1), default=2, show_default=True, help="Parsers at a time.")
@click.option("--output-format", type=click.Choice(FORMATS), help="What the parser writes.  [default: recognised]")
@click.option("--junit", "junit_file", type=click.Path(dir_okay=False, path_type=Path), help="Write JUnit XML.")
@json_option
def matrix(
    out: Path | None,
    patterns: tuple[str, ...],
    count: int,
    dry_run: bool,
    parser: str | None,
    timeout: float,
    memory: float,
    jobs: int,
    output_format: str | None,
    junit_file: Path | None,
    as_json: bool,
) -> int:
    """Write a sample file for every file formatting option.

    One file for each value of each option, every file type with every codec, presets, and combinations in which any
    two values of two options meet; all of the same rows, ten that hurt and then synthetic people. index.html shows
    and explains each, index.json is for programs.

    With --parser each file is parsed and judged, and both tell the verdicts. {options} becomes the path of a JSON file
    with the file's options by Spark's names, so that one parser can serve all. Exit code 0: all passed, 1: some failed,
    3: it crashed on some.
    """
    cells = _chosen(patterns)
    if dry_run:
        if as_json:
            show_json(grid.names_as_json(cells))
        else:
            show(grid.names(cells))
        return 0
    if out is None:
        raise ConfigurationError([Problem("--out", "is missing", "a folder that is new, empty or an older matrix")])
    gathering = Gathering()
    with gathering:
        require_writable({"--junit": junit_file}, coming=out)
    with gathering:
        if parser is not None:
            require_parser(parser)
    gathering.done()
    with progress_on_stderr() as progress:
        written = write_matrix(cells, count, out, progress)
    if parser is None:
        if as_json:
            show_json({"folder": str(out), **index.document(written)})
        else:
            show(grid.written(written))
        return 0
    limits = Limits(seconds=timeout, memory=int(memory * 2**30))
    judgement = _judged(written, parser, limits, jobs, output_format)
    pages = {out / name: text for name, text in documents(written, judgement).items()}
    if junit_file:
        pages[junit_file] = junit.judgement(judgement)
    kept = write_reports(pages)
    if as_json:
        show_json(grid.grid_as_json(judgement))
    else:
        show(grid.grid(judgement))
    if not kept:
        return ExportError.exit_code
    if judgement.count(Outcome.CRASH):
        return ParserError.exit_code
    return 0 if judgement.passed else 1


def _chosen(patterns: tuple[str, ...]) -> tuple[Cell, ...]:
    cells = all_cells()
    if not patterns:
        return cells
    idle = [pattern for pattern in patterns if not any(cell.matches(pattern) for cell in cells)]
    if idle:
        allowed = "a file type or a pattern of the shell's, as in --only csv --only 'json/pretty*'; --dry-run lists all"
        raise ConfigurationError([Problem("--only", f'"{pattern}" fits no file', allowed) for pattern in idle])
    return tuple(cell for cell in cells if any(cell.matches(pattern) for pattern in patterns))


def _judged(written: Matrix, parser: str, limits: Limits, jobs: int, output_format: str | None) -> Judgement:
    with tempfile.TemporaryDirectory(prefix="exportsim-") as work, progress_on_stderr() as progress:
        return judge(
            written,
            parser,
            work=Path(work),
            limits=limits,
            jobs=jobs,
            output_format=output_format,
            progress=progress,
        )
