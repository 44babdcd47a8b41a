"""What a person sees: progress on stderr, reports on stdout, colours only where they are welcome."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

import click
from rich.console import Console, RenderableType
from rich.filesize import decimal
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.table import Column

from exportsim.progress import Advance, Progress
from exportsim.reports.values import shorten_start, visible

SECONDS_BETWEEN_LINES = 5.0
WIDTH_WITHOUT_TERMINAL = 120
ITEM_WIDTH = 36


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
        TextColumn("{task.description}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=2)),
        BarColumn(table_column=Column(ratio=1)),
        TextColumn("{task.fields[amount]}", justify="right"),
        TextColumn("{task.fields[rate]}", justify="right"),
        TimeRemainingColumn(compact=True),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True, expand=True) as bars:
        yield _Bar(bars)


class _Bar:
    """One bar after the other, and one for each item below it."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._work = _Task(bars, "", None, "")
        self._unit = ""

    def start(self, what: str, total: int | None, unit: str) -> None:
        self._work.close()
        self._unit = unit
        self._work = _Task(self._bars, what, total, unit)

    def advance(self, amount: int) -> None:
        self._work.advance(amount)

    @contextmanager
    def item(self, name: str, total: int) -> Iterator[Advance]:
        # The end of a name tells files of one export apart.
        shown = shorten_start(visible(PurePosixPath(name).name), ITEM_WIDTH)
        task = _Task(self._bars, f"  {shown}", total, self._unit)

        def advance(amount: int) -> None:
            task.advance(amount)
            self.advance(amount)

        try:
            yield advance
        finally:
            task.close()

    def beside(self) -> Progress:
        return _Bar(self._bars)

    def finish(self) -> None:
        self._work.close()


class _Task:
    """One line: what is done of how much, how fast."""

    def __init__(self, bars: Bars, what: str, total: int | None, unit: str) -> None:
        self._bars, self._total, self._unit = bars, total, unit
        self._lock = threading.Lock()
        self._began, self._done = time.monotonic(), 0
        self._open = bool(what)
        if self._open:
            self._task = bars.add_task(what, total=total, amount="", rate="")

    def advance(self, amount: int) -> None:
        if not self._open:
            return
        with self._lock:
            self._done += amount
            seconds = max(time.monotonic() - self._began, 1e-3)
            rate = f"{amount_of(int(self._done / seconds), self._unit)}/s"
            done = progressed(self._done, self._total, self._unit)
            self._bars.update(self._task, advance=amount, amount=done, rate=rate)

    def close(self) -> None:
        if self._open:
            self._open = False
            self._bars.remove_task(self._task)


class Lines:
    """Progress for logs: nothing for short work, a line every few seconds for long work."""

    def __init__(self) -> None:
        self._what, self._unit = "", ""
        self._total: int | None = None
        self._done = 0
        self._told = self._began = 0.0
        self._lock = threading.Lock()

    def start(self, what: str, total: int | None, unit: str) -> None:
        self._what, self._total, self._unit, self._done = what, total, unit, 0
        self._told = self._began = time.monotonic()

    def advance(self, amount: int) -> None:
        with self._lock:
            self._done += amount
            now = time.monotonic()
            if now - self._told < SECONDS_BETWEEN_LINES:
                return
            self._told = now
            rate = amount_of(int(self._done / max(now - self._began, 1e-3)), self._unit)
            note(f"{self._what}: {progressed(self._done, self._total, self._unit)} ({rate}/s)")

    @contextmanager
    def item(self, name: str, total: int) -> Iterator[Advance]:
        """A log tells of the whole alone."""
        yield self.advance

    def beside(self) -> Progress:
        return Lines()

    def finish(self) -> None:
        """A finished piece of work shows in the report."""


def progressed(done: int, total: int | None, unit: str) -> str:
    """``1,200 of 5,000 rows``, ``1.2 of 5.0 MB``-like, as far as a total is known."""
    if total is None:
        return amount_of(done, unit)
    return f"{amount_of(done, unit if unit == 'bytes' else '')} of {amount_of(total, unit)}"


def amount_of(amount: int, unit: str) -> str:
    """An amount with its unit; bytes in the decimal units that networks count in."""
    return decimal(amount) if unit == "bytes" else f"{amount:,} {unit}".rstrip()
