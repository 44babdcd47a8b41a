"""What a template computes with: JSON's values, and the few more kinds that Pebble has.

====================  ======================================================
Java, in Pebble       here
====================  ======================================================
String                ``str``, and nothing derived from it
char                  ``Character``: what ``first`` takes of a text; equal to no text
SafeString            ``Safe``: a text that autoescape leaves alone
Boolean, null         ``bool``, ``None``
Long, Integer         ``int``
Double                ``float``
List                  ``list``
array                 ``tuple``: what ``split`` gives
Map                   ``dict``, in the order of its making, where Java's order is that of hashes
====================  ======================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exportsim.adobe.pebble.bounds import Budget, check_nesting
from exportsim.adobe.pebble.faults import Fault
from formats.text.digits import java_text

_TOO_LONG = 10**4000
"""Python writes no longer numbers."""

Value = object
"""Any of the kinds above."""


class Character(str):
    """One UTF-16 unit's worth of text that Java keeps apart from strings."""


class Safe(str):
    """A text that is already escaped, or is to stay as it is."""


@dataclass(frozen=True)
class Entry:
    """One key of a map with its value, as a loop over the map sees it."""

    key: Value
    value: Value


@dataclass(frozen=True)
class Loop:
    """``loop`` inside of a ``for``."""

    index: int
    length: int

    def attributes(self) -> dict[str, Value]:
        last = self.length - 1
        return {
            "last": self.index == last,
            "length": self.length,
            "index": self.index,
            "revindex": last - self.index,
            "first": self.index == 0,
        }


def copied(value: object, depth: int = 0) -> Value:
    """A variable as a template may have it: plain kinds, and all its own, because some filters sort in place."""
    check_nesting(depth)
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return str(value)
        case Mapping():
            return {str(key): copied(inner, depth + 1) for key, inner in value.items()}
        case list() | tuple():
            return [copied(inner, depth + 1) for inner in value]
    raise TypeError(f"{type(value).__name__} is no value of JSON")


def kind(value: Value) -> str:
    """Name a value for a message."""
    names: dict[type, str] = {
        type(None): "null",
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a text",
        Character: "a single character",
        Safe: "a text marked as safe",
        list: "a list",
        tuple: "an array",
        dict: "a map",
        Entry: "an entry of a map",
        Loop: "the loop variable",
    }
    return names[type(value)]


def is_text(value: Value) -> bool:
    """Whether Java would call it a String."""
    return type(value) is str


def is_number(value: Value) -> bool:
    return type(value) in (int, float)


def text_of(value: Value, budget: Budget, depth: int = 0) -> str:
    """The text that Java makes of a value: ``null``, ``true``, ``1.0E10``, ``[a, b]``, ``{a=1, b=2}``."""
    check_nesting(depth)

    def inner(part: Value) -> str:
        return text_of(part, budget, depth + 1)

    budget.step()
    text = _text_of(value, inner)
    budget.text(len(text))
    return text


def _text_of(value: Value, inner: Callable[[Value], str]) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return number_text(value)
        case float():
            return java_text(value, 64)
        case str():
            return str(value)
        case list():
            return f"[{', '.join(map(inner, value))}]"
        case dict():
            return f"{{{', '.join(f'{inner(key)}={inner(item)}' for key, item in value.items())}}}"
        case Loop():
            return inner(value.attributes())
        case Entry():
            return f"{inner(value.key)}={inner(value.value)}"
    raise Fault("prints an array, of which Pebble prints an address in memory", "join its elements: array | join(',')")


def number_text(value: int) -> str:
    if abs(value) >= _TOO_LONG:
        raise Fault("has a number of more than 4,000 digits")
    return str(value)


def same(left: Value, right: Value, budget: Budget, depth: int = 0) -> bool:
    """Java's ``equals``: never across kinds, elements of lists and maps one by one."""
    check_nesting(depth)
    budget.step()

    def inner(one: Value, other: Value) -> bool:
        return same(one, other, budget, depth + 1)

    if type(left) is not type(right):
        return False
    match left, right:
        case list(), list():
            return len(left) == len(right) and all(map(inner, left, right))
        case dict(), dict():
            return left.keys() == right.keys() and all(inner(left[key], right[key]) for key in left)
        case Entry(), Entry():
            return inner(left.key, right.key) and inner(left.value, right.value)
        case (tuple(), tuple()) | (Loop(), Loop()):
            return left is right
        case float(), float():
            # Java's 0.0 and -0.0 differ, and NaN is itself.
            return repr(left) == repr(right)
    return left == right


def as_double(number: Value) -> float:
    """A number as a double; ``Fault`` for what is none."""
    match number:
        case bool():
            pass
        case float():
            return number
        case int():
            try:
                return float(number)
            except OverflowError:
                return float("inf") if number > 0 else float("-inf")
    raise Fault(f"takes {kind(number)} for a number")


def truth(value: Value) -> bool | None:
    """What a value counts as in a condition; None where it cannot be in one."""
    match value:
        case None:
            return False
        case bool():
            return value
        case int() | float():
            # NaN is no truth in Java.
            return value == value and value != 0
    return value != "" if is_text(value) else None


def is_empty(value: Value) -> bool:
    """Pebble's ``empty``: null, a text of nothing but characters up to U+0020, a list or a map without elements."""
    match value:
        case None:
            return True
        case list() | dict():
            return not value
    return isinstance(value, str) and is_text(value) and not trimmed(value)


def trimmed(text: str) -> str:
    """Java's ``trim``: all up to U+0020 is blank, control characters too."""
    return text.strip("".join(map(chr, range(0x21))))


def units(text: str) -> int:
    """The length that Java counts: UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)
