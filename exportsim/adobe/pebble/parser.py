"""From tokens to the tree: text, print tags and the four tags that the platform has."""

from __future__ import annotations

from exportsim.adobe.notes import nearest
from exportsim.adobe.pebble.bounds import check_nesting
from exportsim.adobe.pebble.expressions import Expressions
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.lexer import tokens
from exportsim.adobe.pebble.nodes import Captured, Expression, Filtered, For, If, Node, Print, Set, Template, Text
from exportsim.adobe.pebble.stream import Stream
from exportsim.adobe.pebble.tokens import Kind, Token

TAGS = ("filter", "for", "if", "set")
"""The tags of the platform's Pebble."""

PEBBLE_ONLY = (
    *("autoescape", "block", "cache", "embed", "extends", "flush", "from", "import", "include", "macro", "parallel"),
    "verbatim",
)
"""Tags of Pebble that the platform does not offer."""


def parse(source: str) -> Template:
    """Read a template; ``TemplateError`` where it is not well-formed.

    Names of filters, tests and functions are not looked at: Pebble, too, asks for them only when it gets there.
    """
    try:
        return Template(source, _Parser(source).template())
    except Fault as fault:
        raise fault.told(source) from None


class _Parser:
    def __init__(self, source: str) -> None:
        self._stream = Stream(tokens(source))
        self._expressions = Expressions(self._stream)
        self._open: list[Token] = []

    def template(self) -> tuple[Node, ...]:
        return self._body()

    def _body(self, *ends: str) -> tuple[Node, ...]:
        """Everything up to a tag that ends it, whose ``{%`` is taken and whose name is next."""
        nodes: list[Node] = []
        while not self._stream.at(Kind.END):
            token = self._stream.take()
            if token.kind is Kind.TEXT:
                nodes.append(Text(token.text, token.at))
            elif token.kind is Kind.PRINT_START:
                nodes.append(Print(self._expressions.expression(), token.at))
                self._stream.expect(Kind.PRINT_END)
            else:
                if not self._stream.at(Kind.NAME):
                    self._stream.refuse("where a tag's name was expected", _known(ends))
                if self._stream.at(Kind.NAME, *ends) and ends:
                    return tuple(nodes)
                nodes.append(self._tag(self._stream.take(), ends))
        if ends:
            opening = self._open[-1]
            raise Fault(f'has a tag "{opening.text}" without its "{ends[-1]}"', at=opening.at)
        return tuple(nodes)

    def _tag(self, name: Token, ends: tuple[str, ...]) -> Node:
        self._open.append(name)
        check_nesting(len(self._open), name.at)
        match name.text:
            case "if":
                node: Node = self._if(name)
            case "for":
                node = self._for(name)
            case "set":
                node = self._set(name)
            case "filter":
                node = self._filter(name)
            case _:
                raise _unknown(name, ends)
        self._open.pop()
        return node

    def _if(self, name: Token) -> Node:
        branches = [self._branch()]
        otherwise: tuple[Node, ...] = ()
        while self._stream.accept(Kind.NAME, "elseif"):
            branches.append(self._branch())
        if self._stream.accept(Kind.NAME, "else"):
            self._close()
            otherwise = self._body("endif")
        self._stream.take()
        self._close()
        return If(tuple(branches), otherwise, name.at)

    def _branch(self) -> tuple[Expression, tuple[Node, ...]]:
        condition = self._expressions.expression()
        self._close()
        return condition, self._body("elseif", "else", "endif")

    def _for(self, name: Token) -> Node:
        variable = self._expressions.new_name()
        self._stream.expect(Kind.NAME, "in")
        iterable = self._expressions.expression()
        self._close()
        body = self._body("else", "endfor")
        otherwise: tuple[Node, ...] = ()
        if self._stream.accept(Kind.NAME, "else"):
            self._close()
            otherwise = self._body("endfor")
        self._stream.take()
        self._close()
        return For(variable.text, iterable, body, otherwise, name.at)

    def _set(self, name: Token) -> Node:
        variable = self._expressions.new_name()
        self._stream.expect(Kind.PUNCTUATION, "=")
        value = self._expressions.expression()
        self._close()
        return Set(variable.text, value, name.at)

    def _filter(self, name: Token) -> Node:
        filters = [self._expressions.filter_name()]
        while self._stream.accept(Kind.OPERATOR, "|"):
            filters.append(self._expressions.filter_name())
        self._close()
        whole: Expression = Captured(self._body("endfilter"), name.at)
        self._stream.take()
        self._close()
        for filter_name, arguments in filters:
            whole = Filtered(whole, filter_name.text, arguments, filter_name.at)
        return Print(whole, name.at)

    def _close(self) -> None:
        self._stream.expect(Kind.TAG_END)


def _unknown(name: Token, ends: tuple[str, ...]) -> Fault:
    if name.text in PEBBLE_ONLY:
        what = f'uses the tag "{name.text}" of Pebble, which the platform does not have'
        return Fault(what, _known(ends), at=name.at)
    close = nearest(name.text, [*TAGS, *ends])
    known = _known(ends)
    return Fault(f'uses the unknown tag "{name.text}"', f"{close} {known}" if close else known, at=name.at)


def _known(ends: tuple[str, ...]) -> str:
    return "known: " + ", ".join([*TAGS, *ends])
