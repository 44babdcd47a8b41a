"""Profiles in Parquet, nested or flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Audience
from exportsim.profiles.inputs import Input
from exportsim.profiles.lookup import candidates, leaves, through_lists, type_at, values_at
from exportsim.profiles.paths import Steps, spell, unknown
from exportsim.profiles.source import Source, broken, inner


def open_parquet(path: Path, wanted: Sequence[Input], audience: Audience) -> Source:
    """Types are the file's, with texts as ``string`` and timestamps in microseconds, as Spark holds them."""
    try:
        file = pq.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise broken(str(path), f"no Parquet file: {error}") from error
    whole = pa.struct(list(file.schema_arrow))
    found: dict[str, Steps] = {}
    fields, problems = [], []
    for column in wanted:
        for steps in _places(whole, column, audience):
            type_ = type_at(whole, steps)
            if type_ is not None:
                break
        if type_ is None and column.optional:
            continue
        if type_ is None:
            problems.append(unknown(column, map(spell, leaves(whole)), f"is not in {path}"))
        elif pa.types.is_nested(type_) and column.shape == "value":
            problems.append(inner(column.target, column.source, map(spell, leaves(type_, steps))))
        elif _is_bytes(type_):
            problems.append(Problem(f"column {column.target!r}", f"{column.source!r} holds bytes", "text in UTF-8"))
        else:
            found[column.target] = steps
            fields.append(pa.field(column.target, _plain(type_)))
    if problems:
        raise ConfigurationError(problems)
    schema = pa.schema(fields)
    return Source(schema, _batches(path, file, found, schema), file.metadata.num_rows)


def _batches(path: Path, file: pq.ParquetFile, found: dict[str, Steps], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    roots = list(dict.fromkeys(str(steps[0]) for steps in found.values()))
    with file:
        try:
            for batch in file.iter_batches(columns=roots):
                arrays = [values_at(batch.column(steps[0]), steps[1:]) for steps in found.values()]
                casts = [array.cast(field.type, safe=False) for array, field in zip(arrays, schema, strict=True)]
                yield pa.RecordBatch.from_arrays(casts, schema=schema)
        except (pa.ArrowInvalid, OSError) as error:
            raise broken(str(path), f"broken Parquet file: {error}") from error


def _places(whole: pa.DataType, column: Input, audience: Audience) -> Iterator[Steps]:
    yield from candidates(column, audience)
    if column.shape == "any":
        for steps in candidates(column, audience):
            yield through_lists(whole, steps) or steps


def _is_bytes(type_: pa.DataType) -> bool:
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    return any(test(type_) for test in tests)


def _plain(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, _plain(field.type)) for field in type_])
    if pa.types.is_list(type_) or pa.types.is_large_list(type_):
        return pa.list_(_plain(type_.value_type))
    if pa.types.is_dictionary(type_):
        return _plain(type_.value_type)
    if pa.types.is_large_string(type_) or pa.types.is_string_view(type_) or pa.types.is_null(type_):
        return pa.string()
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", tz=type_.tz)
    return type_
