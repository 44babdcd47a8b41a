"""The platform's calls to a partner's own API about audiences: prepared, sent, and their answers judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exportsim.adobe.audience import AudienceTemplate, Secrets, Subject, answered, check_values, prepare
from exportsim.destinations import api
from exportsim.errors import ConfigurationError, Gathering, Problem
from exportsim.model import Answered, Request

FIRST = "validate"
"""The event that goes before every other one, where a template has it."""

ABOUT_ONE = ("update", "delete", "notify")
"""Events about an audience that the partner knows already."""


def prepared(
    template: AudienceTemplate, event: str, subject: Subject, secrets: Secrets
) -> tuple[dict[str, Request], tuple[str, ...]]:
    """The requests for an event, in the order in which they go out, and what is odd.

    Raises ``ConfigurationError`` with every problem of all of them, before any is sent.
    """
    if event not in template.calls:
        problem = Problem(f"{template.file}: $.metadataTemplate.{event}", "is missing", ", ".join(template.calls))
        raise ConfigurationError([problem])
    gathering = Gathering()
    warnings = [*template.warnings]
    requests = {}
    with gathering:
        warnings += check_values(template, subject.customer_data)
    for name in dict.fromkeys((FIRST, event)):
        if name in template.calls:
            with gathering:
                requests[name], odd = prepare(template.file, template.calls[name], subject, secrets)
                warnings += odd
    gathering.done()
    return requests, tuple(warnings)


def carried_out(
    template: AudienceTemplate, event: str, subject: Subject, secrets: Secrets, *, timeout: float
) -> Iterator[Answered]:
    """Send the requests for an event one by one and judge each answer; after one that would not do none goes out.

    No secret is in what comes back, even where the API echoes one.
    """
    requests, _ = prepared(template, event, subject, secrets)
    alias = str(subject.segment.get("alias", ""))
    for name, request in requests.items():
        reply = api.call(request, timeout=timeout)
        found = answered(template.calls[name], reply, alias if name in ABOUT_ONE else "")
        yield _without(found, secrets)
        if not found.passed:
            return


def _without(found: Answered, secrets: Secrets) -> Answered:
    def told(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(secrets.masked, texts))

    fields = tuple((name, secrets.masked(value)) for name, value in found.fields)
    findings, remarks = told(found.findings), told(found.remarks)
    return replace(found, reason=secrets.masked(found.reason), fields=fields, findings=findings, remarks=remarks)
