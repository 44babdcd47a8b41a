"""Which columns can be JSON: every type that Spark writes, nested to any depth."""

from __future__ import annotations

import pyarrow as pa

from formats.base import FormatError
from formats.kinds import is_binary, is_list
from formats.names import check_names
from formats.text import TextRules, check_type
from formats.text.typenames import spark_name


def check_schema(schema: pa.Schema, rules: TextRules) -> None:
    """Raise ``FormatError`` for a table that Spark would not write: no columns, equal names, types without text."""
    check_names(schema, "JSON")
    for field in schema:
        check_json_type(field.name, field.type, rules)


def check_json_type(path: str, kind: pa.DataType, rules: TextRules) -> None:
    """Raise ``FormatError`` for a type that has no JSON, or holds one; ``path`` is a column, or a field within it."""
    types = pa.types
    if types.is_dictionary(kind):
        check_json_type(path, kind.value_type, rules)
    elif types.is_struct(kind):
        if not kind.num_fields:
            raise FormatError(f"the struct `{path}` has no fields", allowed="one field or more")
        for field in kind:
            check_json_type(f"{path}.{field.name}", field.type, rules)
    elif types.is_map(kind):
        _check_key(path, kind.key_type, rules)
        check_json_type(f"{path}.value", kind.item_type, rules)
    elif is_list(kind):
        check_json_type(f"{path}.element", kind.value_type, rules)
    elif not types.is_null(kind) and not is_binary(kind):
        check_type(path, kind, rules)


def _check_key(path: str, kind: pa.DataType, rules: TextRules) -> None:
    try:
        check_type(path, kind, rules)
    except FormatError:
        raise FormatError(
            f'the keys of the map `{path}` are of the type "{spark_name(kind)}", which has no text',
            allowed="strings, numbers, booleans, dates and timestamps",
        ) from None
