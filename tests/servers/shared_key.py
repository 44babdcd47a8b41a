"""Azure Storage's Shared Key: how a request is signed with the key of an account."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping

SIGNED = (
    "content-encoding",
    "content-language",
    "content-length",
    "content-md5",
    "content-type",
    "date",
    "if-modified-since",
    "if-match",
    "if-none-match",
    "if-unmodified-since",
    "range",
)


def authorization(
    verb: str, path: str, query: Iterable[tuple[str, str]], headers: Mapping[str, str], account: str, key: str
) -> str:
    """The `Authorization` header of a request.

    Args:
        verb: `PUT` and so on.
        path: as it is sent, quoted.
        query: unquoted names and values.
        headers: those that are sent.
        account: whose key it is; it also begins the resource that is signed.
        key: Base64.

    Source: "Authorize with Shared Key" in the manual of Azure Storage.
    """
    sent = {name.lower(): value for name, value in headers.items()}
    lines = [verb, *(sent.get(name, "") for name in SIGNED)]
    if sent.get("content-length") == "0":
        lines[1 + SIGNED.index("content-length")] = ""
    if "x-ms-date" in sent:
        lines[1 + SIGNED.index("date")] = ""
    lines += [f"{name}:{sent[name]}" for name in sorted(sent) if name.startswith("x-ms-")]
    lines.append(f"/{account}{path}")
    parameters: dict[str, list[str]] = {}
    for name, value in query:
        parameters.setdefault(name.lower(), []).append(value)
    lines += [f"{name}:{','.join(sorted(parameters[name]))}" for name in sorted(parameters)]
    mac = hmac.new(base64.b64decode(key), "\n".join(lines).encode(), hashlib.sha256)
    return f"SharedKey {account}:{base64.b64encode(mac.digest()).decode()}"
