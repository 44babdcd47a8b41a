from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit


def test_make_servers_prints_what_can_be_pasted_and_ends_when_told(tmp_path: Path) -> None:
    """A block for every place and login, each a line of shell that pushes there; Ctrl-C ends all and leaves nothing."""
    stub = tmp_path / "exportsim"
    stub.write_text('#!/bin/sh\necho "$@"\n')
    stub.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "servers"],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    printed = ""
    while "dlz-aws" not in printed:
        line = process.stdout.readline()
        assert line, "it ended by itself"
        printed += line
    process.send_signal(signal.SIGINT)
    printed += process.stdout.read()
    assert process.wait(30) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["exportsim"]

    blocks = re.findall(r"^\($.*?^\)$", printed, re.DOTALL | re.MULTILINE)
    shell = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "EXPORT": "an export"}
    pushed = [subprocess.check_output(["sh", "-euc", block], env=shell, text=True).split() for block in blocks]
    assert {tuple(words[:-1]) for words in pushed} == {("push", "an", "export", "--to")}
    schemes = {urlsplit(words[-1]).scheme for words in pushed}
    assert schemes == {"s3", "gs", "az", "abfss", "sftp", "dlz"}
    assert len({words[-1] for words in pushed}) == len(pushed) == 11
