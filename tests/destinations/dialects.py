"""Servers that speak S3's dialect otherwise than SeaweedFS does: a relay over https in front of it.

What Google does is as its documentation and its users tell it: it refuses the signature of a request with a checksum of
Amazon's, and says of every object its own hashes: of one that came in parts the CRC32C alone, under an ETag that means
nothing. Older servers keep no checksums at all. A narrow one lets nobody ask where a bucket is, or list parts.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import google_crc32c
from servers.certificates import issue
from servers.httpd import Handler, serving
from servers.seaweedfs import SeaweedFs, client

REFUSED = b"<?xml version='1.0'?><Error><Code>SignatureDoesNotMatch</Code><Message>Access denied.</Message></Error>"
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
OPAQUE = '"CKih16GjycICEAE="'
"""An ETag of Google's of an object in parts."""


@dataclass
class Relay:
    """A running relay, and what it was asked."""

    ca: Path
    port: int = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Method and path, and the headers with their names in lower case."""

    @property
    def endpoint(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@contextlib.contextmanager
def relay(server: SeaweedFs, folder: Path, kind: Literal["google", "old", "narrow"]) -> Iterator[Relay]:
    """Run it before the server; the folder keeps its certificates."""
    tls = issue(folder)
    running = Relay(tls.ca)
    admin = client(server, server.admin)

    class Handing(Handler):
        def answer(self) -> None:
            body = self.body()
            headers = {name.lower(): value for name, value in self.headers.items()}
            running.asked.append((f"{self.command} {self.path}", headers))
            if kind == "google" and refused_by_google(headers):
                self.reply(403, {"Content-Type": "application/xml"}, REFUSED)
                return
            if kind == "narrow" and self.command == "GET" and ("?location" in self.path or "uploadId=" in self.path):
                self.reply(403, {"Content-Type": "application/xml"}, DENIED)
                return
            status, answered, content = self._ask(headers, body)
            answered = {name: value for name, value in answered.items() if "checksum" not in name.lower()}
            if content.startswith(b"<?xml"):
                content = re.sub(rb"<(Checksum\w+)>.*?</\1>", b"", content)
                answered["Content-Length"] = str(len(content))
            if kind == "google" and status == 200:
                answered, content = self._as_google(answered, content)
            self.reply(status, answered, content)

        def _ask(self, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            with contextlib.closing(connection):
                connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers.items():
                    if name not in ("expect", "connection"):
                        connection.putheader(name, value)
                connection.endheaders(body)
                answer = connection.getresponse()
                hop = ("connection", "transfer-encoding", "date", "server")
                kept = {name: value for name, value in answer.getheaders() if name.lower() not in hop}
                return answer.status, kept, answer.read()

        def _as_google(self, answered: dict[str, str], content: bytes) -> tuple[dict[str, str], bytes]:
            path, _, query = self.path.partition("?")
            if self.command == "POST" and query.startswith("uploadId="):
                content = re.sub(rb"<ETag>.*?</ETag>", f"<ETag>{OPAQUE}</ETag>".encode(), content)
                answered["Content-Length"] = str(len(content))
            elif self.command == "HEAD" or (self.command == "PUT" and not query):
                stored = admin.get_object(Bucket=server.bucket, Key=unquote(path).split("/", 2)[2])
                whole = stored["Body"].read()
                answered["x-goog-hash"] = f"crc32c={base64.b64encode(google_crc32c.Checksum(whole).digest()).decode()}"
                if "-" in stored["ETag"]:
                    answered = {name: OPAQUE if name.lower() == "etag" else answered[name] for name in answered}
                else:
                    answered["x-goog-hash"] += f",md5={base64.b64encode(hashlib.md5(whole).digest()).decode()}"
            return answered, content

    with serving(Handing, tls) as running.port:
        yield running


def refused_by_google(headers: dict[str, str]) -> list[str]:
    """The names of headers for which Google answers that the signature does not match."""
    named = ("x-amz-checksum-", "x-amz-sdk-checksum-", "x-amz-trailer", "x-amz-decoded-")
    chunked = [name for name in ("content-encoding", "transfer-encoding") if "chunked" in headers.get(name, "")]
    return [name for name in headers if name.startswith(named)] + chunked
