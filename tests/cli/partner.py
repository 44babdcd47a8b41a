"""A partner's own API on loopback: accounts, audiences, tokens; it remembers what it was asked."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

TOKEN, USER, PASSWORD, CLIENT, SECRET = "tok+en/1=", "ann", "pass&word", "client-1", "s3cr3t"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


@dataclass
class Partner:
    """What the API has, and what it was asked."""

    url: str = ""
    audiences: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)


@contextmanager
def partner() -> Iterator[Partner]:
    """Serve until the end of the block."""
    state = Partner()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            state.asked.append((self.command, self.path, dict(self.headers), body))
            status, content, headers = reply(state, self.command, self.path, self.headers.get("Authorization"), body)
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer  # noqa: N815 (http.server's names)

        def log_message(self, *_: object) -> None:
            """Nothing: tests look at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


Answer = tuple[int, Any, dict[str, str]]


def reply(state: Partner, method: str, path: str, authorization: str | None, body: str) -> Answer:
    """Tokens for client credentials; audiences for who brings a token or a password."""
    if path == "/token":
        form = {name: values[0] for name, values in parse_qs(body).items()}
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        client = form.get("client_id") == CLIENT and form.get("client_secret") == SECRET
        if form.get("grant_type") == "client_credentials" and (client or authorization == f"Basic {pair}"):
            return 200, {"access_token": TOKEN, "token_type": "Bearer"}, {}
        return 401, {"error": "invalid_client", "error_description": f"{form.get('client_secret')} is wrong"}, {}
    if path == "/moved/audiences":
        return 307, {}, {"Location": "/audiences"}
    if path == "/page/audiences":
        return 200, b"<html>", {"Content-Type": "text/html"}
    if authorization not in (f"Bearer {TOKEN}", BASIC):
        return 401, {"error": {"message": f"who is {authorization}?"}}, {}
    if path == "/account":
        return 200, {"account": "kestrel"}, {}
    known = path.removeprefix("/audiences/") if path.startswith("/audiences/") else ""
    if method == "POST":
        state.audiences["a-1"] = json.loads(body)
        return 201, {"audience": {"id": "a-1"}}, {"X-Request-Id": "r-1"}
    if known not in state.audiences:
        return 404, {"error": {"message": f"there is no audience {known}"}}, {}
    if method == "DELETE":
        del state.audiences[known]
        return 204, b"", {}
    state.audiences[known] |= json.loads(body)
    return 200, {"audience": {"id": known}}, {}
