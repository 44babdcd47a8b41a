"""A matrix and a parser's judgement on it, for the terminal and as JSON."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim.matrix import index
from exportsim.matrix.cells import DEFAULT, PAIRS, Cell
from exportsim.matrix.judge import Judged, Judgement, Outcome, wrong
from exportsim.matrix.sample import Matrix
from exportsim.matrix.words import spelled
from exportsim.reports import as_json
from exportsim.reports.facts import count
from exportsim.reports.values import contrast

STYLES = {
    Outcome.PASS: "green",
    Outcome.FAIL: "bold red",
    Outcome.CRASH: "bold white on red",
    Outcome.EXCUSED: "yellow",
}
DETAILS = 8
"""Faults that are told; a fault is what goes by the same advice in any number of files."""

VALUE_WIDTH = 40


def names(cells: tuple[Cell, ...]) -> RenderableType:
    """List what would be written."""
    return Group(*(Text(cell.name) for cell in cells), Text(count(len(cells), "file"), "dim"))


def names_as_json(cells: tuple[Cell, ...]) -> dict[str, Any]:
    """List what would be written."""
    return {"files": [index.cell(cell) for cell in cells]}


def written(matrix: Matrix) -> RenderableType:
    """Tell what was written, and where to look."""
    title = Text.assemble((count(len(matrix.samples), "file"), "bold"), f" of {count(matrix.rows, 'row')} each")
    kinds = groupby(matrix.samples, lambda sample: sample.cell.file_type)
    numbers = ", ".join(f"{len([*samples])} {file_type}" for file_type, samples in kinds)
    return Group(title.append(f": {numbers}"), Text(f"Look at {matrix.folder / 'index.html'}"))


def grid(judgement: Judgement) -> RenderableType:
    """Tell which files the parser read rightly: a line for each option, a sign for each value; then the faults."""
    pieces: list[RenderableType] = [_banner(judgement)]
    for file_type, files in groupby(judgement.judged, lambda one: one.sample.cell.file_type):
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column(file_type, no_wrap=True)
        table.add_column("", overflow="fold")
        for group, found in groupby(files, lambda one: one.sample.cell.group):
            table.add_row(Text(group, "bold"), Columns(map(_sign, found), padding=(0, 2)))
        pieces += [Text(), Padding(table, (0, 0, 0, 2))]
    faults: dict[str, list[Judged]] = {}
    for one in wrong(judgement.judged):
        faults.setdefault(_advice(one), []).append(one)
    for advice, alike in [*faults.items()][:DETAILS]:
        pieces += _fault(advice, alike)
    if len(faults) > DETAILS:
        pieces += [Text(), Text(f"and {count(len(faults) - DETAILS, 'more fault')}; --json tells all", "dim")]
    return Group(*pieces)


def grid_as_json(judgement: Judgement) -> dict[str, Any]:
    """Tell the outcome of each file with all that was found."""
    return {
        "passed": judgement.passed,
        "folder": str(judgement.matrix.folder),
        "parser": judgement.parser,
        "counts": judgement.counts,
        "files": [_as_json(one) for one in judgement.judged],
    }


def _as_json(one: Judged) -> dict[str, Any]:
    told = as_json.verification(one.report) if one.report else {}
    verification = {name: told.get(name) for name in ("rows", "seconds", "verdicts", "findings")}
    return {**index.cell(one.sample.cell), "outcome": one.outcome.value, "error": one.error, **verification}


def _banner(judgement: Judgement) -> Text:
    word, style = ("PASS", "bold white on green") if judgement.passed else ("FAIL", "bold white on red")
    numbers = ", ".join(f"{judgement.count(outcome):,} {outcome.value}" for outcome in Outcome)
    text = Text.assemble((f" {word} ", style), f" {count(len(judgement.judged), 'file')}: {numbers}")
    if judgement.count(Outcome.EXCUSED):
        text.append("\n~ excused: no reader can be right about every cell of such a file; index.json says why", "dim")
    return text.append(f"\n{judgement.parser}", "dim")


def _sign(one: Judged) -> Text:
    sign, style = one.outcome.sign, STYLES[one.outcome]
    cell = one.sample.cell
    nameless = cell.group == DEFAULT or (cell.group == PAIRS and one.outcome is Outcome.PASS)
    label = "" if nameless else f"\u00a0{spelled(cell.value)}"
    return Text.assemble((sign, style), label)


def _advice(one: Judged) -> str:
    """What to look for in the parser; of a crash the kind of its last words, which the same fault has again."""
    if one.report is None:
        first, _, rest = one.error.partition("\n")
        return rest.rpartition("\n")[2].partition(":")[0] or first.removeprefix(one.sample.file.name)
    return one.causes[0][1]


def _fault(advice: str, found: list[Judged]) -> list[Text]:
    """The first file with the fault, and how many there are."""
    one = found[0]
    sign, style = one.outcome.sign, STYLES[one.outcome]
    others = f", and {count(len(found) - 1, 'more file')}" if len(found) > 1 else ""
    title = Text.assemble((f"{sign} ", style), (one.sample.file.name, "bold"), others)
    if one.report is None:
        lines = one.error.splitlines()
        return [Text(), title, *(Text(f"  {line.strip()}") for line in dict.fromkeys((lines[0], lines[-1])))]
    finding, _ = one.causes[0]
    where = ", ".join(filter(None, (f"key {finding.key}" if finding.key else "", finding.column)))
    line = Text(f"  {finding.kind}: {where}")
    if finding.sent is not None or finding.read is not None:
        sent, read = contrast(finding.sent, finding.read, VALUE_WIDTH)
        line.append(f": sent {sent}, read {read}")
    return [Text(), title, line, Text.assemble(("  → ", "yellow"), advice)]
