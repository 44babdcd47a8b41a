"""A connection that breaks, hangs or is far away: a proxy on loopback, in front of any server that speaks TCP.

In a test, by the fixture `proxy_to`:

    proxy = proxy_to(s3_server.port)
    proxy.add(Fault("reset", after=3_000_000))      # the next connection is reset after 3 MB

By hand, for measurements in a process of its own:

    python -m servers.faults 127.0.0.1:2222 --delay 15        # a server whose answers take 30 ms longer
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from servers.loop import in_thread
from servers.process import LOOPBACK

CHUNK = 256 << 10
IN_FLIGHT = 64
"""Chunks on their way in one direction, 16 MiB: what a long line holds."""


@dataclass(frozen=True)
class Fault:
    """What happens to a connection."""

    how: Literal["reset", "close", "stall", "lose reply", "refuse"] | None = None
    """Cut off as by a crash, closed in good order, or silent for ever; the request let through and the connection reset
    before a byte of the reply; reset as soon as it is made."""

    after: int = 0
    """Bytes that get through first. For a lost reply more than the head of a request: a client that asks before it
    sends would only lose the go-ahead."""

    direction: Literal["up", "down"] = "up"
    """Whether bytes to the server or those to the client are counted."""

    delay: float = 0
    """Seconds that each chunk travels, each way; a connection takes another two of them to be made. Many are on their
    way at once, so the rate stays."""

    rate: float = 0
    """Bytes a second, each way; 0: as fast as they come."""

    connections: int | None = 1
    """How many it happens to; None: every one."""

    skip: int = 0
    """Connections that are let through first."""


class Proxy:
    """A running proxy; its methods may be called from any thread."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.port = 0
        self.connections = 0
        """Made so far."""
        self.faulted = 0
        """Those that a fault happened to."""
        self.bytes_up = self.bytes_down = 0
        """Handed on to the server, and to the client."""
        self._target = target
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._open: set[asyncio.StreamWriter] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, fault: Fault) -> None:
        """Let it happen to connections made from now on, after those added before."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Connections made from now on are whole."""
        with self._lock:
            self._faults.clear()

    def reset_all(self) -> None:
        """Cut every connection that is open."""
        assert self._loop is not None
        self._loop.call_soon_threadsafe(lambda: [_reset(writer) for writer in list(self._open)])

    def _next_fault(self) -> Fault:
        with self._lock:
            for place, fault in enumerate(self._faults):
                if fault.skip:
                    self._faults[place] = replace(fault, skip=fault.skip - 1)
                    continue
                if fault.connections is not None:
                    self._faults[place] = replace(fault, connections=fault.connections - 1)
                    if fault.connections == 1:
                        del self._faults[place]
                self.faulted += 1
                return fault
        return Fault()

    @contextlib.asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[Proxy]:
        """Listen on a port of loopback, any free one by default."""
        self._loop = asyncio.get_running_loop()
        listener = await asyncio.start_server(self._accept, LOOPBACK, port, limit=CHUNK)
        self.port = listener.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listener.close()
            for writer in list(self._open):
                _reset(writer)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        fault = self._next_fault()
        if fault.how == "refuse":
            _reset(writer)
            return
        await asyncio.sleep(2 * fault.delay)
        try:
            server_reader, server_writer = await asyncio.open_connection(*self._target, limit=CHUNK)
        except OSError:
            _reset(writer)
            return
        link = _Link(self, fault, writer, server_writer)
        self._open |= {writer, server_writer}
        try:
            await asyncio.gather(link.carry(reader, "up"), link.carry(server_reader, "down"))
        finally:
            self._open -= {writer, server_writer}
            writer.close()
            server_writer.close()


class _Link:
    """One connection of a client, and ours to the server."""

    def __init__(self, proxy: Proxy, fault: Fault, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.proxy, self.fault, self.client, self.server = proxy, fault, client, server
        self.carried = {"up": 0, "down": 0}

    async def carry(self, reader: asyncio.StreamReader, direction: Literal["up", "down"]) -> None:
        """Hand on what comes in one direction, until it ends or the fault happens."""
        writer = self.server if direction == "up" else self.client
        line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(IN_FLIGHT)
        feeder = asyncio.create_task(self._feed(reader, line))
        try:
            while data := await self._arrival(line):
                if self.fault.how == "lose reply" and direction == "down" and self.carried["up"] >= self.fault.after:
                    self._end("reset")
                    return
                cut = self.fault.how in ("reset", "close", "stall") and direction == self.fault.direction
                rest = self.fault.after - self.carried[direction]
                if cut and len(data) >= rest:
                    await self._hand_on(writer, data[:rest], direction)
                    if self.fault.how == "stall":
                        await asyncio.Event().wait()
                    self._end(self.fault.how)
                    return
                await self._hand_on(writer, data, direction)
            writer.write_eof()
        except (OSError, RuntimeError):  # either side has gone
            self._end("reset")
        finally:
            feeder.cancel()

    async def _feed(self, reader: asyncio.StreamReader, line: asyncio.Queue[tuple[float, bytes]]) -> None:
        """Put chunks on the line as they come, each with the time at which it arrives at the other end."""
        now = asyncio.get_running_loop().time
        free = now()
        data = b"first"
        while data:
            try:
                data = await reader.read(CHUNK)
            except OSError:
                data = b""
            if self.fault.rate:
                free = max(free, now()) + len(data) / self.fault.rate
                await asyncio.sleep(free - now())
            await line.put((now() + self.fault.delay, data))

    async def _arrival(self, line: asyncio.Queue[tuple[float, bytes]]) -> bytes:
        due, data = await line.get()
        if (wait := due - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(wait)
        return data

    async def _hand_on(self, writer: asyncio.StreamWriter, data: bytes, direction: Literal["up", "down"]) -> None:
        self.carried[direction] += len(data)
        if direction == "up":
            self.proxy.bytes_up += len(data)
        else:
            self.proxy.bytes_down += len(data)
        writer.write(data)
        await writer.drain()

    def _end(self, how: str | None) -> None:
        for writer in (self.client, self.server):
            if how == "reset":
                _reset(writer)
            else:
                writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection without farewell: with no time to linger, the kernel sends a reset."""
    link = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@contextlib.contextmanager
def proxy(port: int, host: str = LOOPBACK) -> Iterator[Proxy]:
    """Run a proxy to a server, until the block is left; without faults it hands on everything."""
    with in_thread(Proxy((host, port)).serve()) as running:
        yield running


async def _serve_for_ever(target: tuple[str, int], port: int, fault: Fault) -> None:
    running = Proxy(target)
    running.add(fault)
    async with running.serve(port):
        print(f"{LOOPBACK}:{running.port}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m servers.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("target", help="HOST:PORT of the server")
    parser.add_argument("--port", type=int, default=0, help="to listen on; any free one by default")
    parser.add_argument("--delay", type=float, default=0, help="milliseconds each way")
    parser.add_argument("--rate", type=float, default=0, help="bytes a second each way")
    told = parser.parse_args()
    host, _, port = told.target.rpartition(":")
    fault = Fault(delay=told.delay / 1000, rate=told.rate, connections=None)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve_for_ever((host, int(port)), told.port, fault))


if __name__ == "__main__":
    main()
