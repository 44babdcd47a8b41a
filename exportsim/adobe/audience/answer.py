"""A reply, looked at as the platform would: whether it succeeded, and has what the template takes from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from exportsim.adobe.audience.template import Call
from exportsim.adobe.json_file import shorten
from exportsim.adobe.pebble import TemplateError, render
from exportsim.model import Answered, Reply

AUDIENCE_ID = "externalAudienceId"

_PATH = re.compile(r"\{\{\s*(?P<path>[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\])*)\s*\}\}")
"""A macro that only names a place in the reply. The vendor's examples have dashes in it (``headers.X-Request-Id``),
which would be subtractions in the template language, so these are looked up."""

_STEP = re.compile(r"[\w-]+")


def answered(call: Call, reply: Reply, alias: str = "") -> Answered:
    """Hold a reply against what the template expects of it; ``alias`` is the audience's id in calls about one."""
    good = 200 <= reply.status < 300
    variables = _variables(reply)
    fields, lacking = _taken(call.fields if good else call.errors, variables)
    findings, remarks = [], []
    if good:
        findings += [f"{name} is not in the answer: {why}" for name, why in lacking]
        given = dict(fields).get(AUDIENCE_ID)
        if alias and given is not None and given != alias:
            remarks.append(f"{AUDIENCE_ID} is {given}, not {alias} as before")
    else:
        findings.append(f"the call failed: {reply.status} {reply.reason}".rstrip())
        if 300 <= reply.status < 400:
            findings.append("a redirect is not followed; the template must name the address itself")
        remarks += [f"users would not be told why: {name} is not in the answer: {why}" for name, why in lacking]
    return Answered(call.event, reply.status, reply.reason, fields, tuple(findings), tuple(remarks), reply.seconds)


def _variables(reply: Reply) -> dict[str, Any]:
    """The whole reply under the names that the vendor's examples use: a body's own keys among them."""
    try:
        body = json.loads(reply.text)
    except (ValueError, RecursionError):
        body = None
    headers = {name.lower(): value for name, value in reply.headers}
    own = body if isinstance(body, dict) else {}
    return {**own, "root": reply.text, "body": body, "response": body, "headers": headers}


def _taken(
    wanted: tuple[tuple[str, str], ...], variables: Mapping[str, Any]
) -> tuple[tuple[tuple[str, str], ...], list[tuple[str, str]]]:
    """What is there, and what is not, with the reason."""
    fields, lacking = [], []
    for name, template in wanted:
        value, why = _value(template, variables)
        if value:
            fields.append((name, value))
        else:
            lacking.append((name, why))
    return tuple(fields), lacking


def _value(template: str, variables: Mapping[str, Any]) -> tuple[str, str]:
    found = _PATH.fullmatch(template.strip())
    if found is None:
        try:
            text = render(template, variables).text
        except (TemplateError, TypeError) as error:
            return "", f"{shorten(template)} cannot be rendered: {error}"
        return text, f"{shorten(template)} comes to nothing"
    first, *steps = _STEP.findall(found["path"])
    value: Any = variables.get(first)
    for step in steps:
        value = _below(value, step.lower() if first == "headers" else step)
    if value is None or value == "":
        reason = "" if variables["body"] is not None else "; the body is not JSON"
        return "", f"{template} finds nothing{reason}"
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)), ""


def _below(value: Any, step: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal() and len(step) < 10 and int(step) < len(value):
        return value[int(step)]
    return None
