"""The text of a calculated column as a tree.

Source: the vendor's pages on calculated fields and on required mappings, whose examples are all that is read here:
paths, literals, calls, comparisons, ``and`` and ``or``, an element by its number, ``x -> ...`` for every element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


class ExpressionError(ValueError):
    """What is wrong with an expression, and where in its text."""

    column = ""
    """The column it makes, once that is known."""


@dataclass(frozen=True)
class Literal:
    value: str | int | float | bool | None


@dataclass(frozen=True)
class Path:
    """A value of the profile, as mappings spell it: ``organizations[0].orgName``."""

    source: str


@dataclass(frozen=True)
class Variable:
    """The element that a lambda is about."""

    name: str


@dataclass(frozen=True)
class Member:
    of: Expression
    name: str


@dataclass(frozen=True)
class Element:
    of: Expression
    position: int
    """From 0."""


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Lambda:
    variable: str
    body: Expression


@dataclass(frozen=True)
class Operation:
    """Two values and what stands between them."""

    operator: str
    left: Expression
    right: Expression


Expression = Literal | Path | Variable | Member | Element | Call | Lambda | Operation

LEVELS = (("or", "||"), ("and", "&&"), ("==", "!=", "<=", ">=", "<", ">"))
"""Operators, those that bind least first."""

DEEPEST = 50
"""Parentheses within parentheses."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>-?\d+(?:\.\d+)?)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{(?P<quoted>[^}]*)\}
    |(?P<name>[A-Za-z_](?:\w|//\.)*)
    |(?P<sign>->|==|!=|<=|>=|&&|\|\||[()\[\],.<>])
    |(?P<end>$)
    )""",
    re.VERBOSE,
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def parse(text: str) -> Expression:
    """Read an expression; raises ``ExpressionError``."""
    return _Parser(text).whole()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while True:
        found = _TOKEN.match(text, at)
        if not found or found.lastgroup is None:
            raise ExpressionError(f"column {at + 1}: {text[at:].strip()[:10]!r} is not understood")
        kind = found.lastgroup
        yield _Token(kind, found[kind], found.start(kind) + 1)
        if kind == "end":
            return
        at = found.end()


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0
        self._bound: list[str] = []

    def whole(self) -> Expression:
        expression = self._level(0)
        if self._here.kind != "end":
            raise self._refusal("an operator or the end")
        return expression

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._here
        self._at += token.kind != "end"
        return token

    def _taken(self, *texts: str) -> str:
        token = self._here
        if token.text in texts and token.kind in ("sign", "name"):
            return self._take().text
        return ""

    def _need(self, text: str) -> None:
        if not self._taken(text):
            raise self._refusal(f"{text!r}")

    def _refusal(self, wanted: str) -> ExpressionError:
        found = repr(self._here.text) if self._here.text else "the end"
        return ExpressionError(f"column {self._here.column}: {found} where {wanted} is expected")

    def _level(self, level: int) -> Expression:
        if level == len(LEVELS):
            return self._postfix(self._primary())
        left = self._level(level + 1)
        while operator := self._taken(*LEVELS[level]):
            left = Operation(operator, left, self._level(level + 1))
        return left

    def _primary(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"column {self._here.column}: more than {DEEPEST} levels deep")
        try:
            return self._value()
        finally:
            self._depth -= 1

    def _value(self) -> Expression:
        token = self._here
        match token.kind:
            case "number":
                self._take()
                return Literal(float(token.text) if "." in token.text else int(token.text))
            case "text":
                return Literal(self._take().text[1:-1])
            case "quoted":
                return Path(self._take().text)
            case "name":
                return self._named()
        if self._taken("("):
            inner = self._level(0)
            self._need(")")
            return inner
        raise self._refusal("a value")

    def _named(self) -> Expression:
        """A word, a variable, a call, a lambda or a path, by what follows."""
        name = self._take().text
        if name in _WORDS and self._here.text != ".":
            return Literal(_WORDS[name])
        if self._taken("->"):
            self._bound.append(name)
            body = self._level(0)
            self._bound.pop()
            return Lambda(name, body)
        if self._taken("("):
            return Call(name, self._arguments())
        return Variable(name) if name in self._bound else self._path(name)

    def _path(self, source: str) -> Expression:
        """As far as names and numbers go; a name before ``(`` is a method, and no part of the path."""
        while True:
            after = self._tokens[self._at + 1 : self._at + 3]
            kinds = [token.kind for token in after]
            if self._here.text == "." and kinds[:1] == ["name"] and [token.text for token in after[1:]] != ["("]:
                source += f".{after[0].text}"
                self._at += 2
            elif self._here.text == "[" and kinds == ["number", "sign"] and after[0].text.isdigit():
                source += f"[{after[0].text}]"
                self._at += 3
            else:
                return Path(source)

    def _postfix(self, of: Expression) -> Expression:
        while True:
            if self._taken("."):
                name = self._take()
                if name.kind != "name":
                    raise self._refusal("a name")
                of = Call(name.text, (of, *self._arguments())) if self._taken("(") else Member(of, name.text)
            elif self._taken("["):
                number = self._take()
                if not number.text.isdigit():
                    raise self._refusal("a number from 0 on")
                self._need("]")
                of = Element(of, int(number.text))
            else:
                return of

    def _arguments(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while not self._taken(")"):
            if found:
                self._need(",")
            found.append(self._level(0))
        return tuple(found)


def paths(expression: Expression) -> Iterator[str]:
    """Every path in an expression, in the order of its text."""
    match expression:
        case Path(source):
            yield source
        case Member(of, _) | Element(of, _):
            yield from paths(of)
        case Call(_, arguments):
            for argument in arguments:
                yield from paths(argument)
        case Lambda(_, body):
            yield from paths(body)
        case Operation(_, left, right):
            yield from paths(left)
            yield from paths(right)
        case Literal() | Variable():
            pass
