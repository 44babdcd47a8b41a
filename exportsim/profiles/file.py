"""Profiles from a file, whatever its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from exportsim.errors import ConfigurationError
from exportsim.model import Activation, Rows, Slice
from exportsim.profiles import edge_cases
from exportsim.profiles.activation import activated
from exportsim.profiles.csv_file import open_csv
from exportsim.profiles.inputs import MEMBERSHIP, Input, inputs
from exportsim.profiles.json_file import open_json
from exportsim.profiles.parquet_file import open_parquet
from exportsim.profiles.paths import parse, spell
from exportsim.profiles.source import Open, broken
from exportsim.profiles.synthetic import SLICE_ROWS
from formats.batches import rechunk

OPEN: dict[str, Open] = {
    ".json": open_json,
    ".jsonl": open_json,
    ".ndjson": open_json,
    ".csv": open_csv,
    ".tsv": open_csv,
    ".parquet": open_parquet,
}
"""The kinds of file by what their names end with, before ``.gz`` and the like."""


def from_file(
    activation: Activation,
    path: Path,
    *,
    edge_case_share: float = 0.0,
    seed: int = 0,
    also: Sequence[Input] = (),
    finish: Callable[[Rows, Activation], Rows] = activated,
) -> Rows:
    """Read the profiles of a file, in its order, as the rows of an activation, piece by piece.

    A column is looked for by its path, in nested objects or as a flat name, then by its header. With
    probability ``edge_case_share`` a text outside the key is one of ``edge_cases.EDGE_CASES``, chosen by
    ``seed`` and the row's number. ``also`` asks for more of each profile than the activation does, and ``finish``
    makes the rows of all of it. Raises ``ConfigurationError`` when a path or the file is wrong, while rows
    are read if need be.
    """
    problems = list(edge_cases.check(edge_case_share))
    if problems:
        raise ConfigurationError(problems)
    kind = next((suffix.lower() for suffix in reversed(path.suffixes) if suffix.lower() in OPEN), None)
    if kind is None:
        raise broken(str(path), "no kind of file that profiles are read from", f"its name ends with {', '.join(OPEN)}")
    wanted = (*inputs(activation), MEMBERSHIP, *also)
    try:
        source = OPEN[kind](path, wanted, activation.audience)
    except OSError as error:
        raise broken(str(path), f"cannot be read: {error.strerror or error}") from error
    sown = {value.target: spell(parse(value.source, activation.audience)) for value in wanted if value.sown}
    layout = pa.schema([_field(source.schema, value.target) for value in wanted])

    def slices() -> Iterator[Slice]:
        start = 0
        for batch in rechunk(source.batches, SLICE_ROWS):
            whole = _completed(batch, layout)
            indices = np.arange(start, start + len(whole), dtype=np.uint64)
            yield edge_cases.sow(whole, sown, edge_case_share, seed, indices)
            start += len(batch)

    return finish(Rows(layout, slices(), source.total), activation)


def _field(schema: pa.Schema, name: str) -> pa.Field:
    return schema.field(name) if name in schema.names else pa.field(name, pa.string())


def _completed(batch: pa.RecordBatch, layout: pa.Schema) -> pa.RecordBatch:
    """Add a column of nulls for whatever the file does not have and need not."""
    have = dict(zip(batch.schema.names, batch.columns, strict=True))
    nothing = pa.nulls(len(batch), pa.string())
    return pa.RecordBatch.from_arrays([have.get(name, nothing) for name in layout.names], schema=layout)
