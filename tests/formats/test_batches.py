"""Streams of batches, cut and joined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.batches import joined, loose_runs, runs

Cut = Callable[[Iterable[pa.RecordBatch], int], Iterator[list[pa.RecordBatch]]]


def batches(sizes: list[int]) -> list[pa.RecordBatch]:
    """Batches of these sizes that count their rows through."""
    ends = np.cumsum(sizes).tolist()
    return [
        pa.record_batch({"n": pa.array(range(end - size, end), pa.int64())})
        for size, end in zip(sizes, ends, strict=True)
    ]


@pytest.mark.parametrize("cut", [runs, loose_runs])
@given(sizes=st.lists(st.integers(0, 30), max_size=12), rows=st.integers(1, 12))
def test_no_row_is_lost(cut: Cut, sizes: list[int], rows: int) -> None:
    """All rows come in their order, never none at a time nor more than were asked for."""
    chunks = [joined(chunk)["n"].to_pylist() for chunk in cut(batches(sizes), rows)]
    assert [number for chunk in chunks for number in chunk] == list(range(sum(sizes)))
    assert all(1 <= len(chunk) <= rows for chunk in chunks)


def test_exact_runs_do_not_depend_on_the_batches() -> None:
    """Five rows in threes are three and two."""
    assert [sum(map(len, chunk)) for chunk in runs(batches([1, 1, 3]), 3)] == [3, 2]


def test_loose_runs_cut_large_batches_evenly_and_join_none() -> None:
    """Seven rows in fives are four and three, whatever stands beside them; small batches share a run."""
    chunks = [list(map(len, chunk)) for chunk in loose_runs(batches([1, 1, 7, 2, 2, 2]), 5)]
    assert chunks == [[1, 1], [4], [3], [2, 2], [2]]
