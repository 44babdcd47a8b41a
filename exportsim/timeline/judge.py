"""A partner's table held against the end state: which people differ, and which scenario would explain it."""

# ruff: noqa: S608 (names and texts in statements are our own or quoted)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from exportsim.errors import ConfigurationError, ParserError, Problem
from exportsim.export import FOLDER, load_export
from exportsim.ingest.outputs import json_fault, recognise
from exportsim.model import Export, Reading
from exportsim.timeline.end_state import CHANGES, END_STATE, SCENARIOS, History, connected, of_kind
from exportsim.timeline.record import home, load_record
from exportsim.timeline.status import Status
from exportsim.verdict.database import faults_told
from exportsim.verdict.equality import as_text, fault, key_texts
from exportsim.verdict.readings import Scan, common_types, open_scan, read_cell
from exportsim.verdict.sql import literal
from exportsim.verdict.truth import Truth, open_truth

BEST = 3
"""Scenarios that are told where none explains everything."""


@dataclass(frozen=True)
class Explanation:
    """A scenario that would make a table differ as this one does."""

    scenario: str
    export: int
    explains: int
    """Of the people that differ."""

    against: int
    """People who would differ, too, and do not."""

    exact: bool
    """It explains every difference and would make no other."""


@dataclass(frozen=True)
class Judgement:
    """How a partner's table differs from the end state."""

    rows: int
    """That must be held."""

    held: int
    """Rows of the partner's table, without those whose status says that they left."""

    missing: int
    extra: int
    stale: int
    twice: int
    """Keys with more than one row."""

    columns: Mapping[str, int]
    """For each column the stale rows in which it differs, most first."""

    not_judged: tuple[str, ...]
    """Columns of the export that the table lacks."""

    examples: Mapping[str, tuple[str, ...]]
    """The first few keys for each of ``CHANGES``."""

    explanations: tuple[Explanation, ...]
    """Those that are exact; where none is, the best."""

    @property
    def different(self) -> int:
        return self.missing + self.extra + self.stale

    @property
    def passed(self) -> bool:
        return not self.different and not self.twice


def judge(folder: Path, state: Path, *, output_format: str | None = None, examples: int = 5) -> Judgement:
    """Compare a partner's table with the end state of the timeline in ``folder``.

    ``state`` is JSON Lines, CSV, Parquet or Arrow with a row for each key and the export's column names. A row whose
    status says that its person left counts as not held. Raises ``ConfigurationError`` for a folder that holds no
    timeline, a table without the key, or one that cannot be read.
    """
    record = load_record(folder)
    exports = len(record["exports"])
    last = load_export(folder, home(folder, exports))
    with (
        TemporaryDirectory(prefix="exportsim-") as work,
        faults_told(Path(work), folder / FOLDER),
        connected(Path(work)) as connection,
    ):
        with _blamed_on(state):
            table = Table.open(connection, last, folder / FOLDER, _reading(state, output_format))
            table.load(Status(**record["status"]) if record["status"] else None)
        counts = table.compare()
        if not sum(counts.values()):
            found: list[Explanation] = []
        elif record["end_state"]["rule"] == "replace":
            homes = [home(folder, number) for number in range(1, exports + 1)]
            found = [*table.other_exports(homes, record["end_state"]["scenarios"], sum(counts.values()))]
        else:
            found = [one for scenario in SCENARIOS for one in table.explanations(scenario, sum(counts.values()))]
        return Judgement(
            record["end_state"]["rows"],
            table.one(f"SELECT count(*) FROM {GIVEN}"),
            **counts,
            twice=table.twice(),
            columns=table.columns(),
            not_judged=table.not_judged,
            examples={change: table.examples(change, examples) for change in CHANGES},
            explanations=_chosen(found),
        )


@contextmanager
def _blamed_on(state: Path) -> Iterator[None]:
    """No parser is there to be blamed for a table: it was given."""
    try:
        yield
    except ParserError as error:
        what, _, rest = str(error).removeprefix(f"{state.name}: what the parser wrote ").partition("\n")
        raise ConfigurationError([Problem(f"--state {state}", what, rest.strip())]) from error


def _reading(state: Path, output_format: str | None) -> Reading:
    try:
        kind = output_format or recognise(state)
        fault = json_fault(state) if kind == "jsonl" else ""
    except OSError as error:
        raise ConfigurationError([Problem(str(state), f"cannot be read: {error.strerror}")]) from error
    if fault:
        what, _, rest = fault.partition("\n")
        raise ConfigurationError([Problem(f"--state {state}", what, rest.lstrip())])
    return Reading(state.name, state, kind, 0.0, 0, "")


