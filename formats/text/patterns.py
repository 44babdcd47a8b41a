"""The date-pattern language: a pattern becomes pieces, or is refused as Spark refuses it.

The letters and their lengths are those of Java's ``DateTimeFormatterBuilder.appendPattern`` less what Spark's
``DateTimeFormatterHelper`` forbids on top (Spark's page "Datetime Patterns for Formatting and Parsing").
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from formats.base import FormatError


@dataclass(frozen=True)
class Literal:
    """Text that stands for itself."""

    text: str


@dataclass(frozen=True)
class Field:
    """One letter, repeated. ``u`` is the proleptic year, ``y`` the year of an era."""

    letter: str
    count: int


@dataclass(frozen=True)
class Section:
    """``[…]``: printed when every field in it exists."""

    pieces: tuple[Literal | Field | Section, ...]


Piece = Literal | Field | Section

DAY_LETTERS = frozenset("GuyMLdDEFQqg")
SECOND_LETTERS = frozenset("HkKhmsa")
FRACTION_LETTERS = frozenset("S")
OFFSET_LETTERS = frozenset("XxZO")
NAME_LETTERS = frozenset("zv")
ZONE_LETTERS = frozenset("V")

_LENGTHS: dict[str, Collection[int]] = {
    **dict.fromkeys("GMLEQqz", range(1, 5)),
    **dict.fromkeys("dHkKhms", range(1, 3)),
    **dict.fromkeys("XxZ", range(1, 6)),
    **dict.fromkeys("Fa", (1,)),
    **dict.fromkeys("Ov", (1, 4)),
    "y": range(1, 7),
    "D": range(1, 4),
    "g": range(1, 20),
    "S": range(1, 10),
    "V": (2,),
}
"""How often each letter may stand in a row."""

_WEEK_BASED = frozenset("YWwuec")
_RESERVED = frozenset("{}#")

_FIELD_NAMES = {
    "H": "HourOfDay",
    "k": "ClockHourOfDay",
    "K": "HourOfAmPm",
    "h": "ClockHourOfAmPm",
    "m": "MinuteOfHour",
    "s": "SecondOfMinute",
    "S": "NanoOfSecond",
    "a": "AmPmOfDay",
    **dict.fromkeys("XxZO", "OffsetSeconds"),
    **dict.fromkeys("Vzv", "ZoneId"),
}
"""What Java calls the field behind a letter that a date, or a time without zone, does not have."""


@lru_cache(maxsize=256)
def parse(option: str, pattern: str) -> tuple[Piece, ...]:
    """Cut a pattern, given as ``option`` (``dateFormat`` …), into pieces.

    ``y`` becomes ``u``, the proleptic year, unless the pattern has an era letter. Raises ``FormatError``.
    """
    closed: list[list[Piece]] = []
    """The pieces before each bracket that is still open."""
    pieces: list[Piece] = []
    year = "y" if "G" in "".join(pattern.split("'")[::2]) else "u"
    at = 0
    while at < len(pattern):
        char = pattern[at]
        end = at + 1
        if char.isascii() and char.isalpha():
            end = at + sum(1 for _ in takewhile(char.__eq__, pattern[at:]))
            _check_letter(option, pattern, char, end - at)
            pieces.append(Field(year if char == "y" else char, end - at))
        elif char == "'":
            end = _end_of_quoted(option, pattern, at)
            pieces.append(Literal(pattern[at + 1 : end - 1].replace("''", "'") or "'"))
        elif char == "[":
            closed.append(pieces)
            pieces = []
        elif char == "]":
            if not closed:
                raise FormatError("a ] without a [ before it", option=option, value=pattern)
            pieces = [*closed.pop(), Section(tuple(pieces))]
        elif char in _RESERVED:
            what = f"the reserved character {char}"
            raise FormatError(what, option=option, value=pattern, allowed=f"'{char}', in quotes")
        else:
            pieces.append(Literal(char))
        at = end
    while closed:
        pieces = [*closed.pop(), Section(tuple(pieces))]
    return tuple(pieces)


def flatten(option: str, pattern: str, letters: Collection[str]) -> tuple[Literal | Field, ...]:
    """Give the pieces that a value with the fields of ``letters`` prints, less sections with another field.

    Raises ``FormatError`` for another field outside every section.
    """
    flat: list[Literal | Field] = []
    for piece in parse(option, pattern):
        kept = _kept(piece, letters)
        if isinstance(kept, Field):
            what = f"Unsupported field: {_FIELD_NAMES[kept.letter]}: the column's values do not have it"
            raise FormatError(what, option=option, value=pattern)
        flat += kept
    return tuple(flat)


def _kept(piece: Piece, letters: Collection[str]) -> tuple[Literal | Field, ...] | Field:
    """Give what is printed of a piece, or the first field that the value lacks."""
    match piece:
        case Literal():
            return (piece,)
        case Field(letter):
            return (piece,) if letter in letters else piece
        case Section(pieces):
            flat: tuple[Literal | Field, ...] = ()
            for inner in pieces:
                kept = _kept(inner, letters)
                if isinstance(kept, Field):
                    return ()
                flat += kept
            return flat


def _check_letter(option: str, pattern: str, letter: str, count: int) -> None:
    what = ""
    if letter in _WEEK_BASED:
        what = f"week-based letters are not supported: {letter}"
    elif letter not in _LENGTHS:
        what = f"an unknown pattern letter: {letter}"
    elif count not in _LENGTHS[letter]:
        what = f"{count} letters {letter} in a row"
    if what:
        lengths = " or ".join(letter * length for length in _LENGTHS.get(letter, ()))
        allowed = lengths or "the letters G y M L d D E F Q q g H k K h m s S a X x Z O V z v, other text in '…'"
        raise FormatError(what, option=option, value=pattern, allowed=allowed)


def _end_of_quoted(option: str, pattern: str, start: int) -> int:
    """Find the end of the quoted text at ``start``: a quote not doubled, so four in a row print one."""
    at = start + 1
    while (at := pattern.find("'", at)) >= 0:
        if pattern[at : at + 2] != "''":
            return at + 1
        at += 2
    what = "a quoted text that does not end"
    raise FormatError(what, option=option, value=pattern, allowed="'text', '' for a quote")
