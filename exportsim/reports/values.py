"""Cell values made fit to be looked at: the unseen is shown, the long is cut around its difference."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

NULL = "(null)"
EMPTY = "(empty)"

_SYMBOLS = {"\0": "␀", "\n": "␤", "\r": "␍", "\t": "⇥", "\x7f": "␡"}

# Letters that change nothing to the eye, and blanks that look like the ordinary one.
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs")

_EDGE_BLANK = "·"


class Span(NamedTuple):
    """A value, made visible, around the stretch in which it differs from its counterpart."""

    before: str
    different: str
    after: str
    length: int | None
    """Characters of the whole value where it was cut, otherwise None."""

    def __str__(self) -> str:
        cut = "" if self.length is None else f" ({self.length:,} characters)"
        return f"{self.before}{self.different}{self.after}{cut}"


def visible(text: str) -> str:
    """Show every character: ``␀ ␤ ␍ ⇥`` or an escape for one without shape, ``·`` for blanks at the ends."""
    leading = len(text) - len(text.lstrip(" "))
    trailing = len(text) - len(text.rstrip(" ")) if leading < len(text) else 0
    core = text[leading : len(text) - trailing]
    return _EDGE_BLANK * leading + "".join(map(_shown, core)) + _EDGE_BLANK * trailing


def contrast(sent: str | None, read: str | None, limit: int) -> tuple[Span, Span]:
    """Two values side by side, each cut to about ``limit`` characters around the place where they part."""
    if sent is None or read is None or sent == read:
        return _plain(sent, limit), _plain(read, limit)
    start = in_common(sent, read)
    end = in_common(sent[start:][::-1], read[start:][::-1])
    return _span(sent, start, end, limit), _span(read, start, end, limit)


def shorten(text: str, limit: int) -> str:
    """Make a value visible and cut it at the end."""
    shown = visible(text)
    return shown if len(shown) <= limit else shown[: max(limit - 1, 1)] + "…"


def shorten_start(text: str, limit: int) -> str:
    """Make a value visible and cut it at the beginning: of a path, the end tells most."""
    shown = visible(text)
    return shown if len(shown) <= limit else "…" + shown[-max(limit - 1, 1) :]


def in_common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    shorter = min(len(one), len(other))
    return next((i for i in range(shorter) if one[i] != other[i]), shorter)


def _shown(character: str) -> str:
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character == " " or unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _plain(text: str | None, limit: int) -> Span:
    if not text:
        return Span("", NULL if text is None else EMPTY, "", None)
    shown = visible(text)
    if len(shown) <= limit:
        return Span(shown, "", "", None)
    return Span(shorten(text, limit), "", "", len(text))


def _span(text: str, start: int, end: int, limit: int) -> Span:
    if not text:
        return Span("", EMPTY, "", None)
    stop = len(text) - end
    whole = visible(text)
    # The visible text is cut at the same places: a blank is a dot only at the value's own ends.
    before = visible(text[:start] + "x")[:-1]
    after = visible("x" + text[stop:])[1:]
    different = whole[len(before) : len(whole) - len(after)]
    if len(whole) <= limit:
        return Span(before, different, after, None)
    context = max(limit // 4, 3)
    if len(before) > context:
        before = "…" + before[-context:]
    room = max(limit - len(before), 3)
    if len(different) > room:
        different, after = different[: room - 1] + "…", ""
    elif len(after) > (room := room - len(different)):
        after = after[: max(room - 1, 0)] + "…"
    return Span(before, different, after, len(text))
