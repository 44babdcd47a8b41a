"""Audience templates: what is wrong in them, and what comes of whatever stands in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from adobe.test_samples import NOTHING, OTHER, changed, places
from hypothesis import given, settings
from hypothesis import strategies as st

from exportsim.adobe.audience import EVENTS, Secrets, Subject, answered, load_audience_template, prepare
from exportsim.adobe.audience.template import Call, read_audience_template
from exportsim.audiences import prepared
from exportsim.errors import ConfigurationError
from exportsim.model import Reply

PUBLISHED = Path(__file__).parent / "published" / "audience"
DOCUMENTS = [json.loads(path.read_text()) for path in sorted(PUBLISHED.glob("*.json"))]
SUBJECT = Subject({"id": "1", "name": "A & B", "alias": "a"}, {"accountId": "7", "customerID": "c"}, {"id": "d"})
SECRETS = Secrets("bearer", "t")


def problems(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        read_audience_template(document, "t.json")
    return [
        (problem.where.removeprefix("t.json: "), problem.what, problem.allowed) for problem in caught.value.problems
    ]


def test_every_problem_of_a_template_is_told_at_once() -> None:
    """Methods, addresses, headers and bodies of the wrong kind, each with its path."""
    calls = {
        "create": {"url": 1, "httpMethod": "SEND", "headers": [{"header": "X"}], "requestBody": {"form": {}}},
        "update": {"httpMethod": "post", "url": "https://x", "headers": "no", "requestBody": []},
    }
    at = "$.metadataTemplate"
    assert problems({"metadataTemplate": calls, "validations": [{"field": "a"}]}) == [
        (f"{at}.create.httpMethod", 'is "SEND"', "known: POST, GET, PUT, DELETE, PATCH"),
        (f"{at}.create.url", "is the number 1", "a string"),
        (f"{at}.create.headers[0].value", "is missing", "a string"),
        (f"{at}.create.requestBody", "holds form", '{"json": ...}, or a string'),
        (f"{at}.update.headers", 'is the string "no"', "a list: [ ... ]"),
        (f"{at}.update.requestBody", "is a list", '{"json": ...}, or a string'),
        ("$.validations[0].regex", "is missing", "a string"),
    ]
    assert problems({"a": 1}) == [(at, "is missing", "an object with: " + ", ".join(EVENTS))]
    assert problems({"metadataTemplate": {}})[0][:2] == (at, "has no event")


def test_what_a_partner_would_miss_is_told(tmp_path: Path) -> None:
    """Events without their wrapper are read; a creation without an id, and errors that nobody would see, are odd."""
    path = tmp_path / "t.json"
    path.write_text('{"name": "n", "create": {"url": "https://x", "httpMethod": "POST"}}')
    template = load_audience_template(path)
    assert template.calls == {"create": Call("create", "$.create", "POST", "https://x")}
    assert [warning.removeprefix("t.json: ") for warning in template.warnings] == [
        "$: has no metadataTemplate around the events; they are read as if it did",
        "$.create.responseFields: does not take externalAudienceId: the platform would not know what was created",
        "$.create.responseErrorFields: is not given: users would not see why a call failed",
    ]


def test_an_address_is_escaped_and_what_changes_its_meaning_is_told() -> None:
    """A blank is escaped; an ampersand in a value would begin another parameter, so a filter is advised."""
    call = Call("create", "$.c", "GET", "https://x.example/?name={{ segment.name }}")
    request, warnings = prepare("t.json", call, SUBJECT, Secrets())
    assert request.url == "https://x.example/?name=A%20&%20B"
    assert warnings == (
        "t.json: $.c.url: comes to characters that an address cannot have; they are escaped: {{ value | urlencode }}",
        't.json: $.c.url: has segment.name in it as it is, which is "A & B": {{ segment.name | urlencode }}',
    )
    escaped = Call("create", "$.c", "GET", "https://x.example/?name={{ segment.name | urlencode }}")
    assert prepare("t.json", escaped, SUBJECT, Secrets())[1] == ()


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://x", "https://", "https://u:p@x", "https://x:99999", "https://[", "http:/x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    """An address has a scheme of http, a host, and neither a user nor a port that cannot be."""
    with pytest.raises(ConfigurationError) as caught:
        prepare("t.json", Call("create", "$.c", "GET", url), SUBJECT, Secrets())
    assert [problem.what for problem in caught.value.problems] == ["does not come to the address of a server"]


def test_a_value_cannot_add_a_header() -> None:
    """A line break in a value is refused where a header would be made of it."""
    subject = Subject({"name": "a\r\nX-Evil: 1"}, {}, {})
    call = Call("create", "$.c", "GET", "https://x", headers=(("X-Name", "b {{ segment.name }}"), ("bad name", "v")))
    with pytest.raises(ConfigurationError) as caught:
        prepare("t.json", call, subject, Secrets())
    assert [(problem.where, problem.what) for problem in caught.value.problems] == [
        ("t.json: $.c.headers[0].value", "comes to a line break or another control character"),
        ("t.json: $.c.headers[1].header", '"bad name" is no name of a header'),
    ]


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{body.segments[0].segment.id}}", "s-1"),
        ("{{response.segments[0].segment.id}}", "s-1"),
        ("{{headers.X-Request-Id}}", "r-1"),
        ("{{ headers.x-request-id }}", "r-1"),
        ("{{segments[0].segment.n}}", "7"),
        ("{{root}}", '{"segments": [{"segment": {"id": "s-1", "n": 7}}]}'),
        ("{{body.segments}}", '[{"segment": {"id": "s-1", "n": 7}}]'),
        ("id {{ body.segments[0].segment.id | upper }}", "id S-1"),
    ],
)
def test_every_way_the_examples_take_something_from_an_answer(template: str, value: str) -> None:
    """By the body's name or ``response``, by its own keys, from headers in any letter case, or as a template."""
    text = '{"segments": [{"segment": {"id": "s-1", "n": 7}}]}'
    reply = Reply(200, "OK", (("X-Request-ID", "r-1"),), text)
    call = Call("create", "$.c", "POST", "https://x", fields=(("externalAudienceId", template),))
    assert answered(call, reply).fields == (("externalAudienceId", value),)


