"""What the values of a column look like: numbers, dates, identifiers, or text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    name: str
    shape: re.Pattern[str]
    pattern: str = ""
    """In Spark's letters, for dates and timestamps."""


def _kind(name: str, shape: str, pattern: str = "") -> Kind:
    return Kind(name, re.compile(shape, re.ASCII), pattern)


_YEAR, _MONTH, _DAY = r"[12]\d{3}", r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)"

KINDS = (
    _kind("boolean", "true|false"),
    _kind("integer", r"0|-?[1-9]\d*"),
    _kind("decimal", r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:E-?\d+)?"),
    _kind("date", f"{_YEAR}-{_MONTH}-{_DAY}", "yyyy-MM-dd"),
    _kind("date", f"{_MONTH}/{_DAY}/{_YEAR}", "MM/dd/yyyy"),
    _kind("date", f"{_DAY}/{_MONTH}/{_YEAR}", "dd/MM/yyyy"),
    _kind("date", rf"{_DAY}\.{_MONTH}\.{_YEAR}", "dd.MM.yyyy"),
    _kind("timestamp", rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}\.\d{{3}}{_ZONE}", "yyyy-MM-dd'T'HH:mm:ss[.SSS][XXX]"),
    _kind("timestamp", rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}", "yyyy-MM-dd'T'HH:mm:ssXXX"),
    _kind("timestamp", rf"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}\.\d{{3}}", "yyyy-MM-dd'T'HH:mm:ss[.SSS]"),
    _kind("timestamp", f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}", "yyyy-MM-dd'T'HH:mm:ss"),
    _kind("timestamp", f"{_YEAR}-{_MONTH}-{_DAY} {_TIME}", "yyyy-MM-dd HH:mm:ss"),
    _kind("timestamp", f"{_MONTH}/{_DAY}/{_YEAR} {_TIME}", "MM/dd/yyyy HH:mm:ss"),
    _kind("uuid", r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
    _kind("digest", r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}"),
    _kind("email", r"[^@\s,;|\"]+@[\w.-]+\.\w+"),
    _kind("phone", r"\+[0-9][0-9 ().-]{5,20}"),
    _kind("url", r"https?://[^\s,;|\"]+"),
)
"""The narrower kind before the wider one: each column is of the first that fits all its values."""

TEXT = re.compile(r"[^,;|:\t\x00\x01~\"\r\n]*")
"""Text without what might be a delimiter or a quote."""

_ANY = re.compile("|".join(f"(?:{kind.shape.pattern})" for kind in KINDS), re.ASCII)


def kind_of(values: Iterable[str]) -> Kind | None:
    """The first kind that all values are of; None for text and for no values."""
    distinct = list(dict.fromkeys(values))
    if not distinct:
        return None
    return next((kind for kind in KINDS if all(map(kind.shape.fullmatch, distinct))), None)


def typical(value: str) -> bool:
    """Whether a value is of some kind of its own."""
    return _ANY.fullmatch(value) is not None


def plausible(values: Sequence[str]) -> float:
    """The share of values that look whole: of a kind, or text without delimiters in it."""
    if not values:
        return 0.0
    numbers = Counter(values)
    return sum(numbers[value] for value in numbers if TEXT.fullmatch(value) or typical(value)) / len(values)
