"""Expressions to values."""

from __future__ import annotations

from collections.abc import Callable

from exportsim.adobe.notes import nearest
from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.filters import FILTERS
from exportsim.adobe.pebble.functions import ELSEWHERE, FUNCTIONS
from exportsim.adobe.pebble.nodes import (
    Arguments,
    Attribute,
    Binary,
    Call,
    Captured,
    Expression,
    Filtered,
    Leaf,
    Link,
    ListOf,
    Literal,
    MapOf,
    Ternary,
    Tested,
    Unary,
    Variable,
)
from exportsim.adobe.pebble.operators import BINARY, holds, negated, unchanged
from exportsim.adobe.pebble.paths import name_of, path_of
from exportsim.adobe.pebble.predicates import PREDICATES
from exportsim.adobe.pebble.scopes import Scopes
from exportsim.adobe.pebble.values import Entry, Loop, Safe, Value, is_number, kind, truth


class Computing:
    """Computes the expressions of one template."""

    def __init__(self, budget: Budget, scopes: Scopes, captured: Callable[[Captured], str]) -> None:
        self._budget = budget
        self._scopes = scopes
        self._captured = captured
        self.nulls: set[Expression] = set()
        """Variables and attributes that came to null at least once."""

        self.structures: set[Expression] = set()
        """Those that came to a list or a map."""

    def value(self, node: Expression) -> Value:
        """What an expression comes to; a ``Fault`` has the place of the innermost part that failed."""
        links: list[Link] = []
        while isinstance(node, Link):
            links.append(node)
            node = node.left
        here: Expression = node
        try:
            value = self._remembered(node, self._leaf(node))
            for link in reversed(links):
                here = link
                value = self._remembered(link, self._link(link, value))
        except Fault as fault:
            raise fault.placed(here.at) from None
        return value

    def holds(self, condition: Expression) -> bool:
        """Whether a condition is met."""
        return _holds(self.value(condition), condition)

    def side(self, node: Ternary) -> Expression:
        """The side of a choice that is taken."""
        return node.then if self.holds(node.condition) else node.otherwise

    def _remembered(self, node: Expression, value: Value) -> Value:
        if isinstance(node, Attribute | Variable):
            if value is None:
                self.nulls.add(node)
            elif isinstance(value, dict | list):
                self.structures.add(node)
        return value

    def _leaf(self, node: Leaf) -> Value:
        self._budget.step()
        match node:
            case Literal():
                return node.value
            case Variable():
                return self._scopes.get(node.name)
            case ListOf():
                return [self.value(item) for item in node.items]
            case MapOf():
                return {self._key(key): self.value(value) for key, value in node.entries}
            case Call():
                return self._call(node)
            case Unary():
                return self._unary(node)
            case Ternary():
                return self.value(self.side(node))
            case Captured():
                return self._captured(node)

    def _link(self, node: Link, left: Value) -> Value:
        self._budget.step()
        match node:
            case Attribute():
                return self._attribute(node, left)
            case Filtered():
                return self._filtered(node, left)
            case Tested():
                return self._tested(node, left)
            case Binary():
                return self._binary(node, left)

    def _binary(self, node: Binary, left: Value) -> Value:
        match node.operator:
            case "and":
                return _holds(left, node.left) and self.holds(node.right)
            case "or":
                return _holds(left, node.left) or self.holds(node.right)
            case "contains" if left is None:
                return False
            case "..":
                raise Fault("uses a range a..b, for which the platform lacks the function range")
        return BINARY[node.operator](left, self.value(node.right), self._budget)

    def _unary(self, node: Unary) -> Value:
        value = self.value(node.operand)
        match node.operator:
            case "not" if truth(value) is None:
                advice = "not binds tighter than contains and is; write: not (map contains 'key')"
                raise Fault(f"negates {kind(value)}", advice)
            case "not":
                return not truth(value)
            case "-":
                return negated(value)
        return unchanged(value)

    def _key(self, node: Expression) -> str | int:
        key = self.value(node)
        if type(key) in (str, int):
            return key  # type: ignore[return-value]  # mypy does not narrow by type()
        raise Fault(f"has {kind(key)} as a key of a map", "a key is a text or a whole number", at=node.at)

    def _attribute(self, node: Attribute, left: Value) -> Value:
        key = self.value(node.key)
        match left:
            case _ if node.called:
                pass
            case None:
                return None
            case dict():
                return _entry(left, key)
            case list() | tuple() if _index(key) is not None:
                index = _index(key) or 0
                return left[index] if 0 <= index < len(left) else None
            case Entry() if key in ("key", "value"):
                return left.key if key == "key" else left.value
            case Loop():
                return left.attributes().get(str(key))
        if not node.called and key != "" and not (isinstance(key, str) and key.isidentifier()):
            return None
        path = path_of(node.left)
        owner = f"{name_of(path)}, which is {kind(left)}" if path else kind(left)
        # In Java it may be a method of the object, or nothing at all.
        raise Fault(
            f'asks for "{key}" of {owner}',
            "only maps have fields, and lists elements by number; Java's own methods are not reproduced",
        )

    def _call(self, node: Call) -> Value:
        function = FUNCTIONS.get(node.name)
        if function is None:
            raise unknown("function", node.name, list(FUNCTIONS), ELSEWHERE.get(node.name, ""))
        return function([self.value(argument) for argument in node.arguments.positional], self._budget)

    def _filtered(self, node: Filtered, left: Value) -> Value:
        found = FILTERS.get(node.name)
        if found is None:
            raise unknown("filter", node.name, list(FILTERS))
        arguments = self._arguments(node, found.names)
        if isinstance(left, Safe) and node.name != "escape":
            left = str(left)
        return found.apply(left, arguments, self._budget)

    def _tested(self, node: Tested, left: Value) -> bool:
        test = PREDICATES.get(node.name)
        if test is None:
            raise unknown("test", node.name, list(PREDICATES))
        return test(left) != node.negated

    def _arguments(self, node: Filtered, names: tuple[str, ...] | None) -> dict[str, Value]:
        """A filter's arguments by name; where it has no names, by number."""
        given: Arguments = node.arguments
        if names is None:
            return {str(index): self.value(part) for index, part in enumerate(given.positional)}
        if len(given.positional) > len(names):
            raise Fault(
                f'gives {len(given.positional)} arguments to the filter "{node.name}"', "it takes: " + ", ".join(names)
            )
        by_name = dict(zip(names, given.positional, strict=False)) | dict(given.named)
        for name in by_name:
            if name not in names:
                raise Fault(
                    f'gives the unknown argument "{name}" to the filter "{node.name}"', "it takes: " + ", ".join(names)
                )
        return {name: self.value(part) for name, part in by_name.items()}


