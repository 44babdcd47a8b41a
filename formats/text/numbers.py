"""float and double as Java's ``toString`` writes them.

Until Java 19 its digits are not always the shortest ones (JDK-4511638), and Spark 3.5 runs on Java 8 to 17.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from formats.text.digits import java_text

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]

_SAFE = {pa.float32(): (1.2e-38, 1e7), pa.float64(): (1e-300, 1e16)}
"""Between these, and off the powers of two, Java's digits are the shortest that read back as the value."""

_PLAIN = (1e-3, 1e7)
"""Between these Java writes no exponent; powers of two are safe there too."""


@np.errstate(invalid="ignore")  # the comparisons meet NaN, signalling ones too
def float_text(array: pa.Array) -> pa.Array:
    """Write a float16, float32 or float64 array as ``string``; nulls stay."""
    if pa.types.is_float16(array.type):
        array = array.cast(pa.float32())
    text = array.cast(pa.string())
    values = array.fill_null(1.5) if array.null_count else array
    numbers: Floats = values.to_numpy(zero_copy_only=True)
    sizes = np.abs(numbers)
    if (whole := np.floor(numbers) == numbers).any():
        text = pc.binary_join_element_wise(text, np.where(whole, ".0", ""), "")
    odd = ~((sizes >= _PLAIN[0]) & (sizes < _PLAIN[1]) | (numbers == 0))
    if not odd.any():
        return text
    return pc.replace_with_mask(text, pa.array(odd), _odd_text(values.filter(pa.array(odd))))


def _odd_text(array: pa.Array) -> pa.Array:
    """Write what has an exponent, and what is no number; neither nulls nor zeros are among them."""
    numbers: Floats = array.to_numpy(zero_copy_only=True)
    sizes = np.abs(numbers)
    low, high = _SAFE[array.type]
    fractions, _ = np.frexp(sizes)
    unsafe = ~((sizes >= low) & (sizes < high) & (fractions != 0.5))
    shortest = pa.array(np.where(unsafe, numbers.dtype.type(1.5e-9), sizes)).cast(pa.string())
    text = pc.binary_join_element_wise(np.where(numbers < 0, "-", ""), _scientific(shortest, sizes), "")
    if not unsafe.any():
        return text
    slow = [java_text(number, array.type.bit_width) for number in numbers[unsafe].tolist()]
    return pc.replace_with_mask(text, pa.array(unsafe), pa.array(slow, pa.string()))


def _scientific(shortest: pa.Array, sizes: Floats) -> pa.Array:
    """Bring positive values with their shortest digits, with Arrow's exponent or none, into ``d.dddE±x``."""
    written = None
    if pc.any(pc.match_substring(shortest, "e")).as_py():
        written = pc.replace_substring_regex(shortest, r"^[^e]*(e\+?)?", "")
        shortest = pc.replace_substring_regex(shortest, "e.*", "")
    point = pc.find_substring(shortest, ".")
    length = pc.binary_length(shortest)
    digits = pc.ascii_ltrim(pc.replace_substring(shortest, ".", ""), "0")
    # Below 1 the point moves right, over itself and each zero behind it.
    below = pc.subtract(pc.binary_length(digits), pc.subtract(length, 1))
    above = pc.subtract(pc.if_else(pc.less(point, 0), length, point), 1)
    exponent = pc.if_else(pa.array(sizes < 1), below, above).cast(pa.string())
    if written is not None:
        exponent = pc.if_else(pc.equal(written, ""), exponent, written)
    digits = pc.ascii_rtrim(digits, "0")
    rest = pc.utf8_slice_codeunits(digits, 1)
    rest = pc.if_else(pc.equal(rest, ""), "0", rest)
    whole = pc.binary_join_element_wise(pc.utf8_slice_codeunits(digits, 0, 1), rest, ".")
    return pc.binary_join_element_wise(whole, exponent, "E")
