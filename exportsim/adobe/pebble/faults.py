"""What is wrong with a template, and where."""

from __future__ import annotations

import re
from bisect import bisect_right

_NEWLINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


class TemplateError(ValueError):
    """A template that cannot be rendered: what is wrong, where, and what would be right."""

    def __init__(self, what: str, allowed: str, line: int, column: int) -> None:
        self.what = what
        self.allowed = allowed
        """What would be right; empty where nothing helps."""

        self.line = line
        """From 1."""

        self.column = column
        """Of the first character that is wrong, from 1."""

        super().__init__(f"line {line}, column {column}: {what}{allowed and f' ({allowed})'}")


class Fault(Exception):
    """A fault on its way up to where the template's text is known."""

    def __init__(self, what: str, allowed: str = "", *, at: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.allowed = allowed
        self.at = at
        """The offset in the template; None until somebody knows it."""

    def placed(self, at: int) -> Fault:
        """The fault with a place, unless it has a closer one."""
        self.at = at if self.at is None else self.at
        return self

    def told(self, source: str) -> TemplateError:
        return TemplateError(self.what, self.allowed, *Positions(source).of(self.at or 0))


class Positions:
    """Lines and columns of one template."""

    def __init__(self, source: str) -> None:
        self._starts = [0, *(newline.end() for newline in _NEWLINE.finditer(source))]

    def of(self, at: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1."""
        line = bisect_right(self._starts, at)
        return line, at - self._starts[line - 1] + 1
