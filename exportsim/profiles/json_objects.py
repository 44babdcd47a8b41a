"""Reading JSON profiles one by one, with the line each begins in: exact rather than fast."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from exportsim.errors import ConfigurationError
from exportsim.profiles.source import broken, check_encoding, read_bytes

_BLOCK = 1 << 20
_AFTER = re.compile(r"\s*([,\]])")
_MARK = b"\xef\xbb\xbf"

Profile = dict[str, Any]


def is_array(path: Path) -> bool:
    """Whether the file holds one array rather than a profile on each line."""
    with read_bytes(path) as file:
        texts = (line.removeprefix(_MARK).strip() for line in file)
        return next((text for text in texts if text), b"").startswith(b"[")


def profiles(path: Path) -> Iterator[tuple[int, Profile]]:
    """Every profile and its line, from 1; raises ``ConfigurationError`` with line and column of a fault."""
    try:
        for line, value in _elements(path) if is_array(path) else _lines(path):
            if not isinstance(value, dict):
                raise broken(f"{path}:{line}", f"{json.dumps(value)[:40]} is no profile", 'an object: {"person": ...}')
            yield line, value
    except UnicodeDecodeError:
        check_encoding(path)
        raise


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    with io.TextIOWrapper(read_bytes(path), "utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except json.JSONDecodeError as error:
                    # Where a line is cut off, the fault is found behind its end, on a line that is not there.
                    column = min(error.pos, len(line.rstrip("\r\n"))) + 1
                    raise _no_json(path, number, column, error) from error


def _elements(path: Path) -> Iterator[tuple[int, Any]]:
    """Read the elements of an array, decoded one after the other while blocks of text arrive."""
    decoder = json.JSONDecoder()
    with io.TextIOWrapper(read_bytes(path), "utf-8-sig") as file:
        text = file.read(_BLOCK)
        line, column = _place(text, text.index("[") + 1, 1, 1)
        text, first, last = text[text.index("[") + 1 :], True, False
        while not last:
            try:
                start = len(text) - len(text.lstrip())
                if first and text.startswith("]", start):
                    return
                value, end = decoder.raw_decode(text, start)
                after = _AFTER.match(text, end)
                if not after:
                    raise json.JSONDecodeError("Expecting ',' delimiter", text, end)
            except json.JSONDecodeError as error:
                if block := file.read(_BLOCK):
                    text += block
                    continue
                raise _no_json(path, *_place(text, error.pos, line, column), error) from error
            yield _place(text, start, line, column)[0], value
            line, column = _place(text, after.end(), line, column)
            text, first, last = text[after.end() :], False, after[1] == "]"


def _place(text: str, position: int, line: int, column: int) -> tuple[int, int]:
    """Line and column of a position in a text that begins at a line and column."""
    before = text[:position]
    breaks = before.count("\n")
    return line + breaks, position - before.rfind("\n") if breaks else column + position


def _no_json(path: Path, line: int, column: int, error: json.JSONDecodeError) -> ConfigurationError:
    return broken(
        f"{path}:{line}:{column}",
        f"no JSON: {error.msg}",
        "one profile on each line, or one array of profiles",
    )
