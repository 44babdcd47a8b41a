"""A report for the terminal: a page at most, the worst first, the rest counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.filesize import decimal
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim import model
from exportsim.reports.explanations import EXPLANATIONS, QUESTIONS
from exportsim.reports.facts import count, encryption_line, format_line, place_line, summary
from exportsim.reports.hints import hint
from exportsim.reports.values import Span, contrast, shorten, shorten_start, visible

GROUPS = 5
EXAMPLES = 2
FILES = 12


def verification(report: model.Report) -> RenderableType:
    """Tell a verdict: a line, a table of the three questions, the first findings of the first groups."""
    pieces: list[RenderableType] = [_banner(report), Text(), Padding(_verdicts(report), (0, 0, 0, 2))]
    file_type = report.export.plan.format.file_type
    for group in report.groups[:GROUPS]:
        pieces += [Text(), _heading(group), _Examples(group.examples[:EXAMPLES])]
        pieces += [_hint(sentence) for sentence in _hints(group, file_type)]
    if rest := report.groups[GROUPS:]:
        findings = count(sum(group.count for group in rest), "more finding")
        pieces += [Text(), Text(f"and {findings} in {count(len(rest), 'group')}", style="dim")]
    return Group(*pieces, *_plan_notes(report.export.plan))


def export(export: model.Export) -> RenderableType:
    """Tell what was written: the files, the manifest, the place they are for."""
    title = Text.assemble(
        (count(export.rows, "row"), "bold"), f" in {count(len(export.files), 'file')}: ", str(export.folder)
    )
    more = _more(len(export.files) - FILES)
    return Group(title, *_facts(export.plan), Text(), _Files(export), *more, *_plan_notes(export.plan))


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
    """Tell what arrived: the place, and for each file how large it is and how many attempts it took."""
    sent = [receipt for receipt in delivery.receipts if receipt.attempts]
    told = [(f"{count(len(sent), 'file')} delivered", "bold")]
    told.append((f", {decimal(sum(receipt.size for receipt in sent))}, to {place_line(delivery.place)}", ""))
    if before := len(delivery.receipts) - len(sent):
        told.append((f"; {before} had arrived before", ""))
    if delivery.left:
        told.append((f"; other content was left under {count(len(delivery.left), 'name')}", "bold yellow"))
    title = Text.assemble(*told)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("key", overflow="fold")
    for name in ("size", "attempts", "seconds"):
        table.add_column(name, justify="right", no_wrap=True)
    for receipt in delivery.receipts[:FILES]:
        figures = (decimal(receipt.size), str(receipt.attempts), f"{receipt.seconds:.1f}")
        table.add_row(Text(visible(receipt.key)), *figures)
    return Group(title, Text(), Padding(table, (0, 0, 0, 2)), *_more(len(delivery.receipts) - FILES))


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
    )


def _verdicts(report: model.Report) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("verdict", no_wrap=True, min_width=7)
    table.add_column("question", overflow="ellipsis", no_wrap=True)
    table.add_column("looked at", justify="right", no_wrap=True)
    table.add_column("wrong", justify="right", no_wrap=True)
    table.add_column("")
    for verdict in report.verdicts:
        word, style = ("pass", "green") if verdict.passed else ("fail", "bold red")
        question = QUESTIONS[verdict.name]
        figures = (f"{verdict.looked_at:,}", f"{verdict.wrong:,}")
        table.add_row(Text(verdict.name, "bold"), Text(question), *figures, Text(word, style))
    return table


def _heading(group: model.Group) -> Text:
    title = EXPLANATIONS[group.kind].title
    where = f" in {shorten(group.column, 40)}" if group.column else ""
    cases = ", ".join(f"{name} {number:,}" for name, number in group.cases[:3])
    return Text.assemble(
        ("✗ ", "red"),
        (f"{title}{where}", "bold"),
        f": {group.count:,}",
        (f"  ({cases})" if cases else "", "dim"),
        no_wrap=True,
        overflow="ellipsis",
    )


def _hints(group: model.Group, file_type: str) -> list[str]:
    return list(dict.fromkeys(hint(example, file_type) for example in group.examples[:EXAMPLES]))


def _hint(sentence: str) -> Padding:
    return Padding(Text.assemble(("→ ", "yellow"), sentence), (0, 0, 0, 2))


@dataclass(frozen=True)
class _Examples:
    """The first findings of a group, the values as wide as the terminal allows."""

    findings: tuple[model.Finding, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        values = any(finding.sent is not None or finding.read is not None for finding in self.findings)
        names = ["file", "row", "key", *(["sent", "read"] if values else [])]
        width = options.max_width - 2 - 2 * len(names)
        file_width = min(max(len(finding.file) for finding in self.findings), width // 5) if self.findings else 4
        key_width = min(max(len(finding.key) for finding in self.findings), width // 5) if self.findings else 3
        row_width = 7
        value_width = (width - max(file_width, 4) - max(key_width, 3) - row_width) // 2
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for name in names:
            table.add_column(name, justify="right" if name == "row" else "left", no_wrap=True, overflow="ellipsis")
        for finding in self.findings:
            row = "–" if finding.row is None else f"{finding.row:,}"
            cells = [
                Text(shorten_start(finding.file, file_width)),
                Text(row),
                Text(shorten(finding.key, key_width)),
            ]
            if values:
                sent, read = contrast(finding.sent, finding.read, value_width - 4)
                cells += [_value(sent, "green"), _value(read, "red")]
            table.add_row(*cells)
        yield Padding(table, (0, 0, 0, 2))


def _value(span: Span, style: str) -> Text:
    return Text.assemble(span.before, (span.different, f"bold {style}"), span.after)


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
    if plan.warnings:
        yield Text()
    for warning in plan.warnings:
        yield Text.assemble(("! ", "yellow"), warning)
