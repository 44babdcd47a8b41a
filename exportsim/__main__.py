"""The console script, and ``python -m exportsim``."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def run() -> None:
    """Run the command line; an interrupt ends it quietly even while its libraries are still being imported."""
    try:
        from exportsim.cli import main

        main(prog_name="exportsim")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    run()
