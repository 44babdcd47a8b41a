"""A folder of this machine, examined as every store is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from destinations.conformance import StoreSuite, World, made, put

from exportsim.destinations import Settings, connect
from exportsim.errors import TerminalFailure
from exportsim.model import LocalFolder


class TestLocalFolder(StoreSuite):
    """It knows neither credentials nor buckets; what stands in for a refusal is a folder that cannot be made."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        (tmp_path / "taken").write_text("a file where a folder is asked for")
        return World(LocalFolder(tmp_path / "place"), missing=LocalFolder(tmp_path / "taken" / "place"))

    def test_wrong_credentials_are_told(self, world: World, tmp_path: Path) -> None:
        """There are none to be wrong: an empty environment is enough."""
        with world.connect(environment={}) as store:
            put(store, made(tmp_path, 1), "k")

    def test_a_refused_write_is_told(self, world: World, tmp_path: Path) -> None:
        """A folder under the file's name refuses it, for root too."""
        with world.connect() as store:
            (tmp_path / "place" / "k").mkdir(parents=True)
            with pytest.raises(TerminalFailure, match="k "):
                put(store, made(tmp_path, 1), "k", overwrite=True)


def test_what_a_killed_copy_left_is_not_listed_and_swept(tmp_path: Path) -> None:
    """A temporary file is never listed; one older than a day is taken away, a fresh one is somebody's."""
    for name, age in (("old", 2 * 86400), ("new", 60)):
        path = tmp_path / f".{name}.exportsim-arriving"
        path.write_text("half")
        os.utime(path, (time.time() - age,) * 2)
    with connect(LocalFolder(tmp_path), Settings()) as store:
        assert list(store.list()) == []
        store.sweep()
    assert [path.name for path in tmp_path.iterdir()] == [".new.exportsim-arriving"]
