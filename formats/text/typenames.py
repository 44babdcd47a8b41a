"""Arrow types under the names that Spark's messages give them."""

from __future__ import annotations

import pyarrow as pa

_SCALARS = {
    pa.null(): "VOID",
    pa.bool_(): "BOOLEAN",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INT",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.string(): "STRING",
    pa.large_string(): "STRING",
    pa.string_view(): "STRING",
    pa.binary(): "BINARY",
    pa.large_binary(): "BINARY",
    pa.binary_view(): "BINARY",
    pa.date32(): "DATE",
    pa.date64(): "DATE",
    pa.month_day_nano_interval(): "INTERVAL",
}


def spark_name(kind: pa.DataType) -> str:
    """Name a type: ``ARRAY<INT>``, ``STRUCT<z: STRING>``; one that Spark lacks keeps Arrow's in capitals."""
    types = pa.types
    if kind in _SCALARS:
        return _SCALARS[kind]
    if types.is_fixed_size_binary(kind):
        return "BINARY"
    if types.is_decimal(kind):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if types.is_timestamp(kind):
        return "TIMESTAMP" if kind.tz is not None else "TIMESTAMP_NTZ"
    if types.is_dictionary(kind):
        return spark_name(kind.value_type)
    if types.is_map(kind):
        return f"MAP<{spark_name(kind.key_type)}, {spark_name(kind.item_type)}>"
    if types.is_struct(kind):
        return f"STRUCT<{', '.join(f'{field.name}: {spark_name(field.type)}' for field in kind)}>"
    if types.is_nested(kind) and not types.is_union(kind):
        return f"ARRAY<{spark_name(kind.value_type)}>"
    return str(kind).upper()
