"""Proofs of loss are what the format really writes."""

from __future__ import annotations

import io
from dataclasses import replace

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import formats
from exportsim.adobe.lint import losses
from exportsim.model import Loss

TEXTS = st.sampled_from(["", "null", '""', "yyyy-MM-dd", "\\N", " ", "x"])


def csv(**options: str) -> formats.Csv:
    format = formats.from_options("csv", options, legacy_nulls=True)
    assert isinstance(format, formats.Csv)
    return format


def written(format: formats.Csv, row: tuple[str | None, ...]) -> bytes:
    sink = io.BytesIO()
    table = pa.table({f"c{index}": pa.array([cell], pa.string()) for index, cell in enumerate(row)})
    formats.write(table.to_batches(), sink, format, schema=table.schema)
    return sink.getvalue()


@settings(deadline=None)
@given(null=TEXTS, empty=TEXTS, quote_all=st.booleans(), legacy=st.booleans(), quote=st.sampled_from(['"', "", "'"]))
def test_null_and_empty_are_a_loss_exactly_where_they_are_written_alike(
    null: str, empty: str, quote_all: bool, legacy: bool, quote: str
) -> None:
    """There is a proof if and only if the bytes are the same."""
    options = {"nullValue": null, "emptyValue": empty, "quoteAll": str(quote_all).lower(), "quote": quote}
    format = replace(csv(**options), legacy_nulls=legacy)
    loss = losses.null_and_empty(format)
    alike = written(format, ("a", None)) == written(format, ("a", ""))
    assert (loss is not None) == alike
    if loss:
        assert {written(format, row) for row in loss.rows} == {loss.written.encode()}


def test_the_proof_for_missing_hours_is_two_times() -> None:
    """Twelve hours apart, and the same text."""
    lost = losses.moments(csv(timestampFormat="yyyy-MM-dd'T':mm:ss[.SSS][XXX]"))
    assert lost == {
        "hour": Loss((("2024-02-03T04:05:06+00:00",), ("2024-02-03T16:05:06+00:00",)), "2024-02-03T:05:06.000Z\n")
    }


@pytest.mark.parametrize(
    ("pattern", "lost"),
    [
        ("yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]", []),
        ("yyyy-MM-dd hh:mm:ss a", []),
        ("yyyy-MM-dd hh:mm:ss", ["hour"]),
        ("yyyy-mm-dd HH:mm:ss", ["month"]),
        ("yyyy-MM-dd", ["hour", "minute", "second"]),
        ("HH:mm:ss", ["year", "month", "day"]),
    ],
)
def test_the_parts_that_a_pattern_loses_are_named(pattern: str, lost: list[str]) -> None:
    """Minutes for months and a clock of twelve hours are the usual slips."""
    assert list(losses.moments(csv(timestampFormat=pattern))) == lost


@pytest.mark.parametrize(("encoding", "lost"), [("UTF-8", False), ("UTF-16", False), ("ISO-8859-1", True)])
def test_an_encoding_that_lacks_letters_loses_them(encoding: str, lost: bool) -> None:
    """What is written for a letter that is not there is another letter's text."""
    assert (losses.characters(csv(encoding=encoding)) is not None) == lost
