"""Bytes of whole columns: found, exchanged, joined."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.buffers import joined, offsets_and_bytes, places_of, replaced, values_holding, whole

TEXTS = st.lists(st.none() | st.text(st.sampled_from(list('ab",\n é')), max_size=4), max_size=12)


@pytest.mark.parametrize("every", [1, 2, 100, 300, 5000])
@pytest.mark.parametrize("null", [False, True])
def test_values_are_exchanged_in_order(every: int, null: bool) -> None:
    """Few or many, nulls on both sides too, in an array that is a slice of another."""
    texts = pa.array([None if null and number % 7 == 0 else f"t{number}" for number in range(1000)]).slice(3, 990)
    flags = np.arange(990) % every == every - 1
    others = pa.array([None if null and number % 2 else f"o{number}" for number in range(flags.sum())], pa.string())
    waiting = iter(others.to_pylist())
    expected = [next(waiting) if flag else text for flag, text in zip(flags, texts.to_pylist(), strict=True)]
    assert replaced(texts, flags, others).to_pylist() == expected


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 20), st.sampled_from([b'"', b',"', b"\n\xc3", b" a"]))
def test_bytes_are_found_where_they_are(values: list[str | None], padding: int, wanted: bytes) -> None:
    """Rare ones or frequent ones, and the values that they lie in."""
    values = ["x" * padding * 10, *values, "x" * padding]
    texts = pa.array(values, pa.string()).slice(1)
    offsets, data = offsets_and_bytes(texts)
    window = data[offsets[0] : offsets[-1]]
    places = places_of(window, list(wanted))
    assert places.tolist() == [at for at, byte in enumerate(window.tolist()) if byte in wanted]
    assert values_holding(offsets, places).tolist() == [
        text is not None and any(byte in wanted for byte in text.encode()) for text in values[1:]
    ]


def test_the_bytes_of_a_slice() -> None:
    """Only those of its values, with or without separators; those of no values are none."""
    texts = pa.array(["no", "ä", "", "b", "no"]).slice(1, 3)
    assert (bytes(whole(texts)), bytes(joined(texts, "\r\n"))) == ("äb".encode(), "ä\r\n\r\nb".encode())
    assert bytes(joined(texts.slice(0, 0), "\n")) == b""
