from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from exportsim.model import Activation, Audience, Column, Rows
from exportsim.profiles import synthetic

AUDIENCE = Audience("11111111-2222-4333-8444-555555555555", "Newsletter readers")
NOW = datetime(2026, 3, 4, 5, 6, 7, 890123, tzinfo=UTC)

Make = Callable[..., pa.Table]


def _activation(*paths: str, key: tuple[str, ...] = ()) -> Activation:
    return Activation(AUDIENCE, tuple(Column(path, path) for path in paths), key)


def _table(rows: Rows) -> pa.Table:
    return pa.Table.from_batches([part.columns for part in rows.slices], schema=rows.schema)


@pytest.fixture
def activation() -> Callable[..., Activation]:
    """An activation of some paths, each column named by its path."""
    return _activation


@pytest.fixture
def table() -> Callable[[Rows], pa.Table]:
    """All rows at once."""
    return _table


@pytest.fixture
def people() -> Make:
    """A table of synthetic people: some paths, a count, a seed and whatever else ``synthetic`` takes."""

    def make(*paths: str, count: int = 1000, seed: int = 7, schema: Path | None = None, **more: object) -> pa.Table:
        key = more.pop("key", ())
        options = {"now": NOW, **more}
        rows = synthetic(_activation(*paths, key=key), count=count, seed=seed, schema=schema, **options)
        return _table(rows)

    return make
