"""Which field of which variable an expression asks for, where that can be told from the template alone."""

from __future__ import annotations

from exportsim.adobe.notes import step
from exportsim.adobe.pebble.nodes import Attribute, Expression, Literal, Variable


def path_of(node: Expression) -> tuple[str, ...] | None:
    """``customerData.a['b']`` as variable and keys; None where a key is computed, or no variable is asked for."""
    keys: list[str] = []
    while isinstance(node, Attribute):
        if node.called or not isinstance(node.key, Literal) or not isinstance(node.key.value, str):
            return None
        keys.append(node.key.value)
        node = node.left
    return (node.name, *reversed(keys)) if isinstance(node, Variable) else None


def name_of(path: tuple[str, ...]) -> str:
    """A path as it is written in a template: ``customerData.a``, ``customerData["b-c"]``."""
    name = path[0]
    for key in path[1:]:
        name = step(name, key)
    return name
