from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from verdict.judging import counts, judged, sent

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
COLUMNS = {
    "name": (pa.string(), WORDS),
    "Name": (pa.string(), WORDS),
    "age": (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    "score": (pa.float64(), st.floats(allow_nan=False, allow_infinity=False)),
    "on": (pa.bool_(), st.booleans()),
}
ROW = st.fixed_dictionaries({name: st.none() | values for name, (_, values) in COLUMNS.items()})


@settings(max_examples=25, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=8), data=st.data())
def test_a_perfect_reading_passes_and_one_changed_cell_is_one_finding(
    rows: list[dict[str, object]], data: st.DataObject
) -> None:
    """Whatever the values, the exact rows in any order pass, and one other cell is found, no more and no less."""
    keyed = [{"id": str(index), **row} for index, row in enumerate(rows)]
    types = {"id": pa.string()} | {name: type_ for name, (type_, _) in COLUMNS.items()}
    columns = {name: pa.array([row[name] for row in keyed], type_) for name, type_ in types.items()}
    cut = data.draw(st.integers(0, len(rows)))
    order = data.draw(st.permutations(keyed))
    which, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(list(COLUMNS)))
    with TemporaryDirectory() as folder:
        export = sent(Path(folder) / "export", columns, parts=[cut, len(rows) - cut])
        for format in ("jsonl", "parquet"):

            def read(rows: list[dict[str, object]], format: str = format) -> dict[tuple[str, str], int]:
                halves = [rows[:cut], rows[cut:]]
                if format == "jsonl":
                    return counts(judged(export, *halves))
                schema = pa.schema(list(types.items()))
                tables = [pa.Table.from_pylist(half, schema=schema) for half in halves]
                return counts(judged(export, *tables, format=format))

            assert read(order) == {}
            value = order[which][column]
            other = {"name": "?" * 7, "Name": "?" * 7, "age": 4, "score": 4.5, "on": True}[column]
            if value == other:
                other = None
            kind = (
                "text" if None not in (value, other) else "null-read-as-text" if value is None else "text-read-as-null"
            )
            changed = [{**row, column: other} if index == which else row for index, row in enumerate(order)]
            assert read(changed) == {(kind, column): 1}
