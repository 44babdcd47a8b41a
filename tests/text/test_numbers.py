"""Booleans, integers, decimals, floats and doubles."""

from __future__ import annotations

import struct
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import texts

from formats.text import TextRules, to_text

RULES = TextRules()


def written(values: list[object], kind: pa.DataType) -> list[str | None]:
    array = to_text(pa.array(values, kind), RULES)
    array.validate(full=True)
    assert array.type == pa.string()
    result: list[str | None] = array.to_pylist()
    return result


DOUBLES = {
    "0.0": 0.0,
    "-0.0": -0.0,
    "100.0": 100.0,
    "0.001": 0.001,
    "9.9999E-4": 0.00099999,
    "9999999.0": 9999999.0,
    "9999999.999": 9999999.999,
    "1.0E7": 1e7,
    "1.23456789E7": 12345678.9,
    "-1.0E-4": -1e-4,
    "7.0E-10": 7e-10,
    "1.0E15": 1e15,
    "1.0E16": 1e16,
    "1.7976931348623157E308": 1.7976931348623157e308,
    "NaN": float("nan"),
    "Infinity": float("inf"),
    "-Infinity": float("-inf"),
    "1.9999999999999998E23": 2e23,
    "9.999999999999999E22": 1e23,
    "8.409999999999999E21": 8.41e21,
    "5.6843418860808015E-14": 2.0**-44,
    "4.9E-324": 5e-324,
    "1.0E-323": 1e-323,
    "9.007199254740992E15": 2.0**53,
    "1.8014398509481984E16": 2.0**54,
    "2.225073858507201E-308": 2.225073858507201e-308,
    "0.30000000000000004": 0.1 + 0.2,
    "19.99": 19.99,
}


def test_doubles_are_written_as_java_17_writes_them() -> None:
    """Plain between 0.001 and 10 million, with an exponent beyond, digits by the classic generator."""
    assert written(list(DOUBLES.values()), pa.float64()) == list(DOUBLES)


def test_floats_are_written_as_java_17_writes_them() -> None:
    """The shortest digits of a float below 10 million, the classic ones from there on."""
    floats = {
        "5.7805861E12": 5.780586e12,
        "0.1": 0.1,
        "1.4E-45": 1.4e-45,
        "1.23456791E17": 1.2345679e17,
        "1.6777216E7": 16777216.0,
        "0.33333334": 1 / 3,
        "19.99": 19.99,
    }
    assert written(list(floats.values()), pa.float32()) == list(floats)


def test_half_precision_is_written_as_a_float() -> None:
    """A 16-bit float has the text of the same value in 32 bits."""
    values = [np.float16(0.1), np.float16(2048), None]
    assert written(values, pa.float16()) == ["0.099975586", "2048.0", None]


def test_the_last_digit_is_chosen_after_the_overflow() -> None:
    """Where 64 bits are just too few the generator's last comparison overflows, and Java's digits show it."""
    assert texts.java_float(0.0021465134074515526, single=False) == "0.0021465134074515526"
    assert written([0.0021465134074515526], pa.float64()) == ["0.0021465134074515526"]


@given(st.lists(st.none() | st.floats(), min_size=1))
@settings(deadline=None)
def test_any_double_agrees_with_the_reference(values: list[float | None]) -> None:
    """The columns agree with the classic generator run on every value."""
    assert written(values, pa.float64()) == [texts.text(value, pa.float64(), RULES) for value in values]


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1))
@settings(deadline=None)
def test_any_float_agrees_with_the_reference(bits: list[int]) -> None:
    """Every bit pattern of a float is written by its own digits."""
    values = [struct.unpack("<f", struct.pack("<I", pattern))[0] for pattern in bits]
    assert written(values, pa.float32()) == [texts.text(value, pa.float32(), RULES) for value in values]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1), st.integers(0, 9))
@settings(deadline=None)
def test_amounts_agree_with_the_reference(cents: list[int], places: int) -> None:
    """Decimal fractions of every usual size keep their digits."""
    values = [number / 10**places for number in cents]
    assert written(values, pa.float64()) == [texts.text(value, pa.float64(), RULES) for value in values]


@pytest.mark.parametrize(
    ("precision", "scale", "value", "expected"),
    [
        (10, 7, "0.0000001", "1E-7"),
        (10, 7, "0.0000012", "0.0000012"),
        (10, 7, "0", "0E-7"),
        (38, 18, "0", "0E-18"),
        (38, 18, "1", "1.000000000000000000"),
        (38, 18, "-0.0000001", "-1.00000000000E-7"),
        (5, 2, "0", "0.00"),
        (5, 2, "-0.01", "-0.01"),
        (5, 2, "12.3", "12.30"),
        (9, 6, "0.000001", "0.000001"),
        (38, 0, "-1", "-1"),
    ],
)
def test_decimals_are_written_as_big_decimals(precision: int, scale: int, value: str, expected: str) -> None:
    """The scale is kept, and below 1E-6 there is an exponent."""
    for kind in (pa.decimal128(precision, scale), pa.decimal256(precision, scale)):
        assert written([Decimal(value), None], kind) == [expected, None]


@given(st.integers(0, 38), st.lists(st.integers(-(10**38) + 1, 10**38 - 1), min_size=1))
def test_any_decimal_agrees_with_the_reference(scale: int, unscaled: list[int]) -> None:
    """Any unscaled value at any scale."""
    kind = pa.decimal128(38, scale)
    values = [Decimal(f"{number}E-{scale}") for number in unscaled]
    assert written(values, kind) == [texts.text(value, kind, RULES) for value in values]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (pa.bool_(), [True, False, None], ["true", "false", None]),
        (pa.int8(), [-128, 127], ["-128", "127"]),
        (pa.int16(), [-32768], ["-32768"]),
        (pa.int32(), [0, None], ["0", None]),
        (pa.int64(), [-(2**63), 2**63 - 1], ["-9223372036854775808", "9223372036854775807"]),
        (pa.uint8(), [255], ["255"]),
        (pa.uint64(), [2**64 - 1], ["18446744073709551615"]),
        (pa.large_string(), ["é", None], ["é", None]),
        (pa.dictionary(pa.int8(), pa.string()), ["a", "b", None, "a"], ["a", "b", None, "a"]),
        (pa.dictionary(pa.int8(), pa.float64()), [1e7, None], ["1.0E7", None]),
    ],
)
def test_other_types_are_written_plainly(kind: pa.DataType, values: list[object], expected: list[str | None]) -> None:
    """Booleans in lower case, integers in decimal, strings as they are."""
    assert written(values, kind) == expected
