"""How a file tells that somebody left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from timeline.replaying import BEGIN, CLOCK, COLUMNS, STATUS, ingested, played, rehearsal

from exportsim.errors import ConfigurationError
from exportsim.model import Column
from exportsim.timeline import plan_ahead
from exportsim.timeline.status import Status

ID = COLUMNS[0]
PATH = "segmentMembership.ups.seg_id.status"


def status(*columns: Column, words: str = "realized-exited") -> Status | None:
    trip = rehearsal(ID, *columns, switches={"status-words": words})
    return plan_ahead(trip, BEGIN, 1, CLOCK).status


def test_the_status_itself_tells_in_the_words_of_the_switch() -> None:
    """``exited``, ``expired`` or ``Expired``."""
    assert status(STATUS) == Status("status", "exited")
    assert status(STATUS, words="Active-Expired") == Status("status", "Expired")


def test_what_is_calculated_from_it_tells_too() -> None:
    """The required mapping of the vendor's example writes 1 where a person left."""
    column = Column(f'iif({PATH}=="exited", "1","0")', "delete")
    assert status(column) == Status("delete", "1")
    assert status(column, STATUS) == Status("delete", "1")


def test_without_it_nobody_is_told_to_have_left() -> None:
    """Other audiences and the time of the qualification say nothing of it."""
    assert status(Column("segmentMembership.lastQualificationTime", "since")) is None
    assert status(Column("segmentMembership.ups.another.status", "other")) is None


def test_a_column_that_does_not_tell_is_a_problem() -> None:
    """It would bring leavers into files that look like members."""
    column = Column(f'iif({PATH}=="invited", "1","0")', "invited")
    with pytest.raises(ConfigurationError, match="nobody can tell by it who left"):
        status(column)
    assert status(column, STATUS) == Status("status", "exited")


def test_a_calculated_status_makes_the_same_end_state(tmp_path: Path) -> None:
    """Leavers come with it and are taken away by it."""
    columns = (ID, Column(f'iif({PATH}=="exited", "1","0")', "delete"))
    trip = replace(rehearsal(*columns, mode="incremental", frequency="every-6-hours"), count=150)
    timeline = played(tmp_path / "out", trip)
    table = ingested(timeline, range(1, len(timeline.exports) + 1))
    held = pq.read_table(tmp_path / "out" / ".exportsim" / "end-state" / "truth.parquet")
    assert {(row["value.id"],) for row in held.to_pylist()} == table.keys()
    lines = [line for export in timeline.exports for line in (tmp_path / "out" / export.files[0].name).open()]
    assert any('"delete":"1"' in line for line in lines)
