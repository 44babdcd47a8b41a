"""What a partner must hold after all exports, and what one missed, replayed or misplaced file would make of it.

A partner's table has a row for each key. A file of a *full* schedule replaces the table. Of an incremental schedule
every file, *export file now* included, is merged into it: a member's row takes the place of the one with its key, a
leaver's takes the row away. Both rules look at nothing but the files, so the truth is what ingesting them must give,
whatever has become of the people since.

- *missed*: export N is never ingested;
- *replayed*: export N is ingested again after the last one;
- *out-of-order*: export N + 1 is ingested before export N.

All of it is worked out by a database that spills to disk, from the truths of the exports.
"""

# ruff: noqa: S608 (names and texts in statements are our own or quoted)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from exportsim.model import Export
from exportsim.timeline.status import Status
from exportsim.verdict.sql import aliases, literal
from exportsim.verdict.truth import Truth, open_truth

Scenario = Literal["missed", "replayed", "out-of-order"]
SCENARIOS: tuple[Scenario, ...] = ("missed", "replayed", "out-of-order")
CHANGES = ("missing", "extra", "stale")
"""What is different for a key: its row is not there, should not be there, or says something else."""

END_STATE = "end-state"
TRUTH = "truth.parquet"
MEMORY = "256MB"

_BATCH = 32_768


@dataclass(frozen=True)
class Effect:
    """What one scenario changes in the end state."""

    scenario: Scenario
    export: int
    """The one missed, replayed, or ingested after the next."""

    missing: int = 0
    extra: int = 0
    stale: int = 0

    holds: int | None = None
    """The export that a partner holds instead of the last, where each file replaces the table; 0: none."""

    def shows(self, exports: int) -> bool:
        """Whether the end state is another than of ``exports`` ingested in order."""
        if self.holds is not None:
            return self.holds != exports
        return bool(self.missing or self.extra or self.stale)


