"""Server processes: free ports, a process group of their own, the wait until they answer, the end by process id."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"


class ServerError(RuntimeError):
    """A server that could not be started; the text says what to do, or where its log is."""


def free_ports(count: int) -> list[int]:
    """Ports that are free now, from below the range that outgoing connections take theirs from."""
    with contextlib.ExitStack() as held:
        ports: list[int] = []
        while len(ports) < count:
            probe = held.enter_context(socket.socket())
            port = random.randrange(15000, 32768)
            with contextlib.suppress(OSError):
                probe.bind((LOOPBACK, port))
                ports.append(port)
        return ports


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    *,
    ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
    patience: float = 60,
    end: signal.Signals = signal.SIGTERM,
) -> Iterator[int]:
    """Run a server until the block is left; the block is entered when `ready` says so.

    Args:
        command: the server, in the foreground.
        folder: where it runs; what it prints goes to `log.txt` there.
        ready: asks whether it answers; an `OSError` or broken HTTP means not yet.
        environment: in addition to ours.
        patience: seconds until it is given up.
        end: how its process group is asked to end; five seconds later it is killed.

    Yields:
        Its process id.

    Raises:
        ServerError: it ended while starting, or did not answer in time.
    """
    log = folder / "log.txt"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        _wait(process, ready, patience, log)
        yield process.pid
    finally:
        _stop(process, end)


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], patience: float, log: Path) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerError(f"{process.args[0]} ended with {process.returncode}: {_end_of(log)}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if ready():
                return
        time.sleep(0.05)
    raise ServerError(f"{process.args[0]} did not answer in {patience:.0f} s: {_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def _stop(process: subprocess.Popen[bytes], end: signal.Signals) -> None:
    """End a server and whatever it started, also what moved to a session of its own as sshd's connections do."""
    started = descendants(process.pid)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, end)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pid in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """The process ids of everything that `pid` started and that still runs (on Linux; elsewhere none is found)."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # the name in brackets may hold anything; the state and the parent stand behind the last bracket
            parent = int(stat.read_text(errors="replace").rsplit(")", 1)[1].split()[1])
            parents.setdefault(parent, []).append(int(stat.parent.name))
    found, ahead = [], [pid]
    while ahead:
        children = parents.get(ahead.pop(), [])
        found += children
        ahead += children
    return found


def answers_http(port: int, path: str = "/", *, status: int | None = None, tls: bool = False) -> bool:
    """Whether a server on loopback answers a GET at all, or with this status."""
    if tls:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            LOOPBACK, port, timeout=2, context=ssl._create_unverified_context()
        )
    else:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=2)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse().status
    return status is None or answer == status


def greets_as_ssh(port: int) -> bool:
    """Whether an SSH server on loopback sends its greeting."""
    with socket.create_connection((LOOPBACK, port), timeout=2) as connection:
        return connection.recv(4) == b"SSH-"
