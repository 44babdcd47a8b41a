"""Values of options as words: in the names of files, and for people to read."""

from __future__ import annotations

import re

CHARACTERS = {
    ",": "comma",
    "\t": "tab",
    "|": "pipe",
    ";": "semicolon",
    ":": "colon",
    '"': "double-quote",
    "'": "single-quote",
    "\\": "backslash",
    "^": "caret",
    "#": "hash",
    "\0": "nul",
    "\n": "lf",
    "\r": "cr",
}
"""What a file name calls a character that it cannot hold, or that could not be seen in it."""

SHORT = 2
"""Texts of no more characters are spelled out one by one; of a longer one only the plain characters are kept."""

SIGNS = {"\0": "U+0000", "\t": "TAB", "\n": "LF", "\r": "CR"}


def slug(value: str) -> str:
    """A value as a part of a file name: ``comma``, ``cr-lf``, ``backslash-N``, ``dd.MM.yyyy``."""
    if not value:
        return "empty"
    if len(value) <= SHORT and not value.isalnum():
        return "-".join(CHARACTERS.get(character, character) for character in value)
    plain = re.sub(r"['\[\]]", "", value)
    return re.sub(r"[^\w.+-]+", "-", plain).strip("-")


def spelled(value: str) -> str:
    """A value that can be seen: ``CR LF``, ``U+0000``, ``(empty)``, anything else as it is."""
    if not value:
        return "(empty)"
    return " ".join(SIGNS[character] for character in value) if set(value) <= set(SIGNS) else value
