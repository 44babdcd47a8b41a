"""Lists of every layout as lengths and children laid end to end.

Arrow's own ``flatten`` and casts fail or mislead for some slices of nested lists and maps (seen in 26.0), so the
children are found here from the offsets.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from formats.text.civil import Integers


class Extents(NamedTuple):
    """Where the children of each row lie, shape (n,) each."""

    starts: Integers
    lengths: Integers
    """0 for a null."""

    def of(self, children: pa.Array) -> pa.Array:
        """The children of all rows, without what lies between, before or behind them."""
        used = self.lengths > 0
        starts, lengths = self.starts[used], self.lengths[used]
        if not len(starts):
            return children.slice(0, 0)
        if (starts[1:] == starts[:-1] + lengths[:-1]).all():
            return children.slice(int(starts[0]), int(lengths.sum()))
        before = np.cumsum(lengths) - lengths
        return children.take(pa.array(np.arange(lengths.sum()) + np.repeat(starts - before, lengths)))


def extents(array: pa.Array) -> Extents:
    """For a list of any layout, or a map; they point into ``array.values``, or ``array.keys`` and ``array.items``."""
    kind = array.type
    if pa.types.is_fixed_size_list(kind):
        starts = (array.offset + np.arange(len(array))) * kind.list_size
        lengths = np.full(len(array), kind.list_size)
    elif pa.types.is_list_view(kind) or pa.types.is_large_list_view(kind):
        starts, lengths = array.offsets.to_numpy(), array.sizes.to_numpy()
    else:
        offsets = array.offsets.to_numpy()
        starts, lengths = offsets[:-1], np.diff(offsets)
    if array.null_count:
        lengths = np.where(array.is_valid().to_numpy(zero_copy_only=False), lengths, 0)
    return Extents(starts.astype(np.int64), lengths.astype(np.int64))
