"""The schema in a Parquet file's footer: a tree of elements, and the structures that stand for it.

Numbers of types, annotations and fields are those of the Apache Parquet format, ``parquet.thrift``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from formats.parquet.thrift import Struct, Value, i32, struct, text


class Physical(IntEnum):
    BOOLEAN = 0
    INT32 = 1
    INT64 = 2
    INT96 = 3
    FLOAT = 4
    DOUBLE = 5
    BYTE_ARRAY = 6
    FIXED_LEN_BYTE_ARRAY = 7


class Repetition(IntEnum):
    REQUIRED = 0
    OPTIONAL = 1
    REPEATED = 2


class Converted(IntEnum):
    UTF8 = 0
    MAP = 1
    MAP_KEY_VALUE = 2
    LIST = 3
    DECIMAL = 5
    DATE = 6
    TIMESTAMP_MILLIS = 9
    TIMESTAMP_MICROS = 10
    INT_8 = 15
    INT_16 = 16


@dataclass(frozen=True)
class Annotation:
    """What a physical type or a group stands for, in the old and in the new way of saying it."""

    converted: Converted
    logical: Struct | None = None
    """The union ``LogicalType``; None where only the old way has a word."""


class Leaf(NamedTuple):
    """A column of the file."""

    path: tuple[str, ...]
    """The names that lead to it from the root, the root's own left out."""

    physical: Physical


@dataclass(frozen=True)
class Element:
    """One line of the file's schema, with those below it."""

    name: str
    repetition: Repetition | None
    """None for the root."""

    physical: Physical | None = None
    """None for a group."""

    annotation: Annotation | None = None
    length: int | None = None
    """Bytes of a fixed-length value."""

    precision: int | None = None
    scale: int | None = None
    children: tuple[Element, ...] = ()

    def lines(self) -> Iterator[Value]:
        """The element and all below it as ``SchemaElement`` structures, in the order of the file."""
        numbers = {
            1: self.physical,
            2: self.length,
            3: self.repetition,
            5: len(self.children) or None,
            6: self.annotation.converted if self.annotation else None,
            7: self.scale,
            8: self.precision,
        }
        fields = {field: i32(number) for field, number in numbers.items() if number is not None}
        fields[4] = text(self.name)
        if self.annotation and self.annotation.logical:
            fields[10] = struct(self.annotation.logical)
        yield struct(fields)
        for child in self.children:
            yield from child.lines()

    def leaves(self, above: tuple[str, ...] = ()) -> Iterator[Leaf]:
        """The leaves below this element, in the order of the file; ``above`` names the groups they are in."""
        for child in self.children:
            path = (*above, child.name)
            if child.physical is not None:
                yield Leaf(path, child.physical)
            yield from child.leaves(path)
