"""Rows that found no partner in their window, kept on disk until all rows have been seen."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

PART_ROWS = 200_000
"""How many rows of a side shall lie in a part, were all of them to come here."""

MOST_PARTS = 128
"""Each part is an open file."""


def parts_for(rows: int) -> int:
    """Choose the number of parts, such that two sides of one part fit in memory."""
    return min(rows // PART_ROWS + 1, MOST_PARTS)


class Rest:
    """One side's rows in parts, by the hash of their key: rows of one key lie in one part."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        folder.mkdir()
        self.folder = folder
        self.schema = schema
        self.writers: dict[int, pa.ipc.RecordBatchStreamWriter] = {}

    def add(self, rows: pa.Table, parts: npt.NDArray[np.int32]) -> None:
        """Keep rows, each with the number of its part, ordered by that."""
        numbers, starts = np.unique(parts, return_index=True)
        ends = np.append(starts, len(rows))[1:]
        for number, start, end in zip(numbers.tolist(), starts.tolist(), ends.tolist(), strict=True):
            if number not in self.writers:
                self.writers[number] = pa.ipc.new_stream(self._file(number), self.schema)
            self.writers[number].write_table(rows.slice(start, end - start))

    def part(self, number: int) -> pa.Table:
        """Read the rows of a part back, once all are there."""
        writer = self.writers.pop(number, None)
        if writer is None:
            return self.schema.empty_table()
        writer.close()
        with pa.OSFile(str(self._file(number))) as source:
            rows = pa.ipc.open_stream(source).read_all()
        self._file(number).unlink()
        return rows

    def _file(self, number: int) -> Path:
        return self.folder / f"{number:03}"
