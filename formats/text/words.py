"""Many short texts as one matrix of bytes: picked, laid side by side and handed to Arrow without a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from formats.base import FormatError

Integers = npt.NDArray[np.int64]

PAD = 0xFF
"""Fills a row behind its text: a byte that UTF-8 never contains."""

_MOST_BYTES = 2**31 - 1
"""What the 32-bit offsets of an Arrow string array can address."""


@dataclass(frozen=True, eq=False)
class Words:
    """Texts as rows of UTF-8 bytes; a text shorter than ``width`` has ``PAD`` somewhere in its row."""

    cells: npt.NDArray[np.uint8]
    """Shape (n, pitch), C-contiguous, pitch >= width; what stands beyond ``width`` has no meaning."""

    width: int
    """Bytes of the longest text."""

    ragged: bool
    """Whether any row has padding within ``width``."""

    def __len__(self) -> int:
        return len(self.cells)

    def pick(self, index: Integers) -> Words:
        """Give the rows at ``index`` (shape (n,), any order)."""
        pitch = self.cells.shape[1]
        rows = self.cells.view(f"V{pitch}")[:, 0].take(index)
        return Words(rows.view(np.uint8).reshape(len(index), pitch), self.width, self.ragged)


def words(texts: Sequence[str]) -> Words:
    """Make a table of some texts, at least one, to pick from."""
    encoded = [text.encode() for text in texts]
    width = max(map(len, encoded))
    pitch = _pitch(width)
    cells = np.frombuffer(b"".join(row.ljust(pitch, b"\xff") for row in encoded), np.uint8)
    return Words(cells.reshape(len(encoded), pitch), width, any(len(row) < width for row in encoded))


def spell(values: Integers, text: Callable[[int], str]) -> Words:
    """Put each value (shape (n,), n > 0) into words; ``text`` is asked once a distinct value or so."""
    low, high = int(values.min()), int(values.max())
    if high - low < 400 + len(values):
        return words([text(value) for value in range(low, high + 1)]).pick(values - low)
    distinct, which = np.unique(values, return_inverse=True)
    return words([text(value) for value in distinct.tolist()]).pick(which)


def lay(parts: Sequence[Words], rows: int, *, tight: bool = False) -> Words:
    """Put texts side by side: row i holds row i of every part; a part of one row stands in every row.

    ``rows`` is at least 1. The result is made to be picked from, or, if ``tight``, without gaps.
    """
    width = sum(part.width for part in parts)
    pitch = width if tight else _pitch(width)
    cells = np.empty((rows, pitch), np.uint8)
    at = 0
    for part in parts:
        stride = part.cells.shape[1] if len(part) > 1 else 0
        # A strided copy of whole machine words is several times faster than one of odd-sized rows.
        for start, size in _machine_words(part.width):
            source = np.ndarray((rows,), f"u{size}", part.cells, start, (stride,))
            np.ndarray((rows,), f"u{size}", cells, at + start, (pitch,))[:] = source
        at += part.width
    return Words(cells, width, any(part.ragged for part in parts))


def strings(tight: Words, validity: pa.Buffer | None) -> pa.Array:
    """Give the rows as an Arrow ``string`` array; a row that ``validity`` calls null keeps its bytes.

    Raises ``FormatError`` for more text than one Arrow array can hold.
    """
    rows, width = len(tight), tight.width
    if rows * width > _MOST_BYTES:
        what = f"{rows} texts of up to {width} bytes do not fit into one array"
        raise FormatError(what, allowed="smaller batches")
    if tight.ragged:
        used = tight.cells != PAD
        lengths = np.einsum("ij->i", used.view(np.uint8) if width < 256 else used.astype(np.int32))
        offsets = np.zeros(rows + 1, np.int32)
        np.cumsum(lengths, dtype=np.int32, out=offsets[1:])
        data = tight.cells[used]
    else:
        offsets = np.arange(rows + 1, dtype=np.int32) * np.int32(width)
        data = tight.cells
    buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), rows, buffers)


def _pitch(width: int) -> int:
    """Find the next power of two: NumPy moves rows of such sizes fast."""
    return 1 << max(width - 1, 0).bit_length()


def _machine_words(width: int) -> Iterator[tuple[int, int]]:
    """Cut ``width`` bytes into copies of 8, 4, 2 and 1: where each starts, and its size."""
    start = 0
    for size in (8, 4, 2, 1):
        while width - start >= size:
            yield start, size
            start += size
