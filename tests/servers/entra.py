"""A token endpoint that answers as Microsoft Entra ID does when a service principal logs in.

`azure-identity` logs in for real: discovery, client id and secret posted over https, a bearer token. A wrong one is
refused in Entra's words. The token has the claims that Azurite looks at (audience, issuer, times) and no true
signature: Azurite checks none.
"""

from __future__ import annotations

import base64
import contextlib
import json
import secrets
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from servers.certificates import Certificates
from servers.httpd import Handler, serving
from servers.process import LOOPBACK


@dataclass(frozen=True)
class Principal:
    """A service principal, and where it logs in."""

    authority: str
    """`https://127.0.0.1:PORT`; for Microsoft's own this is `https://login.microsoftonline.com`."""

    tenant: str
    client_id: str
    client_secret: str


@contextlib.contextmanager
def serve(tls: Certificates, *, lifetime: int = 3600) -> Iterator[Principal]:
    """Run the endpoint for one new principal, until the block is left.

    Args:
        tls: it answers over https alone, as clients insist.
        lifetime: seconds that a token is good for.
    """
    tenant, client_id, secret = str(uuid.uuid4()), str(uuid.uuid4()), secrets.token_urlsafe(30)

    class Entra(_Entra):
        principal = (tenant, client_id, secret)
        seconds = lifetime

    with serving(Entra, tls) as port:
        yield Principal(f"https://{LOOPBACK}:{port}", tenant, client_id, secret)


class _Entra(Handler):
    principal: tuple[str, str, str]
    seconds: int

    def answer(self) -> None:
        if self.command == "POST":
            self._log_in()
        else:
            self._tell_where()

    def _tell_where(self) -> None:
        tenant = self.principal[0]
        base = f"https://{self.headers['Host']}/{tenant}"
        if urlsplit(self.path).path != f"/{tenant}/v2.0/.well-known/openid-configuration":
            self._say(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: Tenant not found."})
            return
        self._say(
            200,
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            },
        )

    def _log_in(self) -> None:
        tenant, client_id, secret = self.principal
        form = dict(parse_qsl(self.body().decode()))
        if urlsplit(self.path).path != f"/{tenant}/oauth2/v2.0/token":
            self._refuse(400, "invalid_request", 90002, "Tenant not found.")
        elif form.get("client_id") != client_id:
            self._refuse(400, "unauthorized_client", 700016, "Application was not found in the directory.")
        elif form.get("client_secret") != secret:
            self._refuse(401, "invalid_client", 7000215, "Invalid client secret provided.")
        else:
            token = _token(tenant, client_id, self.seconds)
            times = {"expires_in": self.seconds, "ext_expires_in": self.seconds}
            self._say(200, {"token_type": "Bearer", **times, "access_token": token})

    def _refuse(self, status: int, error: str, code: int, why: str) -> None:
        self._say(status, {"error": error, "error_codes": [code], "error_description": f"AADSTS{code}: {why}"})

    def _say(self, status: int, what: dict[str, Any]) -> None:
        self.reply(status, {"Content-Type": "application/json"}, json.dumps(what).encode())


def _token(tenant: str, client_id: str, seconds: int) -> str:
    now = int(time.time())
    claims = {
        "aud": "https://storage.azure.com",
        "iss": f"https://sts.windows.net/{tenant}/",
        "iat": now,
        "nbf": now - 5,
        "exp": now + seconds,
        "oid": str(uuid.uuid5(uuid.NAMESPACE_DNS, client_id)),
        "appid": client_id,
        "tid": tenant,
        "ver": "1.0",
    }
    # what no two tokens share, so that a test can tell whether a client has got a new one
    claims["uti"] = secrets.token_urlsafe(16)
    parts = [json.dumps({"alg": "RS256", "typ": "JWT"}).encode(), json.dumps(claims).encode(), b"no signature"]
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
