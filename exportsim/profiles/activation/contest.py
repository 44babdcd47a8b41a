"""Who of the profiles with the same key stays: tables of ordinals and keys, in a database that spills to disk."""

# ruff: noqa: S608 (names in statements are our own, numbered)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Self

import duckdb
import numpy as np
import pyarrow as pa

from exportsim.errors import ExportError
from exportsim.model import Slice
from exportsim.profiles.activation.spool import Marked, Ordinals

_BATCH = 65_536
NO_BAR = "SET enable_progress_bar = false"
"""It would go to standard output, which belongs to whoever asked for rows."""

_NEVER = -(2**63)
"""The reference time of a profile that has none."""


class Contest:
    """First ``enter``, then ``settle_by_time``, then ``settle_by_text`` where some are ``tied``.

    An ordinal is the number of a profile, from 0 in the order of the slices.
    """

    def __init__(self, folder: Path, memory: str) -> None:
        folder.mkdir()
        self._failure: BaseException | None = None
        self._connection = duckdb.connect(config={"memory_limit": memory, "threads": 2, "temp_directory": str(folder)})
        self._run("SET TimeZone = 'UTC'", NO_BAR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._connection.close()

    def enter(self, slices: Iterable[Slice], schema: pa.Schema, key: Sequence[str], latest: str) -> None:
        """Take the keys of all profiles; a digest of 128 bits stands for each."""
        types = [schema.field(name).type for name in (*key, latest)]
        layout = pa.schema([("ordinal", pa.int64()), *((f"c{place}", type_) for place, type_ in enumerate(types))])
        self._read("incoming", layout, _columns(slices, (*key, latest), layout))
        parts, time = layout.names[1:-1], layout.names[-1]
        each = [f"unnest({part}) AS {part}" if pa.types.is_list(layout.field(part).type) else part for part in parts]
        digest = " || ".join(f"coalesce(length({part}::VARCHAR) || ':' || {part}::VARCHAR, '-')" for part in parts)
        self._run(
            f"""CREATE TABLE keys AS
            SELECT {"DISTINCT" if each != parts else ""} ordinal, md5_number({digest}) AS key, latest
            FROM (SELECT ordinal, {", ".join(each)}, {_microseconds(time, types[-1])} AS latest FROM incoming)
            WHERE coalesce({", ".join(f"{part}::VARCHAR" for part in parts)}) IS NOT NULL"""
        )

    def settle_by_time(self) -> None:
        """Of those who share a key, who is not among the latest has lost."""
        self._run(
            f"""CREATE TABLE contested AS SELECT *, max(latest) OVER (PARTITION BY key) AS best FROM (
                SELECT ordinal, key, coalesce(latest, {_NEVER}) AS latest
                FROM keys SEMI JOIN (SELECT key FROM keys GROUP BY key HAVING count(*) > 1) USING (key))""",
            "DROP TABLE keys",
            "CREATE TABLE lost AS SELECT ordinal FROM contested WHERE latest < best",
            """CREATE TABLE tied AS SELECT ordinal, key FROM contested WHERE latest = best
            QUALIFY count(*) OVER (PARTITION BY key) > 1""",
            "DROP TABLE contested",
        )

    @property
    def tied(self) -> bool:
        """Whether some share a key and the reference time."""
        return bool(self._connection.execute("SELECT 1 FROM tied LIMIT 1").fetchall())

    def tied_ordinals(self) -> Iterator[Ordinals]:
        """Who they are, ascending, in arrays of some length."""
        return self._ordinals("SELECT DISTINCT ordinal FROM tied ORDER BY ordinal")

    def settle_by_text(self, slices: Iterable[Marked], names: Sequence[str]) -> None:
        """Of those who are tied, who is not first by the texts of these columns has lost; then by order of arrival."""
        texts = [f"t{place}" for place in range(len(names))]
        layout = pa.schema([("ordinal", pa.int64()), *((text, pa.string()) for text in texts)])
        self._read("texts", layout, _texts(slices, names, layout))
        order = "".join(f"{text} NULLS FIRST, " for text in texts)
        # A table first: the stream can be read once only, and by one part of a statement.
        self._run(
            "CREATE TABLE compared AS SELECT * FROM texts",
            f"""INSERT INTO lost SELECT ordinal FROM tied JOIN compared USING (ordinal)
            QUALIFY row_number() OVER (PARTITION BY key ORDER BY {order} ordinal) > 1""",
        )

    def lost_ordinals(self) -> Iterator[Ordinals]:
        """Who is left out, ascending, in arrays of some length."""
        return self._ordinals("SELECT DISTINCT ordinal FROM lost ORDER BY ordinal")

    def _read(self, name: str, layout: pa.Schema, batches: Iterator[pa.RecordBatch]) -> None:
        self._connection.register(name, pa.RecordBatchReader.from_batches(layout, self._watched(batches)))

    def _watched(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Keep what goes wrong with the rows: the database would make an error of its own kind of it."""
        try:
            yield from batches
        except BaseException as error:
            self._failure = error
            raise

    def _run(self, *statements: str) -> None:
        try:
            for statement in statements:
                self._connection.execute(statement).fetchall()
        except duckdb.Error as error:
            if self._failure:
                raise self._failure from None
            raise ExportError(f"the profiles could not be deduplicated: {str(error).splitlines()[0]}") from error

    def _ordinals(self, query: str) -> Iterator[Ordinals]:
        stream = self._connection.cursor()
        stream.execute(NO_BAR).fetchall()
        try:
            for batch in stream.sql(query).to_arrow_reader(_BATCH):
                yield batch.column(0).to_numpy()
        finally:
            stream.close()


def _columns(slices: Iterable[Slice], names: Sequence[str], layout: pa.Schema) -> Iterator[pa.RecordBatch]:
    start = 0
    for piece in slices:
        count = piece.columns.num_rows
        columns = [piece.columns.column(name) for name in names]
        yield pa.RecordBatch.from_arrays([pa.array(np.arange(start, start + count)), *columns], schema=layout)
        start += count


def _texts(slices: Iterable[Marked], names: Sequence[str], layout: pa.Schema) -> Iterator[pa.RecordBatch]:
    for piece, start, wanted in slices:
        if wanted.true_count:
            chosen = piece.columns.filter(wanted)
            ordinals = pa.array(start + np.flatnonzero(wanted.to_numpy(zero_copy_only=False)))
            columns = [chosen.column(name).cast(pa.string()) for name in names]
            yield pa.RecordBatch.from_arrays([ordinals, *columns], schema=layout)


def _microseconds(column: str, type_: pa.DataType) -> str:
    """A time as a number; texts are read as ISO 8601, in UTC where they name no zone."""
    if pa.types.is_integer(type_):
        return column
    return f"epoch_us(TRY_CAST({column} AS TIMESTAMPTZ))"
