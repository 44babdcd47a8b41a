"""A service that is too busy: a proxy that answers the first requests itself, as the service would."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from servers.loop import in_thread
from servers.process import LOOPBACK


@dataclass(frozen=True)
class Answer:
    """What a service says instead of doing it."""

    status: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/xml"),)

    def message(self, method: str) -> bytes:
        """The whole reply, after which the connection is closed."""
        headers = [*self.headers, ("Content-Length", str(len(self.body))), ("Connection", "close")]
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return f"HTTP/1.1 {self.status}\r\n{head}\r\n".encode() + (b"" if method == "HEAD" else self.body)


XML = b"<?xml version='1.0' encoding='utf-8'?>"

S3_SLOW_DOWN = Answer(
    "503 Slow Down",
    XML + b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message>"
    b"<RequestId>0123456789ABCDEF</RequestId></Error>",
)
AZURE_BUSY = Answer(
    "503 Server Busy",
    XML + b"<Error><Code>ServerBusy</Code><Message>The server is busy.</Message></Error>",
    (("Content-Type", "application/xml"), ("x-ms-error-code", "ServerBusy")),
)
ADLS_BUSY = Answer(
    "503 Server Busy",
    b'{"error":{"code":"ServerBusy","message":"The server is busy."}}',
    (("Content-Type", "application/json"), ("x-ms-error-code", "ServerBusy")),
)
GATEWAY_LOST = Answer("502 Bad Gateway", b"<html>Bad Gateway</html>", (("Content-Type", "text/html"),))


class Busy:
    """A running proxy."""

    def __init__(self, target: int, answer: Answer, requests: int, method: str | None) -> None:
        self.port = 0
        self.refused: list[str] = []
        """The first lines of the requests that it answered itself."""
        self.passed: list[str] = []
        """The first lines of those that it handed on."""
        self._target, self._answer, self._left, self._method = target, answer, requests, method
        self._lock = threading.Lock()

    @contextlib.asynccontextmanager
    async def serve(self) -> AsyncIterator[Busy]:
        """Listen on a free port of loopback."""
        listener = await asyncio.start_server(self._accept, LOOPBACK, limit=1 << 20)
        self.port = listener.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listener.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(LOOPBACK, self._target)
        replies = asyncio.create_task(_copy(server_reader, writer))
        try:
            while head := await _head(reader):
                line, headers = _parse(head)
                if self._refuses(line):
                    # a client that asks before it sends has sent nothing yet, and is told now
                    if headers.get("expect", "").lower() != "100-continue":
                        async for _ in _body(reader, headers):
                            pass
                    writer.write(self._answer.message(line.partition(" ")[0]))
                    await writer.drain()
                    return
                server_writer.write(head)
                async for piece in _body(reader, headers):
                    server_writer.write(piece)
                    await server_writer.drain()
        except (OSError, asyncio.IncompleteReadError):  # either side has gone
            pass
        finally:
            replies.cancel()
            writer.close()
            server_writer.close()

    def _refuses(self, line: str) -> bool:
        with self._lock:
            busy = self._left > 0 and self._method in (None, line.partition(" ")[0])
            self._left -= busy
            (self.refused if busy else self.passed).append(line)
        return busy


async def _head(reader: asyncio.StreamReader) -> bytes:
    """A request's lines up to the empty one; nothing when the client has said all."""
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


def _parse(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    return first, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> AsyncIterator[bytes]:
    """The bytes of a request after its head, as they stand on the wire."""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        size = -1
        while size:
            line = await reader.readuntil(b"\r\n")
            size = int(line.partition(b";")[0], 16)
            yield line + await reader.readexactly(size + 2)
        return
    left = int(headers.get("content-length") or 0)
    while left:
        piece = await reader.read(min(left, 64 << 10))
        if not piece:
            raise asyncio.IncompleteReadError(b"", left)
        left -= len(piece)
        yield piece


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(64 << 10):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.contextmanager
def busy(port: int, answer: Answer, *, requests: int, method: str | None = None) -> Iterator[Busy]:
    """Run a proxy to a server that speaks plain HTTP, until the block is left.

    Args:
        port: of the server, on loopback.
        answer: to the first requests.
        requests: how many are answered so.
        method: count these alone, `PUT` for one.
    """
    with in_thread(Busy(port, answer, requests, method).serve()) as running:
        yield running
