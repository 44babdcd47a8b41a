"""Thrift's compact protocol, as far as the metadata of Parquet files needs it: structures in, bytes out, and back.

A value is a pair of its wire type and its content; a structure is a mapping of field ids to values, so that what is
read can be written again without knowing what it means. Source: the Apache Thrift specification, compact protocol.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple


class Wire(IntEnum):
    """The types of the protocol that Parquet uses."""

    TRUE = 1
    FALSE = 2
    BYTE = 3
    I16 = 4
    I32 = 5
    I64 = 6
    DOUBLE = 7
    BINARY = 8
    LIST = 9
    STRUCT = 12


class Value(NamedTuple):
    wire: Wire
    content: Any
    """``bool``, ``int``, ``bytes`` (also for a double), a ``list`` of values of one type, or a ``Struct``."""


Struct = dict[int, Value]


def flag(content: bool) -> Value:
    return Value(Wire.TRUE if content else Wire.FALSE, content)


def byte(content: int) -> Value:
    return Value(Wire.BYTE, content)


def i32(content: int) -> Value:
    return Value(Wire.I32, content)


def i64(content: int) -> Value:
    return Value(Wire.I64, content)


def text(content: str) -> Value:
    return Value(Wire.BINARY, content.encode())


def struct(content: Struct) -> Value:
    return Value(Wire.STRUCT, content)


def array(content: list[Value]) -> Value:
    """Several values of one type; an empty one counts as one of structures."""
    return Value(Wire.LIST, content)


def dump(content: Struct) -> bytes:
    """The bytes of a structure."""
    out = bytearray()
    _put_struct(out, content)
    return bytes(out)


def load(data: bytes | memoryview, position: int = 0) -> tuple[Struct, int]:
    """The structure that begins at ``position``, and the position behind it."""
    reader = _Reader(data, position)
    return reader.struct(), reader.position


def _put_struct(out: bytearray, content: Struct) -> None:
    last = 0
    for number in sorted(content):
        value = content[number]
        if 0 < number - last < 16:
            out.append((number - last) << 4 | value.wire)
        else:
            out.append(value.wire)
            _put_number(out, number)
        if value.wire not in (Wire.TRUE, Wire.FALSE):
            _put(out, value)
        last = number
    out.append(0)


def _put(out: bytearray, value: Value) -> None:
    match value.wire:
        case Wire.I16 | Wire.I32 | Wire.I64:
            _put_number(out, value.content)
        case Wire.BINARY:
            _put_size(out, len(value.content))
            out += value.content
        case Wire.STRUCT:
            _put_struct(out, value.content)
        case Wire.LIST:
            _put_list(out, value.content)
        case Wire.BYTE:
            out.append(value.content & 0xFF)
        case Wire.DOUBLE:
            out += value.content
        case Wire.TRUE | Wire.FALSE:
            out.append(value.wire)


def _put_list(out: bytearray, values: list[Value]) -> None:
    wire = values[0].wire if values else Wire.STRUCT
    if len(values) < 15:
        out.append(len(values) << 4 | wire)
    else:
        out.append(0xF0 | wire)
        _put_size(out, len(values))
    for value in values:
        _put(out, value)


def _put_size(out: bytearray, number: int) -> None:
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)


def _put_number(out: bytearray, number: int) -> None:
    _put_size(out, number << 1 if number >= 0 else (-number << 1) - 1)


class _Reader:
    def __init__(self, data: bytes | memoryview, position: int) -> None:
        self._data = data
        self.position = position

    def struct(self) -> Struct:
        content: Struct = {}
        number = 0
        while header := self._byte():
            step = header >> 4
            number = number + step if step else self._number()
            wire = Wire(header & 0x0F)
            known = wire in (Wire.TRUE, Wire.FALSE)
            content[number] = flag(wire == Wire.TRUE) if known else self._value(wire)
        return content

    def _value(self, wire: Wire) -> Value:
        match wire:
            case Wire.I16 | Wire.I32 | Wire.I64:
                return Value(wire, self._number())
            case Wire.BINARY:
                return Value(wire, self._take(self._size()))
            case Wire.STRUCT:
                return Value(wire, self.struct())
            case Wire.LIST:
                return Value(wire, self._list())
            case Wire.BYTE:
                return Value(wire, (self._byte() ^ 0x80) - 0x80)
            case Wire.DOUBLE:
                return Value(wire, self._take(8))
            case Wire.TRUE | Wire.FALSE:
                return flag(self._byte() == Wire.TRUE)

    def _list(self) -> list[Value]:
        header = self._byte()
        size = header >> 4
        if size == 15:
            size = self._size()
        wire = Wire(header & 0x0F)
        return [self._value(wire) for _ in range(size)]

    def _byte(self) -> int:
        self.position += 1
        return self._data[self.position - 1]

    def _take(self, size: int) -> bytes:
        self.position += size
        return bytes(self._data[self.position - size : self.position])

    def _size(self) -> int:
        number = shift = 0
        while (piece := self._byte()) > 0x7F:
            number |= (piece & 0x7F) << shift
            shift += 7
        return number | piece << shift

    def _number(self) -> int:
        number = self._size()
        return -(number >> 1) - 1 if number & 1 else number >> 1
