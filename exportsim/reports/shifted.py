"""Columns whose values were read a row too late or too early."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from exportsim.model import Finding

LATE = "Each value was read in the row behind its own: the column is shifted by one row."
EARLY = "Each value was read in the row before its own: the column is shifted by one row."

ENOUGH = 2
"""Values found in the row beside their own; one may be chance."""


def shifted(cells: Iterable[Finding], telling: Callable[[str | None], bool]) -> dict[str, str]:
    """Tell of each column of which most cells that are misread in rows side by side hold each other's values.

    ``telling`` is whether a value is not one of those that many cells share.
    """
    columns: dict[tuple[str, str], dict[int, Finding]] = defaultdict(dict)
    for cell in cells:
        if cell.row is not None:
            columns[cell.column, cell.file][cell.row] = cell
    looked, found = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for (column, _), rows in columns.items():
        for row, cell in rows.items():
            if (behind := rows.get(row + 1)) is None:
                continue
            for how, value, read in ((LATE, cell.sent, behind.read), (EARLY, behind.sent, cell.read)):
                if telling(value):
                    looked[column, how] += 1
                    found[column, how] += value == read
    return {
        column: how for (column, how), number in found.items() if number >= ENOUGH and 2 * number > looked[column, how]
    }
