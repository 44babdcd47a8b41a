"""The JSON of an audience template: for each event one HTTP call, and what to take from its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exportsim.adobe.json_file import describe, quoted
from exportsim.adobe.node import Node
from exportsim.adobe.notes import Notes
from exportsim.adobe.pasted import read_pasted
from exportsim.adobe.patterns import fault
from exportsim.errors import ConfigurationError

EVENTS = (
    "create",
    "update",
    "delete",
    "validate",
    "notify",
    "createDestination",
    "updateDestination",
    "deleteDestination",
)
METHODS = ("POST", "GET", "PUT", "DELETE", "PATCH")
WRAPPER = "metadataTemplate"
DEEPEST = 64
"""Levels of a body's JSON."""

Fields = tuple[tuple[str, str], ...]
"""Names, each with the template of its value."""


@dataclass(frozen=True)
class Call:
    """What is called for one event; every text in it is a template."""

    event: str
    path: str
    """Where it is defined."""

    method: str
    url: str
    headers: Fields = ()
    body: Any = None
    """A text, or JSON whose texts are templates; None: the request has no body."""

    fields: Fields = ()
    """What to take from a good answer."""

    errors: Fields = ()
    """What to take from a bad one."""


@dataclass(frozen=True)
class Validation:
    """A pattern that a value of the customer data must have before anything is called."""

    path: str
    field: str
    pattern: str


@dataclass(frozen=True)
class AudienceTemplate:
    """An audience template, read."""

    file: str
    name: str
    calls: Mapping[str, Call]
    """By event."""

    validations: tuple[Validation, ...] = ()
    warnings: tuple[str, ...] = ()


def load_audience_template(path: Path) -> AudienceTemplate:
    """Read an audience template; ``ConfigurationError`` with every problem of it."""
    document, remarks = read_pasted(path)
    return read_audience_template(document, path.name, remarks)


def read_audience_template(document: dict[str, Any], file: str, remarks: tuple[str, ...] = ()) -> AudienceTemplate:
    """As ``load_audience_template``, for JSON already read; ``file`` is what messages call it."""
    notes = Notes(file)
    notes.mended(remarks)
    template = _read(document, file, notes)
    if notes.problems:
        raise ConfigurationError(notes.problems)
    return template


def _read(document: dict[str, Any], file: str, notes: Notes) -> AudienceTemplate:
    whole = Node(notes, document, "$")
    inner = whole.node(WRAPPER)
    if inner is None and any(event in document for event in EVENTS):
        notes.warn("$", f"has no {WRAPPER} around the events; they are read as if it did")
        inner = whole
    if inner is None:
        notes.problem(f"$.{WRAPPER}", "is missing", "an object with: " + ", ".join(EVENTS))
        return AudienceTemplate(file, "", {})
    calls = {event: _call(event, node) for event in EVENTS if (node := inner.node(event)) is not None}
    if not calls:
        notes.problem(inner.path, "has no event", "one of: " + ", ".join(EVENTS))
    name = inner.text("name")
    if name is None:
        notes.warn(inner.path, "has no name, which the platform shows beside the partner's messages")
    validations = [*_validations(whole), *(_validations(inner) if inner is not whole else [])]
    whole.ignore("instanceId", "createdDate", "lastModifiedDate", "imsOrg", "sandboxName", "sandboxId")
    whole.end()
    if inner is not whole:
        inner.end()
    return AudienceTemplate(file, name or "", calls, tuple(validations), tuple(notes.warnings))


def _depth(node: Any) -> int:
    """How deeply JSON is nested, level by level."""
    depth, level = 0, [node]
    while level:
        inner = [one for one in level if isinstance(one, dict | list)]
        level = [value for one in inner for value in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return depth


def _validations(node: Node) -> list[Validation]:
    found = []
    for one in node.nodes("validations"):
        field, pattern = one.text("field", required=True), one.text("regex", required=True)
        one.end()
        why = fault(pattern or "")
        if why:
            one.warn("regex", f"{quoted(pattern or '')} cannot be checked here: {why}", code="pattern-not-checked")
        elif field is not None and pattern is not None:
            found.append(Validation(one.path, field, pattern))
    return found


def _call(event: str, node: Node) -> Call:
    call = Call(
        event,
        node.path,
        node.word("httpMethod", known=METHODS, required=True) or "GET",
        node.text("url", required=True) or "",
        _pairs(node, "headers", "header"),
        _body(node),
        _pairs(node, "responseFields", "name"),
        _pairs(node, "responseErrorFields", "name"),
    )
    node.end()
    if event == "create" and not any(name == "externalAudienceId" for name, _ in call.fields):
        sentence = "does not take externalAudienceId: the platform would not know what was created"
        node.warn("responseFields", sentence, code="audience-id-not-taken")
    if not call.errors:
        sentence = "is not given: users would not see why a call failed"
        node.warn("responseErrorFields", sentence, code="errors-not-taken")
    return call


def _pairs(node: Node, key: str, name: str) -> Fields:
    pairs = []
    for inner in node.nodes(key):
        given, value = inner.text(name, required=True), inner.text("value", required=True)
        inner.end()
        if given is not None and value is not None:
            pairs.append((given, value))
    return tuple(pairs)


def _body(node: Node) -> Any:
    """What stands under ``json``, the one form that the vendor shows, or a text as it is."""
    given = node.value.get("requestBody")
    node.ignore("requestBody")
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, dict) and set(given) == {"json"}:
        if _depth(given["json"]) <= DEEPEST:
            return given["json"]
        node.problem("requestBody", "is nested too deeply", f"{DEEPEST} levels")
        return None
    what = f"holds {', '.join(given) or 'nothing'}" if isinstance(given, dict) else f"is {describe(given)}"
    node.problem("requestBody", what, '{"json": ...}, or a string')
    return None
