"""The column kernels, the product's procedure and the plain reference agree on every dialect and text."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reference.csv_rows import Row

import formats

NASTY = st.text(st.sampled_from(list("ab,|\"'\\#!\n\r\t \0;~é中😀\u00a0")), max_size=8)
VALUES = st.none() | NASTY | st.text(max_size=6)
CHARACTER = st.sampled_from(["", '"', "'", "\\", "!", "\0", " ", "é", ",", "\n", "a"])
FLAG = st.sampled_from(["true", "false"])
TOKEN = st.sampled_from(["", '""', "NULL", " N ", '"', "''", "\\", "#n", "a,b", "\n", " "]) | NASTY


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, str]:
    """Any subset of the options, with values that get in each other's way."""
    all_options = {
        "sep": st.sampled_from([",", "|", "\t", "||", "~|~", " ", "a", '"', "é", ", "]),
        "quote": CHARACTER,
        "escape": CHARACTER,
        "charToEscapeQuoteEscaping": CHARACTER,
        "quoteAll": FLAG,
        "escapeQuotes": FLAG,
        "ignoreLeadingWhiteSpace": FLAG,
        "ignoreTrailingWhiteSpace": FLAG,
        "nullValue": TOKEN,
        "emptyValue": TOKEN,
        "lineSep": st.sampled_from(["\n", "\r", "\r\n", "|", "ab", "\n\r", ","]),
    }
    return draw(st.fixed_dictionaries({}, optional=all_options))


@settings(max_examples=1500, deadline=None)
@given(dialects(), st.booleans(), st.lists(st.tuples(VALUES, VALUES), max_size=6))
@example({"ignoreLeadingWhiteSpace": "false", "emptyValue": "E"}, False, [(" ", "\n")])
def test_kernels_and_reference_agree(
    options: dict[str, str], legacy: bool, rows: list[tuple[str | None, str | None]]
) -> None:
    """A table of two text columns has the same text whichever way it is written."""
    table = pa.table(
        {"a": pa.array([row[0] for row in rows], pa.string()), "b": pa.array([row[1] for row in rows], pa.string())}
    )
    written = formats.dumps(table, formats.from_options("csv", options, legacy_nulls=legacy)).decode()
    reference = Row(options, legacy)
    assert written == "".join(map(reference.text, rows))


@settings(max_examples=40, deadline=None)
@given(dialects(), st.booleans(), st.lists(VALUES, min_size=1, max_size=6))
def test_long_columns_agree_too(options: dict[str, str], legacy: bool, values: list[str | None]) -> None:
    """Long enough for short cuts: values that recur, those that come as a dictionary, and many odd ones, all unlike."""
    which = [number % len(values) for number in range(4100)]
    few = [values[one] for one in which]
    many = [text and f"{text}{number}{text}" for number, text in enumerate(few)]
    recurring, unlike = pa.array(few, pa.string()), pa.array(many, pa.string())
    words = pa.DictionaryArray.from_arrays(
        [number % len(values) for number in range(4100)], pa.array(values, pa.string())
    )
    columns = [unlike, recurring, unlike, words, words.dictionary_decode().dictionary_encode(), recurring]
    table = pa.table(dict(zip("abcdef", columns, strict=True)))
    written = formats.dumps(table, formats.from_options("csv", options, legacy_nulls=legacy)).decode()
    reference = Row(options, legacy)
    assert written == "".join(map(reference.text, zip(many, few, many, few, few, few, strict=True)))


@settings(max_examples=400, deadline=None)
@given(dialects(), st.booleans(), st.lists(VALUES, max_size=6))
def test_one_column_drops_rows_as_the_reference_does(
    options: dict[str, str], legacy: bool, values: list[str | None]
) -> None:
    """A one-column table loses exactly the rows that are an empty text."""
    table = pa.table({"a": pa.array(values, pa.string())})
    written = formats.dumps(table, formats.from_options("csv", options, legacy_nulls=legacy)).decode()
    reference = Row(options, legacy)
    assert written == "".join(reference.text([value]) for value in values)
