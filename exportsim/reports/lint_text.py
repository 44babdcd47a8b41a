"""What a linter found, for the terminal: file by file, each finding with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim.model import LintFinding, Loss
from exportsim.reports.facts import count
from exportsim.reports.values import EMPTY, NULL, shorten, visible

STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}
WIDEST_VALUE = 60
INDENT = 9


def lint(findings: tuple[LintFinding, ...], files: int) -> RenderableType:
    """Tell every finding of ``files`` files; the reason for a kind of finding is told once a file."""
    if not findings:
        return Text.assemble(("nothing found", "green"), f" in {count(files, 'file')}")
    pieces: list[RenderableType] = []
    for file, group in groupby(findings, lambda finding: finding.file):
        pieces += [Text(visible(file), "bold"), *_file(group), Text()]
    return Group(*pieces, summary(findings, files))


def summary(findings: Iterable[LintFinding], files: int) -> Text:
    """Count the findings by severity."""
    numbers = dict.fromkeys(STYLES, 0)
    for finding in findings:
        numbers[finding.severity] += 1
    told = [Text(count(number, severity), STYLES[severity]) for severity, number in numbers.items() if number]
    return Text.assemble(Text(", ").join(told), f" in {count(files, 'file')}")


def _file(findings: Iterable[LintFinding]) -> Iterator[RenderableType]:
    explained: set[str] = set()
    for finding in findings:
        region = finding.region
        head = Table.grid(padding=(0, 2, 0, 0))
        head.add_column(justify="right", min_width=INDENT - 2)
        head.add_column(min_width=max(map(len, STYLES)), no_wrap=True)
        head.add_column(overflow="fold")
        place = f"{region.line}:{region.column}" if region else ""
        severity = Text(finding.severity, STYLES[finding.severity])
        head.add_row(place, severity, Text.assemble(f"{finding.title}  ", (finding.code, "dim")))
        yield head
        yield Padding(Text(f"{visible(finding.path)}: {visible(finding.what)}"), (0, 0, 0, INDENT))
        yield Padding(_facts(finding, explain=finding.code not in explained), (0, 0, 0, INDENT))
        explained.add(finding.code)


def _facts(finding: LintFinding, *, explain: bool) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    if explain:
        table.add_row("why", finding.why)
    known = finding.instead.startswith(("known: ", "did you mean "))
    table.add_row("hint" if known else "write", Text(visible(finding.instead), "green"))
    if finding.loss:
        table.add_row("proof", _loss(finding.loss))
    return table


def _loss(loss: Loss) -> Text:
    """Both rows, and the one text that they come to."""
    first, second = (", ".join(map(_cell, row)) for row in loss.rows)
    return Text.assemble(
        f"{first}   and   {second}   both come to   ", (shorten(loss.written.removesuffix("\n"), WIDEST_VALUE), "bold")
    )


def _cell(value: str | None) -> str:
    if value is None:
        return NULL
    return shorten(value, WIDEST_VALUE) if value else EMPTY
