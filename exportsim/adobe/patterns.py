"""Regular expressions that partners write, held against values: Java's dialect as far as one knows it, and in time.

The vendor's own pattern of folders goes on for ever with Python's module, given thirty macros and a blank.
"""

from __future__ import annotations

import regex

PATIENCE = 1.0
"""Seconds for one value."""


def fault(pattern: str) -> str:
    """Why a pattern cannot be checked here; empty where it can."""
    try:
        regex.compile(pattern)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def fits(pattern: str, value: str) -> bool | None:
    """Whether a value has the pattern somewhere, as forms ask it; None where that takes too long to tell."""
    try:
        return regex.search(pattern, value, timeout=PATIENCE) is not None
    except TimeoutError:
        return None
