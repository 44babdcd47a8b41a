"""Names of files on their way, for places where a name is given by renaming; and whether anybody still writes one."""

from __future__ import annotations

import functools
import hashlib
import os
import uuid
from pathlib import Path

SUFFIX = ".exportsim-arriving"
"""Of every such name; what ends with it is listed by no store."""

ABANDONED = 24 * 3600.0
"""Seconds after which nobody is still writing such a file, wherever they are."""


def arriving_name() -> str:
    """A fresh name; short, because the final name may be as long as names can be."""
    return f".{_here()}-{os.getpid()}-{uuid.uuid4().hex[:12]}{SUFFIX}"


def is_arriving(name: str) -> bool:
    """Whether a file's name is one of these."""
    return name.startswith(".") and name.endswith(SUFFIX)


def is_abandoned(name: str, age: float) -> bool:
    """Whether nobody still writes the file.

    Its name tells which process does, and what such a process of this machine left can go as soon as it is gone.
    Anybody else's, ``age`` must tell: seconds since its last byte.
    """
    if age > ABANDONED:
        return True
    here, _, rest = name.removeprefix(".").partition("-")
    pid = rest.partition("-")[0]
    return here == _here() != UNKNOWN and pid.isdecimal() and not _runs(int(pid))


UNKNOWN = "0" * 12


@functools.cache
def _here() -> str:
    """Where process ids mean the same: this machine since it was started, in containers this one container."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()
        space = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        return UNKNOWN
    return hashlib.sha256(f"{boot}{space}".encode()).hexdigest()[: len(UNKNOWN)]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
