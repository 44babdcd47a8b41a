"""``sha256(lower($))``: what an identity goes through where a destination wants it hashed.

Source: the vendor's page on identity namespaces. Digests are lower-case hexadecimal, and nothing is trimmed; the
vendor says neither.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from exportsim.profiles.expressions import Calculator, parse

TRANSFORMATION = "sha256(lower($))"

_ODD = "[\u0130\u03a3]"
"""Letters whose lower case is not one letter, or not the same one everywhere."""

_COLUMN = pa.schema([("value", pa.string())])


class Transformation:
    """Hashes whole columns; keep it for many, close it at the end."""

    def __init__(self) -> None:
        self._digest = Calculator(_COLUMN, {"value": parse("sha256(value)")}, {"value": "value"}, {})

    def close(self) -> None:
        self._digest.close()

    def __call__(self, values: pa.Array) -> pa.Array:
        """The digests of texts, or of the texts in lists; of whatever else, the digests of its text."""
        if pa.types.is_list(values.type):
            return pa.ListArray.from_arrays(values.offsets, self(values.values))
        texts = lower(values.cast(pa.string()))
        return self._digest(pa.RecordBatch.from_arrays([texts], schema=_COLUMN)).column(0)


def lower(texts: pa.StringArray) -> pa.StringArray:
    """Lower case as Java has it, dotted capital I and final sigma included."""
    lowered = pc.utf8_lower(texts)
    odd = pc.match_substring_regex(texts, _ODD).fill_null(False)
    if odd.true_count:
        exact = pa.array([text.lower() for text in texts.filter(odd).to_pylist()], pa.string())
        lowered = pc.replace_with_mask(lowered, odd, exact)
    return lowered
