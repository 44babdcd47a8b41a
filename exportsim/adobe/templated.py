"""The templates of a destination server, and the customer data that they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from exportsim.adobe.notes import nearest, step
from exportsim.adobe.pebble import Field, References, TemplateError, parse, references

CUSTOMER_DATA = "customerData"
"""The only variable that templates of file-based servers have."""


def templates(document: Mapping[str, Any]) -> Iterator[tuple[str, References]]:
    """What every well-formed template of a document asks for, with the path of its text, in the document's order."""
    todo: list[tuple[str, object]] = [("$", document)]
    while todo:
        path, node = todo.pop()
        if isinstance(node, Mapping):
            value = node.get("value")
            if node.get("templatingStrategy") == "PEBBLE_V1" and isinstance(value, str):
                try:
                    yield f"{path}.value", references(parse(value))
                except TemplateError:
                    continue
            todo.extend(reversed([(step(path, key), inner) for key, inner in node.items()]))


def asked(found: References) -> Iterator[Field]:
    """The customer data that a template asks for."""
    return (field for field in found.fields if field.path[0] == CUSTOMER_DATA)


def unasked(document: Mapping[str, Any], customer_data: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Customer data that no template of a document asks for, each with a similar name that one does, if there is one.

    Nothing where no template asks for any, or where one may ask for all.
    """
    paths = {field.path[1:] for _path, found in templates(document) for field in asked(found)}
    if not paths or () in paths:
        return
    known = sorted(".".join(path) for path in paths)
    for name in _names(customer_data, paths):
        # A path that ends early asks for all below it; one that goes on looks into a value.
        if not any(path == name[: len(path)] or name == path[: len(name)] for path in paths):
            yield ".".join(name), nearest(".".join(name), known)


def _names(customer_data: Mapping[str, object], paths: set[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Every value by its name, and a group that nothing at all is asked of by its own."""
    for name, value in customer_data.items():
        if isinstance(value, Mapping) and any(path[0] == name for path in paths):
            yield from ((name, inner) for inner in value)
        else:
            yield (name,)
