"""Combinations of values in which every two values of two axes meet at least once: a pairwise covering array."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

Place = tuple[int, int]
"""An axis and one of its values, both by position."""


def covering(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Rows of positions, one for each axis, such that every pair of values of two axes stands in one of them.

    ``sizes`` says how many values each axis has. Greedy, one row after the other: a row begins with the first pair that
    stands in none yet, then each axis takes the value that makes the most new pairs with those already chosen, and
    among equals the one used least. The same sizes give the same rows; there are none where there is no pair.
    """
    missing = dict.fromkeys(
        (one, other)
        for (first, many), (second, more) in combinations(enumerate(sizes), 2)
        for one, other in product(((first, value) for value in range(many)), ((second, value) for value in range(more)))
    )
    used: dict[Place, int] = {}
    rows = []
    while missing:
        row = dict(next(iter(missing)))
        for axis, size in enumerate(sizes):
            if axis not in row:
                places = [(axis, value) for value in range(size)]
                best = min(places, key=lambda place: (-_new(missing, row, place), used.get(place, 0)))
                row.update([best])
        for one, other in combinations(sorted(row.items()), 2):
            missing.pop((one, other), None)
        for place in row.items():
            used[place] = used.get(place, 0) + 1
        rows.append(tuple(row[axis] for axis in range(len(sizes))))
    return rows


def _new(missing: dict[tuple[Place, Place], None], row: dict[int, int], place: Place) -> int:
    """How many pairs a value would make with a row's that stand nowhere yet."""
    return sum((min(place, other), max(place, other)) in missing for other in row.items())