def _chosen(found: list[Explanation]) -> tuple[Explanation, ...]:
    exact = tuple(one for one in found if one.exact)
    likely = sorted((one for one in found if one.explains > one.against), key=lambda one: one.against - one.explains)
    return exact or tuple(likely[:BEST])


GIVEN, PARTNER, FOUND = "given", "partner", "found"
"""Tables: the rows of the partner, one of them for each key, and the keys that differ."""


@dataclass(frozen=True)
class Table:
    """A partner's table, opened beside the truth."""

    connection: duckdb.DuckDBPyConnection
    last: Export
    folder: Path
    scan: Scan
    given: Mapping[str, str]
    """For each column of the table the type it is compared in."""

    truth: Truth
    """Of the end state."""

    @classmethod
    def open(cls, connection: duckdb.DuckDBPyConnection, last: Export, folder: Path, reading: Reading) -> Table:
        scan = open_scan(connection, reading)
        given = common_types([scan])
        absent = [name for name in last.activation.key if name not in given]
        if absent:
            allowed = "columns: " + (", ".join(given) or "none")
            raise ConfigurationError(
                Problem(str(reading.output), f'has no column "{name}", by which rows are found', allowed)
                for name in absent
            )
        return cls(connection, last, folder, scan, given, open_truth(connection, of_kind(last, folder, END_STATE)))

    @property
    def not_judged(self) -> tuple[str, ...]:
        return tuple(cell.name for cell in self.truth.cells if cell.name not in self.given)

    def load(self, status: Status | None) -> None:
        """Read the table: its cells as ``read<i>``, its key as ``k<j>``; who left is not there."""
        cells = ", ".join(f"{read_cell(self.scan, name, self.given[name])} AS read{i}" for i, name in self._shared())
        here = "true"
        if status and status.column in self.given:
            place = next(i for i, name in self._shared() if name == status.column)
            text = as_text(f"read{place}", self.given[status.column])
            here = f"coalesce({text} <> {literal(status.left)}, true)"
        self._run(
            f"CREATE TABLE {GIVEN} AS SELECT *{self._keys(1, self.truth)}, true AS there "
            f"FROM (SELECT {cells} FROM {self.scan.relation()}) WHERE {here}",
            f"CREATE TABLE {PARTNER} AS SELECT DISTINCT ON ({self._key_list}) * FROM {GIVEN}",
        )

    def twice(self) -> int:
        """How many keys have more than one row."""
        return self.one(f"SELECT count(*) FROM (SELECT 1 FROM {GIVEN} GROUP BY {self._key_list} HAVING count(*) > 1)")

    def compare(self) -> dict[str, int]:
        """Find the keys that differ from the end state, and count them by how."""
        kinds = "".join(f", {kind} AS kind{i}" for i, kind in self._faults(self.truth))
        keys = ", ".join(f"coalesce(truth.k{j}, partner.k{j}) AS k{j}" for j in range(len(self._key)))
        self._run(
            f"""CREATE TABLE {FOUND} AS SELECT * FROM (
                SELECT {keys}, CASE WHEN partner.there IS NULL THEN 'missing' WHEN truth.export IS NULL THEN 'extra'
                    WHEN {self._wrong(self.truth)} THEN 'stale' END AS change{kinds}
                FROM ({self._side(self.truth)}) AS truth FULL JOIN {PARTNER} AS partner ON {self._same("truth")})
            WHERE change IS NOT NULL"""
        )
        counted = dict(self._run(f"SELECT change, count(*) FROM {FOUND} GROUP BY change"))
        return {change: int(counted.get(change, 0)) for change in CHANGES}

    def columns(self) -> dict[str, int]:
        """Count the stale rows in which each column differs."""
        stale = f"FROM {FOUND} WHERE change = 'stale'"
        counts = {
            name: self.one(f"SELECT count(kind{i}) {stale}") for i, name in self._shared() if name not in self._key
        }
        return dict(sorted(((name, some) for name, some in counts.items() if some), key=lambda pair: -pair[1]))

    def examples(self, change: str, number: int) -> tuple[str, ...]:
        """The first keys that differ in one way."""
        key = f"concat_ws(', ', {self._key_list})"
        where = f"WHERE change = {literal(change)} ORDER BY ALL LIMIT {number}"
        return tuple(key for (key,) in self._run(f"SELECT {key} FROM {FOUND} {where}"))

    def explanations(self, scenario: str, different: int) -> Iterator[Explanation]:
        """Hold the table against what every export's scenario would change."""
        truth = open_truth(self.connection, of_kind(self.last, self.folder, scenario))
        agrees = f"""CASE WHEN truth.change = 'missing' THEN partner.there IS NULL
            ELSE partner.there IS NOT NULL AND NOT ({self._wrong(truth)}) END"""
        rows = self._run(
            f"""SELECT truth.export, count_if({agrees} AND found.change IS NOT NULL), count_if(NOT ({agrees}))
            FROM ({self._side(truth)}) AS truth LEFT JOIN {PARTNER} AS partner ON {self._same("truth")}
            LEFT JOIN {FOUND} AS found ON {self._same("truth", "found")} GROUP BY truth.export ORDER BY truth.export"""
        )
        for export, explains, against in rows:
            yield Explanation(scenario, export, explains, against, exact=explains == different and not against)

    def other_exports(
        self, homes: list[Path], scenarios: list[dict[str, Any]], different: int
    ) -> Iterator[Explanation]:
        """Hold the table against every export, for where each file replaces it."""
        history = History.open(self.connection, self.last, homes)
        agrees = f"partner.there IS NOT NULL AND NOT ({self._wrong(history.truth)})"
        side = self._side(history.truth, history.source, history.number, "NULL")
        rows = self._run(
            f"""SELECT truth.export, count(*), count_if({agrees})
            FROM ({side}) AS truth LEFT JOIN {PARTNER} AS partner ON {self._same("truth")} GROUP BY truth.export"""
        )
        held = self.one(f"SELECT count(*) FROM {PARTNER}")
        same = {export for export, rows, agreeing in rows if rows == agreeing == held}
        empty = {number for number in range(len(homes)) if number not in {export for export, _, _ in rows}}
        for one in scenarios:
            if one["holds"] != len(homes) and one["holds"] in (same if held else same | empty):
                yield Explanation(one["scenario"], one["export"], different, 0, exact=True)

    # -- pieces of statements -------------------------------------------------------------------------

    @property
    def _key(self) -> tuple[str, ...]:
        return self.last.activation.key

    @property
    def _key_list(self) -> str:
        return ", ".join(f"k{j}" for j in range(len(self._key)))

    def _shared(self) -> Iterator[tuple[int, str]]:
        """The columns of the truth that the table has, each with its place among all of them."""
        for place, cell in enumerate(self.truth.cells):
            if cell.name in self.given:
                yield place, cell.name

    def _keys(self, side: int, truth: Truth) -> str:
        """The key's texts, of the truth (0) or the table (1)."""
        cells = {cell.name: (i, cell) for i, cell in enumerate(truth.cells)}
        lookalikes = self.last.plan.format.lookalikes
        texts = []
        for name in self._key:
            place, cell = cells[name]
            texts.append(key_texts(cell, f"read{place}", self.given[name], lookalikes)[side])
        return "".join(f", {text} AS k{j}" for j, text in enumerate(texts))

    def _side(self, truth: Truth, source: str = "", export: str = "c0", change: str = "c1") -> str:
        """The truth's rows, their cells as ``sent<i>`` and ``value<i>``; it begins with export and change."""
        cells = "".join(f", {cell.sent} AS sent{i}, {cell.value} AS value{i}" for i, cell in enumerate(truth.cells))
        return (
            f"SELECT {export} AS export, {change} AS change{self._keys(0, truth)}{cells} FROM {source or truth.source}"
        )

    def _faults(self, truth: Truth) -> Iterator[tuple[int, str]]:
        """For each column outside the key what is wrong with the table's cell, null where nothing is."""
        lookalikes = self.last.plan.format.lookalikes
        for i, name in self._shared():
            if name not in self._key:
                cell = truth.cells[i]
                yield i, fault(f"sent{i}", f"value{i}", cell.meant, f"read{i}", self.given[name], lookalikes)

    def _wrong(self, truth: Truth) -> str:
        return " OR ".join(f"({kind}) IS NOT NULL" for _, kind in self._faults(truth)) or "false"

    def _same(self, one: str, other: str = PARTNER) -> str:
        return " AND ".join(f"{one}.k{j} IS NOT DISTINCT FROM {other}.k{j}" for j in range(len(self._key)))

    def one(self, query: str) -> int:
        """Run a query that has one number."""
        ((number,),) = self._run(query)
        return int(number)

    def _run(self, *statements: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for statement in statements:
            found = self.connection.execute(statement).fetchall()
        return found
