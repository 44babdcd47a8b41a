"""The console script, and ``python -m exportsim``."""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

INTERRUPTED = 130


TERMINATED = 143


def _terminated(*_: object) -> NoReturn:
    """Leave as an interrupt would, so that nothing temporary stays behind: build servers cancel with SIGTERM."""
    sys.exit(TERMINATED)


def run() -> None:
    """Run the command line; an interrupt ends it quietly even while its libraries are still being imported."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        from exportsim.cli import main

        main(prog_name="exportsim")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
