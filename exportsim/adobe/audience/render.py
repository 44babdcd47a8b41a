"""An event's call, filled in: once to be sent and once to be shown, where names stand for the secrets.

The vendor does not say how values are escaped. Here texts of a JSON body are rendered one by one and then written as
JSON, so that nothing can break out of them; an address is rendered whole, and what needs escaping in it is told.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from exportsim.adobe.audience.template import AudienceTemplate, Call
from exportsim.adobe.json_file import quoted
from exportsim.adobe.notes import Notes, step
from exportsim.adobe.patterns import fits
from exportsim.adobe.pebble import TemplateError, parse, references, render
from exportsim.errors import ConfigurationError
from exportsim.model import Request

SECRET_ROOTS = ("authData", "oauth2ServiceAccessToken")
MASK = "***"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
"""What may stand in an address as it is; the rest is escaped."""

HINTS = {
    "segment.alias": "--alias, what the answer to create gave",
    "segment.description": "--description",
    "segment.metadata": "--metadata KEY=VALUE",
    "customerData": "--customer-data FILE or --set KEY=VALUE",
    "authData": "--auth bearer or --auth basic",
    "oauth2ServiceAccessToken": "--auth oauth2",
    "destination": "--destination FILE, --org or --destination-id",
}


@dataclass(frozen=True, repr=False)
class Secrets:
    """How to sign in: values to send, or names to show in their place."""

    kind: str = "none"
    """``none``, ``bearer`` or ``basic``."""

    token: str = ""
    username: str = ""
    password: str = ""
    named: bool = False
    """Whether these are only names, to be shown."""

    @property
    def variables(self) -> dict[str, object]:
        match self.kind:
            case "bearer":
                token = {"accessToken": self.token, "token": self.token}
                return {"authData": token, "oauth2ServiceAccessToken": self.token}
            case "basic":
                return {"authData": {"username": self.username, "password": self.password}}
        return {}

    @property
    def header(self) -> str:
        """What ``Authorization`` holds where the template says nothing of it."""
        if self.kind == "basic" and self.named:
            return f"Basic base64({self.username}:{self.password})"
        if self.kind == "basic":
            return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        return f"Bearer {self.token}"

    def masked(self, text: str) -> str:
        """The text without them: an API may echo what it was sent."""
        return without(text, (self.header.partition(" ")[2], self.token, self.password, self.username))


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with every secret blotted out, also as an address spells it."""
    for secret in secrets:
        for spelled in (secret, quote(secret, safe=""), quote(secret, safe=_SAFE)):
            text = text.replace(spelled, MASK) if spelled else text
    return text


@dataclass(frozen=True)
class Subject:
    """What a call is about: everything that templates can ask for but secrets."""

    segment: Mapping[str, object]
    customer_data: Mapping[str, object]
    destination: Mapping[str, object]
    enrichment: tuple[str, ...] = ()

    @property
    def variables(self) -> dict[str, object]:
        return {
            "segment": self.segment,
            "customerData": self.customer_data,
            "destination": self.destination,
            "segmentEnrichmentAttributes": [{"source": name} for name in self.enrichment],
        }


def check_values(template: AudienceTemplate, customer_data: Mapping[str, object]) -> tuple[str, ...]:
    """Hold customer data against the template's own validations; what these cannot be held against is a warning.

    Raises ``ConfigurationError`` where a value does not fit.
    """
    notes = Notes(template.file)
    for one in template.validations:
        value = customer_data.get(one.field)
        if not isinstance(value, str):
            notes.warn(f"{one.path}.field", f"{quoted(one.field)} is no value of the customer data; nothing is checked")
        elif (fit := fits(one.pattern, value)) is None:
            notes.warn(f"{one.path}.regex", "takes too long to check", code="pattern-not-checked")
        elif not fit:
            notes.problem(f"{one.path}.regex", f"customerData.{one.field} is {quoted(value)}", f"pattern {one.pattern}")
    if notes.problems:
        raise ConfigurationError(notes.problems)
    return tuple(notes.warnings)


