"""Where in a file's text each JSON path stands, so that a code host can show a finding on its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from exportsim.adobe.json_file import parse_value
from exportsim.adobe.notes import step
from exportsim.model import Region

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_LAST_STEP = re.compile(r'(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:\d+|"(?:[^"\\]|\\.)*")\])\Z')
_WRAPPERS = ("$", "$[0]", "$.items[0]")
"""What may stand around the object that is meant, as the authoring API answers."""


@dataclass(frozen=True)
class Place:
    """Offsets of a value, and of its key where it has one."""

    start: int
    end: int
    key: tuple[int, int] | None = None


class Places:
    """The places of one text that holds JSON."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = [0, *(newline.end() for newline in re.finditer("\n", text))]
        self._places = dict(_places(text))

    def region(self, path: str, within: int | None = None) -> Region:
        """Where a path stands, or the nearest one above it that is there.

        ``within`` is an offset into a string's text, for the one character there.
        """
        while (place := self._find(path)) is None and path != "$":
            shorter = _LAST_STEP.sub("", path)
            path = shorter if shorter != path else "$"
        if place is None:
            return self._between(0, 0)
        if within is not None and self._text[place.start] == '"':
            return self._between(*self._inside(place, within))
        if place.key and self._text[place.start] in "{[":
            # A whole object would cover the screen; its key says which.
            return self._between(*place.key)
        if self._text[place.start] in "{[":
            return self._between(place.start, place.start + 1)
        return self._between(place.start, place.end)

    def _find(self, path: str) -> Place | None:
        rest = path.removeprefix("$")
        return next((self._places[top + rest] for top in _WRAPPERS if top + rest in self._places), None)

    def _inside(self, place: Place, within: int) -> tuple[int, int]:
        at = place.start + 1
        for _ in range(within):
            at = self._character(at, place).end()
        return at, self._character(at, place).end()

    def _character(self, at: int, place: Place) -> re.Match[str]:
        found = _ESCAPE.match(self._text, min(at, place.end - 1))
        assert found is not None
        return found

    def _between(self, start: int, end: int) -> Region:
        return Region(*self._position(start), *self._position(end))

    def _position(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1


def _places(text: str) -> Iterator[tuple[str, Place]]:
    """Every value's path and place, of a text that is known to be JSON."""
    open_: list[tuple[str, int, tuple[int, int] | None, bool]] = []
    counts: list[int] = []
    key: tuple[str, tuple[int, int]] | None = None
    expects_key = False
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "}]":
            path, start, own_key, _is_object = open_.pop()
            counts.pop()
            yield path, Place(start, token.end(), own_key)
            expects_key = False
        elif mark == ",":
            expects_key = bool(open_) and open_[-1][3]
            if open_ and not open_[-1][3]:
                counts[-1] += 1
        elif mark == ":":
            expects_key = False
        elif expects_key:
            key = str(parse_value(mark, "")), token.span()
        else:
            path, own_key = _path(open_, counts, key)
            if mark in "{[":
                open_.append((path, token.start(), own_key, mark == "{"))
                counts.append(0)
                expects_key = mark == "{"
            else:
                yield path, Place(*token.span(), own_key)
            key = None


def _path(
    open_: list[tuple[str, int, tuple[int, int] | None, bool]],
    counts: list[int],
    key: tuple[str, tuple[int, int]] | None,
) -> tuple[str, tuple[int, int] | None]:
    if not open_:
        return "$", None
    parent, _start, _key, is_object = open_[-1]
    if is_object and key:
        return step(parent, key[0]), key[1]
    return f"{parent}[{counts[-1]}]", None
