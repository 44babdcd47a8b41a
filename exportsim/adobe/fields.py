"""The fields that a destination asks its customers to fill in: ``customerDataFields`` and ``profileFields``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.node import Node
from exportsim.adobe.notes import Notes
from exportsim.adobe.patterns import fault

TYPES = ("string", "integer", "object", "boolean")
OPERATORS = ("EQUALS", "CONTAINS", "NOT_CONTAINS")
DOCUMENTED_OPERATOR = OPERATORS[0]


@dataclass(frozen=True)
class Condition:
    """When a field is shown: only while another one has a value."""

    field: str
    operator: str
    value: str

    def holds(self, given: str | None) -> bool:
        """Whether the other field's value, None where it has none, fulfils it."""
        if self.operator == "NOT_CONTAINS":
            return self.value not in (given or "")
        return given is not None and (given == self.value if self.operator == "EQUALS" else self.value in given)


@dataclass(frozen=True)
class Field:
    """One input of the form, or a group of them."""

    path: str
    """Where it is defined."""

    name: str
    type: str = "string"
    title: str = ""
    required: bool = False
    pattern: str | None = None
    """A regular expression that a value is searched for; None where there is none, or none that can be checked here."""

    choices: tuple[str, ...] = ()
    """All that a drop-down list offers; empty: the input is free."""

    default: str | None = None
    hidden: bool = False
    read_only: bool = False
    condition: Condition | None = None
    fields: tuple[Field, ...] = ()
    """Of a group."""


def read_fields(nodes: Iterable[Node], *, depth: int = 0) -> tuple[Field, ...]:
    """Read the fields of one level; what is wrong with them goes into the notes."""
    fields: dict[str, Field] = {}
    for node in nodes:
        field = _field(node, depth)
        if field is None:
            continue
        if field.name in fields:
            node.problem("name", f"is {quoted(field.name)}, as is {fields[field.name].path}.name", "a name of its own")
        fields.setdefault(field.name, field)
    return tuple(fields.values())


def warn_of_conditions(notes: Notes, fields: tuple[Field, ...]) -> None:
    """Warn of conditions that no value can fulfil."""
    for group in (fields, *(one.fields for one in fields)):
        for field in group:
            if field.condition is None:
                continue
            path, asked = f"{field.path}.conditional", field.condition.field
            other = next((one for one in (*group, *fields) if one.name == asked and one is not field), None)
            if other is None:
                notes.warn(f"{path}.field", f"is {quoted(asked)}, which is no other field", code="condition-never-met")
            elif field.condition.operator == "EQUALS" and other.choices and field.condition.value not in other.choices:
                sentence = f"is {quoted(field.condition.value)}, which {other.path} does not offer"
                notes.warn(f"{path}.value", sentence, code="condition-never-met")


def _field(node: Node, depth: int) -> Field | None:
    name = node.text("name", required=True)
    kind = node.word("type", known=TYPES, required=True)
    group = kind == "object"
    if group and depth:
        node.problem("type", "is a group within a group", "one level of grouping")
    properties = node.nodes("properties")
    if properties and not group:
        node.warn("properties", f"has no effect: the type is {kind}", code="properties-idle")
    if kind == "boolean":
        sentence = "boolean is not among the documented types; a customer fills in true or false"
        node.warn("type", sentence, code="field-type-not-listed")
    if name is not None and not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
        sentence = f"templates can ask for it with brackets only: customerData[{quoted(name)}]"
        node.warn("name", sentence, code="field-name-not-a-word")
    if name is not None and not depth and name.lower() in ("name", "description"):
        sentence = "the platform's form has this field of its own, so customers see it twice"
        node.warn("name", sentence, code="field-of-the-platform")
    field = Field(
        node.path,
        name or "",
        kind or "string",
        node.text("title") or name or "",
        node.flag("isRequired"),
        _pattern(node),
        _choices(node),
        _default(node),
        node.flag("hidden"),
        node.flag("readOnly"),
        _condition(node),
        read_fields(properties, depth=depth + 1) if group and not depth else (),
    )
    node.ignore("description", "unique", "format", "dynamicEnum")
    node.end()
    if field.choices and field.default is not None and not is_offered(field, field.default):
        node.warn("default", f"is {quoted(field.default)}, which the list does not offer", code="default-not-offered")
    return field if name else None


def is_offered(field: Field, value: str) -> bool:
    """Whether a drop-down list has the value."""
    # The vendor's snippets write the null character now as U+0000, now as the empty string.
    return value in field.choices or (value in ("", "\0") and bool({"", "\0"}.intersection(field.choices)))


def _pattern(node: Node) -> str | None:
    pattern = node.text("pattern")
    why = fault(pattern or "")
    if why:
        node.warn("pattern", f"{quoted(pattern or '')} cannot be checked here: {why}", code="pattern-not-checked")
    return None if why else pattern


def _choices(node: Node) -> tuple[str, ...]:
    plain = node.texts("enum")
    named = tuple(value for one in node.nodes("namedEnum") if (value := _choice(one)) is not None)
    if plain and named and set(plain) != set(named):
        node.problem("enum", f"and {node.at('namedEnum')} offer different values", "one of them")
    return named or plain or ()


def _choice(node: Node) -> str | None:
    value = node.text("value", required=True)
    node.text("name")
    node.end()
    return value


def _default(node: Node) -> str | None:
    value: Any = node.value.get("default")
    node.ignore("default")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if value is not None and not isinstance(value, str):
        node.problem("default", f"is {describe(value)}", "a string")
        return None
    return value


def _condition(node: Node) -> Condition | None:
    inner = node.node("conditional")
    if inner is None:
        return None
    field, value = inner.text("field", required=True), inner.text("value", required=True)
    operator = inner.word("operator", known=OPERATORS, required=True)
    inner.end()
    if operator is not None and operator != DOCUMENTED_OPERATOR:
        inner.warn("operator", f"only {DOCUMENTED_OPERATOR} is documented for partners", code="operator-not-listed")
    if field is None or value is None or operator is None:
        return None
    return Condition(field, operator, value)
