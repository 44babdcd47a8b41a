"""Templated values, read out of a server's JSON and filled in from the customer data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.notes import Notes, nearest, step
from exportsim.adobe.pebble import Rendered, TemplateError, evaluate, parse
from exportsim.adobe.switches import Settings
from exportsim.adobe.templated import CUSTOMER_DATA

WRAPPER = '{"templatingStrategy": "NONE" or "PEBBLE_V1", "value": "..."}'
STRATEGIES = ("NONE", "PEBBLE_V1")


@dataclass(frozen=True)
class Leaf:
    """One templated value, filled in."""

    path: str
    """Where its ``value`` stands."""

    text: str

    fields: tuple[str, ...]
    """The customer data fields that it asks for."""

    missing: tuple[str, ...]
    """Those among them that the customer did not give."""


@dataclass(frozen=True)
class Reader:
    """Reads nodes of one server; what is wrong with them goes into the notes and reading goes on."""

    notes: Notes
    customer_data: Mapping[str, object]
    settings: Settings
    excused: frozenset[str] = frozenset()
    """Fields that are missing and were complained of before: ``customerData.bucket``."""

    def child(self, parent: Mapping[str, Any], path: str, key: str) -> dict[str, Any] | None:
        """Take the object under a key; None, and a problem, where something else stands."""
        node = parent[key]
        if isinstance(node, dict):
            return node
        self.notes.problem(step(path, key), f"is {describe(node)}", "an object: { ... }")
        return None

    def spelled(self, parent: Mapping[str, Any], path: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a key's spellings that are there; ``names`` begins with the documented one."""
        present = tuple(name for name in names if name in parent)
        for name in present:
            if name != names[0]:
                sentence = f"is another spelling of {names[0]} and is read as that"
                self.notes.warn(step(path, name), sentence, code="other-spelling", instead=names[0])
        return present

    def one(self, parent: Mapping[str, Any], path: str, names: tuple[str, ...]) -> Leaf | None:
        """Fill in the value under whichever of the names is there; a problem where two of them disagree."""
        leaves = [leaf for name in names if name in parent and (leaf := self.leaf(parent[name], step(path, name)))]
        if len({leaf.text for leaf in leaves}) > 1:
            values = " and ".join(f"{leaf.path} is {quoted(leaf.text)}" for leaf in leaves)
            self.notes.problem(path, f"{' and '.join(names)} mean the same and differ: {values}", "one of them")
        return leaves[0] if leaves else None

    def leaf(self, node: object, path: str) -> Leaf | None:
        """Fill in a templated value; None, and a problem, where its shape is wrong or its template is."""
        if not isinstance(node, dict):
            self.notes.problem(path, f"is {describe(node)}", WRAPPER)
            return None
        self.notes.unknown_keys(node, path, ("templatingStrategy", "value"))
        strategy, value = node.get("templatingStrategy"), node.get("value")
        if strategy not in STRATEGIES:
            what = f"is {describe(strategy)}" if "templatingStrategy" in node else "is missing"
            self.notes.problem(f"{path}.templatingStrategy", what, "known: " + ", ".join(STRATEGIES))
        if not isinstance(value, str):
            what = f"is {describe(value)}" if "value" in node else "is missing"
            self.notes.problem(f"{path}.value", what, "a string, also for numbers and booleans")
        if strategy not in STRATEGIES or not isinstance(value, str):
            return None
        rendered = self._render(value, strategy, f"{path}.value")
        if rendered is None:
            return None
        return Leaf(f"{path}.value", rendered.text, rendered.fields, rendered.missing)

    def _render(self, value: str, strategy: str, path: str) -> Rendered | None:
        if strategy == "NONE":
            if "{{" in value or "{%" in value:
                sentence = "looks like a template, but its templatingStrategy NONE makes it literal text"
                self.notes.warn(path, sentence, code="template-under-none")
            return Rendered(value)
        variables = {CUSTOMER_DATA: self.customer_data}
        try:
            template = parse(value)
            plain = evaluate(template, variables)
            escaped = evaluate(template, variables, autoescape=True)
        except TemplateError as error:
            what = f"line {error.line}, column {error.column}: {error.what}"
            self.notes.problem(path, what, error.allowed, code="template-fault")
            return None
        self._warn_of_oddities(plain, path)
        if plain.text == escaped.text:
            return plain
        return escaped if self.settings.take("template-autoescape", about=path) == "on" else plain

    def _warn_of_oddities(self, rendered: Rendered, path: str) -> None:
        for name in rendered.structures:
            sentence = f"prints {name}, a group of fields, as {quoted(rendered.text)}"
            self.notes.warn(path, sentence, code="group-printed")
        for name in rendered.fields:
            root = re.match(r"\w*", name)
            if root and root[0] != CUSTOMER_DATA:
                close = nearest(root[0], [CUSTOMER_DATA])
                reason = close or f"templates of file-based servers know {CUSTOMER_DATA} only"
                sentence = f"asks for {name}, which is nothing here; {reason}"
                self.notes.warn(path, sentence, code="variable-unknown")
