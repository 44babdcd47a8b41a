"""One whole matrix, which tests only read."""

from __future__ import annotations

import pytest

from exportsim.matrix import Matrix, all_cells, write_matrix


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """Every file with the ten rows."""
    return write_matrix(all_cells(), 10, tmp_path_factory.mktemp("matrix") / "out")
