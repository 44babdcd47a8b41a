"""Requests of the dfs front to the blob emulator behind it, each with the authority of the caller."""

from __future__ import annotations

import base64
import http.client
import ssl
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from servers.azurite import Azurite
from servers.shared_key import authorization

VERSION = "2021-12-02"
FOLDER = "x-ms-meta-hdi_isfolder"
"""Metadata of the empty blob that stands for a folder; the service does it so too."""

# fmt: off
SIGNATURE = frozenset((
    "sv", "ss", "srt", "sp", "st", "se", "sip", "spr", "sig", "sr", "si", "skoid", "sktid", "skt", "ske", "sks", "skv",
    "sdd", "saoid", "suoid", "scid",
))
# fmt: on
"""The query parameters of a shared access signature."""


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def is_folder(self) -> bool:
        return self.status == 200 and self.headers.get(FOLDER) == "true"

    @property
    def code(self) -> str:
        return self.headers.get("x-ms-error-code", "InternalError")


class Listed(NamedTuple):
    name: str
    size: int
    etag: str
    modified: str
    is_folder: bool


class Upstream:
    """The emulator, by one kept connection for each thread."""

    def __init__(self, server: Azurite) -> None:
        self.server = server
        self._at = urlsplit(server.endpoint)
        self._local = threading.local()

    def send(self, verb: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """One request; a kept connection that has gone stale is replaced once."""
        for last in (False, True):
            try:
                connection = self._connection()
                connection.request(verb, target, body or (b"" if verb in ("PUT", "POST") else None), headers)
                answer = connection.getresponse()
                return Reply(answer.status, dict(answer.getheaders()), answer.read())
            except (http.client.HTTPException, OSError):
                self._local.connection = None
                if last:
                    raise
        raise AssertionError("the second try returns or raises")

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._local, "connection", None)
        if kept is None:
            host, port = self._at.hostname or "", self._at.port
            if self._at.scheme == "https":
                context = ssl.create_default_context(cafile=self.server.ca)
                kept = http.client.HTTPSConnection(host, port, context=context, timeout=120)
            else:
                kept = http.client.HTTPConnection(host, port, timeout=120)
            self._local.connection = kept
        return kept


@dataclass(frozen=True)
class Blobs:
    """One container, as the caller may use it."""

    upstream: Upstream
    path: str
    """`/ACCOUNT/CONTAINER`."""

    bearer: str | None
    """The caller's `Authorization`, if it is a token."""

    signature: tuple[tuple[str, str], ...]
    """The caller's shared access signature. With neither, the caller has shown that they know the account's key."""

    def request(
        self,
        verb: str,
        name: str = "",
        query: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        path = f"{self.path}/{quote(name, safe='/~')}" if name else self.path
        asked = [*query, *self.signature]
        sent = {"x-ms-version": VERSION, "x-ms-date": formatdate(usegmt=True), **(headers or {})}
        if verb in ("PUT", "POST"):
            sent["Content-Length"] = str(len(body))
        if self.bearer:
            sent["Authorization"] = self.bearer
        elif not self.signature:
            server = self.upstream.server
            sent["Authorization"] = authorization(verb, path, asked, sent, server.account, server.key)
        return self.upstream.send(verb, f"{path}?{urlencode(asked, quote_via=quote)}", sent, body)

    def head(self, name: str) -> Reply:
        return self.request("HEAD", name)

    def put(self, name: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        return self.request("PUT", name, headers={"x-ms-blob-type": "BlockBlob", **headers}, body=body)

    def put_folder(self, name: str) -> Reply:
        return self.put(name, {FOLDER: "true"})

    def put_block(self, name: str, position: int, headers: Mapping[str, str], body: bytes) -> Reply:
        """Stage bytes under their position."""
        query = [("comp", "block"), ("blockid", _block_id(position))]
        return self.request("PUT", name, query, headers, body)

    def put_block_list(self, name: str, positions: Iterable[int], headers: Mapping[str, str]) -> Reply:
        """Make a blob of staged and present bytes; what was staged besides is dropped."""
        blocks = "".join(f"<Latest>{_block_id(position)}</Latest>" for position in positions)
        body = f"<?xml version='1.0' encoding='utf-8'?><BlockList>{blocks}</BlockList>".encode()
        return self.request("PUT", name, [("comp", "blocklist")], headers, body)

    def blocks(self, name: str) -> dict[int, int]:
        """Positions and lengths of everything present or staged."""
        reply = self.request("GET", name, [("comp", "blocklist"), ("blocklisttype", "all")])
        if reply.status != 200:
            return {}
        blocks = ET.fromstring(reply.body.decode("utf-8-sig")).iter("Block")
        return {int(base64.b64decode(_text(block, "Name"))): int(_text(block, "Size")) for block in blocks}

    def list(self, prefix: str) -> list[Listed] | Reply:
        """Everything whose name begins so, in order; or how the emulator refused."""
        found: list[Listed] = []
        marker = ""
        while True:
            query = [("restype", "container"), ("comp", "list"), ("include", "metadata"), ("prefix", prefix)]
            reply = self.request("GET", "", query + ([("marker", marker)] if marker else []))
            if reply.status != 200:
                return reply
            page = ET.fromstring(reply.body.decode("utf-8-sig"))
            for blob in page.iter("Blob"):
                found.append(
                    Listed(
                        name=_text(blob, "Name"),
                        size=int(_text(blob, "Properties/Content-Length")),
                        etag=_text(blob, "Properties/Etag"),
                        modified=_text(blob, "Properties/Last-Modified"),
                        is_folder=blob.findtext("Metadata/hdi_isfolder") == "true",
                    )
                )
            marker = page.findtext("NextMarker") or ""
            if not marker:
                return found


def _block_id(position: int) -> str:
    return base64.b64encode(f"{position:020d}".encode()).decode()


def _text(element: ET.Element, path: str) -> str:
    return element.findtext(path) or ""
