"""Spark's JSON writer value by value, without tables or arrays, as plain as it can be.

Written from the observed rules alone, without a look at the product's writer; ``options`` have Spark's names and text
values. Values are Python's, with integers for dates (days) and timestamps (ticks of their unit), a tuple for a struct,
and a list of pairs for a map.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from formats.text import TextRules
from reference import texts

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


class JsonRows:
    """The writer's settings and its rows."""

    def __init__(self, options: dict[str, str]) -> None:
        default = TextRules()
        self.rules = TextRules(
            date_format=options.get("dateFormat", default.date_format),
            timestamp_format=options.get("timestampFormat", default.timestamp_format),
            timestamp_ntz_format=options.get("timestampNTZFormat", default.timestamp_ntz_format),
            time_zone=options.get("timeZone", "UTC"),
        )
        self.ignore_null_fields = options.get("ignoreNullFields", "true") == "true"
        self.pretty = options.get("pretty") == "true"
        self.code_points = options.get("writeNonAsciiCharacterAsCodePoint") == "true"
        self.line = options.get("lineSep", "\n")

    def text(self, row: Sequence[Any], schema: pa.Schema) -> str:
        """One row with its separator."""
        return self.struct(row, list(schema), 0) + self.line

    def value(self, value: Any, kind: pa.DataType, depth: int) -> str:
        if value is None:
            return "null"
        if pa.types.is_dictionary(kind):
            return self.value(value, kind.value_type, depth)
        if pa.types.is_struct(kind):
            return self.struct(value, list(kind), depth)
        if pa.types.is_map(kind):
            return self.object(
                [(self.key(key, kind.key_type), self.value(item, kind.item_type, depth + 1)) for key, item in value],
                depth,
            )
        if isinstance(value, list):
            elements = [self.value(element, kind.value_type, depth) for element in value]
            if self.pretty:
                return f"[ {', '.join(elements)} ]" if elements else "[ ]"
            return f"[{','.join(elements)}]"
        if isinstance(value, bytes):
            return '"' + base64.b64encode(value).decode() + '"'
        if isinstance(value, str):
            return self.string(value)
        text = texts.text(value, kind, self.rules)
        assert text is not None
        moment = pa.types.is_date(kind) or pa.types.is_timestamp(kind)
        return self.string(text) if moment or text.endswith(("NaN", "Infinity")) else text

    def struct(self, values: Sequence[Any], fields: Sequence[pa.Field], depth: int) -> str:
        kept = [
            (field.name, self.value(value, field.type, depth + 1))
            for field, value in zip(fields, values, strict=True)
            if value is not None or not self.ignore_null_fields
        ]
        return self.object(kept, depth)

    def object(self, fields: Sequence[tuple[str, str]], depth: int) -> str:
        if not self.pretty:
            return "{" + ",".join(f"{self.string(name)}:{value}" for name, value in fields) + "}"
        if not fields:
            return "{ }"
        lines = ",\n".join("  " * (depth + 1) + f"{self.string(name)} : {value}" for name, value in fields)
        return "{\n" + lines + "\n" + "  " * depth + "}"

    def key(self, key: Any, kind: pa.DataType) -> str:
        if pa.types.is_dictionary(kind):
            return self.key(key, kind.value_type)
        if isinstance(key, str):
            return key
        if pa.types.is_date(kind):
            return str(key // 86_400_000 if pa.types.is_date64(kind) else key)
        if pa.types.is_timestamp(kind):
            return str(key * 10**6 // TICKS[kind.unit])
        return str(texts.text(key, kind, self.rules))

    def string(self, text: str) -> str:
        return '"' + "".join(map(self.character, text)) + '"'

    def character(self, character: str) -> str:
        if character in SHORT:
            return SHORT[character]
        if ord(character) < 0x20:
            return f"\\u{ord(character):04X}"
        if ord(character) > 0x7F and self.code_points:
            units = character.encode("utf-16-be").hex().upper()
            return "".join("\\u" + units[start : start + 4] for start in range(0, len(units), 4))
        return character
