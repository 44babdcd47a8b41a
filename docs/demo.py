"""Print what the demo prints, with paths and times that are the same everywhere: the README shows it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def shown() -> str:
    """The demo's output, run in a folder of its own; raises when it does not go as it should."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "exportsim", "demo"]
        environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(Path(__file__).parents[1])}
        told = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    text = re.sub(r"\S+/samples/parsers", "samples/parsers", told.stdout)
    text = re.sub(r"\S*python\S* (samples/parsers|-m exportsim)", r"python \1", text)
    text = text.replace("python -m exportsim", "exportsim")
    text = re.sub(r"\d+\.\d s\b", "0.3 s", text)
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()


if __name__ == "__main__":
    print(shown())  # noqa: T201 (it is a printer)
