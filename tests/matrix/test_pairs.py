"""A covering array covers."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from exportsim.matrix.pairs import covering


@pytest.mark.parametrize("sizes", [(2, 2), (3, 2, 4), (6, 6, 3, 2, 2, 2, 2, 5), (2,) * 20])
def test_every_two_values_of_two_axes_meet(sizes: tuple[int, ...]) -> None:
    """Every pair stands in some row, and no row has a value that its axis lacks."""
    rows = covering(sizes)
    for first, second in combinations(range(len(sizes)), 2):
        met = {(row[first], row[second]) for row in rows}
        assert met == {*product(range(sizes[first]), range(sizes[second]))}


def test_far_fewer_rows_than_combinations() -> None:
    """Twenty switches have a million combinations; a dozen rows are enough for the pairs."""
    assert len(covering((2,) * 20)) <= 12


def test_the_first_row_is_of_first_values_and_the_rows_are_always_the_same() -> None:
    """Rows depend on the sizes alone."""
    assert covering((3, 2, 2))[0] == (0, 0, 0)
    assert covering((3, 4, 2)) == covering((3, 4, 2))


@pytest.mark.parametrize("sizes", [(), (4,)])
def test_without_pairs_there_are_no_rows(sizes: tuple[int, ...]) -> None:
    """One axis on its own is swept elsewhere."""
    assert covering(sizes) == []
