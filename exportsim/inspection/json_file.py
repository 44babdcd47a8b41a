"""A file of JSON: one object a line or something else, the keys with their types, and how null is written."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from exportsim.inspection.kinds import kind_of
from exportsim.inspection.scan import Scan
from exportsim.inspection.values import ColumnFound, Fact, RowCount, plural, quoted

KEYS = 2_000
"""Keys that are told; an object with more of them is data used as keys."""

DEEPEST = 8
"""Levels of nesting whose types are told."""

OBJECTS = 50_000
"""Objects whose values are looked at."""


@dataclass(frozen=True)
class JsonFound:
    options: tuple[Fact, ...]
    rows: RowCount | None
    columns: tuple[ColumnFound, ...]
    oddities: tuple[str, ...]


def is_json(text: str) -> bool:
    """Whether a text begins as JSON Lines, an array or an object over several lines do."""
    start = text.lstrip()[:1]
    if start not in ("{", "["):
        return False
    line = text.lstrip().partition("\n")[0].rstrip(",\r")
    if line in ("{", "["):
        return True
    return isinstance(_parsed(line), dict | list) or _first_value(text) is not None


def look(seen: Scan, size: int) -> JsonFound:
    """Look at a text that is taken for JSON; ``size`` as for CSV."""
    separator = _separator(seen.sample)
    lines = seen.sample.split(separator)
    if not seen.sample_is_all and len(lines) > 1:
        lines.pop()
    objects, broken = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        value = _parsed(line)
        if isinstance(value, dict):
            objects.append(value)
        else:
            broken.append((number, line))
    if not objects or len(broken) > len(objects):
        return JsonFound((), None, (), (_framing(seen.sample),))
    options = (_separator_fact(separator, len(objects)), _nulls(objects))
    oddities = (*_broken(broken), *_end(seen, separator), *_blanks(lines[0]), *_doubled(lines))
    return JsonFound(options, _rows(seen, len(objects), lines, separator, size), _columns(objects), oddities)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _first_value(text: str) -> dict[str, Any] | None:
    try:
        value, end = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and end else None


def _separator(text: str) -> str:
    first = text.find("\n")
    if first > 0 and text[first - 1] == "\r":
        return "\r\n"
    return "\n" if first >= 0 or "\r" not in text else "\r"


def _separator_fact(separator: str, number: int) -> Fact:
    name = {"\n": "LF", "\r\n": "CR LF", "\r": "CR"}[separator]
    evidence = f"{plural(number, 'object')}, each on a line that ends with {name}."
    return Fact("lineSep", separator, "certain" if number > 1 else "default", evidence)


def _framing(text: str) -> str:
    if text.lstrip().startswith("["):
        return "It is a JSON array: the platform writes one object a line."
    return "It is JSON over several lines, or broken: the platform writes one object a line."


def _nulls(objects: list[dict[str, Any]]) -> Fact:
    """Whether keys whose value is null are written."""
    written = next((key for value in objects for key, inner in value.items() if inner is None), None)
    if written is not None:
        return Fact("ignoreNullFields", "false", "certain", f"The key {quoted(written)} is written with null.")
    keys = {key for value in objects for key in value}
    missing = next((key for key in keys if any(key not in value for value in objects)), None)
    if missing is not None:
        return Fact("ignoreNullFields", "true", "likely", f"The key {quoted(missing)} is missing in some objects.")
    return Fact("ignoreNullFields", "true", "default", "No value is null, and no key is missing.")


def _rows(seen: Scan, objects: int, lines: list[str], separator: str, size: int) -> RowCount:
    if seen.sample_is_all:
        return RowCount(objects, exact=True)
    characters = sum(map(len, lines)) + len(lines) * len(separator)
    whole = seen.characters * max(size / max(seen.size, 1), 1)
    return RowCount(round(objects / max(characters, 1) * whole), exact=False)


def _columns(objects: list[dict[str, Any]]) -> tuple[ColumnFound, ...]:
    objects = objects[:OBJECTS]
    keys = list(dict.fromkeys(key for value in objects for key in value))[:KEYS]
    columns = []
    for key in keys:
        values = [value.get(key) for value in objects]
        there = [value for value in values if value is not None]
        pattern = ""
        if there and all(isinstance(value, str) for value in there):
            kind = kind_of(value for value in there if value)
            pattern = kind.pattern if kind else ""
        nulls = len(values) - len(there)
        columns.append(ColumnFound(key, type_of(there), pattern, nulls))
    return tuple(columns)


def type_of(values: list[Any], depth: int = 0) -> str:
    """One type for all values, null not counted: ``struct<a: string, b: array<number>>``; several as ``a or b``."""
    names = Counter(_word(value) for value in values if value is not None)
    if not names:
        return "null"
    if depth == DEEPEST:
        return "…"
    return " or ".join(sorted(_nested(word, values, depth) for word in names))


def _nested(word: str, values: list[Any], depth: int) -> str:
    if word == "array":
        return f"array<{type_of([inner for value in values if isinstance(value, list) for inner in value], depth + 1)}>"
    if word != "struct":
        return word
    structs = [value for value in values if isinstance(value, dict)]
    keys = list(dict.fromkeys(key for value in structs for key in value))
    if len(keys) > 20:
        return f"struct of {len(keys):,} keys"
    shown = (f"{key}: {type_of([value[key] for value in structs if key in value], depth + 1)}" for key in keys)
    return f"struct<{', '.join(shown)}>"


def _word(value: Any) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "decimal"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "struct"


def _broken(broken: list[tuple[int, str]]) -> list[str]:
    if not broken:
        return []
    number, line = broken[0]
    return [f"No JSON object in {plural(len(broken), 'line')}; the first is line {number}: {quoted(line)}."]


def _end(seen: Scan, separator: str) -> list[str]:
    if not seen.whole or seen.damage or seen.last.endswith(separator):
        return []
    return [f"Behind the last line separator stands {quoted(seen.last)}: Spark ends every object with one."]


def _blanks(line: str) -> list[str]:
    value = _parsed(line)
    if value and line != json.dumps(value, ensure_ascii=False, separators=(",", ":")) and '": ' in line:
        return ["There are blanks between keys and values: Spark writes none."]
    return []


def _doubled(lines: list[str]) -> list[str]:
    """Tell of an object that holds a key twice; JSON readers disagree on what it means."""
    for number, line in enumerate(lines[:1000], 1):
        twice: list[str] = []

        def note(pairs: list[tuple[str, Any]], twice: list[str] = twice) -> dict[str, Any]:
            twice += [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]
            return dict(pairs)

        try:
            json.loads(line, object_pairs_hook=note)
        except (ValueError, RecursionError):
            continue
        if twice:
            return [f"Line {number} holds the key {quoted(twice[0])} twice."]
    return []
