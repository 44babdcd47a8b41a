from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from servers.process import ServerError, running
from servers.shared import folder_of_run, server


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended may still wait for the machine to take note of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_workers_share_a_server_and_the_run_ends_it() -> None:
    """Who asks second is given what the first one started; nothing is left when the run is over."""
    with folder_of_run() as folder:
        first, second = (server("asyncssh_sftp", folder, os.getpid()) for _ in range(2))
        assert first == second
        assert listens(first.port)
    assert not listens(first.port)
    assert not folder.exists()


def test_a_killed_run_leaves_no_server(tmp_path: Path) -> None:
    """A server ends with the process that owns it, however that ended, and takes its files along."""
    owner = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    running = server("asyncssh_sftp", tmp_path / "run", owner.pid)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    deadline = time.monotonic() + 10
    while (tmp_path / "run").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not listens(running.port)
    assert not (tmp_path / "run").exists()


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    """With its own last words; likewise one that never answers."""
    for script, patience, why in (
        ("echo no room; exit 3", 20.0, "ended with 3: no room"),
        ("exec sleep 60", 0.2, "did not answer"),
    ):
        start = running(["sh", "-c", script], tmp_path, ready=lambda: False, patience=patience)
        with pytest.raises(ServerError, match=why), start:
            pass


def test_nothing_that_a_server_started_outlives_it(tmp_path: Path) -> None:
    """Not even what has moved to a session of its own, as the connections of an SSH server do."""
    child = tmp_path / "child"
    script = f"setsid sh -c 'echo $$ > {child}; sleep 60' & wait"
    with running(["sh", "-c", script], tmp_path, ready=child.exists):
        while not child.read_text():
            time.sleep(0.01)
        pid = int(child.read_text())
        os.kill(pid, 0)
    deadline = time.monotonic() + 10
    while runs(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not runs(pid)
