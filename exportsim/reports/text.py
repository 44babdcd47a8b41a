"""A report for the terminal: a page at most, the worst first, the rest counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.filesize import decimal
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim import model
from exportsim.reports.explanations import QUESTIONS
from exportsim.reports.facts import (
    count,
    delivery_line,
    encryption_line,
    format_line,
    place_line,
    place_notes,
    place_on_screen,
    summary,
    verdict_word,
)
from exportsim.reports.findings_text import findings
from exportsim.reports.values import shorten_start, visible

FILES = 12


def verification(report: model.Report, page: str = "report.html") -> RenderableType:
    """Tell a verdict: a line, a table of the three questions, the heaviest groups of findings.

    ``page`` is the name of the file beside the record where everything is told.
    """
    notes = (Text.assemble(("! ", "yellow"), visible(note)) for note in report.notes)
    plan = report.export.plan
    return Group(
        _banner(report),
        *_section(notes),
        Text(),
        Padding(_verdicts(report), (0, 0, 0, 2)),
        *findings(report, page),
        *_section(_switch_count(plan, page)),
        *_section(_warnings(plan)),
    )


def export(export: model.Export) -> RenderableType:
    """Tell what was written: the files, the manifest, the place they are for."""
    title = Text.assemble(
        (count(export.rows, "row"), "bold"), f" in {count(len(export.files), 'file')}: ", str(export.folder)
    )
    more = _more(len(export.files) - FILES)
    told = (*_facts(export.plan), *_left_out(export.left_out))
    return Group(title, *told, Text(), _Files(export), *more, *_plan_notes(export.plan))


def preview(preview: model.Preview) -> RenderableType:
    """Tell what would be written: the names, the columns, the place they are for."""
    rows = count(preview.rows, "row") if preview.rows is not None else "an unknown number of rows"
    columns = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("column", "read from", "type"):
        columns.add_column(name)
    for column, field in zip(preview.activation.columns, preview.schema, strict=True):
        columns.add_row(Text(column.target), Text(column.source), Text(str(field.type), "dim"))
    files = [Text(f"  {name}") for name in preview.files[:FILES]]
    key = f"Rows are found again by {', '.join(preview.activation.key)}"
    pieces = (Text(f"Would write {rows}:"), *files, *_more(len(preview.files) - FILES), *_facts(preview.plan), Text())
    return Group(*pieces, Padding(columns, (0, 0, 0, 2)), Text(), Text(key), *_plan_notes(preview.plan))


def delivery(delivery: model.Delivery) -> RenderableType:
    """Tell what arrived: the place, and for each file how large it is, how it is proved, how many attempts it took."""
    sent = [receipt for receipt in delivery.receipts if receipt.attempts]
    told = [(f"{count(len(sent), 'file')} delivered", "bold")]
    told.append((f", {decimal(sum(receipt.size for receipt in sent))}, to {place_on_screen(delivery.place)}", ""))
    if before := len(delivery.receipts) - len(sent):
        told.append((f"; {before} had arrived before", ""))
    if delivery.left:
        told.append((f"; other content was left under {count(len(delivery.left), 'name')}", "bold yellow"))
    if delivery.behaviours:
        told.append((f"; as asked for: {', '.join(delivery.behaviours)}", ""))
    rows = [
        (receipt.key, decimal(receipt.size), receipt.algorithm, str(receipt.attempts), f"{receipt.seconds:.1f}")
        for receipt in delivery.receipts
    ]
    left = [f"other content was left under {visible(key)}" for key in delivery.left]
    notes = (Text.assemble(("! ", "yellow"), note) for note in (*place_notes(delivery.place), *left))
    return Group(Text.assemble(*told), *notes, Text(), _Keys(("size", "proved by", "attempts", "seconds"), rows))


def planned(planned: model.PlannedDelivery) -> RenderableType:
    """Tell what a delivery would do, file by file."""
    sent = [file for file, step in planned.steps if step in ("send", "replace")]
    told = [(f"Would send {count(len(sent), 'file')}", "bold")]
    told.append((f", {decimal(sum(file.size for file in sent))}, to {place_on_screen(planned.place)}", ""))
    if planned.refused:
        told.append(("; but other content lies under a name, so nothing would be sent", "bold yellow"))
    rows = [(file.name, decimal(file.size), STEPS[step]) for file, step in planned.steps]
    return Group(Text.assemble(*told), Text(), _Keys(("size", "would be"), rows))


STEPS: dict[model.Step, str] = {
    "send": "sent",
    "keep": "kept: it is there",
    "replace": "replaced",
    "leave": "left: other content",
    "refuse": "refused: other content",
}


@dataclass(frozen=True)
class _Keys:
    """Keys with their figures, each on one line; of a long key the end is shown, which tells files apart."""

    headers: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("key", no_wrap=True)
        for name in self.headers:
            table.add_column(name, justify="right", no_wrap=True)
        widths = [max(map(len, column)) for column in zip(self.headers, *(row[1:] for row in self.rows), strict=True)]
        room = options.max_width - 4 - sum(width + 2 for width in widths)
        for key, *figures in self.rows[:FILES]:
            table.add_row(Text(visible(shorten_start(key, room))), *figures)
        yield Padding(table, (0, 0, 0, 2))
        yield from _more(len(self.rows) - FILES)


def _left_out(left_out: Iterable[model.LeftOut]) -> Iterator[Text]:
    for some in left_out:
        yield Text(f"left out: {count(some.profiles, 'profile')} {some.why}")


def _more(files: int) -> list[Text]:
    return [Text(f"  and {count(files, 'more file')}", style="dim")] if files > 0 else []


def _banner(report: model.Report) -> Text:
    word, style = ("PASS", "bold white on green") if report.passed else ("FAIL", "bold white on red")
    figures = f"{report.rows_sent:,} sent, {report.rows_read:,} read, {report.seconds:.1f} s"
    return Text.assemble(
        (f" {word} ", style),
        " ",
        (summary(report), "bold"),
        "\n",
        (f"{report.ingestion.parser}: {figures}", "dim"),
        (f"\nread back from the place: {delivery_line(report.delivery)}" if report.delivery else "", "dim"),
    )


def _verdicts(report: model.Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("verdict", no_wrap=True, min_width=7)
    table.add_column("question", overflow="ellipsis", no_wrap=True)
    table.add_column("looked at", justify="right", no_wrap=True)
    table.add_column("wrong", justify="right", no_wrap=True)
    table.add_column("")
    for verdict in report.verdicts:
        word = verdict_word(verdict)
        style = {"pass": "green", "fail": "bold red"}.get(word, "yellow")
        question = QUESTIONS[verdict.name]
        figures = (f"{verdict.looked_at:,}", f"{verdict.wrong:,}")
        table.add_row(Text(verdict.name, "bold"), Text(question), *figures, Text(word, style))
    return table


@dataclass(frozen=True)
class _Files:
    """The files of an export and its manifest, each on one line."""

    export: model.Export

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        table.add_column("file", no_wrap=True)
        for name in ("rows", "size"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("sha-256", no_wrap=True)
        room = options.max_width - 48
        for file, rows in _listed(self.export):
            cells = (Text(shorten_start(file.name, room)), rows, decimal(file.size))
            table.add_row(*cells, Text(file.sha256[:12], "dim"))
        yield Padding(table, (0, 0, 0, 2))


def _listed(export: model.Export) -> Iterator[tuple[model.ExportFile, str]]:
    for file in export.files[:FILES]:
        yield file, f"{file.rows:,}"
    if export.manifest is not None:
        yield export.manifest, "manifest"


def _facts(plan: model.Plan) -> Iterator[RenderableType]:
    yield Text(f"{format_line(plan)}; for {place_line(plan.place)}", style="dim")
    if plan.encryption:
        yield Text(f"encrypted: {encryption_line(plan.encryption)}", style="dim")


def _plan_notes(plan: model.Plan) -> Iterator[RenderableType]:
    if plan.switches:
        sides = ", ".join(f"{switch.name}={switch.value}" for switch in plan.switches)
        yield Text()
        yield Text.assemble(("Not documented by the vendor, decided here: ", "dim"), sides)
    yield from _section(_warnings(plan))


def _switch_count(plan: model.Plan, page: str) -> Iterator[RenderableType]:
    if plan.switches:
        choices = count(len(plan.switches), "undocumented choice")
        yield Text(f"{choices} taken (see {page} or --json)", style="dim")


def _warnings(plan: model.Plan) -> Iterator[RenderableType]:
    for warning in plan.warnings:
        yield Text.assemble(("! ", "yellow"), warning)


def _section(lines: Iterable[RenderableType]) -> Iterator[RenderableType]:
    """Put a blank line before some lines, if there are any."""
    told = list(lines)
    return iter([Text(), *told] if told else [])
