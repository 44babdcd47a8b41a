"""Tokens with a look ahead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.tokens import Kind, Token


class Stream:
    """What the parsers read from; ``current`` is the next token that nobody has taken."""

    def __init__(self, tokens: Iterator[Token]) -> None:
        self._tokens = tokens
        self._ahead: list[Token] = []
        self.previous: Token | None = None

    @property
    def current(self) -> Token:
        return self.peek(0)

    def peek(self, distance: int = 1) -> Token:
        while len(self._ahead) <= distance:
            last = self._ahead[-1] if self._ahead else None
            if last and last.kind is Kind.END:
                return last
            self._ahead.append(next(self._tokens))
        return self._ahead[distance]

    def take(self) -> Token:
        token = self.current
        if token.kind is not Kind.END:
            self._ahead.pop(0)
        self.previous = token
        return token

    def at(self, kind: Kind, *texts: str) -> bool:
        return self.current.is_(kind, *texts)

    def accept(self, kind: Kind, *texts: str) -> bool:
        """Take the token if it is such a one."""
        found = self.at(kind, *texts)
        if found:
            self.take()
        return found

    def expect(self, kind: Kind, text: str = "") -> Token:
        """Take such a token; ``Fault`` where another stands."""
        if self.at(kind, *([text] if text else [])):
            return self.take()
        return self.refuse(f"where {text or kind.value} was expected")

    def refuse(self, where: str, allowed: str = "") -> NoReturn:
        """Say that nothing can be made of the current token."""
        token = self.current
        shown = token.kind.value if token.kind is Kind.END else f'"{token.text}"'
        raise Fault(f"has {shown} {where}", allowed or _advice(self.previous, token, self.peek()), at=token.at)


def _advice(previous: Token | None, token: Token, following: Token) -> str:
    """What those write who know another template language."""
    if token.is_(Kind.NAME, "in"):
        return "membership is written: map contains 'key'"
    if token.is_(Kind.PUNCTUATION, "?") and (following.text == "?" or (previous and previous.text == "?")):
        return "there is no ??; write: value | default('other')"
    if token.is_(Kind.OPERATOR, "not") and following.is_(Kind.OPERATOR, "contains"):
        return "write: not (map contains 'key')"
    if token.is_(Kind.NAME, "if"):
        return "a choice is written: condition ? value : other"
    if token.is_(Kind.NUMBER) and previous and previous.text == ".":
        return "an element of a list is written: list[0]"
    if token.is_(Kind.OPERATOR, "|") and previous and previous.text == "|":
        return "or is written: or"
    if token.is_(Kind.PUNCTUATION, "=") or (token.text == "=" and previous and previous.text == "=="):
        return "equality is written: =="
    return ""
