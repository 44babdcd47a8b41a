"""The truth beside an export: what each row was meant to say."""

# ruff: noqa: S608 (names and texts in statements are quoted by exportsim.verdict.sql)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.parquet

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Export
from exportsim.verdict.sql import Family, aliases, family, literal


@dataclass(frozen=True)
class Cell:
    """A column of the export, as expressions over the truth's file."""

    name: str
    meant: str
    """The type of its values, as DuckDB spells it."""

    value: str
    sent: str
    """The text that an exact reader finds, null where the value is."""

    case: str | None
    """The edge-case id; None where no row has one."""

    @property
    def typed(self) -> bool:
        """Whether the value says more than the text sent; a string is judged by its text alone."""
        return family(self.meant) is not Family.STRING


@dataclass(frozen=True)
class Truth:
    """The truth's file, opened as far as its columns."""

    cells: tuple[Cell, ...]
    source: str
    """A table expression for the expressions of ``cells``, ``file`` and ``row``."""

    file: str
    row: str
    row_bytes: int
    """An average row in memory."""


def open_truth(connection: duckdb.DuckDBPyConnection, export: Export) -> Truth:
    """Look at the truth's columns; ``ConfigurationError`` when the file is absent, broken or lacks some."""
    try:
        meta = pa.parquet.read_metadata(export.truth)
    except (OSError, pa.ArrowException) as error:
        problem = Problem(str(export.truth), f"is not a readable Parquet file: {error}")
        raise ConfigurationError([problem]) from error
    names = meta.schema.to_arrow_schema().names
    blank = set(_blank_columns(meta))
    source = f"read_parquet({literal(str(export.truth))}) AS {aliases(len(names))}"
    types = dict(zip(names, map(str, connection.sql(f"SELECT * FROM {source}").types), strict=True))
    place = {name: f"c{index}" for index, name in enumerate(names)}
    columns = [column.target for column in export.activation.columns]
    wanted = ["file", "row", *(f"{part}.{name}" for name in columns for part in ("value", "text"))]
    if absent := [name for name in wanted if name not in place]:
        raise ConfigurationError(Problem(str(export.truth), f"lacks the column {name!r}") for name in absent)

    def cell(name: str) -> Cell:
        value, text, meant = place[f"value.{name}"], place[f"text.{name}"], types[f"value.{name}"]
        match family(meant):
            case Family.STRING:
                value = f"CAST({value} AS VARCHAR)"
                text = f"coalesce({text}, {value})"
            case Family.NESTED:
                value = f"CAST(to_json({value}) AS VARCHAR)"
            case _:
                pass
        return Cell(name, meant, value, text, None if f"case.{name}" in blank else place.get(f"case.{name}"))

    size = sum(meta.row_group(index).total_byte_size for index in range(meta.num_row_groups))
    row_bytes = size // max(meta.num_rows, 1)
    return Truth(tuple(map(cell, columns)), source, place["file"], place["row"], row_bytes)


def _blank_columns(meta: pa.parquet.FileMetaData) -> Iterator[str]:
    """Name the columns without a value in any row, as far as the file's statistics tell."""
    groups = [meta.row_group(index) for index in range(meta.num_row_groups)]
    for index in range(meta.num_columns):
        found = [group.column(index).statistics for group in groups]
        if all(one is not None and one.has_null_count and not one.num_values for one in found):
            yield meta.schema.column(index).path
