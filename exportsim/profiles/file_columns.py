"""The columns that a file of profiles offers, for those who did not choose."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from exportsim.model import Column
from exportsim.profiles import json_objects, xdm
from exportsim.profiles.csv_file import header
from exportsim.profiles.lookup import leaves
from exportsim.profiles.paths import Steps, spell
from exportsim.profiles.source import broken


def file_columns(path: Path) -> tuple[Column, ...]:
    """Every simple value of the file's schema, or of its first JSON profile; headers are paths without dots."""
    if ".parquet" in path.suffixes:
        try:
            whole = pa.struct(list(pq.read_schema(path)))
        except (pa.ArrowInvalid, OSError) as error:
            raise broken(str(path), f"no Parquet file: {error}") from error
        return xdm.columns(*map(spell, leaves(whole)))
    if {".csv", ".tsv"} & set(path.suffixes):
        return xdm.columns(*header(path))
    first = next(json_objects.profiles(path), None)
    if first is None:
        raise broken(str(path), "holds no profile", "a JSON object on each line, or an array of them")
    return xdm.columns(*(spell(steps) for steps in _simple(first[1])))


def _simple(value: object, steps: Steps = ()) -> list[Steps]:
    """The paths of the simple values below a JSON value; of a list its first element's."""
    if isinstance(value, dict):
        return [leaf for name, child in value.items() for leaf in _simple(child, (*steps, name))]
    if isinstance(value, list):
        return _simple(value[0], (*steps, 0)) if value else []
    return [steps]
