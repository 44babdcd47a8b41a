"""What a template asks for, from its tree alone: for warnings and for linting.

Nothing is evaluated, so that branches which the values at hand do not reach are seen too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from exportsim.adobe.pebble.faults import Positions
from exportsim.adobe.pebble.nodes import (
    Arguments,
    Attribute,
    Binary,
    Call,
    Captured,
    Expression,
    Filtered,
    For,
    If,
    ListOf,
    Literal,
    MapOf,
    Node,
    Print,
    Set,
    Template,
    Ternary,
    Tested,
    Unary,
    Variable,
)
from exportsim.adobe.pebble.paths import name_of, path_of

COMPARISONS = ("==", "equals", "!=", "contains")


@dataclass(frozen=True)
class Field:
    """A variable, or a field of one, that a template asks for."""

    path: tuple[str, ...]
    """The variable's name and the keys below it: ``("customerData", "csvOptions", "quote")``. A path that ends early
    stands for everything below it: ``customerData[key]`` is ``("customerData",)``."""

    line: int
    column: int

    node: Expression = field(repr=False, compare=False)
    at: int = field(default=0, compare=False)
    """The offset in the template."""

    needed: bool = False
    """Whether its text goes into the result, so that a null would be missed."""

    printed: bool = False
    """Whether its text goes there as it is, past no filter."""

    held: bool = False
    """Whether it is only asked if it is there: ``customerData contains 'quote'``. Where the left side is a text after
    all, the last key is no key but a piece of text."""

    guarded: bool = False
    """Whether the template asks somewhere if it is there, or whether its group is, so that it can do without."""

    @property
    def name(self) -> str:
        """As it is written: ``customerData.csvOptions.quote``."""
        return name_of(self.path)


@dataclass(frozen=True)
class Words:
    """A text that stands in an expression, or a name of a filter, a test or a function."""

    text: str
    line: int
    column: int
    at: int = field(default=0, compare=False)
    """The offset in the template."""


@dataclass(frozen=True)
class Comparison:
    """A field beside a constant: ``customerData.fileType == 'CSV'``."""

    path: tuple[str, ...]
    operator: str
    value: str | int | float | bool | None
    line: int
    column: int
    at: int = field(default=0, compare=False)
    """The offset in the template."""


@dataclass(frozen=True)
class References:
    """All that a template asks for, each in the order of the template."""

    fields: tuple[Field, ...]
    """Without the variables that the template makes itself."""

    strings: tuple[Words, ...]
    """Texts in expressions, but for those that are keys."""

    comparisons: tuple[Comparison, ...]
    conditions: tuple[tuple[Expression, int, int], ...]
    """What ``if``, ``elseif`` and ``? :`` decide by, with line and column."""

    filters: tuple[Words, ...]
    tests: tuple[Words, ...]
    functions: tuple[Words, ...]


def references(template: Template) -> References:
    """Walk a template."""
    walk = _Walk(template)
    walk.everything()
    local = {"loop", *walk.local}
    held = {found.path for found in walk.fields if found.held}
    return References(
        tuple(
            replace(found, guarded=any(found.path[:size] in held for size in range(len(found.path) + 1)))
            for found in walk.fields
            if found.path[0] not in local
        ),
        tuple(walk.strings),
        tuple(walk.comparisons),
        tuple(walk.conditions),
        *(tuple(walk.names[kind]) for kind in ("filter", "test", "function")),
    )


@dataclass(frozen=True)
class _Use:
    """What becomes of an expression's value."""

    needed: bool = False
    printed: bool = False


_ASKED, _FILTERED, _PRINTED = _Use(), _Use(needed=True), _Use(needed=True, printed=True)

_Step = tuple[Expression | Node, _Use]


