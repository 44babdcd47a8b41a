"""One request to a partner's own API, over HTTP; where it failed says what failed, and never what was secret."""

from __future__ import annotations

import base64
import time
from urllib.parse import urlencode, urlsplit

import requests

from exportsim.destinations.network import cause_of
from exportsim.errors import TerminalFailure, TransientFailure
from exportsim.model import Reply, Request

LARGEST = 1 << 20
"""Bytes of an answer that are read; the rest says nothing that a template could ask for."""

CA_BUNDLE = "REQUESTS_CA_BUNDLE"


def call(request: Request, *, timeout: float) -> Reply:
    """Send a request once and read the answer, whatever its status; a redirect is an answer like others.

    ``timeout`` is seconds for all of it, near enough. Raises ``TransientFailure`` or ``TerminalFailure``
    where there is no answer.
    """
    started = time.monotonic()
    with requests.Session() as session:
        # Otherwise a .netrc of the user's would send secrets that nobody named.
        session.auth = _unsigned
        try:
            with session.request(
                request.method,
                request.url,
                headers={name: value.encode() for name, value in request.headers},
                data=request.body.encode() if request.body is not None else None,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            ) as answer:
                content = _content(answer, started + timeout)
                text = content[:LARGEST].decode(answer.encoding or "utf-8", "replace")
                headers = tuple(answer.headers.items())
                seconds = time.monotonic() - started
                return Reply(answer.status_code, answer.reason or "", headers, text, seconds)
        except (requests.RequestException, OSError, LookupError) as error:
            raise _failure(error, request.url, timeout) from None


def fetch_token(
    url: str, *, client_id: str, client_secret: str, scopes: tuple[str, ...], in_header: bool, timeout: float
) -> Reply:
    """Ask an authorization server for a token by client credentials (RFC 6749, section 4.4).

    The client's id and secret go into the body, as the platform sends them, or into the header.
    """
    form = {"grant_type": "client_credentials"} | ({"scope": " ".join(scopes)} if scopes else {})
    client = {"client_id": client_id, "client_secret": client_secret}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if in_header:
        pair = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
        headers["Authorization"] = f"Basic {pair}"
    body = urlencode(form if in_header else {**form, **client})
    return call(Request("POST", url, tuple(headers.items()), body), timeout=timeout)


def _content(answer: requests.Response, until: float) -> bytes:
    if answer.is_redirect:
        # To know where it leads, the library has read it already.
        return answer.content
    content = b""
    while len(content) < LARGEST and (piece := answer.raw.read1(LARGEST, decode_content=True)):
        content += piece
        if time.monotonic() > until:
            raise TimeoutError
    return content


def _unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _failure(error: BaseException, url: str, timeout: float) -> TransientFailure | TerminalFailure:
    parts = urlsplit(url)
    address = f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    cause = cause_of(error, address, seconds=timeout, ca=CA_BUNDLE)
    if cause is None:
        return TransientFailure(f"{address} gave no answer that can be read ({type(error).__name__})")
    return (TransientFailure if cause.transient else TerminalFailure)(cause.text)
