"""The whole trip to each of the six kinds of place, as a user goes it, and what nobody may see on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from cli.running import RIGHT, ROOT, exportsim, parser
from destinations.everywhere import KINDS, WAYS, secrets_of, somewhere
from servers.reach import Reach

from exportsim.destinations import Settings, connect, place_from_url

__all__ = ["somewhere"]

TOML = """
out = "out"
max_file_rows = 40
[profiles]
count = 100
edge_cases = 0.1
[run]
now = 2026-03-01T06:00:00Z
[verify]
parser = '{parser}'
"""


def everything_below(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("somewhere", WAYS, indirect=True)
def test_the_trip_is_gone_everywhere(somewhere: Reach, tmp_path: Path) -> None:
    """Generated, sent, fetched back and judged; the second time nothing is sent; no secret is told or kept."""
    (tmp_path / "exportsim.toml").write_text(TOML.replace("{parser}", parser(RIGHT)))
    words = ("run", "--to", somewhere.url, "--json", "exportsim.toml")
    first = exportsim(*words, cwd=tmp_path, environment=somewhere.environment)
    assert first.returncode == 0, first.stderr
    again = exportsim("push", "out", "--to", somewhere.url, cwd=tmp_path, environment=somewhere.environment)
    fetched = exportsim("fetch", somewhere.url, "back", cwd=tmp_path, environment=somewhere.environment)
    story = json.loads(first.stdout)
    assert (story["verification"]["passed"], len(story["delivery"]["receipts"])) == (True, 4)
    assert "0 files delivered" in again.stdout
    assert "4 files in back" in fetched.stdout
    seen = "".join(one.stdout + one.stderr for one in (first, again, fetched)) + everything_below(tmp_path)
    secrets = list(secrets_of(somewhere.environment))
    assert (len(secrets) > 0, [secret for secret in secrets if secret in seen]) == (True, [])


@pytest.mark.parametrize("somewhere", KINDS, indirect=True)
def test_a_kill_in_the_middle_loses_nothing(somewhere: Reach, tmp_path: Path) -> None:
    """Killed while the second file travels: a reader sees whole files; the same command sends the rest alone."""
    exportsim("generate", "--count", 24_000, "--max-file-rows", 8_000, "--out", "out", cwd=tmp_path)
    record = json.loads((tmp_path / "out" / ".exportsim" / "export.json").read_text())
    sizes = {file["name"]: file["size"] for file in (*record["files"], record["manifest"])}
    words = ("push", "out", "--to", somewhere.url)
    slowly = ("--connections", 1, "--bandwidth", "600kB/s")
    push = started(*words, *slowly, cwd=tmp_path, environment=somewhere.environment)
    while not (seen := listed(somewhere)):
        assert push.poll() is None
        time.sleep(0.1)
    time.sleep(0.2)
    push.send_signal(signal.SIGKILL)
    assert push.wait() == -signal.SIGKILL
    seen = listed(somewhere)
    assert {key: sizes[key] for key in seen} == seen
    assert 0 < len(seen) < 3
    told = exportsim(*words, "--json", cwd=tmp_path, environment=somewhere.environment)
    assert told.returncode == 0, told.stderr
    sent = {receipt["key"] for receipt in json.loads(told.stdout)["receipts"] if receipt["attempts"]}
    assert sent == set(sizes) - set(seen)
    assert listed(somewhere) == sizes


def started(*arguments: object, cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "exportsim", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.Popen(command, cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def listed(somewhere: Reach) -> dict[str, int]:
    with connect(place_from_url(somewhere.url), Settings(somewhere.environment)) as store:
        return {stored.key: stored.size for stored in store.list()}
