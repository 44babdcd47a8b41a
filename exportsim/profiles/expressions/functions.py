"""The functions that the vendor's pages on calculated fields name, each as the statement that works it out."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

Write = Callable[[tuple[str, ...]], str]


@dataclass(frozen=True)
class Function:
    """How many arguments it takes, and what it comes to in DuckDB's SQL."""

    least: int
    most: int
    write: Write


def _plain(name: str) -> Write:
    def write(arguments: tuple[str, ...]) -> str:
        return f"{name}({', '.join(arguments)})"

    return write


def _of_text(name: str) -> Write:
    """For texts; whatever else is given is made one. A charset may follow: there is only UTF-8."""

    def write(arguments: tuple[str, ...]) -> str:
        return f"{name}(CAST({arguments[0]} AS VARCHAR))"

    return write


def _iif(arguments: tuple[str, ...]) -> str:
    condition, yes, no = arguments
    return f"CASE WHEN {condition} THEN {yes} ELSE {no} END"


def _equals(arguments: tuple[str, ...]) -> str:
    return f"({arguments[0]} = {arguments[1]})"


def _element(position: int) -> Write:
    def write(arguments: tuple[str, ...]) -> str:
        return f"({arguments[0]})[{position}]"

    return write


def _append(arguments: tuple[str, ...]) -> str:
    written, *more = arguments
    for one in more:
        written = f"list_append({written}, {one})"
    return written


def _to_array(arguments: tuple[str, ...]) -> str:
    """The first argument may say whether nulls are kept."""
    if arguments[0] == "true":
        return f"[{', '.join(arguments[1:])}]"
    values = arguments[1:] if arguments[0] == "false" else arguments
    return f"list_filter([{', '.join(values)}], lambda _one: _one IS NOT NULL)"


def _to_object(arguments: tuple[str, ...]) -> str:
    pairs = zip(arguments[::2], arguments[1::2], strict=False)
    return "struct_pack({})".format(", ".join(f'"{name[1:-1]}" := {value}' for name, value in pairs))


def _hash(arguments: tuple[str, ...]) -> str:
    """``hash("crc32", value, "UTF-8")``."""
    return f"{arguments[0][1:-1].lower().replace('-', '')}(CAST({arguments[1]} AS VARCHAR))"


MANY = 1_000
FUNCTIONS: dict[str, Function] = {
    "add_to_array": Function(2, MANY, _append),
    "to_array": Function(1, MANY, _to_array),
    "to_object": Function(2, MANY, _to_object),
    "flattenArray": Function(1, 1, _plain("flatten")),
    "filterArray": Function(2, 2, _plain("list_filter")),
    "transformArray": Function(2, 2, _plain("list_transform")),
    "size_of": Function(1, 1, _plain("len")),
    "first": Function(1, 1, _element(1)),
    "last": Function(1, 1, _element(-1)),
    "iif": Function(3, 3, _iif),
    "equals": Function(2, 2, _equals),
    "concat": Function(1, MANY, _plain("concat")),
    "lower": Function(1, 1, _of_text("lower")),
    "lcase": Function(1, 1, _of_text("lower")),
    "upper": Function(1, 1, _of_text("upper")),
    "ucase": Function(1, 1, _of_text("upper")),
    "sha1": Function(1, 2, _of_text("sha1")),
    "sha256": Function(1, 2, _of_text("sha256")),
    "sha512": Function(1, 2, _of_text("sha512")),
    "md5": Function(1, 2, _of_text("md5")),
    "crc32": Function(1, 2, _of_text("crc32")),
    "hash": Function(2, 3, _hash),
}
"""All but ``array_to_string`` and ``coalesce``, which depend on the types of what they are given."""

OF_ARRAYS = ("add_to_array", "flattenArray", "filterArray", "transformArray", "size_of", "first", "last")
"""Their first argument is an array."""

HASHES = ("sha1", "sha256", "sha512", "md5", "crc32")


def sha512(values: pa.Array) -> pa.Array:
    """DuckDB has no such function."""
    return _each(values, lambda value: hashlib.sha512(value).hexdigest())


def crc32(values: pa.Array) -> pa.Array:
    """Eight hexadecimal digits; DuckDB has no such function either."""
    return _each(values, lambda value: f"{zlib.crc32(value):08x}")


def _each(values: pa.Array, digest: Callable[[bytes], str]) -> pa.Array:
    texts = values.to_pylist()
    return pa.array([None if text is None else digest(text.encode()) for text in texts], pa.string())
