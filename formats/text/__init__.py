"""Every scalar value as text, exactly as Apache Spark 3.5 writes it into CSV and JSON; whole columns at once.

>>> import pyarrow
>>> to_text(pyarrow.array([0.5, 1e7, None]), TextRules()).to_pylist()
['0.5', '1.0E7', None]
"""

from __future__ import annotations

import pyarrow as pa

from formats.text.integers import integer_text
from formats.text.numbers import float_text
from formats.text.rules import TextRules, check, check_type, moments
from formats.text.temporal import render
from formats.text.unicode import repaired

__all__ = ["TextRules", "check", "check_type", "to_text"]


def to_text(array: pa.Array, rules: TextRules) -> pa.Array:
    """Give an array of any type that ``check_type`` passes as ``string``; nulls stay, so do strings.

    Only malformed UTF-8 in them becomes U+FFFD, as in Java.
    Under a null the result may hold bytes without meaning, as Arrow allows. Raises ``FormatError`` for a
    value whose type lacks a field that its pattern asks for, and for types without text.
    """
    if pa.types.is_dictionary(array.type):
        return to_text(array.dictionary_decode(), rules)
    if pa.types.is_string(array.type):
        return repaired(array)
    check_type("", array.type, rules)
    if pa.types.is_date(array.type) or pa.types.is_timestamp(array.type):
        return render(array, moments(array.type, rules))
    if pa.types.is_integer(array.type):
        return integer_text(array)
    if pa.types.is_floating(array.type):
        return float_text(array)
    # Arrow writes a decimal as Java's BigDecimal does: the scale is kept, below 1E-6 there is an exponent.
    return array.cast(pa.string())