def prepare(file: str, call: Call, subject: Subject, secrets: Secrets) -> tuple[Request, tuple[str, ...]]:
    """Fill a call in; also says what is odd about it.

    Raises ``ConfigurationError`` with every template that cannot be rendered, every value that is asked for and not
    there, and an address or a header that nothing can be sent to or with.
    """
    notes = Notes(file)
    filler = _Filler(notes, {**subject.variables, **secrets.variables})
    url = _address(filler.text(call.url, f"{call.path}.url").strip(), f"{call.path}.url", notes, secrets)
    _warn_of_reserved(notes, call, subject)
    headers = [
        (name, filler.text(value, f"{call.path}.headers[{index}].value").strip())
        for index, (name, value) in enumerate(call.headers)
    ]
    body = filler.json(call.body, f"{call.path}.requestBody") if call.body is not None else None
    given = {name.lower() for name, _ in headers}
    if secrets.kind != "none" and "authorization" not in given and not _asks_for_secrets(call):
        headers.append(("Authorization", secrets.header))
    if call.body is not None and not isinstance(call.body, str):
        body = json.dumps(body, ensure_ascii=False)
        if "content-type" not in given:
            headers.append(("Content-Type", "application/json"))
            notes.warn(f"{call.path}.headers", "has no Content-Type; application/json is sent for the JSON body")
    _check_headers(notes, call, headers)
    if notes.problems:
        raise ConfigurationError(notes.problems)
    return Request(call.method, url, tuple(headers), body), tuple(notes.warnings)


class _Filler:
    """Renders texts with one set of variables; what goes wrong goes into the notes."""

    def __init__(self, notes: Notes, variables: Mapping[str, object]) -> None:
        self._notes = notes
        self._variables = variables

    def text(self, template: str, path: str) -> str:
        try:
            rendered = render(template, self._variables)
        except TemplateError as error:
            self._notes.problem(path, f"line {error.line}, column {error.column}: {error.what}", error.allowed)
            return ""
        for name in rendered.missing:
            self._notes.problem(path, f"asks for {name}, which is not given", _hint(name))
        return rendered.text

    def json(self, node: Any, path: str) -> Any:
        """The same JSON with its texts rendered; keys are names and stay as they are."""
        match node:
            case str():
                return self.text(node, path)
            case dict():
                return {key: self.json(inner, step(path, key)) for key, inner in node.items()}
            case list():
                return [self.json(inner, f"{path}[{index}]") for index, inner in enumerate(node)]
        return node


def _hint(name: str) -> str:
    return next((hint for prefix, hint in HINTS.items() if name == prefix or name.startswith(f"{prefix}.")), "")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for inner in node.values() if isinstance(node, dict) else node:
            yield from _texts(inner)


def _asks_for_secrets(call: Call) -> bool:
    for text in (call.url, *(value for _, value in call.headers), *_texts(call.body)):
        try:
            fields = references(parse(text)).fields
        except TemplateError:
            continue
        if any(field.path[0] in SECRET_ROOTS for field in fields):
            return True
    return False


def _warn_of_reserved(notes: Notes, call: Call, subject: Subject) -> None:
    """Warn of values that would be more than a value in an address: nothing is said of escaping them."""
    try:
        fields = references(parse(call.url)).fields
    except TemplateError:
        return
    for field in fields:
        value: object = subject.variables
        for key in field.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if field.printed and isinstance(value, str) and re.search(r"[&#?%+=]", value) and not host_of(value):
            what = f"has {field.name} in it as it is, which is {quoted(value)}"
            notes.warn(f"{call.path}.url", f"{what}: {{{{ {field.name} | urlencode }}}}")


def host_of(url: str) -> str:
    """The server that an address names; empty where it is no address of http."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("https", "http") and "@" not in parts.netloc and parts.port != 0:
            return parts.hostname or ""
    except ValueError:
        pass
    return ""


def is_private(url: str) -> bool:
    """Whether nobody on the way can read what is sent to an address."""
    return bool(host_of(url)) and (url.lower().startswith("https:") or host_of(url) in LOOPBACK)


def _address(url: str, path: str, notes: Notes, secrets: Secrets) -> str:
    """The address as it can be sent; whether it is one is asked only where it could be filled in."""
    if notes.problems:
        return url
    if not host_of(url) or re.search(r"[\x00-\x1f\x7f]", url):
        notes.problem(path, "does not come to the address of a server", "https://api.example.com/...")
    elif not is_private(url):
        if secrets.kind != "none":
            notes.problem(path, f"would send secrets to {host_of(url)} where others can read them", "https://...")
        notes.warn(path, "is http; what is sent can be read on its way")
    escaped = quote(url, safe=_SAFE)
    if escaped != url:
        notes.warn(path, "comes to characters that an address cannot have; they are escaped: {{ value | urlencode }}")
    return escaped


def _check_headers(notes: Notes, call: Call, headers: list[tuple[str, str]]) -> None:
    for index, (name, value) in enumerate(headers):
        where = f"{call.path}.headers[{index}]"
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            notes.problem(f"{where}.header", f"{quoted(name)} is no name of a header", "letters, digits and -")
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
            notes.problem(f"{where}.value", "comes to a line break or another control character")
