"""Judge: what was read, held against what was meant."""

from __future__ import annotations

from dataclasses import dataclass

from exportsim.model.delivery import Delivery
from exportsim.model.export import Export
from exportsim.model.ingestion import Ingestion


@dataclass(frozen=True)
class Finding:
    """One difference between what was meant and what was read."""

    kind: str
    """``missing-row``, ``extra-row``, ``duplicate-row``, ``missing-column``, ``extra-column``, ``text``,
    ``null-read-as-text`` or ``text-read-as-null``."""

    file: str
    row: int | None
    """The row's number in its file, from 1, the header not counted; None for a row that was never sent."""

    key: str
    column: str
    sent: str | None
    read: str | None
    case: str | None
    """The edge-case id of the cell sent, None for an ordinary value."""


@dataclass(frozen=True)
class Verdict:
    """One of the three questions: how many were looked at, how many were wrong."""

    name: str
    """``rows``, ``text`` or ``nulls``."""

    looked_at: int
    """Rows sent, and rows read beyond them; cells of matched rows with text on both sides, and columns that only
    one side has; cells of matched rows."""

    wrong: int
    judged: bool = True
    """False where rows were sent and nothing could be looked at: such a verdict has not passed, it says nothing."""

    @property
    def passed(self) -> bool:
        return self.judged and self.wrong == 0


@dataclass(frozen=True)
class Group:
    """All findings of one kind in one column: their number, and the first few."""

    kind: str
    column: str
    count: int
    cases: tuple[tuple[str, int], ...]
    """Edge-case ids among them with their numbers, most frequent first; ordinary values are not listed."""

    examples: tuple[Finding, ...]


@dataclass(frozen=True)
class Report:
    """The verdict told: everything a renderer needs."""

    export: Export
    ingestion: Ingestion
    verdicts: tuple[Verdict, ...]
    groups: tuple[Group, ...]
    rows_sent: int
    rows_read: int
    seconds: float
    notes: tuple[str, ...] = ()
    """Sentences to read before the findings, about all of them."""

    delivery: Delivery | None = None
    """How the files that were read had arrived; None: they were read where they had been written."""

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)
