"""The platform's credentials call, as its documentation tells it, on loopback."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from servers.certificates import Certificates
from servers.httpd import Handler, serving

CALL = "/data/foundation/connectors/landingzone/credentials"
IDENTITY = {
    "authorization": "Bearer token-of-the-tests",
    "x-api-key": "key-of-the-tests",
    "x-gw-ims-org-id": "0123456789@AdobeOrg",
    "x-sandbox-name": "prod",
}


@dataclass
class Platform:
    """A running server that answers what it is told to."""

    answer: Callable[[str], tuple[int, Any]]
    """Gets ``GET`` or ``POST``; gives a status, and what is to be sent as JSON, or bytes."""

    scheme: str = "http"
    port: int = 0
    asked: list[str] = field(default_factory=list)
    """The requests that named who asks as they should: ``GET /data/…?type=dlz_destination``."""

    @property
    def environment(self) -> dict[str, str]:
        """How the call is made."""
        return {
            "EXPORTSIM_PLATFORM_URL": f"{self.scheme}://127.0.0.1:{self.port}",
            "EXPORTSIM_PLATFORM_TOKEN": "token-of-the-tests",
            "EXPORTSIM_PLATFORM_API_KEY": "key-of-the-tests",
            "EXPORTSIM_PLATFORM_ORG": "0123456789@AdobeOrg",
            "EXPORTSIM_PLATFORM_SANDBOX": "prod",
        }


@contextlib.contextmanager
def platform(answer: Callable[[str], tuple[int, Any]], tls: Certificates | None = None) -> Iterator[Platform]:
    """Run it; who does not say who asks gets 401, any other path 404."""
    running = Platform(answer, "https" if tls else "http")

    class Credentials(Handler):
        def answer(self) -> None:
            if any(self.headers[name] != value for name, value in IDENTITY.items()):
                self.reply(401, {}, b'{"error_code": "401013", "message": "Oauth token is not valid"}')
                return
            running.asked.append(f"{self.command} {self.path}")
            path, _, query = self.path.partition("?")
            if path != CALL or "type=dlz_destination" not in query:
                self.reply(404, {}, b"{}")
                return
            status, content = running.answer(self.command)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.reply(status, {"Content-Type": "application/json"}, body)

    with serving(Credentials, tls) as running.port:
        yield running