def unknown(what: str, name: str, known: list[str], reason: str = "") -> Fault:
    """The fault of a name that nothing is called by, with a near one and all that are known."""
    near = nearest(name, known)
    return Fault(f'uses the unknown {what} "{name}"{reason}', f"{near} known: {', '.join(sorted(known))}".lstrip())


def text_alone(node: Expression) -> bool:
    """Whether an expression is nothing but text of the template, which autoescape trusts."""
    if isinstance(node, Binary) and node.operator == "~":
        return all(isinstance(side, Literal) and isinstance(side.value, str) for side in (node.left, node.right))
    return isinstance(node, Literal) and isinstance(node.value, str)


def _holds(value: Value, node: Expression) -> bool:
    held = truth(value)
    if held is None:
        raise Fault(f"takes {kind(value)} for a condition", "a condition is a boolean, a number or a text", at=node.at)
    return held


def _entry(mapping: dict[Value, Value], key: Value) -> Value:
    if mapping and is_number(key) and not isinstance(next(iter(mapping)), int):
        raise Fault(f"asks for the number {key} in a map whose keys are texts", "map['1'], or an element of a list")
    return mapping[key] if holds(mapping, key) else None


def _index(key: Value) -> int | None:
    """A key as the number of an element; None where it is none."""
    text = str(key) if isinstance(key, int | str) and not isinstance(key, bool) else ""
    digits = text.removeprefix("-").removeprefix("+")
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None
