"""What a person sees: progress on stderr, reports on stdout, colours only where they are welcome."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from exportsim.progress import Progress

SECONDS_BETWEEN_LINES = 5.0
WIDTH_WITHOUT_TERMINAL = 120


def show(renderable: RenderableType) -> None:
    """Print a report; ``NO_COLOR`` and pipes get plain text."""
    stdout = Console(width=None if sys.stdout.isatty() else WIDTH_WITHOUT_TERMINAL, highlight=False)
    stdout.print(renderable)


def show_json(value: Any) -> None:
    """Print one JSON object and nothing else."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def note(text: str) -> None:
    """Tell something beside the result."""
    click.echo(text, err=True)


@contextmanager
def progress_on_stderr() -> Iterator[Progress]:
    """Bars in a terminal; elsewhere a plain line now and then."""
    if not sys.stderr.isatty():
        yield Lines()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}  {task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bar(bars)


class _Bar:
    """One bar after the other."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("", visible=False, unit="", rate="")
        self._began = time.monotonic()
        self._done = 0

    def start(self, what: str, total: int | None, unit: str) -> None:
        self._bars.reset(self._task, description=what, total=total, visible=True, unit=unit, rate="")
        self._began, self._done = time.monotonic(), 0

    def advance(self, amount: int) -> None:
        self._done += amount
        rate = self._done / max(time.monotonic() - self._began, 1e-3)
        self._bars.update(self._task, advance=amount, rate=f"{rate:,.0f}/s")

    def finish(self) -> None:
        self._bars.update(self._task, visible=False)


class Lines:
    """Progress for logs: nothing for short work, a line every few seconds for long work."""

    def __init__(self) -> None:
        self._what, self._unit = "", ""
        self._total: int | None = None
        self._done = 0
        self._told = 0.0

    def start(self, what: str, total: int | None, unit: str) -> None:
        self._what, self._total, self._unit, self._done = what, total, unit, 0
        self._told = time.monotonic()

    def advance(self, amount: int) -> None:
        self._done += amount
        if time.monotonic() - self._told >= SECONDS_BETWEEN_LINES:
            self._told = time.monotonic()
            of = f" of {self._total:,}" if self._total else ""
            note(f"{self._what}: {self._done:,}{of} {self._unit}")

    def finish(self) -> None:
        """A finished piece of work shows in the report."""
