"""Templated values: text with ``{{ customerData.field }}`` in it.

Of Pebble, the engine that Adobe names, this knows the one expression that locations and plain options use;
the rest of the language is refused by name rather than rendered wrongly. What it renders comes out as in
Pebble: a field that is missing prints nothing, and one newline directly after an expression is swallowed.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from exportsim.adobe.json_file import quoted

_TAG = re.compile(r"\{\{(?P<print>.*?)\}\}(?:\r\n|\n\r|[\r\n\x85\u2028\u2029])?|(?P<other>\{[{%#])", re.DOTALL)
_FIELD = re.compile(r"customerData((?:\.[A-Za-z_][A-Za-z0-9_]*)+)", re.ASCII)
_NAMES = {"{{": "an expression that is never closed", "{%": "a tag {% ... %}", "{#": "a comment {# ... #}"}

SUPPORTED = "plain text around {{ customerData.field }} or {{ customerData.group.field }}"


class TemplateError(ValueError):
    """A template that cannot be rendered: what stands in it, and what may."""

    def __init__(self, what: str, allowed: str = SUPPORTED) -> None:
        self.what = what
        self.allowed = allowed
        super().__init__(f"{what} ({allowed})")


@dataclass(frozen=True)
class Rendered:
    """What a template came to."""

    text: str

    fields: tuple[str, ...] = ()
    """The fields that it asked for, as they are written: ``customerData.csvOptions.quote``."""

    missing: tuple[str, ...] = ()
    """Those among them that the customer data does not hold."""


def render(template: str, customer_data: Mapping[str, object], *, autoescape: bool = False) -> Rendered:
    """Fill in a template; with ``autoescape`` printed values are HTML-escaped, as stock Pebble does.

    Raises ``TemplateError`` for anything but plain field references, and for one that reaches into a single
    value or prints a whole group.
    """
    fields: list[str] = []
    missing: list[str] = []

    def fill(tag: re.Match[str]) -> str:
        name, path = _field(tag)
        fields.append(name)
        value = _look_up(name, path, customer_data)
        if value is None:
            missing.append(name)
            return ""
        # Pebble writes the apostrophe in decimal, Python in hexadecimal.
        return html.escape(value).replace("&#x27;", "&#39;") if autoescape else value

    return Rendered(_TAG.sub(fill, template), tuple(fields), tuple(missing))


def _field(tag: re.Match[str]) -> tuple[str, list[str]]:
    if opening := tag["other"]:
        raise TemplateError(f"uses {_NAMES[opening]}: this part of the template language is not supported yet")
    reference = tag["print"].strip()
    found = _FIELD.fullmatch(reference)
    if found is None:
        expression = quoted("{{" + tag["print"] + "}}")
        raise TemplateError(f"uses {expression}: this part of the template language is not supported yet")
    return reference, found[1].removeprefix(".").split(".")


def _look_up(name: str, path: list[str], customer_data: Mapping[str, object]) -> str | None:
    value: object = customer_data
    for depth, key in enumerate(path):
        if isinstance(value, str):
            group = ".".join(["customerData", *path[:depth]])
            raise TemplateError(f"asks for {name}, but {group} is a single value, not a group of fields")
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, Mapping):
        known = ", ".join(f"{name}.{key}" for key in value) or "none: the group is empty"
        raise TemplateError(f"asks for {name}, which is a group of fields", f"one field of it: {known}")
    return None if value is None else str(value)
