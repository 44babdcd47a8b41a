"""Expressions, by precedence climbing: an operator takes what binds tighter than itself.

``not`` binds tighter than ``contains`` and ``is``, and ``~`` tighter than a filter: the numbers are Pebble's own.
"""

from __future__ import annotations

from exportsim.adobe.pebble.bounds import check_nesting
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.nodes import (
    Arguments,
    Attribute,
    Binary,
    Call,
    Expression,
    Filtered,
    ListOf,
    Literal,
    MapOf,
    Ternary,
    Tested,
    Unary,
    Variable,
)
from exportsim.adobe.pebble.stream import Stream
from exportsim.adobe.pebble.tokens import Kind, Token

BINDING = {
    "or": 10,
    "and": 15,
    **dict.fromkeys(("is", "is not", "contains"), 20),
    **dict.fromkeys(("==", "equals", "!=", ">", "<", ">=", "<="), 30),
    **dict.fromkeys(("+", "-"), 40),
    **dict.fromkeys(("*", "/", "%"), 60),
    "|": 100,
    "~": 110,
    "..": 120,
}
"""How tightly each binary operator binds; all of them from left to right."""

UNARY = ("not", "+", "-")
UNARY_BINDING = 500

CONSTANTS = {"true": True, "TRUE": True, "false": False, "FALSE": False}
CONSTANTS_OF_NOTHING = ("null", "NULL", "none", "NONE")
RESERVED = ("true", "false", "null", "none")

LARGEST = 2**63 - 1


