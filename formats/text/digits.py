"""The digits that Java before 19 chooses for a float or a double, one value at a time.

The generator is that of ``jdk.internal.math.FloatingDecimal``: it works in 32 or 64 bits where its estimate
says that these suffice, and lets them overflow; that shows in the digits, so it is repeated here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

_LOG10_2 = 0.301029995663981


def java_text(value: float, bits: int) -> str:
    """Write a value as ``Double.toString`` (``bits`` 64) or ``Float.toString`` (32) does."""
    if math.isnan(value):
        return "NaN"
    sign = "-" if math.copysign(1, value) < 0 else ""
    if math.isinf(value):
        return sign + "Infinity"
    if value == 0:
        return sign + "0.0"
    digits, exponent = _digits(_parts(abs(value), bits))
    if -3 <= exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    if 0 <= exponent < 7:
        digits = digits.ljust(exponent + 2, "0")
        return f"{sign}{digits[: exponent + 1]}.{digits[exponent + 1 :]}"
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{exponent}"


class _Parts(NamedTuple):
    """``mantissa`` * 2 ** (``exponent`` - 52), the mantissa between 2**52 and 2**53."""

    mantissa: int
    exponent: int
    significant: int
    """How many of the mantissa's bits the type really holds."""


def _parts(value: float, bits: int) -> _Parts:
    fraction, exponent = math.frexp(value)
    precision, lowest = (53, -1022) if bits == 64 else (24, -126)
    significant = min(precision, precision - (lowest - (exponent - 1)))
    return _Parts(int(fraction * 2**53), exponent - 1, significant)


def _digits(parts: _Parts) -> tuple[str, int]:
    """Decimal digits without a point, and the power of ten of the first one."""
    mantissa, exponent, significant = parts
    trailing = (mantissa & -mantissa).bit_length() - 1
    used = 53 - trailing
    tiny = max(0, used - exponent - 1)
    if tiny == 0 and -21 <= exponent <= 62:
        return _integer_digits(mantissa << exponent >> 52, exponent - significant - 1)
    decimal = _estimate(mantissa, exponent)

    fives_value, fives_scale = max(0, -decimal), max(0, decimal)
    twos_value, twos_scale = fives_value + tiny + exponent, fives_scale + tiny
    twos_half = twos_value - significant
    twos_value -= used - 1
    common = min(twos_value, twos_scale)
    twos_value, twos_scale, twos_half = twos_value - common, twos_scale - common, twos_half - common
    if used == 1:
        twos_half -= 1
    if twos_half < 0:
        twos_value, twos_scale, twos_half = twos_value - twos_half, twos_scale - twos_half, 0
    value_bits = used + twos_value + _bits_of_five(fives_value)
    tens_bits = twos_scale + 1 + _bits_of_five(fives_scale + 1)
    bits = next((width for width in (32, 64) if value_bits < width and tens_bits < width), 0)
    return _generate(
        value=(mantissa >> trailing) * 5**fives_value << twos_value,
        scale=5**fives_scale << twos_scale,
        half=5**fives_value << twos_half,
        decimal=decimal,
        wrap=_WRAPS[bits],
        strict=bits != 0,
    )


def _integer_digits(integer: int, spare_bits: int) -> tuple[str, int]:
    """Write an integer below 2**63 without the digits that its type cannot tell apart, rounded half up."""
    dropped = int(spare_bits * _LOG10_2) if spare_bits > 1 else 0
    if dropped:
        scale = 10**dropped
        integer = (integer // scale + (2 * (integer % scale) >= scale)) * scale
    digits = str(integer)
    return digits.rstrip("0"), len(digits) - 1


def _estimate(mantissa: int, exponent: int) -> int:
    """Guess the power of ten of the first digit, sometimes one too high."""
    scaled = mantissa / 2**52
    return math.floor((scaled - 1.5) * 0.289529654 + 0.176091259 + exponent * _LOG10_2)


def _bits_of_five(power: int) -> int:
    if power == 0:
        return 0
    return (5**power).bit_length() if power <= 26 else 3 * power


def _generate(
    *, value: int, scale: int, half: int, decimal: int, wrap: Callable[[int], int], strict: bool
) -> tuple[str, int]:
    """Emit digits of ``value / scale`` until less than ``half`` is left, or is missing to the next one up."""
    tens = wrap(10 * scale)

    def is_high(remainder: int, half: int) -> bool:
        return wrap(remainder + half) > tens if strict else remainder + half >= tens

    digit, value = _divide(value, scale, wrap)
    half = wrap(10 * half)
    low, high = value < half, is_high(value, half)
    digits = []
    if digit == 0 and not high:
        decimal -= 1
    else:
        digits.append(digit)
    if not -3 <= decimal < 8:
        # With an exponent there is always a second digit.
        low = high = False
    while not low and not high:
        digit, value = _divide(value, scale, wrap)
        half = wrap(10 * half)
        if half > 0:
            low, high = value < half, is_high(value, half)
        else:
            low = high = True
        digits.append(digit)
    # With both ends in reach the nearer one counts. The difference overflows too: it is taken, then compared.
    beyond = wrap(2 * value - tens)
    nearer_up = beyond > 0 or (beyond == 0 and digits[-1] % 2 == 1)
    return _rounded(digits, decimal, up=high and (not low or nearer_up))


def _divide(value: int, scale: int, wrap: Callable[[int], int]) -> tuple[int, int]:
    """Take the next digit off, and multiply what it leaves by ten; divided as Java does, towards zero."""
    digit = abs(value) // abs(scale) * (1 if (value < 0) == (scale < 0) else -1)
    return digit, wrap(10 * (value - digit * scale))


def _rounded(digits: list[int], decimal: int, *, up: bool) -> tuple[str, int]:
    text = "".join(map(str, digits))
    if up:
        text = str(int(text) + 1).zfill(len(text))
        if len(text) > len(digits):
            return "1", decimal + 1
    return text, decimal


def _wrap32(number: int) -> int:
    return (number + 2**31) % 2**32 - 2**31


def _wrap64(number: int) -> int:
    return (number + 2**63) % 2**64 - 2**63


def _unlimited(number: int) -> int:
    return number


_WRAPS = {0: _unlimited, 32: _wrap32, 64: _wrap64}
