"""What every store must do when the network or the server fails: a suite for each kind that is reached by one.

Faults are made by proxies in front of the real server. The rule in all of them: whatever happens to an upload, a
reader sees nothing or the whole file, and the same upload once more completes it.
"""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from destinations.conformance import MIB, World, assert_no_secrets, digest, made, put
from servers.busy import Answer, Busy
from servers.faults import Fault, Proxy
from servers.process import free_ports

from exportsim.destinations.attempts import Attempts
from exportsim.errors import TransientFailure

LARGE = 9 * MIB
"""Goes in parts where a place has them."""

QUICK = Attempts(first_pause=0.05)

UPLOAD = """
import pickle, sys
from exportsim.destinations import connect
place, settings, file, key, sha256 = pickle.load(sys.stdin.buffer)
with connect(place, settings) as store:
    store.put(file, key, sha256=sha256, moved=lambda amount: print(amount, flush=True))
"""


@dataclass(frozen=True)
class Line:
    """A world, and the way to its server."""

    world: World
    port: int
    """Of the server, on this machine."""

    through: Callable[[int], World]
    """The same place, reached by another port."""

    busy: Answer | None = None
    """How the server says that it is too busy; None: it has no way to, or none that a proxy can say."""


class NetworkSuite:
    """A kind gives a ``line`` fixture."""

    @pytest.mark.parametrize(
        ("how", "after"),
        [("close", 0), ("reset", 1), ("close", 700), ("reset", 100_000), ("close", 3_000_000), ("reset", 8_500_000)],
    )
    def test_cut_anywhere_a_file_is_whole_or_not_there(
        self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path, how: str, after: int
    ) -> None:
        """Every connection is cut after so many bytes: nothing half is seen, and once more makes it whole."""
        path = made(tmp_path, LARGE)
        proxy = proxy_to(line.port)
        proxy.add(Fault(how, after=after, connections=None))  # type: ignore[arg-type]
        with line.through(proxy.port).connect(timeout=3.0) as store:
            try:
                put(store, path, "k")
            except TransientFailure as failure:
                assert_no_secrets(str(failure), line.world.environment)
        assert proxy.faulted
        self._seen_whole_or_not_at_all(line, path)
        proxy.clear()
        with line.through(proxy.port).connect() as store:
            put(store, path, "again")
        self._completed(line, path)

    def test_one_cut_is_got_over(self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path) -> None:
        """The next attempt finds the way free."""
        path = made(tmp_path, LARGE)
        proxy = proxy_to(line.port)
        proxy.add(Fault("reset", after=2_000_000))
        with line.through(proxy.port).connect(timeout=3.0) as store:
            QUICK.make(lambda: put(store, path, "k", overwrite=True))
        assert proxy.faulted == 1
        self._completed(line, path)

    def test_a_server_that_falls_silent_is_not_waited_for(
        self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path
    ) -> None:
        """After ``timeout`` seconds without a byte an attempt has failed, and may be made again."""
        path = made(tmp_path, LARGE)
        proxy = proxy_to(line.port)
        proxy.add(Fault("stall", after=1_000_000, connections=None))
        began = time.monotonic()
        with pytest.raises(TransientFailure) as caught, line.through(proxy.port).connect(timeout=0.7) as store:
            put(store, path, "k")
        assert time.monotonic() - began < 15
        assert_no_secrets(str(caught.value), line.world.environment)
        self._seen_whole_or_not_at_all(line, path)

    def test_a_slow_server_is_waited_for(self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path) -> None:
        """As long as bytes move, nothing is given up, though the file takes longer than the timeout."""
        path = made(tmp_path, 2 * LARGE)
        proxy = proxy_to(line.port)
        # Kernels hold some MiB between us and the proxy: they must not take longer than the timeout.
        proxy.add(Fault(rate=3 * MIB, delay=0.02, connections=None))
        began = time.monotonic()
        with line.through(proxy.port).connect(timeout=4.0, parts=1, part_size=2 * LARGE) as store:
            put(store, path, "k")
        assert time.monotonic() - began > 4.0
        self._completed(line, path)

    @pytest.mark.parametrize("size", [100_000, LARGE])
    def test_a_lost_reply_is_no_conflict(
        self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path, size: int
    ) -> None:
        """The file arrived and nobody said so: what then lies there is ours, not somebody else's."""
        path = made(tmp_path, size)
        proxy = proxy_to(line.port)
        with line.through(proxy.port).connect(parts=1, timeout=3.0) as store:
            list(store.list())
            proxy.reset_all()  # so that a connection is made anew
            proxy.add(Fault("lose reply", after=size // 2))
            QUICK.make(lambda: put(store, path, "k"))
        assert proxy.faulted == 1
        self._completed(line, path)

    def test_nobody_listening_is_told(self, line: Line, tmp_path: Path) -> None:
        """With the address; a later attempt may go through."""
        (port,) = free_ports(1)
        told = pytest.raises(TransientFailure, match=rf"127\.0\.0\.1:{port}")
        with told as caught, line.through(port).connect(timeout=3.0) as store:
            put(store, made(tmp_path, 10), "k")
        assert_no_secrets(str(caught.value), line.world.environment)

    def test_a_busy_server_is_tried_again(self, line: Line, busy_at: Callable[..., Busy], tmp_path: Path) -> None:
        """What a server says when it is too busy is worth another attempt, a few times over."""
        if line.busy is None:
            pytest.fail("a place that never says so has no such test: override it")
        path = made(tmp_path, LARGE)
        busy = busy_at(line.port, line.busy, requests=4)
        with line.through(busy.port).connect() as store:
            QUICK.make(lambda: put(store, path, "k", overwrite=True))
        assert len(busy.refused) == 4
        self._completed(line, path)

    def test_a_fetch_that_is_cut_leaves_nothing(
        self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path
    ) -> None:
        """Half a file is never taken for one; a later fetch goes through."""
        path = made(tmp_path, LARGE)
        with line.world.connect() as store:
            put(store, path, "k")
        proxy = proxy_to(line.port)
        proxy.add(Fault("reset", after=1_000_000, direction="down", connections=None))
        with line.through(proxy.port).connect(timeout=3.0) as store:
            with pytest.raises(TransientFailure):
                store.get("k", tmp_path / "back")
            assert not (tmp_path / "back").exists()
            proxy.clear()
            store.get("k", tmp_path / "back")
        assert (tmp_path / "back").read_bytes() == path.read_bytes()

    def test_killed_anywhere_a_file_is_whole_or_not_there(
        self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path
    ) -> None:
        """Six processes, each killed at another point of its upload: a reader sees nothing, another completes it."""
        path = made(tmp_path, LARGE)
        proxy = proxy_to(line.port)
        proxy.add(Fault(rate=6 * MIB, connections=None))  # so that the last byte told is not yet through
        shares = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]

        def killed(share: float) -> None:
            with _uploading(line.through(proxy.port), path, f"k{share}") as process:
                told = 0
                while told < share * LARGE:
                    told += int(process.stdout.readline())  # type: ignore[union-attr]
                process.kill()
                assert process.wait() == -signal.SIGKILL

        with ThreadPoolExecutor(len(shares)) as pool:
            list(pool.map(killed, shares))
        with line.world.connect() as store:
            assert list(store.list()) == []
            store.sweep()
            for share in shares:
                put(store, path, f"k{share}")
            assert sorted(store.list()) == [(f"k{share}", LARGE) for share in shares]
        self._completed(line, path)

    def _seen_whole_or_not_at_all(self, line: Line, path: Path) -> None:
        with line.world.connect() as store:
            assert store.look("k", path, sha256=digest(path)) in ("absent", "same")
            assert list(store.list()) in ([], [("k", path.stat().st_size)])

    def _completed(self, line: Line, path: Path) -> None:
        """Nothing but the file is seen, under either name that a test gives it."""
        with line.world.connect() as store:
            found = list(store.list())
            assert {size for _, size in found} == {path.stat().st_size}
            assert {store.look(key, path, sha256=digest(path)) for key, _ in found} == {"same"}


@contextmanager
def _uploading(world: World, path: Path, key: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that uploads a file and prints the bytes as they leave."""
    process = subprocess.Popen([sys.executable, "-c", UPLOAD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    with process:
        process.stdin.write(pickle.dumps((world.place, world.settings(), path, key, digest(path))))
        process.stdin.close()
        try:
            yield process
        finally:
            process.kill()


class ConnectionSuite(NetworkSuite):
    """For kinds that ask for nothing else of a server while a file waits."""

    def test_no_more_files_travel_than_may(self, line: Line, proxy_to: Callable[[int], Proxy], tmp_path: Path) -> None:
        """Whoever hands in more at once, two go at a time: each over a connection of its own."""
        proxy = proxy_to(line.port)
        paths = [made(tmp_path, 300_000, f"small{number}") for number in range(12)]
        with line.through(proxy.port).connect(jobs=2) as store, ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda path: put(store, path, path.name), paths))
        assert proxy.connections <= 2