@dataclass(frozen=True)
class EndState:
    """How many rows a partner must hold, and what every scenario changes in them."""

    rule: Literal["replace", "merge"]
    rows: int
    effects: tuple[Effect, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values; the files are below ``.exportsim``."""
        files = {} if self.rule == "replace" else {name: f"{name}/{TRUTH}" for name in SCENARIOS}
        return {
            "rule": self.rule,
            "rows": self.rows,
            "truth": f"{END_STATE}/{TRUTH}",
            "differences": files,
            "scenarios": [{k: v for k, v in vars(effect).items() if v is not None} for effect in self.effects],
        }


def conclude(last: Export, homes: Sequence[Path], status: Status | None, *, replaces: bool, folder: Path) -> EndState:
    """Write the end state into ``folder`` and, where files are merged, what every scenario changes in it.

    ``homes`` are the folders of all exports' truths in order, ``status`` the column that tells leavers. Each truth has
    the columns of an export's (``file``, ``row``, ``value.NAME``, ``text.NAME``) after ``export``, the one whose row it
    is, and ``change``: for ``missing`` the row that is not there, else the row that is.
    """
    with TemporaryDirectory(dir=folder, prefix="work-") as work, connected(Path(work)) as connection:
        history = History.open(connection, last, homes)
        writer = Writer(history, folder)
        if replaces:
            held = f"SELECT *, NULL AS change, export AS of FROM ({history.places}) WHERE export = {len(homes)}"
            rows = writer.write(END_STATE, held)
            return EndState("replace", rows, tuple(replaced(len(homes))))
        history.gather(status)
        held = "SELECT export, NULL AS change, file, row, export AS of FROM last WHERE NOT gone"
        rows = writer.write(END_STATE, held)
        effects: list[Effect] = []
        for scenario in SCENARIOS:
            history.work_out(scenario)
            writer.write(scenario, "SELECT export, change, file, row, of FROM changes")
            effects += history.effects(scenario, len(homes))
        return EndState("merge", rows, tuple(effects))


def replaced(exports: int) -> Iterator[Effect]:
    """What scenarios come to where each file replaces the table: another export is held than the last."""
    for number in range(1, exports + 1):
        yield Effect("missed", number, holds=exports - (number == exports))
    for number in range(1, exports + 1):
        yield Effect("replayed", number, holds=number)
    for number in range(1, exports):
        yield Effect("out-of-order", number, holds=exports - (number == exports - 1))


def connected(work: Path) -> duckdb.DuckDBPyConnection:
    """A database in a folder, which takes what does not fit into memory; close it."""
    connection = duckdb.connect(
        str(work / "work.duckdb"), config={"memory_limit": MEMORY, "threads": 2, "temp_directory": str(work / "spill")}
    )
    # A bar would go to standard output, which belongs to whoever asked for JSON.
    for setting in ("TimeZone = 'UTC'", "preserve_insertion_order = false", "enable_progress_bar = false"):
        connection.execute(f"SET {setting}").fetchall()
    return connection


@dataclass(frozen=True)
class History:
    """The rows of all exports, and for each key when it was mentioned."""

    connection: duckdb.DuckDBPyConnection
    truth: Truth
    """The columns, as expressions over ``source``."""

    names: tuple[str, ...]
    types: tuple[pa.DataType, ...]
    source: str
    number: str
    """Of the export, as an expression over ``source``."""

    key: tuple[str, ...]

    @classmethod
    def open(cls, connection: duckdb.DuckDBPyConnection, last: Export, homes: Sequence[Path]) -> History:
        truth = open_truth(connection, last)
        schema = pq.read_schema(last.truth)
        files = ", ".join(literal(str(home / TRUTH)) for home in homes)
        count = len(schema)
        source = f"read_parquet([{files}], filename = true) AS {aliases(count + 1)}"
        number = f"CAST(regexp_extract(c{count}, '(\\d+)/{TRUTH}$', 1) AS INTEGER)"
        return cls(connection, truth, tuple(schema.names), tuple(schema.types), source, number, last.activation.key)

    @property
    def places(self) -> str:
        return f"SELECT {self.number} AS export, {self.truth.file} AS file, {self.truth.row} AS row FROM {self.source}"

    def gather(self, status: Status | None) -> None:
        """Note every mention of a key, what it said of membership, and digests of key and row."""
        sent = {cell.name: cell.sent for cell in self.truth.cells}
        gone = f"coalesce({sent[status.column]} = {literal(status.left)}, false)" if status else "false"
        self._run(
            f"""CREATE TABLE mention AS
            SELECT {self.number} AS export, {self.truth.file} AS file, {self.truth.row} AS row, {gone} AS gone,
                md5_number({_digest(sent[name] for name in self.key)}) AS key,
                md5_number({_digest(sent.values())}) AS content
            FROM {self.source}""",
            """CREATE TABLE step AS
            SELECT *, lead(export) OVER turns AS later, lag(export) OVER turns AS of, lag(file) OVER turns AS of_file,
                lag(row) OVER turns AS of_row, lag(gone) OVER turns AS of_gone, lag(content) OVER turns AS of_content
            FROM mention WINDOW turns AS (PARTITION BY key ORDER BY export)""",
            "DROP TABLE mention",
            "CREATE TABLE last AS SELECT * EXCLUDE (later) FROM step WHERE later IS NULL",
        )

    def work_out(self, scenario: Scenario) -> None:
        """Make ``changes``: for each export and key that a scenario makes differ, the row that is or is not there."""
        earlier = "NOT coalesce(of_gone, true)"
        match scenario:
            case "missed":
                query = self._changes("export", "last", earlier)
            case "out-of-order":
                query = self._changes("of", "last", earlier, "WHERE of = export - 1")
            case "replayed":
                again = """(SELECT last.export, last.file, last.row, last.gone, last.content, step.export AS of,
                    step.file AS of_file, step.row AS of_row, step.gone AS of_gone, step.content AS of_content
                    FROM step JOIN last USING (key) WHERE step.later IS NOT NULL)"""
                query = self._changes("of", again, earlier)
        self._run(f"CREATE OR REPLACE TABLE changes AS {query}")

    def _changes(self, label: str, of: str, there: str, which: str = "") -> str:
        """Compare the row that is held with the one that would be: ``of``, ``of_file``, ``of_row``."""
        return f"""
            SELECT label AS export, change, CASE WHEN change = 'missing' THEN export ELSE of END AS of,
                CASE WHEN change = 'missing' THEN file ELSE of_file END AS file,
                CASE WHEN change = 'missing' THEN row ELSE of_row END AS row
            FROM (SELECT *, {label} AS label, CASE
                    WHEN NOT gone AND NOT ({there}) THEN 'missing'
                    WHEN gone AND {there} THEN 'extra'
                    WHEN NOT gone AND {there} AND content <> of_content THEN 'stale' END AS change
                FROM {of} {which})
            WHERE change IS NOT NULL"""

    def effects(self, scenario: Scenario, exports: int) -> Iterator[Effect]:
        """Count ``changes``, for every export that the scenario can be about."""
        counted = ", ".join(f"count_if(change = {literal(change)})" for change in CHANGES)
        rows = self._run(f"SELECT export, {counted} FROM changes GROUP BY export")
        found = {export: Effect(scenario, export, *counts) for export, *counts in rows}
        for number in range(1, exports + (scenario != "out-of-order")):
            yield found.get(number, Effect(scenario, number))

    def _run(self, *statements: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for statement in statements:
            found = self.connection.execute(statement).fetchall()
        return found


def _digest(texts: Any) -> str:
    return " || ".join(f"coalesce(length({text}) || ':' || {text}, '-')" for text in texts)


@dataclass(frozen=True)
class Writer:
    """Writes the rows that a query names as a truth."""

    history: History
    folder: Path

    def write(self, name: str, places: str) -> int:
        """Write ``NAME/truth.parquet`` with the rows that ``places`` names by ``of``, ``file`` and ``row``."""
        history = self.history
        keep = [index for index, column in enumerate(history.names) if not column.startswith("case.")]
        cells = ", ".join(f"c{index}" for index in keep)
        file, row = history.truth.file, history.truth.row
        query = f"""SELECT places.export, places.change, {cells} FROM {history.source}
            JOIN ({places}) AS places
            ON places.of = {history.number} AND places.file = {file} AND places.row = {row}
            ORDER BY places.export, places.of, length({file}), {file}, {row}"""
        schema = pa.schema(
            [("export", pa.int32()), ("change", pa.string())]
            + [(history.names[index], _plain(history.types[index])) for index in keep]
        )
        (self.folder / name).mkdir()
        rows = 0
        with pq.ParquetWriter(self.folder / name / TRUTH, schema, compression="zstd") as writer:
            for batch in history.connection.sql(query).to_arrow_reader(_BATCH):
                columns = [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)]
                writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
                rows += len(batch)
        return rows


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def of_kind(last: Export, folder: Path, name: str) -> Export:
    """The end state, or a scenario's differences, as an export whose truth can be opened."""
    return replace(last, home=folder / name)
