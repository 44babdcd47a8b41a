"""The pieces that a template's text is cut into."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Kind(Enum):
    """Of a token; the values are how messages call it."""

    TEXT = "text"
    PRINT_START = "{{"
    PRINT_END = "}}"
    TAG_START = "{%"
    TAG_END = "%}"
    NAME = "a name"
    OPERATOR = "an operator"
    PUNCTUATION = "punctuation"
    STRING = "a string"
    NUMBER = "a number"
    INTERPOLATION_START = "#{"
    INTERPOLATION_END = "}"
    END = "the end of the template"


class Token(NamedTuple):
    kind: Kind
    text: str
    at: int

    def is_(self, kind: Kind, *texts: str) -> bool:
        return self.kind is kind and (not texts or self.text in texts)
