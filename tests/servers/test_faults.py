from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from servers.busy import S3_SLOW_DOWN, Busy
from servers.faults import Fault, Proxy
from servers.httpd import Handler, serving


class Web(Handler):
    def answer(self) -> None:
        self.reply(200, {}, f"{self.command} {self.path} {len(self.body())}".encode())


@pytest.fixture
def web() -> Iterator[int]:
    """The port of an HTTP server that says what it was asked."""
    with serving(Web) as port:
        yield port


@pytest.fixture
def echo() -> Iterator[int]:
    """The port of a server that says everything back."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=answer, args=listener.accept()[:1], daemon=True).start()

        def answer(connection: socket.socket) -> None:
            with connection, contextlib.suppress(OSError):
                while data := connection.recv(65536):
                    connection.sendall(data)

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def said_back(port: int, data: bytes, patience: float = 5) -> bytes | str:
    """What comes back of the data until the other side closes, or what ended it."""
    back = bytearray()
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                back += piece
    except OSError as error:
        return type(error).__name__
    return bytes(back)


def test_without_a_fault_everything_gets_through(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """Both ways, to the last byte; and it is counted."""
    proxy, data = proxy_to(echo), bytes(range(256)) * 4000
    assert said_back(proxy.port, data) == data
    assert (proxy.connections, proxy.faulted, proxy.bytes_up, proxy.bytes_down) == (1, 0, len(data), len(data))


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        (Fault("reset", after=5), "ConnectionResetError"),
        (Fault("close", after=5, direction="down"), b"01234"),
        (Fault("lose reply", after=10), "ConnectionResetError"),
        (Fault("refuse"), "ConnectionResetError"),
    ],
)
def test_a_connection_ends_early(echo: int, proxy_to: Callable[[int], Proxy], fault: Fault, seen: bytes | str) -> None:
    """The first connection as the fault says, the next one is whole again."""
    proxy = proxy_to(echo)
    proxy.add(fault)
    assert [said_back(proxy.port, b"0123456789") for _ in range(2)] == [seen, b"0123456789"]
    assert proxy.faulted == 1


def test_a_fault_cuts_at_the_byte(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """Five bytes get through, neither four nor six."""
    proxy = proxy_to(echo)
    proxy.add(Fault("reset", after=5))
    said_back(proxy.port, b"0123456789")
    assert proxy.bytes_up == 5


def test_a_stalled_connection_says_nothing(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """No end, no error: only the client's own patience ends it."""
    proxy = proxy_to(echo)
    proxy.add(Fault("stall", after=5))
    assert said_back(proxy.port, b"0123456789", patience=0.3) == "TimeoutError"


def test_faults_come_in_turn(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """One connection is spared, two are refused, and every later one has its reply lost."""
    proxy = proxy_to(echo)
    proxy.add(Fault("refuse", connections=2, skip=1))
    proxy.add(Fault("close", direction="down", connections=None, skip=1))
    seen = [said_back(proxy.port, b"x") for _ in range(5)]
    assert seen == [b"x", "ConnectionResetError", "ConnectionResetError", b"", b""]


def test_a_far_server_answers_late(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """Ten questions and answers over a line of 30 ms take the time of eleven trips, the first to connect."""
    proxy = proxy_to(echo)
    proxy.add(Fault(delay=0.015, connections=None))
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", proxy.port)) as connection:
        for _ in range(10):
            connection.sendall(b"x")
            assert connection.recv(1) == b"x"
    assert 0.33 <= time.monotonic() - start < 1.5


def test_a_slow_line_is_slow(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """100 kB at 500 kB a second take a fifth of a second each way."""
    proxy = proxy_to(echo)
    proxy.add(Fault(rate=500_000))
    start = time.monotonic()
    assert said_back(proxy.port, b"x" * 100_000) == b"x" * 100_000
    assert time.monotonic() - start >= 0.2


def test_open_connections_can_be_cut(echo: int, proxy_to: Callable[[int], Proxy]) -> None:
    """As when the server's machine dies."""
    proxy = proxy_to(echo)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as connection:
        connection.sendall(b"x")
        assert connection.recv(1) == b"x"
        proxy.reset_all()
        with pytest.raises(ConnectionResetError):
            connection.recv(1)


def test_a_busy_service_refuses_and_then_serves(busy_at: Callable[..., Busy], web: int) -> None:
    """The first two PUTs are told to slow down, other requests and later ones get through, bodies and all."""
    busy = busy_at(web, S3_SLOW_DOWN, requests=2, method="PUT")
    seen = []
    # one connection: after a refusal, which ends it, the client makes another
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", busy.port, timeout=5)) as connection:
        for method in ("GET", "PUT", "PUT", "PUT", "GET"):
            connection.request(method, "/a", body=b"hello" if method == "PUT" else None)
            answer = connection.getresponse()
            seen.append((answer.status, answer.read()[-8:]))
    assert seen == [(200, b"GET /a 0"), (503, b"</Error>"), (503, b"</Error>"), (200, b"PUT /a 5"), (200, b"GET /a 0")]
    assert (len(busy.refused), len(busy.passed)) == (2, 3)
