"""Stretches of a file: what they hold is what the file holds there, and no other file is taken for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exportsim.destinations.content import PIECE, stretches
from exportsim.errors import TerminalFailure


@given(total=st.integers(0, 3000), size=st.integers(1, 1000))
def test_stretches_are_the_file_in_order(tmp_path_factory: pytest.TempPathFactory, total: int, size: int) -> None:
    path = tmp_path_factory.mktemp("content") / "file"
    path.write_bytes(content := (bytes(range(256)) * 12)[:total])
    with path.open("rb") as source:
        found = list(stretches(path, source, size))
        assert [part.start for part in found] == list(range(0, total, size))
        assert [part[:] for part in found] == [content[start : start + size] for start in range(0, total, size)]
        assert [len(part) for part in found] == [len(part[:]) for part in found]


@given(first=st.integers(-50, 150), end=st.integers(-50, 150))
def test_a_stretch_is_sliced_as_its_bytes(tmp_path_factory: pytest.TempPathFactory, first: int, end: int) -> None:
    path = tmp_path_factory.mktemp("content") / "file"
    path.write_bytes(content := bytes(range(256)))
    with path.open("rb") as source:
        _, second, _ = stretches(path, source, 100)
        assert second[first:end] == content[100:200][first:end]


def test_several_hashes_are_fed_at_once(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(content := b"0123456789" * (PIECE // 4))
    hashes = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as source:
        for stretch in stretches(path, source, PIECE + 1):
            stretch.feed(*hashes)
    assert [found.digest() for found in hashes] == [hashlib.sha256(content).digest(), hashlib.md5(content).digest()]


def test_a_file_that_became_shorter_is_told(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(bytes(300))
    with path.open("rb") as source:
        *_, last = stretches(path, source, 100)
        path.write_bytes(bytes(250))
        with pytest.raises(TerminalFailure, match="file is not the file that was written; generate the export again"):
            last[:]
