"""Runs the program as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
RIGHT = ROOT / "samples" / "parsers" / "right.py"
NAIVE = ROOT / "samples" / "parsers" / "naive.py"


def exportsim(
    *arguments: object, cwd: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder and wait for its end."""
    command = [sys.executable, "-m", "exportsim", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(environment or {})}
    return subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def parser(path: Path) -> str:
    """A sample parser as a command line."""
    return f"{sys.executable} {path} {{file}}"