class _Walk:
    """A walk in the order of the text, in a loop: trees may be deeper than Python's stack."""

    def __init__(self, template: Template) -> None:
        self._positions = Positions(template.source)
        self._todo: list[_Step] = [(node, _ASKED) for node in reversed(template.body)]
        self.fields: list[Field] = []
        self.strings: list[Words] = []
        self.comparisons: list[Comparison] = []
        self.conditions: list[tuple[Expression, int, int]] = []
        self.names: dict[str, list[Words]] = {"filter": [], "test": [], "function": []}
        self.local: set[str] = set()

    def everything(self) -> None:
        while self._todo:
            node, use = self._todo.pop()
            self._todo.extend(reversed(list(self._visit(node, use))))

    def _visit(self, node: Expression | Node, use: _Use) -> Iterator[_Step]:
        """Note what a node says and give what it is made of."""
        match node:
            case Variable() | Attribute() if path := path_of(node):
                line, column, at = self._place(_root(node))
                self.fields.append(Field(path, line, column, node, at, use.needed, use.printed))
            case Print():
                yield node.expression, _PRINTED
            case If():
                for condition, body in node.branches:
                    self._condition(condition)
                    yield condition, _ASKED
                    yield from ((inner, _ASKED) for inner in body)
                yield from ((inner, _ASKED) for inner in node.otherwise)
            case For():
                self.local.add(node.name)
                yield node.iterable, _ASKED
                yield from ((inner, _ASKED) for inner in (*node.body, *node.otherwise))
            case Set():
                self.local.add(node.name)
                yield node.value, _ASKED
            case Literal():
                if isinstance(node.value, str):
                    self.strings.append(Words(node.value, *self._place(node)))
            case Attribute():
                yield node.left, _ASKED
                yield node.key, _ASKED
            case Binary():
                yield from self._binary(node, use)
            case Filtered():
                yield node.left, _FILTERED if use.needed and node.name != "default" else _ASKED
                self._name("filter", node)
                yield from _given(node.arguments)
            case Tested():
                yield node.left, _ASKED
                self._name("test", node)
                yield from _given(node.arguments)
            case Call():
                self._name("function", node)
                yield from _given(node.arguments)
            case Unary():
                yield node.operand, _ASKED
            case Ternary():
                self._condition(node.condition)
                yield node.condition, _ASKED
                yield node.then, use
                yield node.otherwise, use
            case ListOf():
                yield from ((item, _ASKED) for item in node.items)
            case MapOf():
                yield from ((part, _ASKED) for entry in node.entries for part in entry)
            case Captured():
                yield from ((inner, _ASKED) for inner in node.body)

    def _binary(self, node: Binary, use: _Use) -> Iterator[_Step]:
        left, right = node.left, node.right
        if node.operator in COMPARISONS:
            self._comparison(node, left, right)
            if node.operator != "contains":
                self._comparison(node, right, left)
        path = path_of(left)
        if path and node.operator == "contains" and isinstance(right, Literal) and isinstance(right.value, str):
            line, column, at = self._place(right)
            self.fields.append(Field((*path, right.value), line, column, node, at, held=True))
            return
        joined = use if node.operator in ("~", "+") else _ASKED
        yield left, joined
        yield right, joined

    def _comparison(self, node: Binary, one: Expression, other: Expression) -> None:
        path = path_of(one)
        if path and isinstance(other, Literal):
            self.comparisons.append(Comparison(path, node.operator, other.value, *self._place(_root(one))))

    def _name(self, kind: str, node: Filtered | Tested | Call) -> None:
        self.names[kind].append(Words(node.name, *self._place(node)))

    def _condition(self, node: Expression) -> None:
        line, column, _at = self._place(_root(node))
        self.conditions.append((node, line, column))

    def _place(self, node: Expression) -> tuple[int, int, int]:
        return *self._positions.of(node.at), node.at


def _given(arguments: Arguments) -> Iterator[_Step]:
    yield from ((part, _ASKED) for part in arguments.parts())


def _root(node: Expression) -> Expression:
    """The part of an expression that stands leftmost in the text."""
    while isinstance(node, Attribute | Binary | Filtered | Tested):
        node = node.left
    return node