def test_another_id_than_before_is_odd() -> None:
    """An update that answers with another id would leave the platform with the old one."""
    call = Call("update", "$.c", "PUT", "https://x", fields=(("externalAudienceId", "{{ body.id }}"),))
    found = answered(call, Reply(200, "OK", (), '{"id": "new"}'), "old")
    assert (found.passed, found.remarks) == (True, ("externalAudienceId is new, not old as before",))


@settings(max_examples=200)
@given(st.data())
def test_whatever_is_changed_in_an_example_there_is_a_request_or_a_problem(draw: st.DataObject) -> None:
    """A key dropped, a type swapped, in any place of a published template: requests or problems, nothing else."""
    document = draw.draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw.draw(st.integers(1, 3))):
        place = draw.draw(st.sampled_from([*places(document)] or [()]))
        if place:
            document = changed(document, place, draw.draw(st.sampled_from([*OTHER, NOTHING])))
    try:
        template = read_audience_template(document, "t.json")
        requests, _ = prepared(template, draw.draw(st.sampled_from(EVENTS)), SUBJECT, SECRETS)
        assert requests
    except ConfigurationError as error:
        assert error.problems


@given(
    text=st.text(), status=st.integers(100, 599), template=st.text() | st.sampled_from(["{{ body[0] }}", "{{ a.b }}"])
)
def test_whatever_is_answered_there_is_a_verdict(text: str, status: int, template: str) -> None:
    """Any text under any status, taken by any template, is judged."""
    call = Call("create", "$.c", "POST", "https://x", fields=(("a", template),), errors=(("message", template),))
    found = answered(call, Reply(status, "", (), text))
    assert found.passed == (200 <= status < 300 and len(found.fields) == 1)
