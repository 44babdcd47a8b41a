"""Customer data: the values a customer filled in, by the name of their field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exportsim.adobe.json_file import describe, read_object
from exportsim.adobe.notes import step
from exportsim.errors import ConfigurationError, Problem

CustomerData = Mapping[str, str | Mapping[str, str]]
"""Field name to value; a group of fields is a mapping of its own, one level deep."""

NOTHING: Mapping[str, str] = MappingProxyType({})

ALLOWED = 'a string, a number, true or false; one level of grouping: {"csvOptions": {"quote": "\'"}}'


def load_customer_data(path: Path | None, *, over: Mapping[str, str] = NOTHING) -> dict[str, str | Mapping[str, str]]:
    """Read customer data; numbers and booleans become the text JSON writes them with.

    ``path`` is None where a customer gives no file. The values of ``over`` are laid over the file's; a name
    with a dot, ``csvOptions.quote``, means a field of a group. Raises ``ConfigurationError`` when the file
    holds no JSON object, or anything but such values in it.
    """
    data = {} if path is None else parse_customer_data(read_object(path), path.name)
    for name, value in over.items():
        group, dot, field = name.partition(".")
        if dot:
            fields = data.get(group, {})
            data[group] = {**(fields if isinstance(fields, Mapping) else {}), field: value}
        else:
            data[name] = value
    return data


def parse_customer_data(document: Mapping[str, Any], file: str) -> dict[str, str | Mapping[str, str]]:
    """As ``load_customer_data``, for JSON already read; ``file`` is what messages call it."""
    problems = list(_problems(document, file))
    if problems:
        raise ConfigurationError(problems)
    return {
        name: {inner: _text(leaf) for inner, leaf in value.items()} if isinstance(value, dict) else _text(value)
        for name, value in document.items()
    }


def _problems(document: Mapping[str, Any], file: str) -> Iterator[Problem]:
    for name, value in document.items():
        at = step("$", name)
        inner = isinstance(value, dict)
        leaves = {step(at, key): leaf for key, leaf in value.items()} if inner else {at: value}
        for path, leaf in leaves.items():
            where = f"{file}: {path}"
            if leaf is None:
                yield Problem(where, "is null", 'leave the field out, or write "" for a blank one')
            elif isinstance(leaf, list | dict):
                yield Problem(where, f"is {describe(leaf)}", ALLOWED)


def _text(value: str | bool | int | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
