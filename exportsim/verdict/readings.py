"""What a parser read, as relations that DuckDB can scan, whatever kind of file holds it."""

# ruff: noqa: S608 (names and texts in statements are quoted by exportsim.verdict.sql)

from __future__ import annotations

import csv
import mmap
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import duckdb
import pyarrow as pa
import pyarrow.parquet

from exportsim.model import Reading
from exportsim.verdict.sql import Family, aliases, family, literal
from exportsim.verdict.unreadable import blamed_on

NEWLINE_WITHIN = 1 << 20
"""Bytes between two looks for a newline."""

NOTHING = "(SELECT 1 WHERE false)"
"""A table expression without rows or columns worth a name."""


@dataclass(frozen=True)
class Scan:
    """One reading, opened as far as its column names and types."""

    reading: Reading
    names: tuple[str, ...]
    """As the parser wrote them."""

    types: tuple[str, ...]
    """DuckDB's, by the same position."""

    relation: Callable[[], str]
    """A table expression with the columns ``c0``, ``c1``, ... by position; each call may be scanned once."""


def open_scan(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Scan:
    """Look at a reading's columns; raises ``ParserError`` when the file is not what its format says."""
    with blamed_on(reading):
        scan = OPENERS[reading.format](connection, reading)
    return scan if scan.names or reading.format == "jsonl" else replace(scan, relation=lambda: NOTHING)


def open_jsonl(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Scan:
    """Read all as text: a string's own, a number or boolean as JSON writes it, null for null or absent.

    Text is enough to judge by. A number can agree with a string of the truth only by its digits, and where
    the truth is a number both forms are compared as numbers.
    """
    shape = "array" if first_byte(reading) == b"[" else "newline_delimited"
    options = f"format = '{shape}', maximum_object_size = {longest_line(reading)}"
    objects = f"read_json_objects({literal(str(reading.output))}, {options})"
    names = json_names(connection, objects)
    if not names:
        return Scan(reading, (), (), lambda: f"(SELECT 1 FROM {objects})")
    if "" in names or clashing(names):
        # `columns` is a struct, whose field names DuckDB compares without case; a pointer names any key.
        pointers = ", ".join(literal(pointer(name)) for name in names)
        fields = ", ".join(f"cells[{position}]" for position in range(1, len(names) + 1))
        source = f"(SELECT {fields} FROM (SELECT json_extract_string(json, [{pointers}]) AS cells FROM {objects}))"
    else:
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
        source = f"read_json({literal(str(reading.output))}, {options}, columns = {{{columns}}})"
    return Scan(reading, names, ("JSON",) * len(names), lambda: f"{source} AS {aliases(len(names))}")


def json_names(connection: duckdb.DuckDBPyConnection, objects: str) -> tuple[str, ...]:
    """Collect the keys of all objects; only those that differ from the first one's are looked at twice."""
    first = connection.execute(f"SELECT json_keys(json) FROM {objects} LIMIT 1").fetchall()
    if not first:
        return ()
    keys: list[str] = first[0][0]
    listed = f"CAST([{', '.join(map(literal, keys))}] AS VARCHAR[])"
    others = f"SELECT DISTINCT unnest(json_keys(json)) FROM {objects} WHERE json_keys(json) <> {listed}"
    found = sorted(name for (name,) in connection.execute(others).fetchall())
    return tuple(dict.fromkeys([*keys, *found]))


def open_csv(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Scan:
    """Read RFC 4180 with a header: all text, nothing between two commas is null, ``""`` is empty text."""
    with reading.output.open(encoding="utf-8-sig", newline="") as file:
        names = tuple(next(csv.reader(file), ()))
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(names)))
    line = longest_line(reading)
    # In parallel, DuckDB guesses where a row begins; a quoted value that looks like rows could mislead it.
    options = (
        "auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        "allow_quoted_nulls = false, strict_mode = true, parallel = false, "
        f"max_line_size = {line}, buffer_size = {2 * line}"
    )
    source = f"read_csv({literal(str(reading.output))}, {options}, columns = {{{columns}}})"
    return Scan(reading, names, ("VARCHAR",) * len(names), lambda: f"{source} AS {aliases(len(names))}")


def open_parquet(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Scan:
    """Read typed columns by position; the names come from the file, as DuckDB changes those that clash."""
    schema = pa.parquet.read_schema(reading.output)
    source = f"read_parquet({literal(str(reading.output))}) AS {aliases(len(schema))}"
    types = tuple(map(str, connection.sql(f"SELECT * FROM {source}").types)) if len(schema) else ()
    return Scan(reading, tuple(schema.names), types, lambda: source)


def open_arrow(connection: duckdb.DuckDBPyConnection, reading: Reading) -> Scan:
    """Read typed columns of an Arrow file or stream; dictionaries unpacked, what DuckDB lacks as text."""
    names = tuple(record_batches(reading).schema.names)
    view = "arrow_reading"
    connection.register(view, renamed(record_batches(reading)).schema.empty_table())
    types = tuple(map(str, connection.sql(f"SELECT * FROM {view}").types))

    def relation() -> str:
        connection.register(view, renamed(record_batches(reading)))
        return view

    return Scan(reading, names, types, relation)


OPENERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Reading], Scan]] = {
    "jsonl": open_jsonl,
    "csv": open_csv,
    "parquet": open_parquet,
    "arrow": open_arrow,
}


