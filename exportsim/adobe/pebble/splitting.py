r"""The filter ``split``: by a regular expression in Java, here by the part of them that cannot run wild.

A pattern is alternatives of characters, classes and ``\s \d \w``; only the first and the last piece of an alternative
may repeat. Such a pattern never goes back over more than one run of characters.
"""

from __future__ import annotations

import re
from itertools import pairwise

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.text_filters import string, whole
from exportsim.adobe.pebble.values import Value

LONGEST_TEXT = 10_000
"""Characters that a pattern with repetitions is tried on."""

_PIECE = re.compile(
    r"(?P<one>\\[sdwSDWtnrf\\^$.|?*+()\[\]{}/,;:&-]|\[\^?[^\[\]\\&]+\]|[^\\^$.|?*+()\[\]{}]|\.)(?P<many>[*+?]?)"
)
_KNOWN = r"characters, classes such as [,;], \s \d \w, | between alternatives, * + ? on their first or last piece"


def split(value: Value, arguments: dict[str, Value], budget: Budget) -> Value:
    """The parts of a text as an array, with Java's rules for limits and for empty parts."""
    if value is None:
        return None
    text = string(value, "input of split")
    pattern = _pattern(string(arguments.get("delimiter"), "delimiter of split"), text)
    limit = arguments.get("limit")
    budget.step(len(text))
    return tuple(_parts(text, pattern, 0 if limit is None else whole(limit, "limit of split")))


def _parts(text: str, pattern: re.Pattern[str], limit: int) -> list[str]:
    parts: list[str] = []
    at = 0
    for found in pattern.finditer(text):
        if 0 < limit <= len(parts) + 1:
            break
        if found.end() == 0 or (found.start() == found.end() == len(text)):
            # Nothing of no width in front of the first character or behind the last makes a part.
            continue
        parts.append(text[at : found.start()])
        at = found.end()
    parts.append(text[at:])
    if limit == 0 and len(parts) > 1:
        while parts and not parts[-1]:
            parts.pop()
    return parts


def _pattern(source: str, text: str) -> re.Pattern[str]:
    repeats = 0
    for alternative in _alternatives(source):
        pieces = _pieces(alternative, source)
        inner = pieces[1:-1]
        if any(piece["many"] for piece in inner) or (len(pieces) == 2 and all(piece["many"] for piece in pieces)):
            raise _refused(source)
        repeats += sum(bool(piece["many"]) for piece in pieces)
    if repeats > 2 or (repeats and len(text) > LONGEST_TEXT):
        raise Fault(f'splits a text of {len(text):,} characters by "{source[:40]}"', f"at most {LONGEST_TEXT:,}")
    return re.compile(source, re.ASCII)


def _alternatives(source: str) -> list[str]:
    """Cut at each ``|`` that is neither escaped nor in a class."""
    cuts = [-1]
    cuts += [at for at, piece in _walk(source) if piece == "|"]
    cuts.append(len(source))
    return [source[begin + 1 : end] for begin, end in pairwise(cuts)]


def _walk(source: str) -> list[tuple[int, str]]:
    return [(found.start(), found[0]) for found in re.finditer(r"\\.|\[[^\]]*\]|.", source, re.DOTALL)]


def _pieces(alternative: str, source: str) -> list[re.Match[str]]:
    pieces = []
    at = 0
    while at < len(alternative):
        piece = _PIECE.match(alternative, at)
        if piece is None:
            raise _refused(source)
        pieces.append(piece)
        at = piece.end()
    return pieces


def _refused(source: str) -> Fault:
    return Fault(f'splits by "{source[:40]}", a regular expression that is not reproduced here', _KNOWN)
