"""Proofs that a format cannot say everything: two different rows that are written alike.

Nothing is argued: rows are written by the format itself, and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pyarrow as pa

import formats
from exportsim.model import Loss

Row = tuple[str | None, ...]

MOMENT = datetime(2024, 2, 3, 4, 5, 6, tzinfo=UTC)
MOMENTS = {
    "year": MOMENT.replace(year=2023),
    "month": MOMENT.replace(month=3),
    "day": MOMENT.replace(day=4),
    "hour": MOMENT.replace(hour=16),
    "minute": MOMENT.replace(minute=7),
    "second": MOMENT.replace(second=8),
}
"""Times that differ from ``MOMENT`` in one part only; twelve hours apart, so that a clock of twelve is found out."""

LOST_IN_DATES = ("year", "month", "day")


def null_and_empty(csv: formats.Csv) -> Loss | None:
    """A row with a null and one with an empty text."""
    return _alike(csv, [("a", None), ("a", "")])


def moments(csv: formats.Csv) -> dict[str, Loss]:
    """For each part of a time that is lost two times that differ in it."""
    return _parts(csv, {name: (MOMENT, other) for name, other in MOMENTS.items()}, pa.timestamp("us", "UTC"))


def dates(csv: formats.Csv) -> dict[str, Loss]:
    """For each part of a date that is lost two dates that differ in it."""
    pairs = {name: (MOMENT.date(), MOMENTS[name].date()) for name in LOST_IN_DATES}
    return _parts(csv, pairs, pa.date32())


def empty_as_word(csv: formats.Csv) -> Loss | None:
    """A row with an empty text and one with the text that stands for it."""
    word = csv.empty_value
    return _alike(csv, [("a", ""), ("a", word)]) if word else None


def characters(csv: formats.Csv) -> Loss | None:
    """A row with a character that the encoding lacks, and one with what is written for it."""
    return _alike(csv, [("a", "Ω"), ("a", "?")], encoding=csv.encoding)


def _alike(csv: formats.Csv, rows: Iterable[Row], *, encoding: str = "UTF-8") -> Loss | None:
    seen: dict[bytes, Row] = {}
    for row, written in _written(_plain(csv, encoding), rows):
        other = seen.setdefault(written, row)
        if other != row:
            return Loss((other, row), written.decode("utf-8", "replace"))
    return None


def _written(plain: formats.Csv, rows: Iterable[Row]) -> Iterator[tuple[Row, bytes]]:
    for row in rows:
        columns = {f"c{index}": pa.array([cell], pa.string()) for index, cell in enumerate(row)}
        yield row, formats.dumps(pa.table(columns), plain)


def _parts(csv: formats.Csv, pairs: dict[str, tuple[date, date]], kind: pa.DataType) -> dict[str, Loss]:
    plain, found = _plain(csv), {}
    for name, pair in pairs.items():
        try:
            texts = [formats.dumps(pa.table({"t": pa.array([moment], kind)}), plain) for moment in pair]
        except (formats.FormatError, ValueError):
            return {}
        if texts[0] == texts[1]:
            rows = tuple((f"{moment.isoformat()}",) for moment in pair)
            found[name] = Loss((rows[0], rows[1]), texts[0].decode("utf-8", "replace"))
    return found


def _plain(csv: formats.Csv, encoding: str = "UTF-8") -> formats.Csv:
    """The format without what only hides its text."""
    return replace(csv, codec="none", header=False, encoding=encoding)
