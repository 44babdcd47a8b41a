"""The signs between values: close together, or with Jackson's default blanks and line feeds (``pretty``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Brackets(NamedTuple):
    """The signs of an object or an array."""

    open: str
    comma: str
    close: str
    empty: str
    """The whole of one that holds nothing."""


@dataclass(frozen=True)
class Layout:
    pretty: bool = False
    """Each field of an object on a line of its own, two blanks further in; elements of an array on one line."""

    @property
    def colon(self) -> str:
        return " : " if self.pretty else ":"

    @property
    def array(self) -> Brackets:
        return Brackets("[ ", ", ", " ]", "[ ]") if self.pretty else Brackets("[", ",", "]", "[]")

    def object(self, depth: int) -> Brackets:
        """The signs of an object within ``depth`` other objects; arrays do not count."""
        if not self.pretty:
            return Brackets("{", ",", "}", "{}")
        inside, outside = "\n" + "  " * (depth + 1), "\n" + "  " * depth
        return Brackets("{" + inside, "," + inside, outside + "}", "{ }")
