"""Filters of lists, arrays and maps, and of whatever has a length."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exportsim.adobe.pebble.bounds import Budget, check_nesting
from exportsim.adobe.pebble.escaping import json_string
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.text_filters import Arguments, string, whole
from exportsim.adobe.pebble.utf16 import from_units, to_units
from exportsim.adobe.pebble.values import Character, Entry, Value, is_text, kind, text_of, units


def length(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    match value:
        case str() if is_text(value):
            return units(value)
        case list() | tuple() | dict():
            return len(value)
    return 0


def first(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    return _end(value, "first", 0)


def last(value: Value, _arguments: Arguments, _budget: Budget) -> Value:
    return _end(value, "last", -1)


def _end(value: Value, name: str, index: int) -> Value:
    match value:
        case None:
            return None
        case list() | tuple():
            return value[index] if value else None
        case str() if is_text(value):
            text = to_units(value)
            if not text.length:
                raise Fault(f"takes the {name} character of an empty text")
            return Character(from_units(text, index % text.length, index % text.length + 1))
    raise Fault(f"gives {kind(value)} as input of {name}", "a list or a text")


def joined(value: Value, arguments: Arguments, budget: Budget) -> Value:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise Fault(f"gives {kind(value)} as input of join", "a list")
    separator = arguments.get("separator")
    glue = "" if separator is None else string(separator, "separator of join")
    budget.text(len(glue) * len(value))
    return glue.join(text_of(item, budget) for item in value)


def merged(value: Value, arguments: Arguments, budget: Budget) -> Value:
    """A list or a map with what another one has; the left side says what comes of it."""
    items = arguments.get("items")
    if value is None or items is None:
        if value is items:
            raise Fault("merges null with null", "a list or a map")
        return items if value is None else value
    match value, items:
        case dict(), dict():
            budget.step(len(value) + len(items))
            return {**value, **items}
        case dict(), list() if all(type(item) in (str, int) for item in items):
            budget.step(len(value) + len(items))
            return {**value, **{item: item for item in items}}
        case list(), list():
            budget.step(len(value) + len(items))
            return [*value, *items]
        case list(), dict():
            budget.step(len(value) + len(items))
            return [*value, *(Entry(key, item) for key, item in items.items())]
        case tuple(), tuple():
            budget.step(len(value) + len(items))
            return (*value, *items)
    raise Fault(f"merges {kind(value)} with {kind(items)}", "two lists or two maps")


def reversed_in_place(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    """The list itself is turned round, also for what comes later: so does Pebble, and so do its sorts."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise Fault(f"gives {kind(value)} as input of reverse", "a list")
    budget.step(len(value))
    value.reverse()
    return value


def sorted_upwards(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    return _sorted(value, budget, "sort", downwards=False)


def sorted_downwards(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    return _sorted(value, budget, "rsort", downwards=True)


def _sorted(value: Value, budget: Budget, name: str, *, downwards: bool) -> Value:
    if value is None:
        return None
    if not isinstance(value, list) and (downwards or not isinstance(value, tuple)):
        raise Fault(f"gives {kind(value)} as input of {name}", "a list")
    budget.step(len(value))
    kinds = {type(item): kind(item) for item in value}
    order = _order(next(iter(kinds))) if len(kinds) == 1 else None
    if order is None:
        if len(value) > 1:
            raise Fault(f"sorts what cannot be compared: {', '.join(kinds.values())}", "elements of one kind")
        return list(value)
    if isinstance(value, tuple):
        return sorted(value, key=order)
    value.sort(key=order, reverse=downwards)
    return value


def _order(kind_: type) -> Callable[[Value], Any] | None:
    """How elements of a kind compare; None where they do not."""
    if kind_ in (str, Character):
        return lambda item: str(item).encode("utf-16-be", "surrogatepass")
    return (lambda item: item) if kind_ in (int, float, bool) else None


def sliced(value: Value, arguments: Arguments, budget: Budget) -> Value:
    """The part from one index up to another; ``toIndex`` may not be behind the end."""
    if value is None:
        return None
    if not isinstance(value, list | tuple | str) or (isinstance(value, str) and not is_text(value)):
        raise Fault(f"gives {kind(value)} as input of slice", "a text or a list")
    text = to_units(value) if isinstance(value, str) else None
    size = text.length if text else len(value)
    begin, end = _bound(arguments, "fromIndex", 0), _bound(arguments, "toIndex", size)
    given = arguments.get("toIndex") is not None
    if begin < 0 or end > size or (given and begin >= end) or begin > size:
        raise Fault(f"slices from {begin} to {end} of {size}", "0 <= fromIndex < toIndex <= length")
    budget.step()
    return from_units(text, begin, end) if text else value[begin:end]


def _bound(arguments: Arguments, name: str, otherwise: int) -> int:
    value = arguments.get(name)
    return otherwise if value is None else whole(value, f"{name} of slice")


def as_json(value: Value, _arguments: Arguments, budget: Budget) -> Value:
    """The value as JSON, without blanks; the platform's own."""
    return _json(value, budget, 0)


def _json(value: Value, budget: Budget, depth: int) -> str:
    check_nesting(depth)
    budget.step()

    def inner(part: Value) -> str:
        return _json(part, budget, depth + 1)

    match value:
        case None | bool() | int() | float():
            text = text_of(value, budget)
        case str():
            text = json_string(value)
        case list() | tuple():
            text = f"[{','.join(map(inner, value))}]"
        case dict():
            pairs = (f"{json_string(text_of(key, budget))}:{inner(item)}" for key, item in value.items())
            text = f"{{{','.join(pairs)}}}"
        case Entry():
            text = inner({value.key: value.value})
        case _:
            raise Fault(f"gives {kind(value)} as input of toJson", "a value of JSON")
    budget.text(len(text))
    return text
