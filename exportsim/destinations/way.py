"""The way to a server, step by step: its name, a connection, its certificate, its clock."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

from exportsim.destinations.base import Server
from exportsim.destinations.network import cause_of
from exportsim.destinations.settings import Settings
from exportsim.errors import DeliveryError, TerminalFailure
from exportsim.model import Check

Names = tuple[tuple[tuple[str, str], ...], ...]
"""How Python gives a certificate's issuer."""

Clock = Callable[[], datetime]

SKEW = timedelta(minutes=5)
"""A clock further off is told: signatures carry the time, and are refused from five (Google: fifteen) minutes on."""


def walk(server: Server, clock: Clock, *, seconds: float) -> Iterator[Check]:
    """Go the way until a step fails; what comes after is not tried."""
    try:
        with _explained(server, seconds):
            addresses = sorted({str(found[4][0]) for found in socket.getaddrinfo(server.host, server.port)})
        told = "is an address" if addresses == [server.host] else f"is {', '.join(addresses[:3])}"
        yield Check("name", "ok", f"{server.host} {told}")
    except DeliveryError as failure:
        yield failed("name", failure)
        return
    try:
        with _explained(server, seconds), closing(_connected(server, seconds)):
            pass
        yield Check("connection", "ok", f"{server.address} takes connections")
    except DeliveryError as failure:
        yield failed("connection", failure)
        return
    if server.scheme == "https":
        try:
            with _explained(server, seconds), closing(_connected(server, seconds)) as line:
                yield Check("tls", "ok", _certificate(server, line))
        except DeliveryError as failure:
            yield failed("tls", failure)
            return
    if server.scheme != "ssh":
        yield _clock(server, clock, seconds)


def proxy_of(server: Server, settings: Settings) -> str | None:
    """``host:port`` of the proxy by which the libraries of HTTP reach a server; None: they go there themselves."""
    names = (f"{server.scheme}_proxy", "all_proxy")
    url = next((found for name in names if (found := settings.get(name) or settings.get(name.upper()))), None)
    excepted = settings.get("no_proxy") or settings.get("NO_PROXY") or ""
    if server.scheme == "ssh" or not url or proxy_bypass_environment(server.address, {"no": excepted}):
        return None
    parts = urlsplit(url if "//" in url else f"http://{url}")
    return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname


def failed(name: str, failure: DeliveryError) -> Check:
    """A step that failed: what our texts say behind the last semicolon is what to do."""
    what, _, remedy = str(failure).rpartition("; ")
    return Check(name, "failed", what or remedy, remedy if what else "")


@contextmanager
def _explained(server: Server, seconds: float) -> Iterator[None]:
    try:
        yield
    except (OSError, http.client.HTTPException) as error:
        cause = cause_of(error, server.address, seconds=seconds)
        raise TerminalFailure(cause.text if cause else f"{server.address}: {error}") from error


def _connected(server: Server, seconds: float) -> socket.socket:
    return socket.create_connection((server.host, server.port), timeout=seconds)


def _trust(server: Server) -> ssl.SSLContext:
    """The authorities that the libraries trust there: a file, or a folder of them."""
    if server.ca and Path(server.ca).is_dir():
        return ssl.create_default_context(capath=server.ca)
    return ssl.create_default_context(cafile=server.ca)


def _certificate(server: Server, line: socket.socket) -> str:
    with _trust(server).wrap_socket(line, server_hostname=server.host) as secured:
        certificate = secured.getpeercert() or {}
        issuer = dict(pair for pairs in cast(Names, certificate.get("issuer", ())) for pair in pairs)
        by = issuer.get("organizationName") or issuer.get("commonName") or "nobody named"
        return f"{secured.version()}; a certificate by {by}, good until {certificate.get('notAfter', 'no stated time')}"


def _clock(server: Server, clock: Clock, seconds: float) -> Check:
    """Hold our clock against the server's, which stands in every answer of HTTP, also in a refusal."""
    connection: http.client.HTTPConnection
    if server.scheme == "https":
        connection = http.client.HTTPSConnection(server.host, server.port, timeout=seconds, context=_trust(server))
    else:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=seconds)
    try:
        with _explained(server, seconds), closing(connection):
            connection.request("HEAD", "/")
            told = connection.getresponse().getheader("Date")
        off = clock() - parsedate_to_datetime(told or "")
    except DeliveryError as failure:
        return failed("clock", failure)
    except (TypeError, ValueError):
        return Check("clock", "not tried", f"{server.address} does not tell its time")
    if abs(off) <= SKEW:
        return Check("clock", "ok", f"{abs(off).total_seconds():.0f} s between {server.host} and this machine")
    minutes, direction = abs(off).total_seconds() / 60, "ahead of" if off > timedelta(0) else "behind"
    return Check("clock", "failed", f"this machine is {minutes:.0f} minutes {direction} {server.host}", "set its clock")
