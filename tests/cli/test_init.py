"""``exportsim init``: what it asks, what it writes, and that it runs."""

from __future__ import annotations

import itertools
import json
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from cli.running import ROOT, exportsim

from exportsim import starter
from exportsim.errors import ConfigurationError, ExportError
from exportsim.starter import Answers


@pytest.mark.parametrize("file_type", starter.FILE_TYPES)
def test_what_init_writes_passes_at_once(tmp_path: Path, file_type: str) -> None:
    """The rehearsal runs from any folder, its parser reads every cell of a thousand people, nasty ones included."""
    told = exportsim("init", "mine", "--name", "Acme", "--file-type", file_type, "--yes", cwd=tmp_path)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.endswith("Next: exportsim run mine/exportsim.toml\n")
    told = exportsim("run", "mine/exportsim.toml", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    record = json.loads(told.stdout)
    assert (record["verification"]["passed"], record["export"]["rows"]) == (True, 1000)
    assert record["export"]["files"][0]["name"].startswith("exports/people/Acme_11111111-2222")
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == sorted((*starter.FILES, "rehearsal"))


@pytest.mark.parametrize("place", starter.PLACES)
def test_every_answer_gives_files_that_fit_together(place: str) -> None:
    """For each place, format, codec and formatting the three JSON files resolve, under whatever name."""
    for file_type, codec, formatting, name in itertools.product(
        starter.FILE_TYPES, starter.CODECS, starter.FORMATTINGS, ("Acme & Söhne", "G", "google", "北京", 'a"\\1$b')
    ):
        files = starter.starter(Answers(name, place, file_type, codec, formatting))
        assert tuple(files) == starter.FILES
        assert json.loads(files["destination.json"])["name"] == name
        customer = json.loads(files["customer.json"])
        assert (customer["fileType"], customer["compression"]) == (file_type, codec.upper())
        assert set(tomllib.loads(files["exportsim.toml"])) >= {"server", "destination", "customer_data", "activation"}
        compile(files["parser.py"], "parser.py", "exec")


def test_init_asks_what_is_not_said(tmp_path: Path) -> None:
    """Questions go to stderr, and an empty answer takes the default."""
    told = subprocess.run(
        [sys.executable, "-m", "exportsim", "init", "--file-type", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input="Kestrel\nsftp\n\nconfigured\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert json.loads((tmp_path / "server.json").read_text())["destinationServerType"] == "FILE_BASED_SFTP"
    customer = json.loads((tmp_path / "customer.json").read_text())
    assert (customer["hostName"], customer["fileType"], customer["compression"]) == (
        "sftp.kestrel.example",
        "json",
        "GZIP",
    )
    assert "Where do files go?" in told.stderr
    assert "In which format?" not in told.stderr


def test_nothing_is_replaced(tmp_path: Path) -> None:
    """Every file that is there already is named, before anything is asked, and none is touched."""
    for name in ("server.json", "parser.py"):
        (tmp_path / name).write_text("mine")
    told = exportsim("init", "--json", cwd=tmp_path)
    assert told.returncode == 2
    problems = json.loads(told.stdout)["error"]["problems"]
    assert [problem["where"] for problem in problems] == ["server.json", "parser.py"]
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["mine", "mine"]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """Where a file cannot be written whole, none is left; where there can be no folder, that is said."""
    command = shlex.join([sys.executable, "-m", "exportsim", "init", "--yes"])
    told = subprocess.run(
        ["sh", "-c", f"ulimit -f 1; exec {command}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 4
    assert "File too large" in told.stderr
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="cannot be written: Not a directory"):
        starter.write(tmp_path / "file" / "folder", {"a": "b"})


@pytest.mark.parametrize("name", ["", " ", "a\nb", "\udc80"])
def test_a_name_is_something_one_can_read(name: str) -> None:
    """An empty name, or one with characters that cannot be shown, is refused."""
    with pytest.raises(ConfigurationError):
        starter.starter(Answers(name))
