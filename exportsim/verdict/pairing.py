"""Rows sent beside rows read: the statements that pair them by key and judge each pair.

A *side* is a table with the key's texts ``k0``, ``k1``, ...; the truth's has ``place`` and, for the cell
``i``, ``sent<i>``, unless it is a string ``value<i>``, and ``case<i>`` where there are edge cases; the
readings' has ``seq`` and ``read<i>``. A *pair* has all of both, with the truth's key.
"""

# ruff: noqa: S608 (names and texts in statements are quoted by exportsim.verdict.sql)

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from exportsim.verdict.equality import fault
from exportsim.verdict.truth import Cell
from formats.base import Lookalikes


@dataclass(frozen=True)
class Pairing:
    """The statements for one export and one ingestion, over any two sides."""

    cells: Mapping[int, tuple[Cell, str]]
    """The columns to judge, by their number ``i`` on the sides, each with the type the parser gave."""

    key_columns: int
    lookalikes: Lookalikes
    examples: int

    def without(self, numbers: Container[int]) -> Pairing:
        """Judge the other columns only."""
        return replace(self, cells={i: cell for i, cell in self.cells.items() if i not in numbers})

    def joined(self, truth: str, reads: str) -> str:
        """Select the pairs of two numbered sides."""
        return f"""
            SELECT truth.* EXCLUDE (nth), reads.* EXCLUDE ({self.keys}, nth)
            FROM ({truth}) AS truth JOIN ({reads}) AS reads
            ON {self.same_key("truth", "reads")} AND truth.nth = reads.nth"""

    def unpaired(self, one: str, other: str) -> str:
        """Select the rows of a numbered side that have no partner on the other."""
        return f"""
            SELECT one.* EXCLUDE (nth)
            FROM ({one}) AS one ANTI JOIN ({other}) AS other
            ON {self.same_key("one", "other")} AND one.nth = other.nth"""

    def repeats(self, side: str) -> str:
        """Ask whether a key stands more than once on a side."""
        return f"SELECT count(*) <> count(DISTINCT row({self.keys})) FROM {side}"

    def numbered(self, side: str, order: str, *, repeats: bool) -> str:
        """Add ``nth`` to a side: 1 for the first row of a key by ``order``, 2 for its second.

        So a key's first row on one side belongs to its first on the other, and so on. Ordering whole rows is
        dear, and needless where no key ``repeats``.
        """
        nth = f"row_number() OVER (PARTITION BY {self.keys} ORDER BY {order})" if repeats else "1"
        return f"SELECT *, {nth} AS nth FROM {side}"

    def totals(self, pairs: str) -> str:
        """Count in one row: pairs, cells of theirs that have text on both sides, pairs with a finding."""
        both = [f"(sent{i} IS NOT NULL AND read{i} IS NOT NULL)::INTEGER" for i in self.cells]
        return f"""
            {self._judged(pairs)}
            SELECT count(*), coalesce(sum({" + ".join(both) or "0"}), 0), count_if({self._wrong})
            FROM judged"""

    def faults(self, pairs: str) -> str:
        """Give a row for each kind, cell and edge case: their number and the first few of them."""
        found = [
            f"{{kind: kind{i}, cell: {i}, edge: {f'case{i}' if cell.case else 'CAST(NULL AS VARCHAR)'}, "
            f"sent: sent{i}, read: CAST(read{i} AS VARCHAR)}}"
            for i, (cell, _) in self.cells.items()
        ]
        return f"""
            {self._judged(pairs)},
            wrong AS (
                SELECT place, {self.key} AS key, unnest([{", ".join(found)}]) AS found
                FROM judged
                WHERE {self._wrong}
            )
            SELECT found.kind, found.cell, found.edge, count(*),
                   arg_min({{place: place, key: key, sent: found.sent, read: found.read}}, place,
                   {self.examples}) FROM wrong WHERE found.kind IS NOT NULL
            GROUP BY ALL"""

    @property
    def keys(self) -> str:
        return ", ".join(f"k{index}" for index in range(self.key_columns))

    @property
    def key(self) -> str:
        """Spell the key for people to read."""
        return f"concat_ws(', ', {self.keys})"

    def same_key(self, one: str, other: str) -> str:
        """Give the condition that two rows have the same key."""
        return " AND ".join(
            f"{one}.k{index} IS NOT DISTINCT FROM {other}.k{index}" for index in range(self.key_columns)
        )

    @property
    def _wrong(self) -> str:
        return " OR ".join(f"kind{i} IS NOT NULL" for i in self.cells) or "false"

    def _judged(self, pairs: str) -> str:
        """Begin a statement with ``judged``, the pairs with a ``kind<i>`` for each cell."""
        kinds = "".join(
            f", {fault(f'sent{i}', f'value{i}', cell.meant, f'read{i}', given, self.lookalikes)} AS kind{i}"
            for i, (cell, given) in self.cells.items()
        )
        return f"WITH judged AS (SELECT *{kinds} FROM ({pairs}))"
