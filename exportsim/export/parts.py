"""A stream of slices, cut into the row ranges of the export files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from exportsim.model import Slice


class Parts:
    """Slices handed out part by part; each part must be read to its end before the next one begins."""

    def __init__(self, slices: Iterable[Slice], limit: int) -> None:
        self._slices = (piece for piece in slices if piece.columns.num_rows)
        self._limit = limit
        self._waiting: Slice | None = next(self._slices, None)

    @property
    def more(self) -> bool:
        """Whether rows are left."""
        return self._waiting is not None

    def next_part(self) -> Iterator[Slice]:
        """The slices of the next part, at most the limit's rows together."""
        room = self._limit
        while room and self._waiting is not None:
            rows = self._waiting.columns.num_rows
            if rows <= room:
                room -= rows
                yield self._waiting
                self._waiting = next(self._slices, None)
            else:
                head, tail = _cut(self._waiting, room)
                self._waiting, room = tail, 0
                yield head


def _cut(piece: Slice, rows: int) -> tuple[Slice, Slice]:
    columns, cases = piece
    head = Slice(columns.slice(0, rows), cases.slice(0, rows) if cases else None)
    tail = Slice(columns.slice(rows), cases.slice(rows) if cases else None)
    return head, tail
