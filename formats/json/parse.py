"""JSON values as Arrow arrays of given types: the inverse of ``values``, as strict as ``formats.text.parse``."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from json import JSONDecoder
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from formats.base import FormatError
from formats.json.base64 import base64_text
from formats.kinds import is_binary, is_list, is_text
from formats.text import TextRules
from formats.text.parse import from_text


class Number(str):
    """A number as it is spelled."""

    __slots__ = ()


class Object(tuple[tuple[str, Any], ...]):
    """The fields of an object in their order; a map may hold a key twice."""

    __slots__ = ()


def _refused(constant: str) -> NoReturn:
    raise FormatError(f"{constant} is not JSON", allowed=f'"{constant}" in quotes')


EXACT = JSONDecoder(object_pairs_hook=Object, parse_float=Number, parse_int=Number, parse_constant=_refused)
"""Keeps numbers as they are spelled, and every field."""

LOOSE = JSONDecoder(parse_constant=_refused)
"""To Python's own values."""

_NOT_FINITE = ("NaN", "Infinity", "-Infinity")


def array_of(values: Sequence[Any], kind: pa.DataType, rules: TextRules, path: str) -> pa.Array:
    """Values that ``EXACT`` decoded as an array of a type.

    Raises ``FormatError`` naming the column, or the field within it, and the first value that is not exactly what a
    value of the type is written as.
    """
    types = pa.types
    if types.is_dictionary(kind):
        return array_of(values, kind.value_type, rules, path).cast(kind)
    if types.is_null(kind):
        _expect(values, (), kind, path)
        return pa.nulls(len(values))
    if types.is_struct(kind):
        return _structs(values, kind, rules, path)
    if types.is_map(kind):
        return _maps(values, kind, rules, path)
    if is_list(kind):
        return _lists(values, kind, rules, path)
    return _scalars(values, kind, rules, path)


def _expect(values: Sequence[Any], classes: tuple[type, ...], kind: pa.DataType, path: str) -> None:
    for value in values:
        if value is not None and type(value) not in classes:
            raise FormatError(f"column {path!r}: {value!r} is not how a value of type {kind} is written")


def _offsets(values: Sequence[Any]) -> pa.Array:
    """Where each value's children begin; null for a null value."""
    offsets: list[int | None] = []
    end = 0
    for value in values:
        offsets.append(None if value is None else end)
        end += len(value or ())
    return pa.array([*offsets, end], pa.int32())


def _lists(values: Sequence[Any], kind: pa.DataType, rules: TextRules, path: str) -> pa.Array:
    _expect(values, (list,), kind, path)
    fixed = kind.list_size if pa.types.is_fixed_size_list(kind) else None
    if fixed is not None:
        if wrong := [value for value in values if value is not None and len(value) != fixed]:
            raise FormatError(f"column {path!r}: {wrong[0]!r} has not {fixed} elements")
        nulls = pa.array([value is None for value in values], pa.bool_())
        values = [[None] * fixed if value is None else value for value in values]
    elements = array_of([item for value in values if value for item in value], kind.value_type, rules, path)
    if fixed is not None:
        return pa.FixedSizeListArray.from_arrays(elements, type=kind, mask=nulls)
    if pa.types.is_large_list(kind):
        return pa.LargeListArray.from_arrays(_offsets(values).cast(pa.int64()), elements, type=kind)
    if pa.types.is_list(kind):
        return pa.ListArray.from_arrays(_offsets(values), elements, type=kind)
    raise FormatError(f"column {path!r}: lists of type {kind} cannot be read", allowed="list, large_list")


def _structs(values: Sequence[Any], kind: pa.StructType, rules: TextRules, path: str) -> pa.Array:
    _expect(values, (Object,), kind, path)
    known = {field.name for field in kind}
    rows = [dict(value or ()) for value in values]
    for row in rows:
        if unknown := row.keys() - known:
            raise FormatError(f"the field {min(unknown)!r} of {path or 'the row'!r} is not in the schema")
    inside = f"{path}." if path else ""
    children = [
        array_of([row.get(field.name) for row in rows], field.type, rules, inside + field.name) for field in kind
    ]
    nulls = pa.array([value is None for value in values], pa.bool_())
    return pa.StructArray.from_arrays(children, fields=list(kind), mask=nulls)


def _maps(values: Sequence[Any], kind: pa.MapType, rules: TextRules, path: str) -> pa.Array:
    _expect(values, (Object,), kind, path)
    pairs = [pair for value in values for pair in value or ()]
    keys = _keys(pa.array([key for key, _ in pairs], pa.string()), kind.key_type, rules, path)
    items = array_of([item for _, item in pairs], kind.item_type, rules, path)
    return pa.MapArray.from_arrays(_offsets(values), keys, items, type=kind)


def _keys(texts: pa.Array, kind: pa.DataType, rules: TextRules, path: str) -> pa.Array:
    """Map keys of a type: days and microseconds since 1970 where it is one of moments."""
    if pa.types.is_date(kind):
        return from_text(texts, pa.int32(), rules, name=path).cast(pa.date32()).cast(kind)
    if pa.types.is_timestamp(kind):
        return from_text(texts, pa.int64(), rules, name=path).cast(pa.timestamp("us", kind.tz)).cast(kind)
    return from_text(texts, kind, rules, name=path)


def _scalars(values: Sequence[Any], kind: pa.DataType, rules: TextRules, path: str) -> pa.Array:
    types = pa.types
    if types.is_boolean(kind):
        _expect(values, (bool,), kind, path)
        return pa.array(values, kind)
    if types.is_floating(kind):
        _expect([value for value in values if value not in _NOT_FINITE], (Number,), kind, path)
    elif is_text(kind) or is_binary(kind) or types.is_date(kind) or types.is_timestamp(kind):
        _expect(values, (str,), kind, path)
    else:
        _expect(values, (Number,), kind, path)
    texts = pa.array(values, pa.string())
    return _bytes(texts, kind, path) if is_binary(kind) else from_text(texts, kind, rules, name=path)


def _bytes(texts: pa.Array, kind: pa.DataType, path: str) -> pa.Array:
    try:
        values = [None if text is None else base64.b64decode(text, validate=True) for text in texts.to_pylist()]
    except binascii.Error as error:
        raise FormatError(f"column {path!r}: {error}") from error
    array = pa.array(values, kind)
    wrong = pc.filter(texts, pc.not_equal(base64_text(array), texts))
    if len(wrong):
        raise FormatError(f"column {path!r}: {wrong[0].as_py()!r} is not how a value of type {kind} is written")
    return array
