"""Why a connection failed, in plain words, whichever library wraps the error."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

UNREACHABLE = {errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN}


class Cause(NamedTuple):
    """What failed below the protocol of a place."""

    kind: str
    """``dns``, ``tcp``, ``tls`` or ``cut``: what broke after the connection had been made."""

    text: str
    """One clause that names the address and the cause, with the remedy where there is one."""

    transient: bool
    """Whether the same call may go through later."""


def cause_of(error: BaseException, address: str, *, seconds: float, ca: str = "EXPORTSIM_CA_BUNDLE") -> Cause | None:
    """The failed name, connection, certificate or timeout below an error; None where there is none.

    ``address`` is ``host:port``, for errors that do not name the server themselves (a place may have several, as one
    to log in); ``seconds`` how long was waited, ``ca`` the setting that names a certificate authority.
    """
    chain = list(_chain(error))
    address = next((found for one in chain if (found := _address(one))), address)
    return next((cause for one in chain if (cause := _cause(one, address, seconds, ca))), None)


def _address(error: BaseException) -> str | None:
    """Of the server, as urllib3 keeps it in its errors."""
    pool = getattr(error, "conn", None) or getattr(error, "pool", None)
    host, port = getattr(pool, "host", None), getattr(pool, "port", None)
    return f"{host}:{port}" if host and port else None


def _cause(error: BaseException, address: str, seconds: float, ca: str) -> Cause | None:
    match error:
        case socket.gaierror():
            again = error.errno == socket.EAI_AGAIN
            what = "could not be looked up (DNS does not answer)" if again else "is not known (DNS)"
            return Cause("dns", f"the name {address.rpartition(':')[0]} {what}; is it spelled right?", again)
        case ssl.SSLCertVerificationError():
            why = (error.verify_message or "certificate verify failed").rstrip(".")
            text = f"the certificate of {address} is not trusted: {why}; {ca} names the authority to trust"
            return Cause("tls", text, False)
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return Cause("cut", f"the connection to {address} broke", True)
        case ssl.SSLError():
            reason = (error.reason or "handshake failed").replace("_", " ").lower()
            return Cause("tls", f"{address} and this machine agree on no TLS: {reason}; is it https at all?", False)
        case ConnectionRefusedError():
            return Cause("tcp", f"nothing listens at {address}; is the server up, the port right?", True)
        case TimeoutError():
            return Cause("cut", f"{address} did not answer for {seconds:g} s", True)
        case ConnectionError() | http.client.RemoteDisconnected() | http.client.IncompleteRead():
            return Cause("cut", f"the connection to {address} broke", True)
        case OSError() if error.errno in UNREACHABLE:
            return Cause("tcp", f"there is no way to {address}: {error.strerror}", True)
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all that it wraps, nearest first; libraries hide the cause in arguments and attributes too."""
    ahead, seen = deque([error]), set[int]()
    while ahead:
        one = ahead.popleft()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (*one.args, getattr(one, "reason", None), getattr(one, "inner_exception", None))
        ahead += [each for each in (*inner, one.__cause__, one.__context__) if isinstance(each, BaseException)]
