"""Inspecting bytes as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exportsim import inspection
from exportsim.inspection import Inspection

Inspect = Callable[..., Inspection]


@pytest.fixture(scope="session")
def inspected(tmp_path_factory: pytest.TempPathFactory) -> Inspect:
    """Inspect bytes under a file name."""
    folder: Path = tmp_path_factory.mktemp("inspected")

    def inspect(data: bytes, name: str = "people.csv") -> Inspection:
        path = folder / name
        path.write_bytes(data)
        return inspection.inspect(str(path))

    return inspect
