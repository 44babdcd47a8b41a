from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from verdict.judging import counts, judged, sent, text

NASTY = ["Email", "email", 'we"ird', "dots.and, commas", "😀", "it's", "a/b~c", "value", "select"]
VALUES = ["", " ", "a,b", 'say "hi"', "two\nlines", "\r\n", "tab\t", "😀 é ß 漢", "null", "\\N", "'", "0", "x\0y"]


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet", "arrow"])
def test_nasty_names_and_values_are_read_in_every_format(tmp_path: Path, format: str) -> None:
    """Names that differ by case only, quotes, separators, NUL and emoji neither clash nor change."""
    ids = [str(index) for index in range(len(VALUES))]
    columns = {"id": text(*ids)} | {name: text(*VALUES) for name in NASTY}
    export = sent(tmp_path, columns)
    table = pa.table(columns)
    rows = table.to_pylist()
    assert judged(export, rows if format in ("jsonl", "csv") else table, format=format).groups == ()
    swapped = [{**row, "email": "!" if row["id"] == "3" else row["email"]} for row in rows]
    again = swapped if format in ("jsonl", "csv") else pa.Table.from_pylist(swapped, schema=table.schema)
    assert counts(judged(export, again, format=format)) == {("text", "email"): 1}


def test_a_column_without_name_is_read(tmp_path: Path) -> None:
    """JSON allows the empty name."""
    assert judged(sent(tmp_path, {"id": text("a"), "": text("1")}), [{"id": "a", "": "1"}]).passed


def test_a_csv_field_without_quotes_and_text_is_null(tmp_path: Path) -> None:
    """Nothing between two commas is null, two quotes are the empty text."""
    export = sent(tmp_path, {"id": text("a", "b"), "n": text(None, "")})
    assert judged(export, '\ufeffid,n\r\na,\r\nb,""\r\n', format="csv").passed
    swapped = counts(judged(export, 'id,n\na,""\nb,\n', format="csv"))
    assert swapped == {("null-read-as-text", "n"): 1, ("text-read-as-null", "n"): 1}


def test_a_json_array_is_read_as_rows(tmp_path: Path) -> None:
    """Where JSON Lines are expected, one array of objects will do."""
    assert judged(sent(tmp_path, {"id": text("a", "b")}), json.dumps([{"id": "a"}, {"id": "b"}])).passed


def test_json_escapes_are_undone(tmp_path: Path) -> None:
    """Text is the same however JSON spells it."""
    export = sent(tmp_path, {"id": text("a"), "n": text("é/😀")})
    assert judged(export, '{"id": "\\u0061", "n": "\\u00e9\\/\\ud83d\\ude00"}\n').passed


def test_a_row_longer_than_sixteen_mebibytes_is_read(tmp_path: Path) -> None:
    """The length of a line has no limit but memory, in JSON Lines as in CSV."""
    long = "x" * (20 << 20)
    export = sent(tmp_path, {"id": text("a", "b"), "n": text(long, "2")})
    rows = [{"id": "a", "n": long}, {"id": "b", "n": "2"}]
    assert judged(export, rows).passed
    assert judged(export, rows, format="csv").passed


def test_dictionaries_and_odd_arrow_types_are_read(tmp_path: Path) -> None:
    """Dictionary-encoded text, all-null columns, wide decimals and half floats are compared like any other."""
    export = sent(
        tmp_path,
        {
            "id": text("a", "b"),
            "n": text("x", "y"),
            "no": text(None, None),
            "d": text("1.00", "2.00"),
            "h": pa.array([1.5, 2.5]),
        },
    )
    table = pa.table(
        {
            "id": pa.array(["a", "b"], pa.large_string()),
            "n": pa.array(["x", "y"]).dictionary_encode(),
            "no": pa.nulls(2),
            "d": pa.array([1, 2], pa.decimal256(50, 2)),
            "h": pa.array([1.5, 2.5], pa.float16()),
        }
    )
    assert judged(export, table, format="arrow").groups == ()


def test_an_arrow_stream_is_read_as_a_file_is(tmp_path: Path) -> None:
    """Both containers of Arrow are told apart by their first bytes."""
    export = sent(tmp_path, {"id": text("a")})
    judged(export, pa.table({"id": ["a"]}), format="arrow")
    output = tmp_path / "stream"
    with pa.ipc.new_stream(output, pa.schema([("id", pa.string())])) as writer:
        writer.write_table(pa.table({"id": ["a"]}))
    assert judged(export, output.read_bytes(), format="arrow").passed


def test_columns_of_different_types_in_two_files_meet_as_text(tmp_path: Path) -> None:
    """A parser that guesses types file by file is judged by what its values say."""
    export = sent(tmp_path, {"id": text("a", "b"), "n": pa.array([1, 2])}, parts=[1, 1])
    tables = [pa.table({"id": ["a"], "n": [1]}), pa.table({"id": ["b"], "n": ["2"]})]
    assert judged(export, *tables, format="parquet").passed
