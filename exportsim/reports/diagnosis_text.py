"""What a doctor found at a place, for the terminal: a line for each step, below it what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from exportsim import model
from exportsim.reports.facts import place_notes, place_on_screen
from exportsim.reports.values import visible

STYLES: dict[model.CheckOutcome, str] = {"ok": "green", "failed": "bold red", "not tried": "dim"}


def diagnosis(found: model.Diagnosis) -> RenderableType:
    """Tell step by step; of what failed what to do, and the permission that is missing."""
    failed = [check.name for check in found.checks if check.outcome == "failed"]
    outcome = (
        f"failed: {', '.join(dict.fromkeys(failed))}" if failed else "files arrive, and can be read, listed and deleted"
    )
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for check in found.checks:
        style = STYLES[check.outcome]
        told = Text(visible(check.told), "dim" if check.outcome == "not tried" else "")
        table.add_row(Text(check.outcome, style), Text(check.name), told)
        if check.outcome == "failed":
            for remedy in _remedies(check):
                table.add_row("", "", Text(f"→ {visible(remedy)}", "yellow"))
    notes = (Text.assemble(("! ", "yellow"), note) for note in place_notes(found.place))
    title = Text.assemble((place_on_screen(found.place), "bold"), f": {outcome}")
    return Group(title, *notes, Text(), Padding(table, (0, 0, 0, 2)))


def _remedies(check: model.Check) -> Iterator[str]:
    if check.remedy:
        yield check.remedy
    if check.lacks:
        yield f"the platform needs {'it too' if check.lacks in check.remedy else check.lacks}"
