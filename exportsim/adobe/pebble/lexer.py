"""From a template's text to its tokens, with Pebble's rules for blanks and newlines.

One newline directly behind a tag belongs to it, and a dash inside a tag (``{{- x -}}``) eats all blanks beside it.
Tokens are made one by one, so that the first fault of a template is the one that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exportsim.adobe.pebble.bounds import TEMPLATE_SIZE, check_nesting, exceeded
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.tokens import Kind, Token

BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a"
    "\u2028\u2029\u205f\u3000"
)
"""What Java calls whitespace: without the no-break spaces, and without U+0085, which is a newline all the same."""

_NEWLINE = r"(?:\r\n|\n\r|[\r\n\x85\u2028\u2029])?"
_BLANK = r"[ \t\n\x0b\f\r]"

_START = re.compile(r"\{[{%#]")
_OPENING_DASH = re.compile(rf"-{_BLANK}+")
_CLOSING_DASH = re.compile(rf"{_BLANK}*-(?:\}}\}}|%\}}|#\}})")
_CLOSE = {"{{": re.compile(rf"{_BLANK}*-?\}}\}}{_NEWLINE}"), "{%": re.compile(rf"{_BLANK}*-?%\}}{_NEWLINE}")}
_COMMENT_CLOSE = re.compile(rf"#\}}{_NEWLINE}")
_COMMENT_DASH = re.compile(rf"{_BLANK}-\Z")
_INTERPOLATION_CLOSE = re.compile(rf"{_BLANK}*\}}")

_WORD_END = r"(?![A-Za-z0-9_])"
_OPERATOR = re.compile(
    rf"(?:contains|is not|equals|and|not|or|is){_WORD_END}|==|!=|>=|<=|\.\.|[-+*/%|~<>]",
)
_NUMBER = re.compile(r"[0-9]+(?:L|\.[0-9]+)?")
_PLAIN_STRING = re.compile(r'"([^#"\\]*(?:\\.[^#"\\]*)*)"|' r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL)
_STRING_PART = re.compile(r'[^#"\\]*(?:(?:\\.|#(?!\{))[^#"\\]*)*', re.DOTALL)
_PUNCTUATION = "()[]{}?:.,="
_BRACKETS = {"(": ")", "[": "]", "{": "}"}

_FOREIGN = {"&": "and is written: and", "!": "not is written: not", "`": "strings are in ' or \""}


def tokens(source: str) -> Iterator[Token]:
    """Cut a template; the last token is always ``END``. ``Fault`` where it cannot be cut."""
    if len(source) > TEMPLATE_SIZE:
        raise exceeded("characters", TEMPLATE_SIZE, "has")
    return _Lexer(source).data()


class _Lexer:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._trims = False
        self._brackets: list[tuple[str, int]] = []

    def data(self) -> Iterator[Token]:
        source = self._source
        while self._at < len(source):
            begin, start = self._at, _START.search(source, self._at)
            text = source[begin : start.start() if start else len(source)]
            if self._trims:
                begin += len(text) - len(text.lstrip(BLANKS))
                text = text.lstrip(BLANKS)
                self._trims = False
            self._at = start.end() if start else len(source)
            if start and (dash := _OPENING_DASH.match(source, self._at)):
                text = text.rstrip(BLANKS)
                self._at = dash.end()
            if text:
                yield Token(Kind.TEXT, text, begin)
            if start and start[0] == "{#":
                self._skip_comment(start.start())
            elif start:
                yield from self._inside(start[0], start.start())
        yield Token(Kind.END, "", len(source))

    def _skip_comment(self, begin: int) -> None:
        close = _COMMENT_CLOSE.search(self._source, self._at)
        if close is None:
            raise Fault("has a comment that is never closed", "{# ... #}", at=begin)
        self._trims = _COMMENT_DASH.search(self._source, self._at, close.start()) is not None
        self._at = close.end()

    def _inside(self, opening: str, begin: int) -> Iterator[Token]:
        """The tokens of ``{{ ... }}`` or ``{% ... %}``."""
        start, end = (Kind.PRINT_START, Kind.PRINT_END) if opening == "{{" else (Kind.TAG_START, Kind.TAG_END)
        yield Token(start, opening, begin)
        while True:
            if _CLOSING_DASH.match(self._source, self._at):
                self._trims = True
            close = _CLOSE[opening].match(self._source, self._at)
            if close and not self._brackets:
                yield Token(end, end.value, close.end() - len(close[0].lstrip(BLANKS)))
                self._at = close.end()
                return
            yield from self._expression(begin, f"{opening} ... {end.value}")

    def _expression(self, begin: int, whole: str) -> Iterator[Token]:
        """One token, or all of a string with ``#{...}`` in it."""
        source = self._source
        while self._at < len(source) and source[self._at] in BLANKS:
            self._at += 1
        at = self._at
        if at == len(source):
            opening, place = self._brackets[-1] if self._brackets else (whole[:2], begin)
            raise Fault(f"has {opening} that is never closed", whole, at=place)
        if found := _OPERATOR.match(source, at):
            yield self._token(Kind.OPERATOR, found[0], found.end())
        elif size := _name_size(source, at):
            yield self._token(Kind.NAME, source[at : at + size], at + size)
        elif found := _NUMBER.match(source, at):
            yield self._token(Kind.NUMBER, found[0], found.end())
        elif source[at] in _PUNCTUATION:
            self._bracket(source[at], at, whole)
            yield self._token(Kind.PUNCTUATION, source[at], at + 1)
        elif found := _PLAIN_STRING.match(source, at):
            quote = source[at]
            # Nothing but the quote itself can be escaped: '\n' is a backslash and an n.
            yield self._token(Kind.STRING, found[0][1:-1].replace("\\" + quote, quote), found.end())
        elif source[at] == '"':
            yield from self._interpolated()
        else:
            what = "a string that is never closed" if source[at] == "'" else f"the unexpected character {source[at]!r}"
            raise Fault(f"has {what}", _FOREIGN.get(source[at], ""), at=at)

    def _token(self, kind: Kind, text: str, end: int) -> Token:
        token = Token(kind, text, self._at)
        self._at = end
        return token

    def _bracket(self, character: str, at: int, whole: str) -> None:
        if character in _BRACKETS:
            self._open(character, at)
        elif character in _BRACKETS.values():
            opening, _place = self._brackets[-1] if self._brackets else ("", 0)
            if not opening and character == "}":
                raise Fault(f"has }} alone where {whole[-2:]} was expected", whole, at=at)
            if _BRACKETS.get(opening) != character:
                raise Fault(f"has {character} without its opening bracket", at=at)
            self._brackets.pop()

    def _open(self, bracket: str, at: int) -> None:
        self._brackets.append((bracket, at))
        check_nesting(len(self._brackets), at)

    def _interpolated(self) -> Iterator[Token]:
        """The tokens of a string in double quotes with ``#`` in it; between ``#{`` and ``}`` stands an expression."""
        source, begin = self._source, self._at
        self._open('"', begin)
        self._at += 1
        while True:
            part = _STRING_PART.match(source, self._at)
            if source.startswith("#{", self._at):
                yield from self._interpolation()
            elif part and part[0]:
                yield self._token(Kind.STRING, part[0], part.end())
            elif source.startswith('"', self._at):
                self._at += 1
                self._brackets.pop()
                return
            else:
                raise Fault("has a string that is never closed", at=begin)

    def _interpolation(self) -> Iterator[Token]:
        begin = self._at
        yield self._token(Kind.INTERPOLATION_START, "#{", begin + 2)
        self._open("#{", begin)
        while True:
            close = _INTERPOLATION_CLOSE.match(self._source, self._at)
            if close and self._brackets[-1][0] == "#{":
                self._brackets.pop()
                yield Token(Kind.INTERPOLATION_END, "}", close.end() - 1)
                self._at = close.end()
                return
            yield from self._expression(begin, "#{ ... }")


def _name_size(source: str, at: int) -> int:
    """How long the name is that begins here: letters, digits and underscores, no digit first."""
    end = at
    while end < len(source) and (source[end].isalpha() or source[end] == "_" or (end > at and source[end].isdecimal())):
        end += 1
    return end - at
