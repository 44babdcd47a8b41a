"""A fast parser of the default dialect: ``python csv_to_parquet.py FILE OUTPUT``; every value a text, null as meant."""

from __future__ import annotations

import gzip
import sys

import pyarrow as pa
from pyarrow import csv, parquet

source, output = sys.argv[1:]
with gzip.open(source, "rt", encoding="utf-8") as file:
    names = file.readline().rstrip("\n").split(",")
table = csv.read_csv(
    source,
    parse_options=csv.ParseOptions(escape_char="\\", double_quote=False, newlines_in_values=True),
    convert_options=csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=["null"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    ),
)
parquet.write_table(table, output)
