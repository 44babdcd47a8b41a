"""The column kernels and the plain reference agree on every type, value and option."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from reference.json_rows import JsonRows
from reference.json_tables import kinds, tables

import formats

FLAG = st.sampled_from(["true", "false"])
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "ignoreNullFields": FLAG,
        "pretty": FLAG,
        "writeNonAsciiCharacterAsCodePoint": FLAG,
        "lineSep": st.sampled_from(["\n", "\r\n", "|||", "é", ","]),
        "dateFormat": st.sampled_from(["dd/MM/yyyy", "yyyy'\"é\\'", ""]),
        "timestampFormat": st.sampled_from(["yyyy-MM-dd HH:mm:ss.SSSSSS", "d.M.yy H:m XXX"]),
        "timeZone": st.sampled_from(["Europe/Berlin", "-08:00"]),
    },
)


@settings(max_examples=400, deadline=None)
@given(OPTIONS, tables(kinds()))
def test_kernels_and_reference_agree(options: dict[str, str], rows_and_table: tuple[list[Any], pa.Table]) -> None:
    """A table has the same text whichever way it is written."""
    rows, table = rows_and_table
    written = formats.dumps(table, formats.from_options("json", options)).decode()
    reference = JsonRows(options)
    assert written == "".join(reference.text(row, table.schema) for row in rows)
