"""A JSON Schema read as a description of fields: what its keywords say in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exportsim.errors import Problem

HINT = "x-exportsim"
"""The keyword whose options go before whatever the others imply."""

_UNREAD = ("$ref", "allOf", "anyOf", "oneOf", "not", "pattern", "if")
_FORMATS = {"date": "date", "date-time": "timestamp", "email": "email", "uuid": "uuid"}
_TYPES = {"integer": "int", "number": "float", "boolean": "bool", "string": "string"}

Entry = tuple[str, dict[str, Any], str]
"""A path, its options, and where in the file they stand."""


def entries(schema: Any, where: str, path: str = "") -> Iterator[Entry | Problem]:
    """Every leaf below ``properties``; lists are left out, for no column can hold one."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        yield Problem(f"{where}.properties", "an object of properties is missing")
        return
    for name, child in properties.items():
        place = f"{where}.properties[{name!r}]"
        below = f"{path}.{name}".removeprefix(".")
        if not isinstance(child, dict):
            yield Problem(place, f"{child!r} is no schema", "an object")
        elif HINT in child and not isinstance(child[HINT], dict):
            yield Problem(f"{place}.{HINT}", f"{child[HINT]!r} has no options", "an object with a kind")
        elif "kind" in child.get(HINT, {}):
            yield below, _null_rate(child) | child[HINT], f"{place}.{HINT}"
        elif unread := [keyword for keyword in _UNREAD if keyword in child]:
            allowed = f'spell the type out, or say {HINT}: {{"kind": ...}}'
            yield Problem(f"{place}.{unread[0]}", "this keyword cannot be followed", allowed)
        elif "properties" in child:
            yield from entries(child, place, below)
        elif _type(child) not in ("array", "object"):
            yield below, _options(child) | child.get(HINT, {}), place


def _type(schema: dict[str, Any]) -> Any:
    """Give the type besides ``null``."""
    match schema.get("type"):
        case list(types):
            return next((type_ for type_ in types if type_ != "null"), None)
        case type_:
            return type_


def _null_rate(schema: dict[str, Any]) -> dict[str, Any]:
    """Where null is allowed, every tenth value is."""
    allowed = [words for words in (schema.get("type"), schema.get("enum")) if isinstance(words, list)]
    nullable = any("null" in words or None in words for words in allowed)
    return {"null_rate": 0.1} if nullable else {}


def _options(schema: dict[str, Any]) -> dict[str, Any]:
    """Whatever is wrong with a keyword's value goes through as it is, and is refused as an option."""
    options = _null_rate(schema)
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        kept = [value for value in values if value is not None] if isinstance(values, list) else values
        return options | {"kind": "choice", "values": kept}
    kind = _word(_TYPES, _type(schema))
    if kind == "string":
        kind = _FORMATS.get(str(schema.get("format")), "string")
    options["kind"] = kind
    if kind in ("int", "float"):
        options |= _bounds(schema, 1 if kind == "int" else 0)
    if kind == "string" and ("minLength" in schema or "maxLength" in schema):
        options["length"] = _length(schema.get("minLength", 1), schema.get("maxLength"))
    return options


def _word(words: dict[str, str], word: Any) -> Any:
    return words.get(word, word) if isinstance(word, str) else word


def _length(shortest: Any, longest: Any) -> list[Any]:
    if isinstance(shortest, int):
        shortest = max(shortest, 1)
        longest = shortest + 8 if longest is None else longest
    return [shortest, longest]


def _bounds(schema: dict[str, Any], step: int) -> dict[str, Any]:
    """Read an exclusive bound of whole numbers as the next one; a real number hits one too rarely to care."""
    bounds = {}
    for name, exclusive, inclusive, inwards in (
        ("min", "exclusiveMinimum", "minimum", step),
        ("max", "exclusiveMaximum", "maximum", -step),
    ):
        if exclusive in schema:
            bound = schema[exclusive]
            bounds[name] = bound + inwards if isinstance(bound, int | float) else bound
        if inclusive in schema:
            bounds[name] = schema[inclusive]
    return bounds
