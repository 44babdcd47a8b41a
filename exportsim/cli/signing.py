"""How a call to a partner's API is signed: which environment variables hold the secrets, and what they hold."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import click

from exportsim.adobe.audience import Secrets, is_private, without
from exportsim.destinations.api import fetch_token
from exportsim.errors import ConfigurationError, Problem, TerminalFailure
from exportsim.model import Reply

Command = TypeVar("Command", bound=Callable[..., Any])

NEEDS = {
    "none": (),
    "bearer": ("token_env",),
    "basic": ("username_env", "password_env"),
    "oauth2": ("client_id_env", "client_secret_env", "token_url"),
}
"""Which options each way to sign in needs."""

OPTIONS = [
    click.option("--auth", type=click.Choice([*NEEDS]), default="none", show_default=True, help="How to sign in."),
    click.option("--token-env", metavar="NAME", help="bearer: the environment variable with the token."),
    click.option("--username-env", metavar="NAME", help="basic: the environment variable with the user's name."),
    click.option("--password-env", metavar="NAME", help="basic: the environment variable with the password."),
    click.option("--client-id-env", metavar="NAME", help="oauth2: the environment variable with the client's id."),
    click.option("--client-secret-env", metavar="NAME", help="oauth2: the environment variable with its secret."),
    click.option("--token-url", help="oauth2: where tokens are issued for client credentials."),
    click.option("--scope", "scopes", multiple=True, help="oauth2: what the token is for."),
    click.option(
        "--client-in",
        type=click.Choice(["body", "header"]),
        default="body",
        show_default=True,
        help="oauth2: where the client's id and secret go; the platform's useBasicAuth is the header.",
    ),
]
SIGNING_NAMES = ("auth", *dict.fromkeys(name for names in NEEDS.values() for name in names), "scopes", "client_in")


def signing_options(command: Command) -> Command:
    """Everything that says how a call is signed; secrets come from named environment variables alone."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Signing:
    """What was said about signing in."""

    kind: str
    given: dict[str, Any]

    @classmethod
    def of(cls, given: dict[str, Any]) -> Signing:
        """Raises ``ConfigurationError`` for an option that is missing, or of another way to sign in."""
        kind = given["auth"]
        known = {name for names in NEEDS.values() for name in names}
        problems = [
            Problem(_option(name), f"is missing, which --auth {kind} needs") for name in NEEDS[kind] if not given[name]
        ]
        problems += [
            Problem(_option(name), f"has nothing to do with --auth {kind}", f"--auth {_owner(name)}")
            for name in sorted(known.difference(NEEDS[kind]))
            if given[name]
        ]
        if kind == "oauth2" and given["token_url"] and not is_private(given["token_url"]):
            problems.append(Problem("--token-url", "is no address to send secrets to", "https://..."))
        if problems:
            raise ConfigurationError(problems)
        return cls(kind, given)

    def shown(self) -> Secrets:
        """Names where the secrets will stand."""
        if self.kind == "oauth2":
            return Secrets("bearer", "$ACCESS_TOKEN", named=True)
        return replace(self._secrets(lambda name: f"${name}"), named=True)

    def real(self, timeout: float) -> Secrets:
        """The secrets; for OAuth 2 a token is asked for now."""
        if self.kind != "oauth2":
            return self._secrets(_variable)
        client_id, secret = _variables(self.given["client_id_env"], self.given["client_secret_env"])
        reply = fetch_token(
            self.given["token_url"],
            client_id=client_id,
            client_secret=secret,
            scopes=self.given["scopes"],
            in_header=self.given["client_in"] == "header",
            timeout=timeout,
        )
        return Secrets("bearer", token=_token(reply, self.given["token_url"], (client_id, secret)))

    def _secrets(self, value: Callable[[str], str]) -> Secrets:
        match self.kind:
            case "bearer":
                return Secrets("bearer", token=value(self.given["token_env"]))
            case "basic":
                names = self.given["username_env"], self.given["password_env"]
                username, password = _variables(*names) if value is _variable else map(value, names)
                return Secrets("basic", username=username, password=password)
        return Secrets()


def _variable(name: str) -> str:
    return _variables(name)[0]


def _variables(*names: str) -> tuple[str, ...]:
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ConfigurationError(Problem(f"environment: {name}", "is not set", "the secret") for name in missing)
    return tuple(os.environ[name] for name in names)


def _token(reply: Reply, url: str, secrets: tuple[str, ...]) -> str:
    try:
        answer = json.loads(reply.text)
    except ValueError:
        answer = None
    token = answer.get("access_token") if isinstance(answer, dict) else None
    if reply.status == 200 and isinstance(token, str) and token:
        return token
    told = f"{answer.get('error', '')}: {answer.get('error_description', '')}" if isinstance(answer, dict) else ""
    told = without(told, secrets)
    why = told.strip(": ") or "the answer has no access_token"
    raise TerminalFailure(f"{url} issued no token: {reply.status} {reply.reason}, {why}")


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _owner(name: str) -> str:
    return next(kind for kind, names in NEEDS.items() if name in names)
