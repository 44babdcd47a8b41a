"""An Avro container file: schema and codec from its header, rows from the frames of its blocks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import fastavro

from exportsim.inspection.source import Bounded
from exportsim.inspection.values import ColumnFound, Fact, RowCount, quoted

SYNC = 16
"""Bytes of the marker behind each block: Avro 1.11, Object Container Files."""

LONGEST = 10
"""Bytes of a number."""


@dataclass(frozen=True)
class AvroFound:
    facts: tuple[Fact, ...]
    rows: RowCount | None
    columns: tuple[ColumnFound, ...]
    oddities: tuple[str, ...]


def look(stream: BinaryIO, size: int) -> AvroFound:
    """Look at an Avro file of ``size`` bytes; damage is an oddity, no error."""
    stream.seek(0)
    bounded = Bounded(stream)
    beginning = cast(BinaryIO, bounded)
    try:
        reader = fastavro.reader(beginning)
        schema: Any = reader.writer_schema
        columns, marker = tuple(_columns(schema)), reader._header["sync"]
    except Exception as error:
        # fastavro reads untrusted bytes with whatever Python raises for them.
        return AvroFound((), None, (), (f"The header cannot be read: {type(error).__name__}.",))
    facts = [Fact("compression", str(reader.codec), "certain", "The header's key avro.codec.")]
    if isinstance(schema, dict) and schema.get("name"):
        facts.append(Fact("record", str(schema["name"]), "certain", "The schema in the header."))
    blocks = _Blocks(beginning, marker)
    number = sum(blocks.counts())
    if bounded.cut:
        return AvroFound(tuple(facts), RowCount(round(number * size / max(blocks.seen, 1)), False), columns, ())
    oddities = (blocks.fault,) if blocks.fault else ()
    return AvroFound(tuple(facts), RowCount(number, exact=not oddities), columns, oddities)


def _columns(schema: Any) -> Iterator[ColumnFound]:
    if not isinstance(schema, dict):
        return
    for field in schema.get("fields", [])[:2_000]:
        kind = field["type"]
        shown = kind if isinstance(kind, str) else json.dumps(kind, ensure_ascii=False)[:500]
        yield ColumnFound(str(field["name"]), shown)


class _Blocks:
    """The blocks behind the header, their contents skipped."""

    def __init__(self, stream: BinaryIO, marker: bytes) -> None:
        self._stream = stream
        self._marker = marker
        self.fault = ""
        self.seen = 0
        """Bytes of whole blocks."""

    def counts(self) -> Iterator[int]:
        """How many objects each block says it has."""
        while True:
            number, size = self._number(), None
            if number is None:
                return
            size = self._number()
            if size is None or size < 0 or number < 0:
                self.fault = "A block has no sound length: the file is cut off or damaged."
                return
            if not self._skip(size) or (end := self._stream.read(SYNC)) is None or len(end) < SYNC:
                self.fault = "The last block is cut off."
                return
            if end != self._marker:
                self.fault = f"Behind a block stands {quoted(end.hex(' '))} where the file's marker belongs."
                return
            self.seen += size
            yield number

    def _number(self) -> int | None:
        """A zigzag number of seven bits a byte; None at the end of the file."""
        value = 0
        for place in range(LONGEST):
            byte = self._stream.read(1)
            if not byte:
                if place:
                    self.fault = "The file ends inside a number."
                return None
            value |= (byte[0] & 0x7F) << (7 * place)
            if byte[0] < 0x80:
                break
        return (value >> 1) ^ -(value & 1)

    def _skip(self, size: int) -> bool:
        while size > 0:
            data = self._stream.read(min(size, 1 << 20))
            if not data:
                return False
            size -= len(data)
        return True
