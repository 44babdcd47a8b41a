"""Texts back to values: the inverse of ``to_text``, as far as one exists.

A value is accepted only if ``to_text`` says the same text of it again, so nothing is rounded, guessed or half
understood.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from formats.base import FormatError
from formats.kinds import is_text
from formats.text.civil import Integers
from formats.text.patterns import (
    DAY_LETTERS,
    FRACTION_LETTERS,
    OFFSET_LETTERS,
    SECOND_LETTERS,
    Field,
    flatten,
)
from formats.text.rules import TextRules, moments
from formats.text.temporal import Moments

_GROUPS = {
    "u": r"(?P<year>[+-]?\d{4,})",
    "M": r"(?P<month>\d{1,2})",
    "L": r"(?P<month>\d{1,2})",
    "d": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
    "m": r"(?P<minute>\d{1,2})",
    "s": r"(?P<second>\d{1,2})",
    "S": r"(?P<fraction>\d{1,9})",
    "X": r"(?P<offset>Z|[+-][\d:]+)",
    "x": r"(?P<offset>[+-][\d:]+)",
}
"""The letters that say a moment by number."""


def from_text(texts: pa.Array, type: pa.DataType, rules: TextRules, *, name: str = "") -> pa.Array:
    """A ``string`` array as values of ``type``; nulls stay null.

    Raises ``FormatError`` naming the column and the first text that is not exactly what such a value is written as,
    and for a date pattern that does not say the whole value by number.
    """
    if is_text(type):
        return texts.cast(type)
    try:
        if pa.types.is_boolean(type):
            values = pc.equal(texts, "true")
        elif pa.types.is_date(type) or pa.types.is_timestamp(type):
            values = _moments(texts, type, moments(type, rules))
        else:
            values = texts.cast(type)
        again = _text_of(values, rules)
    except pa.ArrowInvalid as error:
        raise FormatError(f"column {name!r}: {error}") from error
    wrong = pc.filter(texts, pc.not_equal(again, texts))
    if len(wrong):
        raise FormatError(f"column {name!r}: {wrong[0].as_py()!r} is not how a value of type {type} is written")
    return values


def _text_of(values: pa.Array, rules: TextRules) -> pa.Array:
    from formats.text import to_text

    return to_text(values, rules)


def _moments(texts: pa.Array, type: pa.DataType, how: Moments) -> pa.Array:
    letters = DAY_LETTERS
    if not pa.types.is_date(type):
        letters = letters | SECOND_LETTERS | FRACTION_LETTERS
        letters = letters | (OFFSET_LETTERS if how.zone else frozenset())
    pieces = flatten(how.option, how.pattern, letters)
    unreadable = {piece.letter for piece in pieces if isinstance(piece, Field) and _group(piece) is None}
    missing = {"u", "M", "d"} - {
        "M" if piece.letter == "L" else piece.letter for piece in pieces if isinstance(piece, Field)
    }
    if unreadable or missing:
        what = (
            "the pattern does not say a whole date by number"
            if missing
            else f"letters {sorted(unreadable)} cannot be read back"
        )
        raise FormatError(
            what,
            option=how.option,
            value=how.pattern,
            allowed="a pattern of y M d H m s S X; or read it as string",
        )
    pattern = "".join(_group(piece) or "" if isinstance(piece, Field) else re.escape(piece.text) for piece in pieces)
    parts = pc.extract_regex(texts, f"^(?s:{pattern})$")
    if parts.null_count > texts.null_count:
        bad = pc.filter(texts, pc.and_(parts.is_null(), texts.is_valid()))[0].as_py()
        raise FormatError(f"{bad!r} does not match", option=how.option, value=how.pattern)
    return _assembled(parts, type)


def _group(piece: Field) -> str | None:
    if piece.letter in "ML" and piece.count > 2:
        return None
    return _GROUPS.get(piece.letter)


def _assembled(parts: pa.StructArray, type: pa.DataType) -> pa.Array:
    """Integers of the named parts to the type's own unit."""
    names = {field.name for field in parts.type}

    def number(name: str) -> Integers:
        if name not in names:
            return np.zeros(len(parts), np.int64)
        column: Integers = (
            pc.fill_null(pc.struct_field(parts, name), "0").cast(pa.int64()).to_numpy(zero_copy_only=False)
        )
        return column

    months = (number("year") - 1970) * 12 + number("month") - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + number("day") - 1
    valid = parts.is_valid()
    if pa.types.is_date(type):
        values = pa.array(days.astype(np.int32), pa.date32())
        return pc.if_else(valid, values, None).cast(type)
    seconds = ((days * 24 + number("hour")) * 60 + number("minute")) * 60 + number("second")
    if "offset" in names:
        seconds -= _offset_seconds(parts)
    digits = pc.utf8_rpad(pc.struct_field(parts, "fraction"), 9, "0") if "fraction" in names else None
    nanos = pc.fill_null(digits, "0").cast(pa.int64()).to_numpy(zero_copy_only=False) if digits is not None else 0
    per_second = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[type.unit]
    ticks = seconds * per_second + nanos // (10**9 // per_second)
    return pc.if_else(valid, pa.array(ticks, pa.timestamp(type.unit)), None).cast(pa.int64()).cast(type)


def _offset_seconds(parts: pa.StructArray) -> Integers:
    """Of the few offsets that occur, once each."""
    offsets = pc.struct_field(parts, "offset").dictionary_encode()
    seconds: Integers = np.array([_seconds(text) for text in offsets.dictionary.to_pylist()] or [0], np.int64)
    chosen: Integers = seconds[pc.fill_null(offsets.indices, 0).to_numpy(zero_copy_only=False)]
    return chosen


def _seconds(offset: str) -> int:
    if offset == "Z":
        return 0
    digits = offset[1:].replace(":", "").ljust(6, "0")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4]) * 60 + int(digits[4:6])
    return -seconds if offset[0] == "-" else seconds
