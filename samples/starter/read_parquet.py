"""Reads one Parquet file of an export: your own parser begins here.

`exportsim run exportsim.toml` calls `read` with each file and compares the rows that it gives with what was written.
Spark writes an instant as INT96, which says nothing of a time zone: it is in UTC.
"""

import pyarrow
import pyarrow.parquet


def read(path):
    """Give the rows of a file as an Arrow table."""
    table = pyarrow.parquet.read_table(path, coerce_int96_timestamp_unit="us")
    instant = pyarrow.timestamp("us", "UTC")
    return table.cast(
        pyarrow.schema(
            field.with_type(instant) if field.type == pyarrow.timestamp("us") else field for field in table.schema
        )
    )
