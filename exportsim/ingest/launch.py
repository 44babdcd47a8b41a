"""Start one command under a memory limit, wait for it, and say how it ended: a script that imports little.

Python's ``preexec_fn`` may deadlock where threads run, and a limit set from outside after the start comes
late; so this small process sets the limit between its own fork and exec. It also measures: a process counts
among its peak memory that of the process it was forked from, and this one is small.

The limit is on data (``RLIMIT_DATA``): private memory that can be written, which is what a parser allocates.
The address space would count what runtimes only reserve, gigabytes for Java, Node and Go; and Linux does not
enforce a limit on resident memory. Every process that the command starts has the limit for itself.

And it keeps watch: the program that started it holds the other end of a pipe, which the system closes however
that program ends, kill -9 included. Then all of the group is killed. A pipe does so on every POSIX system, where
Linux's PR_SET_PDEATHSIG would need ctypes, reach one process only, and follow the thread that started it.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from threading import Thread


def main() -> None:
    """Arguments: the descriptors to report to and to keep watch on, the limit in bytes, the command with its own."""
    report, starter, memory = map(int, sys.argv[1:4])
    command = sys.argv[4:]
    for ours in (report, starter):
        os.set_inheritable(ours, False)
    child = os.fork()
    if child == 0:
        try:
            _, most = resource.getrlimit(resource.RLIMIT_DATA)
            limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
            for ignored_by_python in (signal.SIGPIPE, signal.SIGXFSZ):
                signal.signal(ignored_by_python, signal.SIG_DFL)
            os.execvp(command[0], command)  # noqa: S606
        except OSError as error:
            os.write(report, json.dumps({"error": error.strerror}).encode())
        os._exit(127)
    Thread(target=die_with, args=(starter,), daemon=True).start()
    _, status, usage = os.wait4(child, 0)
    unit = 1 if sys.platform == "darwin" else 1024
    ended = {"status": os.waitstatus_to_exitcode(status), "peak_memory": usage.ru_maxrss * unit}
    os.write(report, b"\n" + json.dumps(ended).encode())


def die_with(starter: int) -> None:
    """Wait until the other end of a pipe is closed, then kill the group, this process among it."""
    os.read(starter, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
