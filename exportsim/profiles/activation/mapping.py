"""From what was read of each profile to the columns of the file: identities, calculations, spellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pyarrow as pa

from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Column, Rows, Slice
from exportsim.profiles.activation.identities import only_ids
from exportsim.profiles.activation.membership import spelled_in_group, spelled_status, spelled_time
from exportsim.profiles.activation.transformation import Transformation
from exportsim.profiles.expressions import Calculator, ExpressionError, parse, paths
from exportsim.profiles.inputs import ALIAS, LATEST, input_name, is_calculated, is_of_group
from exportsim.profiles.paths import parse as steps_of

Change = Callable[[pa.Array], pa.Array]


def mapped(rows: Rows, activation: Activation) -> Rows:
    """Give the file's columns by their headers, and the reference time where it was read.

    The identity column holds lists of ids. An edge case stays one where the column shows it as it is. Raises
    ``ConfigurationError`` for a calculation that these values do not allow.
    """
    hashed = Transformation() if any(column.transformation for column in activation.columns) else None
    changes = {column.target: _changes(column, activation, hashed) for column in activation.columns}
    calculator = _calculator(rows.schema, activation)
    if calculator is None and not any(changes.values()):
        return rows
    kept = [column.target for column in activation.columns if not changes[column.target]]
    names = [*changes, *(name for name in (LATEST,) if name in rows.schema.names)]

    def columns(read: pa.RecordBatch) -> pa.RecordBatch:
        values = dict(zip(read.schema.names, read.columns, strict=True))
        if calculator:
            calculated = _worked_out(calculator, read)
            values |= zip(calculated.schema.names, calculated.columns, strict=True)
        arrays = []
        for name in names:
            array = values[name]
            for change in changes.get(name, ()):
                array = change(array)
            arrays.append(array)
        return pa.RecordBatch.from_arrays(arrays, names=names)

    def cases(read: pa.RecordBatch) -> pa.RecordBatch:
        nothing = pa.nulls(len(read), pa.string())
        tags = {name: read.column(name) for name in read.schema.names if name in kept}
        return pa.RecordBatch.from_arrays([tags.get(name, nothing) for name in names], names=names)

    schema = columns(pa.RecordBatch.from_pylist([], rows.schema)).schema

    def slices() -> Iterator[Slice]:
        try:
            for piece in rows.slices:
                yield Slice(columns(piece.columns), cases(piece.cases) if piece.cases else None)
        finally:
            for one in (calculator, hashed):
                if one:
                    one.close()

    return replace(rows, schema=schema, slices=slices())


def _calculator(schema: pa.Schema, activation: Activation) -> Calculator | None:
    """What works out the calculated columns."""
    sources = {column.target: column.source for column in activation.columns if is_calculated(column.source)}
    expressions = {target: parse(source) for target, source in sources.items()}
    if not expressions:
        return None
    places = {path: input_name(path) for expression in expressions.values() for path in paths(expression)}
    constants = {ALIAS: activation.audience.name}
    try:
        return Calculator(schema, expressions, places, constants)
    except ExpressionError as error:
        problem = Problem(f"column {error.column!r}", f"{sources[error.column]!r}: {error}")
        raise ConfigurationError([problem]) from error


def _worked_out(calculator: Calculator, read: pa.RecordBatch) -> pa.RecordBatch:
    try:
        return calculator(read)
    except ExpressionError as error:
        what = f"some values cannot be worked with: {error}"
        raise ConfigurationError([Problem("calculated columns", what, "values of types that go together")]) from error


def _changes(column: Column, activation: Activation, hashed: Change | None) -> tuple[Change, ...]:
    """What happens to a column's values, one after the other."""
    changes: list[Change] = []
    if is_of_group(column, activation):
        return (spelled_in_group,)
    if column.target == activation.identity:
        changes.append(only_ids)
    elif not is_calculated(column.source):
        match steps_of(column.source, activation.audience):
            case ["segmentMembership", _, _, "status"] if activation.status != ("realized", "exited"):
                changes.append(partial(spelled_status, words=activation.status))
            case ["segmentMembership", _, _, "lastQualificationTime"] if activation.qualified != "timestamp":
                changes.append(partial(spelled_time, form=activation.qualified))
    if column.transformation and hashed:
        changes.append(hashed)
    return tuple(changes)
