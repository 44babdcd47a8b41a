"""One run of a command, kept within limits of time, memory and output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")
TAIL_BYTES = 64 << 10
"""Of stderr; the last lines are looked for in so many of its last bytes."""

TAIL_LINE = 500
"""Characters of a line of stderr that are kept, lest a flood washes away what is said about it."""


@dataclass(frozen=True)
class Limits:
    """What one run of the parser, over one file, may use."""

    seconds: float = 300.0
    memory: int = 2 << 30
    """Bytes of data that each of its processes may allocate; see ``exportsim.ingest.launch``."""

    output: int | None = None
    """Bytes that it may write to stdout, to stderr and to its output file, together; None: as ``output_for`` says."""

    stderr_lines: int = 20
    """How many of the last lines are kept to be shown."""

    def output_for(self, file: Path) -> int:
        """Bytes that it may write about ``file``: far more than rows take, compressed ones too, less than a disk.

        A file of one value over and over shrinks beyond any fixed multiple; for it ``output`` can be given.
        """
        return (64 << 20) + 200 * file.stat().st_size if self.output is None else self.output


class Ending(Enum):
    """How a run came to its end."""

    BY_ITSELF = "by itself"
    NOT_STARTED = "not started"
    TIMED_OUT = "timed out"
    FLOODED = "flooded"
    STOPPED = "stopped"
    """Because we were asked to."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended and what it took."""

    ending: Ending
    status: int
    """The exit status, or minus the signal that killed it; 0 for a run that did not end by itself."""

    error: str
    """Why it was not started, in the system's words."""

    seconds: float
    peak_memory: int
    """Bytes resident at most, of the largest of its processes; 0 where it was not left to end by itself."""

    stderr_tail: str


def run(
    command: Sequence[str],
    limits: Limits,
    most_output: int,
    stdout: Path,
    stderr: Path,
    watched: Sequence[Path],
    stop: threading.Event,
) -> Outcome:
    """Run a command to its end or to a limit; none of its processes is left when this returns or this process ends.

    stdin is empty, ``stdout`` and ``stderr`` are written as files (they may be the same), and the size of
    ``watched`` files counts as output besides, of which there may be ``most_output`` bytes. Setting ``stop``
    ends the run soon after.
    """
    began = time.monotonic()
    reading, writing = os.pipe()
    watching, alive = os.pipe()
    with (
        open(reading, "rb") as report,  # noqa: PTH123
        open(alive, "wb"),  # noqa: PTH123 (never written: it is closed when this process ends)
        stdout.open("ab") as out,
        stderr.open("ab") as err,
    ):
        launch = [sys.executable, "-I", "-S", str(LAUNCHER), str(writing), str(watching), str(limits.memory)]
        try:
            process = subprocess.Popen(
                [*launch, *command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                pass_fds=(writing, watching),
                start_new_session=True,
            )
        finally:
            os.close(writing)
            os.close(watching)
        try:
            ending = watch(process.pid, limits.seconds, most_output, {stdout, stderr, *watched}, stop)
        finally:
            # The leader is not reaped yet, so the group's number is still its own.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        ended = told(report.read()) if ending is Ending.BY_ITSELF else {}
    if "error" in ended:
        ending = Ending.NOT_STARTED
    return Outcome(
        ending=ending,
        status=int(ended.get("status", process.returncode if ending is Ending.BY_ITSELF else 0)),
        error=str(ended.get("error", "")),
        seconds=time.monotonic() - began,
        peak_memory=int(ended.get("peak_memory", 0)),
        stderr_tail=tail(stderr, limits.stderr_lines),
    )


def watch(leader: int, seconds: float, most_output: int, files: set[Path], stop: threading.Event) -> Ending:
    """Wait until the leader has ended or a limit is passed; leaves it to be reaped."""
    deadline = time.monotonic() + seconds
    pause = 0.001
    while True:
        ended = os.waitid(os.P_PID, leader, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None
        if sum(file.stat().st_size for file in files if file.exists()) > most_output:
            return Ending.FLOODED
        if ended:
            return Ending.BY_ITSELF
        if time.monotonic() >= deadline:
            return Ending.TIMED_OUT
        if stop.wait(pause):
            return Ending.STOPPED
        pause = min(pause * 2, 0.05)


def told(report: bytes) -> Mapping[str, str | int]:
    """Read what the launcher said; nothing when it was killed together with the command."""
    said: dict[str, str | int] = {}
    for line in report.splitlines():
        if line:
            said.update(json.loads(line))
    return said


def tail(file: Path, lines: int) -> str:
    """Read the last lines of a text, undecodable bytes as escapes, long lines cut."""
    with file.open("rb") as text:
        text.seek(max(0, file.stat().st_size - TAIL_BYTES))
        every = text.read().decode(errors="backslashreplace").splitlines()
    last = every[max(0, len(every) - lines) :]
    return "\n".join(line if len(line) <= TAIL_LINE else line[:TAIL_LINE] + "…" for line in last)
