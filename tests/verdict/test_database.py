from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from exportsim.errors import ConfigurationError, ExportError
from exportsim.verdict.database import faults_told

FULL = duckdb.TransactionException('Failed to commit: Could not write file "work.duckdb": No space left on device')
WORK, TRUTH = Path("work"), Path("out/truth.parquet")


def test_a_full_disk_is_told() -> None:
    """In the words that DuckDB has for it."""
    with pytest.raises(ExportError, match=r"^work has no room for what is compared; TMPDIR"), faults_told(WORK, TRUTH):
        raise FULL


def test_what_else_cannot_be_read_is_the_truth(tmp_path: Path) -> None:
    """A file that is no Parquet any more."""
    (tmp_path / "truth.parquet").write_bytes(b"PAR1" + bytes(100) + b"PAR1")
    truth = tmp_path / "truth.parquet"
    told = pytest.raises(ConfigurationError, match=r"truth\.parquet: cannot be compared with: .*\n.*generate the")
    with told, faults_told(WORK, truth):
        duckdb.connect().execute(f"FROM '{truth}'").fetchall()


def test_an_interrupt_stays_one() -> None:
    with pytest.raises(KeyboardInterrupt), faults_told(WORK, TRUTH):
        raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")
