"""Profiles in a file, activated: what the tests of activation share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa

from exportsim.model import Activation, Audience, Rows
from exportsim.profiles import from_file
from exportsim.profiles.headers import parse_column

AUDIENCE = Audience("fa5c4622-6847-4199-8dd4-8b7c7c7ed1d6", "Documented")


def activation(*columns: str, **more: Any) -> Activation:
    """An activation of columns as they are written on the command line."""
    return Activation(AUDIENCE, tuple(map(parse_column, columns)), **{"key": (), **more})


def table(rows: Rows) -> pa.Table:
    return pa.Table.from_batches([piece.columns for piece in rows.slices], schema=rows.schema)


def lines(rows: Rows) -> list[str]:
    """Each row as a line of values between commas, null as nothing."""
    return [
        ",".join("" if value is None else str(value) for value in row.values())
        for piece in rows.slices
        for row in piece.columns.to_pylist()
    ]


def saved(folder: Path, profiles: list[dict[str, Any]]) -> Path:
    path = folder / "profiles.jsonl"
    path.write_text("".join(json.dumps(profile) + "\n" for profile in profiles), encoding="utf-8")
    return path


def exported(folder: Path, profiles: list[dict[str, Any]], *columns: str, **more: Any) -> list[str]:
    """The lines of the file that these profiles make."""
    return lines(from_file(activation(*columns, **more), saved(folder, profiles)))
