"""JSON files given by a user: read once, refused with the place of the fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

from exportsim.errors import ConfigurationError, Problem


def read_object(path: Path) -> dict[str, Any]:
    """Read the JSON object a file holds; ``ConfigurationError`` with line and column when it holds none."""
    return parse_object(read_text(path), path.name)


def read_text(path: Path) -> str:
    """Read a file as UTF-8; ``ConfigurationError`` when it is not there or is no text."""
    try:
        # Editors on Windows put a byte order mark in front, which JSON itself does not allow.
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _refusal(str(path), f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise _refusal(path.name, f"is not UTF-8 text: byte {error.start + 1} fits no character") from None


def parse_object(text: str, file: str) -> dict[str, Any]:
    """As ``read_object``, for text already read; ``file`` is what messages call it."""
    return require_object(parse_value(text, file), file)


def parse_value(text: str, file: str) -> Any:
    """As ``parse_object``, for any JSON value."""
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        sound = _is_text(json.dumps(value, ensure_ascii=False))
    except json.JSONDecodeError as error:
        where = f"{file}: line {error.lineno}, column {error.colno}"
        raise _refusal(where, f"is not JSON: {error.msg[0].lower()}{error.msg[1:]}") from None
    except RecursionError:
        raise _refusal(file, "is nested too deeply to be read") from None
    except ValueError as error:
        raise _refusal(file, f"is not JSON: {error}") from None
    if not sound:
        raise _refusal(file, "holds half of a surrogate pair, which no file can hold", r"both halves: \ud83d\ude00")
    return value


def require_object(value: Any, file: str) -> dict[str, Any]:
    """Take a JSON value that must be an object."""
    if not isinstance(value, dict):
        raise _refusal(f"{file}: $", f"is {describe(value)}", "a JSON object: { ... }")
    return value


def _is_text(value: str) -> bool:
    """Whether a string can be written to a file: JSON's escapes can spell what UTF-8 cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def describe(node: object) -> str:
    """Name a JSON value for a message: ``the string "a"``, ``a list``."""
    match node:
        case None:
            return "null"
        case bool():
            return f"the boolean {str(node).lower()}"
        case int() | float():
            return f"the number {shorten(json.dumps(node))}"
        case str():
            return f"the string {quoted(node)}"
        case list():
            return "a list"
        case _:
            return "an object"


def quoted(value: str) -> str:
    """Write a value as JSON does, short enough for a message."""
    return json.dumps(shorten(value), ensure_ascii=False)


def shorten(value: str, limit: int = 60) -> str:
    return value if len(value) <= limit else value[: limit - 1] + "…"


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


def _refusal(where: str, what: str, allowed: str = "") -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])
