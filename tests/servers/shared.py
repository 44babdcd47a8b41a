"""One server for all workers of a test run: the first that needs it starts it, the run ends it.

A server runs in a process of its own that holds it: `python -m servers.shared NAME FOLDER OWNER`. The holder ends when
it is told to, and when its owner, the process of the whole run, is gone: a run that was killed leaves no server behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import os
import pickle
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from servers.process import ServerError

PATIENCE = 90


@contextlib.contextmanager
def folder_of_run() -> Iterator[Path]:
    """A folder for the servers of one run, made by the first; when it is left, all that were started are ended."""
    folder = Path(tempfile.gettempdir(), f"exportsim-servers-{secrets.token_hex(6)}")
    try:
        yield folder
    finally:
        stop_all(folder)
        shutil.rmtree(folder, ignore_errors=True)


def stop_all(folder: Path) -> None:
    """End every server that was started in the folder, and wait until it is gone."""
    rooms = [path.parent for path in folder.glob("*/holder")]
    for room in rooms:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int((room / "holder").read_text()), signal.SIGTERM)
    deadline = time.monotonic() + 20
    # a holder's last act is to remove its room; as a process it may linger, unburied by the worker that started it
    while any(room.exists() for room in rooms) and time.monotonic() < deadline:
        time.sleep(0.02)


def server(name: str, folder: Path, owner: int) -> Any:
    """What the server's `serve` yields; it is started if it is not running yet.

    Args:
        name: a module of `servers` that has `serve`.
        folder: of the run; every worker gives the same.
        owner: process id of the run; the server ends with it.

    Raises:
        ServerError: it could not be started; the reason is the holder's last words.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    room = folder / name
    room.mkdir(exist_ok=True)
    with (room / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = room / "server"
        if not told.exists():
            try:
                _start(name, room, owner)
            except ServerError:  # a port that was free may have been taken meanwhile
                _start(name, room, owner)
        return pickle.loads(told.read_bytes())


def _start(name: str, room: Path, owner: int) -> None:
    with (room / "holder.txt").open("wb") as log:
        holder = subprocess.Popen(
            [sys.executable, "-m", "servers.shared", name, str(room), str(owner)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=Path(__file__).parents[1],
            start_new_session=True,
        )
    (room / "holder").write_text(str(holder.pid))
    deadline = time.monotonic() + PATIENCE
    while not (room / "server").exists():
        if holder.poll() is not None or time.monotonic() > deadline:
            holder.terminate()
            raise ServerError(f"{name} did not start: {(room / 'holder.txt').read_text()[-3000:]}")
        time.sleep(0.02)


def hold(serve: Callable[[Path], AbstractContextManager[Any]], room: Path, owner: int) -> None:
    """Run a server until we are told to end, or the owner is gone; `room/server` says what it yields."""
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(SystemExit), serve(Path(tempfile.mkdtemp(prefix="data-", dir=room))) as running:
        (room / "server.new").write_bytes(pickle.dumps(running))
        (room / "server.new").rename(room / "server")
        while _alive(owner):
            time.sleep(0.5)
    shutil.rmtree(room, ignore_errors=True)
    if not _alive(owner):
        with contextlib.suppress(OSError):  # the last to leave
            room.parent.rmdir()


def _leave(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would interrupt the tidying
    sys.exit()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    hold(importlib.import_module(f"servers.{sys.argv[1]}").serve, Path(sys.argv[2]), int(sys.argv[3]))
