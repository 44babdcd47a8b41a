"""Texts as Java counts them: in UTF-16 units, two for a character beyond U+FFFF."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Units:
    """A text, cut into units."""

    data: bytes

    @property
    def length(self) -> int:
        return len(self.data) // 2


def to_units(text: str) -> Units:
    return Units(text.encode("utf-16-le", "surrogatepass"))


def from_units(units: Units, begin: int, end: int) -> str:
    """The text between two units; half a character at a cut stays half a character."""
    return units.data[2 * begin : 2 * end].decode("utf-16-le", "surrogatepass")
