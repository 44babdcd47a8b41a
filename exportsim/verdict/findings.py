"""Findings counted as they come: the number of each kind, and the first few to show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nsmallest

from exportsim.model import Finding, Group

SURPLUS = ("extra-row", "duplicate-row")
"""Rows read beyond those sent."""

ROWS = ("missing-row", *SURPLUS)
COLUMNS = ("missing-column", "extra-column")
TEXT = (*COLUMNS, "text")
NULLS = ("null-read-as-text", "text-read-as-null")
KINDS = (*ROWS, *TEXT, *NULLS)


@dataclass
class Numbering:
    """Numbers that run through several files: within its file, plus the rows of those before."""

    starts: dict[str, int] = field(default_factory=dict)
    """How many rows stand before each file."""

    total: int = 0

    def begin(self, file: str) -> None:
        """Let the rows counted from here on be this file's."""
        self.starts[file] = self.total

    def locate(self, number: int) -> tuple[str, int]:
        """Find the file that a number lies in, and the row within it; both count from 1."""
        file, start = max(
            ((file, start) for file, start in self.starts.items() if start < number), key=lambda item: item[1]
        )
        return file, number - start


@dataclass
class Tally:
    """All findings so far, in little memory however many they are."""

    examples: int
    """How many of each kind and column to keep."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    cases: defaultdict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    first: dict[tuple[str, str], list[tuple[int, Finding]]] = field(default_factory=dict)

    def add(self, count: int, found: list[tuple[int, Finding]]) -> None:
        """Count findings of one kind, column and case; ``found`` are the first of them with their places."""
        finding = found[0][1]
        group = (finding.kind, finding.column)
        self.counts[group] += count
        if finding.case is not None:
            self.cases[group][finding.case] += count
        kept = self.first.get(group, [])
        self.first[group] = nsmallest(self.examples, [*kept, *found], key=lambda placed: placed[0])

    def groups(self, columns: tuple[str, ...]) -> tuple[Group, ...]:
        """Order by kind, then by column as in ``columns``, unknown ones last."""
        order = {name: index for index, name in enumerate(columns)}

        def rank(group: tuple[str, str]) -> tuple[int, int, str]:
            kind, column = group
            return KINDS.index(kind), order.get(column, len(order)), column

        return tuple(
            Group(
                kind=group[0],
                column=group[1],
                count=self.counts[group],
                cases=tuple(sorted(self.cases[group].items(), key=lambda item: (-item[1], item[0]))),
                examples=tuple(finding for _, finding in self.first[group]),
            )
            for group in sorted(self.counts, key=rank)
        )

    def count(self, kinds: Iterable[str]) -> int:
        """How many findings there are of some kinds."""
        return sum(count for (kind, _), count in self.counts.items() if kind in kinds)
