"""Calls to a partner's own API about audiences, against an API that really answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from cli.partner import BASIC, CLIENT, PASSWORD, SECRET, TOKEN, USER, Partner, partner
from cli.running import ROOT
from click.testing import CliRunner, Result

from exportsim.cli import main

TEMPLATE = ROOT / "samples" / "audience-templates" / "kestrel.json"
PUBLISHED = ROOT / "tests" / "adobe" / "published" / "audience"
SECRETS = {"KESTREL_TOKEN": TOKEN, "KESTREL_USER": USER, "KESTREL_PASSWORD": PASSWORD}
SECRETS |= {"KESTREL_CLIENT": CLIENT, "KESTREL_SECRET": SECRET}
BEARER = ("--auth", "bearer", "--token-env", "KESTREL_TOKEN")
OAUTH = ("--auth", "oauth2", "--client-id-env", "KESTREL_CLIENT", "--client-secret-env", "KESTREL_SECRET")


@pytest.fixture
def api() -> Iterator[Partner]:
    """An API that has no audience yet."""
    with partner() as state:
        yield state


def run(*arguments: object, environment: Mapping[str, str] = SECRETS) -> Result:
    """Run the program here: most of these tests are about calls, not about processes."""
    told = CliRunner().invoke(main, list(map(str, arguments)), env=environment)
    for secret in (TOKEN, PASSWORD, SECRET, BASIC.removeprefix("Basic ")):
        assert secret not in told.output
    return told


def call(event: str, *arguments: object, url: str, template: Path = TEMPLATE) -> Result:
    given = ("--set", f"endpoint={url}", "--set", "accountId=123456", "--timeout", 5)
    return run("audience", event, template, *given, *arguments)


def changed(folder: Path, event: str, **keys: Any) -> Path:
    """The sample template with another call for an event."""
    document = json.loads(TEMPLATE.read_text())
    document["metadataTemplate"][event] |= keys
    path = folder / "template.json"
    path.write_text(json.dumps(document))
    return path


def test_an_audience_comes_changes_and_goes(api: Partner) -> None:
    """The API is called as the template says, its own validation first, and what it answers is understood."""
    told = call("create", *BEARER, "--audience-name", "VIP & co", "--json", url=api.url)
    assert told.exit_code == 0, told.stderr
    answers = json.loads(told.stdout)["answers"]
    assert [(one["event"], one["passed"], one["status"], one["fields"]) for one in answers] == [
        ("validate", True, 200, {"account": "kestrel"}),
        ("create", True, 201, {"externalAudienceId": "a-1"}),
    ]
    assert [(method, path) for method, path, _, _ in api.asked] == [("GET", "/account"), ("POST", "/audiences")]
    assert api.audiences == {
        "a-1": {
            "name": "VIP & co",
            "description": "",
            "platform_id": "11111111-2222-4333-8444-555555555555",
            "retention_in_days": 180,
        }
    }
    assert api.asked[1][2]["Authorization"] == f"Bearer {TOKEN}"
    changes = ("--alias", "a-1", "--audience-name", "Renamed", "--description", 'more "people"\n')
    told = call("update", *BEARER, *changes, url=api.url)
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (0, "  externalAudienceId: a-1"), told.stderr
    assert (api.audiences["a-1"]["name"], api.audiences["a-1"]["description"]) == ("Renamed", 'more "people"\n')
    told = call("delete", *BEARER, "--alias", "a-1", url=api.url)
    assert (told.exit_code, api.audiences) == (0, {}), told.stderr


@pytest.mark.parametrize(
    "how",
    [
        BEARER,
        (*OAUTH, "--token-url", "{url}/token", "--scope", "audiences", "--scope", "accounts"),
        (*OAUTH, "--token-url", "{url}/token", "--client-in", "header"),
    ],
    ids=["bearer", "oauth2-body", "oauth2-header"],
)
def test_every_way_to_sign_in_with_a_token(api: Partner, tmp_path: Path, how: tuple[str, ...]) -> None:
    """A token from the environment, or one that is issued for client credentials in the body or the header."""
    arguments = [one.replace("{url}", api.url) for one in how]
    told = call("create", *arguments, url=api.url)
    assert told.exit_code == 0, told.stderr
    assert "a-1" in api.audiences
    if "--scope" in how:
        assert "scope=audiences+accounts" in api.asked[0][3]


def test_a_header_is_added_where_the_template_does_not_sign(api: Partner, tmp_path: Path) -> None:
    """Name and password go into an Authorization header unless the template asks for them itself."""
    template = changed(tmp_path, "create", headers=[])
    document = json.loads(template.read_text())
    del document["metadataTemplate"]["validate"]
    template.write_text(json.dumps(document))
    basic = ("--auth", "basic", "--username-env", "KESTREL_USER", "--password-env", "KESTREL_PASSWORD")
    told = call("create", *basic, url=api.url, template=template)
    assert told.exit_code == 0, told.stderr
    assert api.asked[0][2]["Authorization"] == BASIC
    assert "application/json is sent for the JSON body" in told.stderr


def test_a_dry_run_shows_names_in_place_of_secrets_and_sends_nothing(api: Partner, tmp_path: Path) -> None:
    """The request is shown as it would go out; the environment is not even looked at."""
    how = ("--dry-run", "--auth", "bearer", "--token-env", "NOT_SET")
    told = call("create", *how, url=api.url)
    assert told.exit_code == 0, told.stderr
    assert f"create: POST {api.url}/audiences\n" in told.stdout
    assert "  Authorization: Bearer $NOT_SET\n" in told.stdout
    assert '    "name": "VIP subscribers",' in told.stdout
    assert api.asked == []


@pytest.mark.parametrize(
    ("event", "keys", "findings", "remarks"),
    [
        (
            "create",
            {"responseFields": [{"name": "externalAudienceId", "value": "{{ body.id }}"}]},
            ["externalAudienceId is not in the answer: {{ body.id }} finds nothing"],
            [],
        ),
        (
            "create",
            {"url": "{{ customerData.endpoint }}/moved/audiences"},
            [
                "the call failed: 307 Temporary Redirect",
                "a redirect is not followed; the template must name the address itself",
            ],
            ["users would not be told why: message is not in the answer: {{ error.message }} finds nothing"],
        ),
        (
            "create",
            {"url": "{{ customerData.endpoint }}/page/audiences"},
            [
                "externalAudienceId is not in the answer: {{ body.audience.id }} finds nothing; the body is not JSON",
            ],
            [],
        ),
        ("update", {}, ["the call failed: 404 Not Found"], []),
    ],
)
def test_an_answer_that_would_not_do(
    api: Partner, tmp_path: Path, event: str, keys: dict[str, Any], findings: list[str], remarks: list[str]
) -> None:
    """A failure, a redirect, a page in place of JSON and an answer without an id fail, each with its reason."""
    template = changed(tmp_path, event, **keys)
    told = call(event, *BEARER, "--alias", "a-9", "--json", url=api.url, template=template)
    assert told.exit_code == 1, told.stderr
    answer = json.loads(told.stdout)["answers"][-1]
    assert (answer["event"], answer["findings"], answer["remarks"]) == (event, findings, remarks)
    if event == "update":
        assert answer["fields"] == {"message": "there is no audience a-9"}


def test_what_an_api_echoes_is_blotted_out(api: Partner, tmp_path: Path) -> None:
    """An error that quotes the secret is shown without it, and the call after a failed validation is not made."""
    template = changed(tmp_path, "validate", headers=[{"header": "Authorization", "value": "Token {{authData.token}}"}])
    told = call("create", *BEARER, url=api.url, template=template)
    assert told.exit_code == 1
    assert "message: who is Token ***?" in told.stdout
    assert [path for _, path, _, _ in api.asked] == ["/account"]
    wrong = ("--auth", "oauth2", "--client-id-env", "KESTREL_CLIENT", "--client-secret-env", "KESTREL_PASSWORD")
    told = call("create", *wrong, "--token-url", f"{api.url}/token", url=api.url)
    assert told.exit_code == 4
    assert told.stderr.endswith("issued no token: 401 Unauthorized, invalid_client: *** is wrong\n")


def test_nothing_is_sent_with_a_problem(api: Partner, tmp_path: Path) -> None:
    """Values that are asked for and not given, a value that the template's own rules refuse: all told at once."""
    told = run("audience", "update", TEMPLATE, *BEARER, "--set", "accountId=12", "--json")
    assert told.exit_code == 2
    problems = json.loads(told.stdout)["error"]["problems"]
    assert [(one["where"], one["what"]) for one in problems] == [
        ("kestrel.json: $.validations[0].regex", 'customerData.accountId is "12"'),
        ("kestrel.json: $.metadataTemplate.validate.url", "asks for customerData.endpoint, which is not given"),
        ("kestrel.json: $.metadataTemplate.update.url", "asks for customerData.endpoint, which is not given"),
        ("kestrel.json: $.metadataTemplate.update.url", "asks for segment.alias, which is not given"),
    ]
    assert api.asked == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--auth", "bearer"), "--token-env: is missing, which --auth bearer needs"),
        (("--auth", "basic", "--token-env", "X"), "--token-env: has nothing to do with --auth basic"),
        ((*OAUTH, "--token-url", "http://example.com/token"), "--token-url: is no address to send secrets to"),
        (("--auth", "bearer", "--token-env", "NOT_SET"), "environment: NOT_SET: is not set"),
    ],
)
def test_signing_in_is_said_right_or_not_at_all(tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    """A missing option, one of another way, an address that others can read, a variable that is not set."""
    done = call("create", *arguments, url="http://127.0.0.1:9")
    assert (done.exit_code, told in done.stderr) == (2, True), done.stderr


def test_secrets_do_not_travel_in_the_open(tmp_path: Path) -> None:
    """An address of http elsewhere than on this machine gets no secret."""
    done = call("create", *BEARER, url="http://api.example.com")
    assert done.exit_code == 2
    assert "would send secrets to api.example.com where others can read them" in done.stderr


def test_who_does_not_answer_is_told(tmp_path: Path) -> None:
    """An address where nothing listens is a failed delivery, and the message has neither path nor secret."""
    done = call("create", *BEARER, url="http://127.0.0.1:9")
    assert done.exit_code == 4
    assert done.stderr == "error: nothing listens at 127.0.0.1:9; is the server up, the port right?\n"


@pytest.mark.parametrize("template", sorted(PUBLISHED.glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("event", ["create", "update", "delete"])
def test_the_vendors_examples_can_be_called(tmp_path: Path, template: Path, event: str) -> None:
    """Every published template gives a request for each event, whole and without a leftover brace."""
    given = ("--set", "accountId=1", "--set", "customerID=c", "--metadata", "customer_file_source=USER")
    more = ("--alias", "a/1", "--enrichment", "tier", "--dry-run", "--json")
    told = run("audience", event, template, *BEARER, *given, *more)
    assert told.exit_code == 0, told.stderr
    request = json.loads(told.stdout)["requests"][-1]
    assert request["event"] == event
    assert "{{" not in json.dumps(request)
    assert "$KESTREL_TOKEN" in request["url"] + json.dumps(request["headers"])
