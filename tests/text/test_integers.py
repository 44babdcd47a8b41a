"""Whole numbers are written with plain digits, however they are found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from formats.text import TextRules, to_text

TYPES = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]


@pytest.mark.parametrize("type", TYPES, ids=str)
@pytest.mark.parametrize("near", [0, -1, 1, -4000, 131_071, -131_073, 2**40, 2**63, 2**64])
def test_a_long_column_says_what_a_short_one_says(type: pa.DataType, near: int) -> None:
    """Five thousand numbers around ``near``, nulls among them, as far as the type holds them."""
    limits = np.iinfo(type.to_pandas_dtype())
    held = [n for n in range(near - 2500, near + 2500) if limits.min <= n <= limits.max]
    numbers = held or [limits.max, limits.max - 1]
    numbers = (numbers * (5000 // len(numbers) + 1))[:5000]
    array = pa.array([None if n % 7 == 3 else n for n in numbers], type)
    assert to_text(array, TextRules()).to_pylist() == [None if n % 7 == 3 else str(n) for n in numbers]


def test_the_ends_of_the_longest_integers() -> None:
    """The smallest and the largest of 64 bits."""
    column = [-(2**63), 2**63 - 1] * 4096
    assert to_text(pa.array(column, pa.int64()), TextRules()).to_pylist() == list(map(str, column))