def record_batches(reading: Reading) -> pa.RecordBatchReader:
    """Read the batches of an Arrow file, which begins with ``ARROW1``, or of a stream."""
    source = pa.memory_map(str(reading.output))
    if first_byte(reading, 6) != b"ARROW1":
        return pa.ipc.open_stream(source)
    file = pa.ipc.open_file(source)
    batches = (file.get_batch(index) for index in range(file.num_record_batches))
    return pa.RecordBatchReader.from_batches(file.schema, batches)


def renamed(reader: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """Give the same batches the columns ``c0``, ``c1``, ... in types that DuckDB takes."""
    schema = pa.schema([(f"c{index}", plain_type(field.type)) for index, field in enumerate(reader.schema)])
    batches = (
        pa.RecordBatch.from_arrays(
            [column.cast(field.type) for column, field in zip(batch.columns, schema, strict=True)],
            schema=schema,
        )
        for batch in reader
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def plain_type(arrow_type: pa.DataType) -> pa.DataType:
    """Choose the type itself, or the nearest one that DuckDB scans without loss."""
    if pa.types.is_dictionary(arrow_type):
        return plain_type(arrow_type.value_type)
    if pa.types.is_float16(arrow_type):
        return pa.float32()
    if pa.types.is_decimal256(arrow_type):
        return pa.string()
    return arrow_type


def first_byte(reading: Reading, count: int = 1) -> bytes:
    """Read the first ``count`` bytes that are not blank."""
    with reading.output.open("rb") as file:
        return file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")[:count]


def longest_line(reading: Reading) -> int:
    """No less than the longest line's bytes, and 2 MiB: found without reading the file whole.

    A stretch that holds a newline cannot lie within one line, so only the first newline of every stretch is
    looked for.
    """
    longest = run = 0
    if reading.output.stat().st_size > NEWLINE_WITHIN:
        with reading.output.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            for start in range(0, len(text), NEWLINE_WITHIN):
                run = 0 if text.find(b"\n", start, start + NEWLINE_WITHIN) >= 0 else run + 1
                longest = max(longest, run)
    return (longest + 2) * NEWLINE_WITHIN


def clashing(names: tuple[str, ...]) -> bool:
    """Whether two names differ by case only."""
    return any(count > 1 for count in Counter(name.lower() for name in names).values())


def pointer(name: str) -> str:
    """Make a JSON pointer to a key of the row (RFC 6901)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def common_types(scans: Iterable[Scan]) -> dict[str, str]:
    """For each column of any reading the type it is compared in: the one that all give, else text."""
    types: dict[str, set[str]] = {}
    for scan in scans:
        for name, duck_type in zip(scan.names, scan.types, strict=True):
            types.setdefault(name, set()).update(() if duck_type == '"NULL"' else {reduced(duck_type)})
    return {name: found.pop() if len(found) == 1 else "VARCHAR" for name, found in types.items()}


def reduced(duck_type: str) -> str:
    """Choose the type in which a column leaves a scan."""
    match family(duck_type):
        case Family.STRING | Family.NESTED | Family.OTHER:
            return "JSON" if duck_type == "JSON" else "VARCHAR"
        case _:
            return "DECIMAL(38,0)" if duck_type.endswith("HUGEINT") else duck_type


def read_cell(scan: Scan | None, name: str, common: str) -> str:
    """Give a column in the type it is compared in; null where this reading lacks it."""
    type_ = "VARCHAR" if common == "JSON" else common
    if scan is None or name not in scan.names:
        return f"CAST(NULL AS {type_})"
    position = scan.names.index(name)
    column = f"c{position}"
    if family(scan.types[position]) is Family.NESTED:
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"CAST({column} AS {type_})"
