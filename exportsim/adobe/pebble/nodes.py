"""The tree of a template.

``at`` is the offset of what a message should point to. Nodes that extend what stands to their left have it as
``left``: such chains may be as long as a template, so they are walked in a loop, and only brackets nest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Literal:
    """``'text'``, ``12``, ``1.5``, ``true``, ``null``."""

    value: str | int | float | bool | None
    at: int


@dataclass(frozen=True, eq=False)
class Variable:
    name: str
    at: int


@dataclass(frozen=True, eq=False)
class ListOf:
    """Written ``[a, b]``."""

    items: tuple[Expression, ...]
    at: int


@dataclass(frozen=True, eq=False)
class MapOf:
    """Written ``{'a': b}``."""

    entries: tuple[tuple[Expression, Expression], ...]
    at: int


@dataclass(frozen=True, eq=False)
class Arguments:
    """Written ``(a, name=b)``."""

    positional: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()

    def parts(self) -> Iterator[Expression]:
        yield from self.positional
        yield from (value for _name, value in self.named)


@dataclass(frozen=True, eq=False)
class Call:
    """Written ``function(arguments)``."""

    name: str
    arguments: Arguments
    at: int


@dataclass(frozen=True, eq=False)
class Unary:
    """Written ``not x``, ``-x``, ``+x``."""

    operator: str
    operand: Expression
    at: int


@dataclass(frozen=True, eq=False)
class Ternary:
    """Written ``condition ? then : otherwise``."""

    condition: Expression
    then: Expression
    otherwise: Expression
    at: int


@dataclass(frozen=True, eq=False)
class Attribute:
    """``left.key``, ``left['key']``; with ``called`` a method of Java's: ``left.key(...)``."""

    left: Expression
    key: Expression
    at: int
    called: bool = False


@dataclass(frozen=True, eq=False)
class Binary:
    """Written ``left operator right``."""

    operator: str
    left: Expression
    right: Expression
    at: int


@dataclass(frozen=True, eq=False)
class Filtered:
    """Written ``left | name(arguments)``."""

    left: Expression
    name: str
    arguments: Arguments
    at: int


@dataclass(frozen=True, eq=False)
class Tested:
    """Written ``left is name``, ``left is not name``."""

    left: Expression
    name: str
    negated: bool
    arguments: Arguments
    at: int


@dataclass(frozen=True, eq=False)
class Captured:
    """What a part of the template comes to, as a value: the body of ``{% filter %}``."""

    body: tuple[Node, ...]
    at: int


Link = Attribute | Binary | Filtered | Tested
Leaf = Literal | Variable | ListOf | MapOf | Call | Unary | Ternary | Captured
Expression = Link | Leaf


@dataclass(frozen=True, eq=False)
class Text:
    """What stands outside of tags."""

    text: str
    at: int


@dataclass(frozen=True, eq=False)
class Print:
    """Written ``{{ expression }}``."""

    expression: Expression
    at: int


@dataclass(frozen=True, eq=False)
class If:
    branches: tuple[tuple[Expression, tuple[Node, ...]], ...]
    """Conditions and what they guard: ``if``, then each ``elseif``."""

    otherwise: tuple[Node, ...]
    at: int


@dataclass(frozen=True, eq=False)
class For:
    name: str
    iterable: Expression
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]
    at: int


@dataclass(frozen=True, eq=False)
class Set:
    name: str
    value: Expression
    at: int


Node = Text | Print | If | For | Set


@dataclass(frozen=True, eq=False)
class Template:
    """A template that was found to be well-formed."""

    source: str
    body: tuple[Node, ...]
