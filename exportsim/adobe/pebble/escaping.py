"""Escaping: the filter ``escape`` with its strategies, ``raw``, and what autoescape does to printed values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import quote

from exportsim.adobe.pebble.bounds import Budget
from exportsim.adobe.pebble.faults import Fault
from exportsim.adobe.pebble.utf16 import to_units
from exportsim.adobe.pebble.values import Safe, Value, text_of

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_ESCAPES = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_LIMIT = 12
"""At most so many characters become of one."""


def html(text: str) -> str:
    """The five characters that mean something in HTML as entities."""
    return re.sub("[&<>\"']", lambda found: _ENTITIES[found[0]], text)


def json_string(text: str) -> str:
    """A text as JSON writes it, in its quotes."""
    return json.dumps(text, ensure_ascii=False)


def escaped(value: Value, arguments: dict[str, Value], budget: Budget) -> Value:
    if value is None or isinstance(value, Safe):
        return value
    name = arguments.get("strategy")
    strategy = STRATEGIES.get("html" if name is None else str(name))
    if strategy is None:
        raise Fault(f'escapes by the unknown strategy "{name}"', "known: " + ", ".join(STRATEGIES))
    text = text_of(value, budget)
    budget.text(_LIMIT * len(text))
    return Safe(strategy(text))


def raw(value: Value, _arguments: dict[str, Value], budget: Budget) -> Value:
    """The value's text, which autoescape leaves alone."""
    return None if value is None else Safe(text_of(value, budget))


def _inside_json(text: str) -> str:
    return re.sub(r'[\x00-\x1f"\\&\x7f-\U0010ffff]|(?<=<)/', lambda found: _code(found[0], _hexadecimal), text)


def _inside_javascript(text: str) -> str:
    return re.sub(r'[\x00-\x1f"\'\\&\x7f-\U0010ffff]|(?<=<)/', lambda found: _code(found[0], _short), text)


def _code(character: str, write: Callable[[int], str]) -> str:
    if character == "/":
        return r"\/"
    if character in _ESCAPES:
        return _ESCAPES[character]
    units = to_units(character).data
    return "".join(write(int.from_bytes(units[at : at + 2], "little")) for at in range(0, len(units), 2))


def _hexadecimal(unit: int) -> str:
    return f"\\u{unit:04X}"


def _short(unit: int) -> str:
    if unit in (0, 0x27):
        return "\\0" if unit == 0 else "\\'"
    return f"\\x{unit:02X}" if unit < 0x100 else _hexadecimal(unit)


def _in_query(text: str) -> str:
    return quote(text, safe="-._~!$'()*,;:@/?", errors="replace")


STRATEGIES: dict[str, Callable[[str], str]] = {
    "html": html,
    "js": _inside_javascript,
    "json": _inside_json,
    "url_param": _in_query,
}
"""Pebble's, but for ``css``."""
