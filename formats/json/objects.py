"""Columns of values joined to columns of JSON objects and arrays, nulls left out or written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.json.layout import Brackets
from formats.text.civil import Integers


class Value(NamedTuple):
    """How a column's values are written: ``before`` and ``after`` around each of ``texts``, where it is not null.

    What is the same for all values is kept apart, so that it is copied once, into the finished row.
    """

    before: str
    texts: pa.Array
    """``string``."""

    after: str

    def whole(self) -> pa.Array:
        """The finished values; nulls stay."""
        if not self.before and not self.after:
            return self.texts
        return pc.binary_join_element_wise(self.before, self.texts, self.after, "")

    def never_null(self) -> Value:
        """The same with ``null`` written for nulls."""
        return Value("", pc.fill_null(self.whole(), "null"), "") if self.texts.null_count else self

    def wrapped(self, before: str, after: str = "") -> Value:
        return Value(before + self.before, self.texts, self.after + after)


class Field(NamedTuple):
    """One field of a column of objects."""

    key: str
    """The name in quotes, and the colon."""

    value: Value


def objects(fields: Sequence[Field], rows: int, brackets: Brackets) -> pa.Array:
    """The objects of ``rows`` rows as ``string``, never null; fields that are null are left out, comma and all."""
    fields = [field for field in fields if field.value.texts.null_count < rows]
    if not fields:
        return pa.repeat(brackets.empty, rows)
    # Beside a field that is always there commas are certain: fields before it bring theirs behind, others in front.
    always = next((index for index, field in enumerate(fields) if not field.value.texts.null_count), None)
    if always is None:
        return _objects_that_may_be_empty(fields, brackets)
    parts: list[str | pa.Array] = [brackets.open]
    for index, (key, value) in enumerate(fields):
        value = value.wrapped(
            (brackets.comma if index > always else "") + key, brackets.comma if index < always else ""
        )
        parts += [value.whole()] if value.texts.null_count else value
    return _side_by_side([*parts, brackets.close])


def _objects_that_may_be_empty(fields: Sequence[Field], brackets: Brackets) -> pa.Array:
    """Every field brings a comma in front, the first of which is taken away again.

    Arrow's own way to join and skip nulls loses rows that hold nothing else.
    """
    open_, comma, close, empty = brackets
    written = _side_by_side([open_, *(value.wrapped(comma + key).whole() for key, value in fields), close])
    # An object that holds something begins so, and the first occurrence is the only one that counts.
    written = pc.replace_substring(written, open_ + comma, open_, max_replacements=1)
    return written if empty == open_ + close else pc.if_else(pc.equal(written, open_ + close), empty, written)


def entries(keys: pa.Array, colon: str, values: Value) -> Value:
    """Fields whose names differ from row to row, nulls written: ``keys`` are ``string`` without quotes, never null."""
    return Value("", _side_by_side(['"', keys, '"' + colon, *values.never_null()]), "")


def arrays(elements: Value, lengths: Integers, valid: pa.Array, brackets: Brackets) -> Value:
    """As many elements after each other as each of ``lengths`` says, nulls written; null where not ``valid``."""
    offsets = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=offsets[1:])
    lists = pa.ListArray.from_arrays(pa.array(offsets), elements.never_null().whole())
    return bracketed(pc.if_else(valid, pc.binary_join(lists, brackets.comma), None), brackets)


def bracketed(inside: pa.Array, brackets: Brackets) -> Value:
    """Joined fields or elements as whole objects or arrays; nulls stay."""
    value = Value(brackets.open, inside, brackets.close)
    if brackets.empty == brackets.open + brackets.close:
        return value
    return Value("", pc.if_else(pc.equal(inside, ""), brackets.empty, value.whole()), "")


def _side_by_side(parts: Sequence[str | pa.Array]) -> pa.Array:
    """The parts of each row without anything between them; nulls as nothing. At least one part is an array."""
    joined: list[str | pa.Array] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return pc.binary_join_element_wise(*joined, "", null_handling="replace", null_replacement="")
