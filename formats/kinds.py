"""Arrow's types by what they hold, whatever layout they hold it in."""

from __future__ import annotations

import pyarrow as pa


def is_text(kind: pa.DataType) -> bool:
    """Whether values are strings."""
    types = pa.types
    return any((types.is_string(kind), types.is_large_string(kind), types.is_string_view(kind)))


def is_binary(kind: pa.DataType) -> bool:
    """Whether values are bytes."""
    types = pa.types
    return any(
        (
            types.is_binary(kind),
            types.is_large_binary(kind),
            types.is_fixed_size_binary(kind),
            types.is_binary_view(kind),
        )
    )


def is_list(kind: pa.DataType) -> bool:
    """Whether values are sequences; maps, which are lists to Arrow, are none here."""
    types = pa.types
    return any(
        (
            types.is_list(kind),
            types.is_large_list(kind),
            types.is_fixed_size_list(kind),
            types.is_list_view(kind),
            types.is_large_list_view(kind),
        )
    )
