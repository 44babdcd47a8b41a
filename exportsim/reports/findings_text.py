"""The findings of a report for the terminal: the heaviest groups, each kind at least once, the rest counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim.model import Finding, Group, Report
from exportsim.reports.advice import Advice, advise, once
from exportsim.reports.explanations import EXPLANATIONS
from exportsim.reports.facts import column_line, count, short_names
from exportsim.reports.values import Span, contrast, shorten, shorten_start, visible

GROUPS = 5
EXAMPLES = 2
HINTS = 2


def findings(report: Report, page: str) -> Iterator[RenderableType]:
    """Tell the heaviest groups with their first examples and causes; the rest is on a page beside the record."""
    advices = advise(report)
    columns = [advice for advice in advices if advice.group.kind.endswith("-column")]
    others = [advice for advice in advices if advice not in columns]
    yield from _columns(columns)
    chosen = _chosen(others)
    names = short_names(report.export) if len(report.export.files) > 1 else {}
    for advice in once(chosen):
        yield Text()
        yield _Heading(advice.group)
        yield _Examples(advice.group.examples[:EXAMPLES], names)
        yield from map(_hint, map(str, advice.hints[:HINTS]))
    if rest := [advice.group for advice in others if advice not in chosen]:
        more = count(sum(group.count for group in rest), "more finding")
        yield Text()
        yield Text(f"and {more} in {count(len(rest), 'group')}: {_page(report, page)}", style="dim")


def _chosen(advices: list[Advice]) -> list[Advice]:
    """Take the first of each kind, then the first of all; they stay in order."""
    kinds = {advice.group.kind: advice for advice in reversed(advices)}
    chosen = list(kinds.values())
    chosen += [advice for advice in advices if advice not in chosen][: max(GROUPS - len(chosen), 0)]
    return [advice for advice in advices if advice in chosen]


def _page(report: Report, name: str) -> str:
    page = report.export.record.with_name(name)
    folder = report.export.folder
    return str(page.relative_to(folder) if page.is_relative_to(folder) else page)


def _columns(advices: list[Advice]) -> Iterator[RenderableType]:
    """Tell all columns that one side lacks in a line for each side: there is nothing to show of their cells."""
    kinds = dict.fromkeys(advice.group.kind for advice in advices)
    for kind in kinds:
        names = [visible(advice.group.column) for advice in advices if advice.group.kind == kind]
        yield Text()
        yield Text.assemble(("✗ ", "red"), (column_line(kind, names), "bold"))
    yield from map(_hint, dict.fromkeys(str(one) for advice in once(advices) for one in advice.hints))


def _hint(sentence: str) -> RenderableType:
    return Padding(Text.assemble(("→ ", "yellow"), visible(sentence)), (0, 0, 0, 2))


@dataclass(frozen=True)
class _Heading:
    """What is wrong, in which column and how often; of the edge cases as many as the line has room for."""

    group: Group

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        title = EXPLANATIONS[self.group.kind].title
        where = f" in {shorten(self.group.column, 40)}" if self.group.column else ""
        told = Text.assemble(("✗ ", "red"), (f"{title}{where}", "bold"), f": {self.group.count:,}")
        cases = [f"{name} {number:,}" for name, number in self.group.cases[:3]]
        while cases and told.cell_len + len(listed := f"  ({', '.join(cases)})") > options.max_width:
            cases.pop()
        yield told.append(listed, "dim") if cases else told


@dataclass(frozen=True)
class _Examples:
    """The first findings of a group, the values as wide as the terminal allows."""

    findings: tuple[Finding, ...]

    names: Mapping[str, str]
    """Short names of files by their own; empty where there is only one."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        values = any(finding.sent is not None or finding.read is not None for finding in self.findings)
        titles = [*(["file"] if self.names else []), "row", "key", *(["sent", "read"] if values else [])]
        width = options.max_width - 2 - 2 * len(titles)
        files = [self.names.get(finding.file, finding.file) for finding in self.findings]
        file_width = min(max(map(len, files), default=0), max(width // 4, 20)) if self.names else 0
        key_width = min(max((len(finding.key) for finding in self.findings), default=0), width // 5)
        row_width = 7
        value_width = (width - max(file_width, 4) - max(key_width, 3) - row_width) // 2
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for title in titles:
            table.add_column(title, justify="right" if title == "row" else "left", no_wrap=True, overflow="ellipsis")
        for finding, file in zip(self.findings, files, strict=True):
            row = "–" if finding.row is None else f"{finding.row:,}"
            cells = [Text(shorten_start(file, file_width))] if self.names else []
            cells += [Text(row), Text(shorten(finding.key, key_width))]
            if values:
                sent, read = contrast(finding.sent, finding.read, value_width - 4)
                cells += [_value(sent, "green"), _value(read, "red")]
            table.add_row(*cells)
        yield Padding(table, (0, 0, 0, 2))


def _value(span: Span, style: str) -> Text:
    return Text.assemble(span.before, (span.different, f"bold {style}"), span.after)