class Expressions:
    """Parses the expressions of one template."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._depth = 0

    def expression(self, minimum: int = 0) -> Expression:
        self._depth += 1
        check_nesting(self._depth, self._stream.current.at)
        left = self._operand()
        while self._stream.at(Kind.OPERATOR) and BINDING.get(self._stream.current.text, -1) >= minimum:
            left = self._link(left, self._stream.take())
        if minimum == 0 and self._stream.at(Kind.PUNCTUATION, "?"):
            left = self._ternary(left)
        self._depth -= 1
        return left

    def filter_name(self) -> tuple[Token, Arguments]:
        """``name`` or ``name(arguments)``, as it stands behind ``|`` and in a filter tag."""
        name = self._stream.expect(Kind.NAME)
        return name, self._arguments() if self._stream.at(Kind.PUNCTUATION, "(") else Arguments()

    def new_name(self) -> Token:
        """A name that something is to be called by."""
        if self._stream.at(Kind.NAME, *RESERVED):
            self._stream.refuse("where a new name was expected", "no variable can be called that")
        return self._stream.expect(Kind.NAME)

    def _link(self, left: Expression, operator: Token) -> Expression:
        match operator.text:
            case "|":
                name, arguments = self.filter_name()
                return Filtered(left, name.text, arguments, name.at)
            case "is" | "is not":
                name, arguments = self.filter_name()
                return Tested(left, name.text, operator.text == "is not", arguments, name.at)
            case text:
                return Binary(text, left, self.expression(BINDING[text] + 1), operator.at)

    def _ternary(self, condition: Expression) -> Expression:
        at = self._stream.take().at
        then = self.expression()
        self._stream.expect(Kind.PUNCTUATION, ":")
        return Ternary(condition, then, self.expression(), at)

    def _operand(self) -> Expression:
        token = self._stream.current
        if token.is_(Kind.OPERATOR, *UNARY):
            self._stream.take()
            return Unary(token.text, self.expression(UNARY_BINDING), token.at)
        if token.is_(Kind.PUNCTUATION, "("):
            self._stream.take()
            inner = self.expression()
            self._stream.expect(Kind.PUNCTUATION, ")")
            return self._extended(inner)
        if token.is_(Kind.PUNCTUATION, "["):
            return self._list()
        if token.is_(Kind.PUNCTUATION, "{"):
            return self._map()
        return self._extended(self._simple(token))

    def _simple(self, token: Token) -> Expression:
        match token.kind:
            case Kind.NAME:
                return self._named(self._stream.take())
            case Kind.NUMBER:
                return _number(self._stream.take())
            case Kind.STRING | Kind.INTERPOLATION_START:
                return self._string()
            case _:
                return self._stream.refuse("where a value was expected")

    def _named(self, token: Token) -> Expression:
        if token.text in CONSTANTS:
            return Literal(CONSTANTS[token.text], token.at)
        if token.text in CONSTANTS_OF_NOTHING:
            return Literal(None, token.at)
        if self._stream.at(Kind.PUNCTUATION, "("):
            return Call(token.text, self._arguments(), token.at)
        return Variable(token.text, token.at)

    def _string(self) -> Expression:
        """A string; with ``#{...}`` in it, its parts joined by ``~``."""
        parts: list[Expression] = []
        while True:
            token = self._stream.current
            after_string = bool(parts) and self._stream.previous is not None and self._stream.previous.is_(Kind.STRING)
            if token.is_(Kind.STRING) and not after_string:
                self._stream.take()
                parts.append(Literal(token.text, token.at))
            elif self._stream.accept(Kind.INTERPOLATION_START):
                parts.append(self.expression())
                self._stream.expect(Kind.INTERPOLATION_END)
            else:
                break
        whole = parts[0]
        for part in parts[1:]:
            whole = Binary("~", whole, part, part.at)
        return whole

    def _extended(self, node: Expression) -> Expression:
        """What follows a value directly: ``.name``, ``[expression]``."""
        stream = self._stream
        while True:
            if stream.accept(Kind.PUNCTUATION, "."):
                name = stream.expect(Kind.NAME)
                called = stream.at(Kind.PUNCTUATION, "(")
                if called:
                    self._arguments()
                node = Attribute(node, Literal(name.text, name.at), name.at, called)
            elif stream.accept(Kind.PUNCTUATION, "["):
                at = stream.current.at
                node = Attribute(node, self.expression(), at)
                stream.expect(Kind.PUNCTUATION, "]")
            elif stream.at(Kind.PUNCTUATION, "("):
                stream.refuse("behind something that is no function")
            else:
                return node

    def _arguments(self) -> Arguments:
        stream = self._stream
        stream.expect(Kind.PUNCTUATION, "(")
        positional: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        while not stream.at(Kind.PUNCTUATION, ")"):
            if positional or named:
                stream.expect(Kind.PUNCTUATION, ",")
            if stream.peek().is_(Kind.PUNCTUATION, "="):
                name = self.new_name()
                stream.take()
                named.append((name.text, self.expression()))
            elif named:
                stream.refuse("behind a named argument", "arguments by name come last")
            else:
                positional.append(self.expression())
        stream.take()
        return Arguments(tuple(positional), tuple(named))

    def _list(self) -> Expression:
        at = self._stream.take().at
        items: list[Expression] = []
        while not self._stream.accept(Kind.PUNCTUATION, "]"):
            if items:
                self._stream.expect(Kind.PUNCTUATION, ",")
            items.append(self.expression())
        return ListOf(tuple(items), at)

    def _map(self) -> Expression:
        at = self._stream.take().at
        entries: list[tuple[Expression, Expression]] = []
        while not self._stream.accept(Kind.PUNCTUATION, "}"):
            if entries:
                self._stream.expect(Kind.PUNCTUATION, ",")
            key = self.expression()
            self._stream.expect(Kind.PUNCTUATION, ":")
            entries.append((key, self.expression()))
        return MapOf(tuple(entries), at)


def _number(token: Token) -> Literal:
    if "." in token.text:
        return Literal(float(token.text), token.at)
    digits = token.text.removesuffix("L").lstrip("0") or "0"
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        raise Fault("has a number beyond 64 bits", f"at most {LARGEST}", at=token.at)
    return Literal(int(digits), token.at)
