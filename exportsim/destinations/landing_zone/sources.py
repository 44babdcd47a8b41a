"""Where a landing zone's credentials come from, again and again: they run out."""

from __future__ import annotations

import http.client
import ipaddress
import json
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from exportsim.destinations.landing_zone.credentials import Container, Credentials, read_credentials
from exportsim.destinations.network import cause_of
from exportsim.destinations.settings import Settings
from exportsim.errors import ConfigurationError, Problem, TerminalFailure, TransientFailure

PLATFORM = "https://platform.adobe.io"
CALL = "/data/foundation/connectors/landingzone/credentials?type=dlz_destination"
"""Without the type it is the source container that is asked for, where nothing is exported to."""

URI, FILE, TOKEN = "EXPORTSIM_DLZ_SAS_URI", "EXPORTSIM_DLZ_CREDENTIALS", "EXPORTSIM_PLATFORM_TOKEN"
IDENTITY = {
    "x-api-key": "EXPORTSIM_PLATFORM_API_KEY",
    "x-gw-ims-org-id": "EXPORTSIM_PLATFORM_ORG",
    "x-sandbox-name": "EXPORTSIM_PLATFORM_SANDBOX",
}
ANSWER_LIMIT = 1 << 20


class Source(Protocol):
    """Gives credentials."""

    @property
    def name(self) -> str:
        """Where they are, for people."""

    def credentials(self, *, renew: bool = False) -> Credentials:
        """What opens the landing zone; with ``renew``, newer ones than those given before, where there are any."""


def source_of(settings: Settings) -> Source:
    """A pasted URI, a file, or the live call; ``ConfigurationError`` where none is set."""
    if uri := settings.get(URI):
        return Pasted(uri.strip())
    if path := settings.get(FILE):
        return InFile(Path(path))
    if token := settings.get(TOKEN):
        identity = settings.require(IDENTITY.values(), "the platform's calls name who asks, and for which sandbox")
        headers = dict(zip(IDENTITY, (value.strip() for value in identity), strict=True))
        headers["Authorization"] = f"Bearer {token.strip().removeprefix('Bearer ')}"
        return Call(*_server(settings.get("EXPORTSIM_PLATFORM_URL") or PLATFORM), headers, settings)
    ways = f"{URI}; or {FILE}, a file of the credentials call's answer; or {TOKEN}, {', '.join(IDENTITY.values())}"
    raise ConfigurationError([Problem(URI, "is not set in the environment", f"a landing zone is opened by {ways}")])


@dataclass(frozen=True)
class Pasted:
    """A container's URI with its signature."""

    uri: str = field(repr=False)
    name: str = URI

    def credentials(self, *, renew: bool = False) -> Credentials:
        return Container(self.uri)


@dataclass(frozen=True)
class InFile:
    """What the call answered, kept in a file; whoever keeps it may replace it while we send."""

    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def credentials(self, *, renew: bool = False) -> Credentials:
        try:
            answer = json.loads(self.path.read_bytes())
        except OSError as error:
            raise _problem(FILE, f"{self.path} could not be read: {error.strerror}", "") from error
        except ValueError:
            # Not chained, and not where: the text is a secret.
            raise _problem(FILE, f"{self.path} is not JSON", "the credentials call's answer as it came") from None
        return read_credentials(answer, self.name)


@dataclass
class Call:
    """The platform's credentials call."""

    name: str
    """The server's URL."""

    secure: bool
    host: str
    port: int
    headers: dict[str, str] = field(repr=False)
    settings: Settings

    _hosted_by_azure: bool = field(default=False, init=False)

    def credentials(self, *, renew: bool = False) -> Credentials:
        # Azure's signature stays as it is until it is told to change; AWS's keys are new whenever they are asked for.
        method, path = ("POST", f"{CALL}&action=refresh") if renew and self._hosted_by_azure else ("GET", CALL)
        status, body = self._ask(method, path)
        if status != 200:
            raise self._refused(status)
        try:
            found = read_credentials(json.loads(body), f"{self.name}{CALL}")
        except (ValueError, ConfigurationError):
            raise TerminalFailure(f"{self.name} answered what is no landing zone's credentials") from None
        self._hosted_by_azure = isinstance(found, Container)
        return found

    def _ask(self, method: str, path: str) -> tuple[int, bytes]:
        seconds, address = self.settings.timeout, f"{self.host}:{self.port}"
        connection = self._connection()
        try:
            connection.request(method, path, headers=self.headers)
            # A redirect is not followed: the token is for this server alone.
            answer = connection.getresponse()
            return answer.status, answer.read(ANSWER_LIMIT)
        except (OSError, http.client.HTTPException) as error:
            what = "the landing zone's credentials could not be asked for"
            if cause := cause_of(error, address, seconds=seconds):
                raise (TransientFailure if cause.transient else TerminalFailure)(f"{what}: {cause.text}") from error
            raise TransientFailure(f"{what}: the exchange with {address} failed ({type(error).__name__})") from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if not self.secure:
            return http.client.HTTPConnection(self.host, self.port, timeout=self.settings.timeout)
        context = ssl.create_default_context(cafile=self.settings.authorities("EXPORTSIM_CA_BUNDLE"))
        return http.client.HTTPSConnection(self.host, self.port, timeout=self.settings.timeout, context=context)

    def _refused(self, status: int) -> TransientFailure | TerminalFailure:
        what = f"{self.name} gave no landing zone's credentials ({status})"
        if status == 401:
            return TerminalFailure(f"{what}: the access token is not valid, or no longer; put a new one in {TOKEN}")
        if status == 403:
            return TerminalFailure(f"{what}: permission denied; {', '.join(IDENTITY.values())} must fit the token")
        if status == 404:
            return TerminalFailure(f"{what}: the sandbox has no landing zone for destinations")
        if status in (408, 429) or status >= 500:
            return TransientFailure(f"{what}: it is busy or out of order")
        return TerminalFailure(what)


def _server(url: str) -> tuple[str, bool, str, int]:
    """Its URL, whether it speaks TLS, host and port."""
    parts = urlsplit(url.rstrip("/"))
    host, secure = parts.hostname or "", parts.scheme == "https"
    if not host or parts.path or not (secure or (parts.scheme == "http" and _is_loopback(host))):
        raise _problem("EXPORTSIM_PLATFORM_URL", f'"{url}" is no server to send a token to', PLATFORM)
    return f"{parts.scheme}://{parts.netloc}", secure, host, parts.port or (443 if secure else 80)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _problem(where: str, what: str, allowed: str) -> ConfigurationError:
    return ConfigurationError([Problem(where, what, allowed)])
