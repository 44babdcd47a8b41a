"""Arithmetic, comparison and ``contains``, as Java does them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.values import Safe, Value, as_double, is_number, is_text, kind, same, text_of

_WHOLE = re.compile(r"[+-]?[0-9]{1,20}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)

_HYPHEN = "a name with a hyphen is asked for with brackets: customerData['a-b']"


def add(left: Value, right: Value, budget: Budget) -> Value:
    """Add numbers, join lists, or texts; a null beside a text becomes the text ``null``."""
    if _joins(left) or _joins(right):
        return text_of(left, budget) + text_of(right, budget)
    if isinstance(left, list):
        extra = right if isinstance(right, list) else [right]
        budget.step(len(left) + len(extra))
        return [*left, *extra]
    return _arithmetic("+", left, right)


def _joins(value: Value) -> bool:
    """Whether it makes of an addition a joining of texts."""
    return is_text(value) or isinstance(value, Safe)


def subtract(left: Value, right: Value, budget: Budget) -> Value:
    """Subtract numbers, or elements from a list."""
    if isinstance(left, list):
        return _without(left, right, budget)
    return _arithmetic("-", left, right)


def _without(left: list[Value], right: Value, budget: Budget) -> list[Value]:
    if isinstance(right, list):
        return [item for item in left if not any(same(item, gone, budget) for gone in right)]
    kept = list(left)
    for index, item in enumerate(left):
        if same(item, right, budget):
            del kept[index]
            break
    return kept


def multiply(left: Value, right: Value, _budget: Budget) -> Value:
    return _arithmetic("*", left, right)


def divide(left: Value, right: Value, _budget: Budget) -> Value:
    return _arithmetic("/", left, right)


def modulo(left: Value, right: Value, _budget: Budget) -> Value:
    return _arithmetic("%", left, right)


def join(left: Value, right: Value, budget: Budget) -> Value:
    """``~``: null becomes nothing."""
    return "".join(text_of(side, budget) for side in (left, right) if side is not None)


def equal(left: Value, right: Value, budget: Budget) -> bool:
    """Numbers compare across kinds, all else as Java's ``equals``; ``1 == '1'`` is false."""
    if is_number(left) and is_number(right):
        return as_double(left) == as_double(right)
    return same(left, right, budget)


def unequal(left: Value, right: Value, budget: Budget) -> bool:
    return not equal(left, right, budget)


def contains(left: Value, right: Value, budget: Budget) -> bool:
    """A key in a map, an element in a list (all of them where a list is asked for), a text in a text."""
    match left:
        case None:
            return False
        case dict():
            return holds(left, right)
        case list():
            wanted = right if isinstance(right, list) else [right]
            return all(any(same(item, one, budget) for item in left) for one in wanted)
        case tuple():
            return any(same(item, right, budget) for item in left)
        case str() if is_text(left):
            return text_of(right, budget) in left
    raise Fault(f"asks whether {kind(left)} contains something", "contains is for maps, lists and texts")


def holds(mapping: dict[Value, Value], key: Value) -> bool:
    """Whether a map has this key; its keys are texts and whole numbers, and nothing else is equal to one."""
    return type(key) in (str, int) and key in mapping


def _compared(compare: Callable[[float, float], bool]) -> Callable[[Value, Value, Budget], bool]:
    def comparison(left: Value, right: Value, _budget: Budget) -> bool:
        if left is None or right is None:
            return False
        for side in (left, right):
            if not is_number(side):
                raise Fault(f"compares {kind(side)} by size", "< > <= >= are for numbers")
        return compare(as_double(left), as_double(right))

    return comparison


def negated(value: Value) -> Value:
    return _arithmetic("*", -1, value)


def unchanged(value: Value) -> Value:
    return _arithmetic("*", 1, value)


def _arithmetic(operator: str, left: Value, right: Value) -> int | float:
    one, other = _number(operator, left), _number(operator, right)
    if isinstance(one, float) or isinstance(other, float):
        return _double(operator, as_double(one), as_double(other))
    if operator in "/%" and other == 0:
        raise Fault("divides by zero")
    match operator:
        case "+":
            return _wrapped(one + other)
        case "-":
            return _wrapped(one - other)
        case "*":
            return _wrapped(one * other)
    # Java's division goes towards zero, and what remains has the sign of the dividend.
    quotient = abs(one) // abs(other) * (1 if (one < 0) == (other < 0) else -1)
    return _wrapped(quotient if operator == "/" else one - other * quotient)


def _double(operator: str, left: float, right: float) -> float:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/" if right == 0:
            positive = math.copysign(1, left) == math.copysign(1, right)
            return math.nan if left == 0 or math.isnan(left) else math.inf if positive else -math.inf
        case "/":
            return left / right
    return math.nan if right == 0 or math.isinf(left) else math.fmod(left, right)


def _wrapped(number: int) -> int:
    """A long that overflows begins again at the other end."""
    return (number + 2**63) % 2**64 - 2**63


def _number(operator: str, value: Value) -> int | float:
    if isinstance(value, int | float) and is_number(value):
        if isinstance(value, int) and _wrapped(value) != value:
            raise Fault("computes with a number beyond 64 bits")
        return value
    if isinstance(value, str) and is_text(value):
        if _WHOLE.fullmatch(value) and _wrapped(int(value)) == int(value):
            return int(value)
        if _DECIMAL.fullmatch(value) and any(sign in value for sign in ".eE"):
            return float(value)
        raise Fault(f'takes the text "{value[:40]}" for a number')
    advice = _HYPHEN if operator == "-" and value is None else ""
    raise Fault(f"takes {kind(value)} for a number", advice)


BINARY: dict[str, Callable[[Value, Value, Budget], Value]] = {
    "==": equal,
    "equals": equal,
    "!=": unequal,
    ">": _compared(lambda left, right: left > right),
    "<": _compared(lambda left, right: left < right),
    ">=": _compared(lambda left, right: left >= right),
    "<=": _compared(lambda left, right: left <= right),
    "contains": contains,
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "%": modulo,
    "~": join,
}
"""The operators that look at both sides whatever they are; ``and`` and ``or`` do not."""
